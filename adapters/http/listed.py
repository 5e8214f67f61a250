"""What is told of a list of dossiers, as the API answers it: a result for each."""

from collections.abc import Sequence
from typing import Any

from fastapi.responses import JSONResponse

from adapters.http.problems import said, told
from adapters.messages import Lang
from domain.listed import Outcome, outcomes_by


def answer(outcomes: Sequence[Outcome], lang: Lang, **more: str) -> JSONResponse:
    """The same for the first request and each repeat; a header tells them apart. 200 whatever
    became of each: one that was refused says so itself."""
    body = {**more, **document(outcomes, lang)}
    recorded = [one.answer for one in outcomes if one.answer]
    again = bool(recorded) and all(one.repeated for one in recorded)
    return JSONResponse(body, headers={"Idempotent-Replayed": "true"} if again else {})


def document(outcomes: Sequence[Outcome], lang: Lang) -> dict[str, Any]:
    return {
        "totals": {became.value: number for became, number in outcomes_by(outcomes)},
        "dossiers": [_outcome(one, lang) for one in outcomes],
    }


def _outcome(outcome: Outcome, lang: Lang) -> dict[str, Any]:
    result: dict[str, Any] = {"dossier": outcome.named, "outcome": outcome.became.value}
    if outcome.answer:
        last = outcome.answer.events[-1]
        findings = [told(finding, lang) for finding in outcome.answer.findings]
        return {**result, "position": last.position, "version": last.version, "findings": findings}
    reason = outcome.reason
    if reason:
        return {**result, **said(reason.code, reason.params, lang)}
    return {**result, **said("conflict", {"dossier": outcome.named}, lang)}
