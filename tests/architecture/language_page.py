"""Writes the tables of docs/language.md that the code knows; COMMAND does it.

What stands outside the marks is written by hand and stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from inspect import cleandoc
from typing import Any, Final

import domain.dossier.refusals
import domain.keys.refusals
import domain.lawmaking.rules
import domain.outages.refusals
import domain.procedure.refusals
import domain.reports.refusals  # noqa: F401  (reasons are found as subclasses)
from adapters.messages import word
from adapters.messages.events import EVENTS
from adapters.messages.reasons import REASONS
from domain.authority.events import KINDS as OF_AUTHORITIES
from domain.dossier.events import KINDS as OF_DOSSIERS
from domain.dossier.lifecycle import Stage
from domain.lawmaking.events import OF_CALENDARS
from domain.lawmaking.outages import KINDS as OF_OUTAGES
from domain.procedure.events import KINDS as OF_PROCEDURES
from domain.refusals import Reason
from domain.reports.events import KINDS as OF_REPORTS
from tests.architecture import ROOT
from tests.architecture.law_index import Place, everything, index

PAGE: Final = ROOT / "docs" / "language.md"
COMMAND: Final = "python -m tests.architecture.language_page"

Row = tuple[str, ...]

KINDS: Final[Mapping[str, type[Any]]] = {
    **OF_DOSSIERS,
    **OF_PROCEDURES,
    **OF_AUTHORITIES,
    **OF_CALENDARS,
    **OF_OUTAGES,
    **OF_REPORTS,
}

STAGES: Final = {
    Stage.PROVISIONAL: "Heard of, not yet received: in no report",
    Stage.AWAITING_INTAKE_SUPPLEMENT: "The desk asked for what is missing; not yet received",
    Stage.NOT_ACCEPTED: "Refused at the desk, for a reason in law; no result was ever owed",
    Stage.RECEIVED: "Accepted at the one-stop desk",
    Stage.IN_PROGRESS: "On its way through the offices",
    Stage.AWAITING_SUPPLEMENT: "The applicant owes a supplement",
    Stage.AWAITING_FEE: "The applicant owes a fee or another financial obligation",
    Stage.WITHDRAWAL_REQUESTED: "The applicant wants it back; nobody agreed yet",
    Stage.WITHDRAWN: "Given up by the applicant; the papers go back",
    Stage.STOPPED: "Ended by the authority without a result, for a reason in law",
    Stage.RESOLVED: "The result is at the one-stop desk",
    Stage.RETURNED: "The applicant has the result",
    Stage.CLOSED: "Nothing more is expected; the national list has no number for it",
}

NONE: Final = "–"


def page(written: str) -> str:
    """The page with its tables as the code has them now. Raises KeyError for a lost mark."""
    for name, (head, rows) in TABLES.items():
        begin, end = marks(name)
        if (written.count(begin), written.count(end)) != (1, 1):
            raise KeyError(f"docs/language.md needs {begin} and {end}, once each")
        before, _, rest = written.partition(begin)
        after = rest.partition(end)[2]
        written = "\n".join([before + begin, "", *_table(head, rows()), "", end + after])
    return written


def marks(name: str) -> tuple[str, str]:
    return f"<!-- begin {name} -->", f"<!-- end {name} -->"


def reasons(parent: type[Reason] = Reason) -> Iterator[type[Reason]]:
    """Every reason that has a code of its own."""
    for reason in parent.__subclasses__():
        # A dataclass with slots is made anew; the class it was made from may live on without.
        if "code" in vars(reason) and "__slots__" in vars(reason):
            yield reason
        yield from reasons(reason)


def meaning(kind: str) -> str:
    """What the class of the kind says it means."""
    said = vars(KINDS[kind])["__doc__"]
    return _one_line(cleandoc(said)).removesuffix(".")


def _of_kinds() -> Iterator[Row]:
    for kind in KINDS:
        yield (_code(kind), *EVENTS[kind], meaning(kind))


def _of_stages() -> Iterator[Row]:
    for stage in Stage:
        status = str(stage.national_status or NONE)
        yield (_code(stage), status, word(stage, "vi"), STAGES[stage])


def _of_reasons() -> Iterator[Row]:
    known = {reason.code: reason for reason in reasons()}
    for code, sentences in REASONS.items():
        if code in known:
            yield (_code(code), _code(known[code].gravity), *sentences)


def _of_the_law() -> Iterator[Row]:
    for article, places in index(everything()).items():
        kinds = [kind for kind in KINDS if any(place.kind == kind for place in places)]
        codes = sorted({place.reason for place in places if place.reason})
        others = [place for place in places if not place.kind and not place.reason]
        yield (
            str(article),
            article.vietnamese or NONE,
            _listed(map(_code, kinds)),
            _listed(map(_code, codes)),
            _listed(map(_link, others)),
        )


TABLES: Final[Mapping[str, tuple[Row, Callable[[], Iterator[Row]]]]] = {
    "kinds": (("kind", "English", "Vietnamese", "meaning"), _of_kinds),
    "stages": (("stage", "status", "Vietnamese", "meaning"), _of_stages),
    "reasons": (("code", "gravity", "English", "Vietnamese"), _of_reasons),
    "law": (("article", "in Vietnamese", "kinds", "reasons", "elsewhere"), _of_the_law),
}
"""By the name of their marks: the head, and the rows below it."""


def _table(head: Row, rows: Iterator[Row]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def _listed(parts: Iterator[str]) -> str:
    return ", ".join(parts) or NONE


def _link(place: Place) -> str:
    name = place.name or place.path.rpartition("/")[2]
    return f"[`{name}`](../{place.path})"


def _code(name: str) -> str:
    return f"`{name}`"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
