"""Why a dossier is in its cell, with the sentences that explain its due date."""

from typing import Any

from adapters.messages.deadlines import explain
from adapters.messages.languages import Lang
from domain.law import Law
from projections.report.why import Why, as_json


def explained(why: Why, law: Law, lang: Lang) -> dict[str, Any]:
    """As JSON; `says` explains the due date in the language, days being those of the dossier's
    authority."""
    told = as_json(why)
    return {**told, "says": explain(told["due"], lang, why.zone, law.common)}
