"""What the rows of a report are called, for those who read it on paper."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any

from adapters.messages import word
from adapters.messages.charges import Called
from adapters.messages.languages import Lang
from adapters.sheets.lines import Document, levels
from adapters.sheets.texts import TEXTS, said
from domain.dossier.events import LateCause
from domain.law import Law
from projections.report import Grouping


def for_people(document: Document, law: Law, lang: Lang) -> Document:
    """The same with names for keys, as they were on the day of judgement, a procedure with its
    code; and with the release that counted. What the law does not know stays as it was told."""
    by = [Grouping(each) for each in levels(document)]
    called = _Names(law, lang, date.fromisoformat(document["as_of"]))
    rows = [
        {**row, "label": called.of(by[row["level"] - 1], row["key"])} if row["level"] else row
        for row in document["rows"]
    ]
    return {"engine": f"hoso {version('hoso')}", **document, "rows": rows}


def as_issued(shown: Mapping[str, Any]) -> Document:
    """The report of an issued one as `projections.issued.shown` tells it, with the number, the
    hash and the release that it was issued with."""
    frozen = {name: shown[name] for name in ("number", "recorded_at", "issued_by", "sha256")}
    position, release = shown["inputs"]["position"], shown["inputs"]["release"]
    return {
        **shown["report"],
        "engine": f"hoso {release}",
        "issued": {**frozen, "position": position},
    }


class _Names:
    def __init__(self, law: Law, lang: Lang, day: date) -> None:
        self._law, self._lang, self._day = law, lang, day
        self._called = Called(law, lang)
        self._fields: dict[str, str] = {
            each.name: each.name_vi if lang == "vi" else each.name_en for each in law.common.fields
        }

    def of(self, grouping: Grouping, key: str) -> str:
        if not key:
            return said("unrecorded", self._lang)
        match grouping:
            case Grouping.FIELD:
                return self._fields.get(key, key)
            case Grouping.PROCEDURE:
                return self._procedure(key)
            case Grouping.UNIT | Grouping.UNIT_NOW | Grouping.OFFICER:
                return self._called.body(key, self._day)
            case Grouping.LATE_CAUSE:
                return word(LateCause(key), self._lang) if key in {*LateCause} else key
            case Grouping.CHANNEL:
                name = f"channel.{key}"
                return said(name, self._lang) if name in TEXTS else key

    def _procedure(self, code: str) -> str:
        known = None if self._law.is_stand_in(code) else self._called.procedure(code, self._day)
        return f"{code} {known}" if known else code
