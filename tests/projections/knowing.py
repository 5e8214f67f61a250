"""What is known of a dossier, as the event store would give it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters import catalogue
from domain.dossier.events import (
    Annulled,
    DossierEvent,
    Received,
    SupplementReceived,
    SupplementRequested,
    Told,
    Withdrawn,
)
from domain.law import Law, enact
from domain.procedure.events import Amended, ProcedureEvent, Published
from domain.procedure.procedure import Procedure, Transition
from domain.store import RecordedEvent
from domain.testimony import Code
from projections.report import Levels, Period, cells_by_group, document
from projections.timeliness import Span
from tests.adapters import histories
from tests.domain.case import (
    ABOLISHED,
    DIGITAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    XRAY,
    ZONE,
    acknowledged,
    came_in,
    handed_over,
    moment,
    on,
    received,
    result,
)
from tests.domain.procedure.definitions import a_term, a_version
from tests.domain.strategies import dossiers

STREAM: Final = "01890a5d-ac96-774b-bcce-b302099a8057"
LONG_AGO: Final = date(2021, 1, 1)


def _in_version(code: str, first_day: date, *terms: dict[str, Any], **said: Any) -> Procedure:
    return Procedure.model_validate(a_version(first_day, code=code, terms=list(terms), **said))


def _term(clock: str = "settlement", days: int = 3, **said: Any) -> dict[str, Any]:
    """From a complete hand-in on."""
    return a_term(clock, days, starts=["complete"], **said)


def _enacted(*changes: ProcedureEvent) -> Law:
    """Three working days for the one procedure, eight working hours for the other; all else as
    shipped."""
    shipped = catalogue.law(ZONE)
    hours = {"amount": 8, "unit": "working-hour"}
    first = (
        _in_version(XRAY, LONG_AGO, _term(), _term("committed", days=2)),
        _in_version(ABOLISHED, LONG_AGO, _term(length=hours, supplement="pause")),
    )
    published = [Published(procedure=one, known_on=LONG_AGO) for one in first]
    enacted: list[ProcedureEvent] = [*published, *changes]
    return enact(ZONE, enacted, shipped.common, shipped.calendar, shipped.registry)


def _amended(transition: Transition) -> Amended:
    """From Wednesday on the one procedure takes a day."""
    version = _in_version(XRAY, WEDNESDAY, _term(days=1), transition=transition)
    return Amended(procedure=version, known_on=WEDNESDAY)


GOVERNED: Final = _enacted()
"""A law with terms and a calendar, by which dossiers are judged."""

CHANGING: Final = _enacted(_amended(Transition.PENDING_TAKES_NEW))
"""The same, but it changes under what is in flight."""

KEEPING: Final = _enacted(_amended(Transition.RECEIVED_BEFORE_KEEPS_OLD))
"""The same, but it changes for new dossiers alone."""

LAWS: Final = {"governed": GOVERNED, "changing": CHANGING, "keeping": KEEPING}
"""By names, which are told more shortly when a test fails."""


def known(*told: Told) -> list[RecordedEvent[DossierEvent]]:
    """Recorded in the order given, among events of other dossiers, each as soon as it could be."""
    times = accumulate((one.occurred_at for one in told), max)
    return [
        RecordedEvent(10 * version, STREAM, version, at + timedelta(minutes=version), one)
        for version, (at, one) in enumerate(zip(times, told, strict=True), start=1)
    ]


def accepted(**said: Any) -> Told:
    """On Monday, due by the law on Thursday; nothing was promised."""
    return received(**{"procedure": XRAY, "promised_return": None, **said})


@cache
def accepted_dossiers() -> SearchStrategy[list[Told]]:
    """Accepted under a term in days or in hours, with or without a promise; then some of what is
    usual, and anything."""
    procedures = st.sampled_from((XRAY, ABOLISHED))
    promises = st.sampled_from((None, moment(TUESDAY, 17), moment(FRIDAY, 17)))
    receipts = st.builds(Received, procedure=procedures, promised_return=promises)
    usual = st.lists(st.sampled_from(USUAL), unique=True)
    return st.builds(_accepted, receipts, usual, dossiers(8))


def _accepted(receipt: Received, usual: list[Told], more: list[Told]) -> list[Told]:
    return [on(MONDAY, receipt, 8), *usual, *more]


USUAL: Final = (
    came_in(PAPER, MONDAY),
    came_in(DIGITAL, MONDAY),
    came_in(DIGITAL, TUESDAY),
    handed_over(TUESDAY),
    acknowledged(WEDNESDAY),
    on(TUESDAY, SupplementRequested(supplement="1", relayed=True)),
    on(THURSDAY, SupplementReceived(supplement="1")),
    on(WEDNESDAY, Withdrawn()),
    result(PAPER, WEDNESDAY),
    result(DIGITAL, FRIDAY),
    handed_over(NEXT_MONDAY),
)


def annulled(told: Told) -> Told:
    event = Annulled(target=told.ref, reason="Nhập nhầm", approver="Lê Út")
    return on(THURSDAY, event, 18, request_id=f"annulled {told.request_id}")


@cache
def testimonies() -> SearchStrategy[list[Told]]:
    """Up to a dozen things told of one dossier within a week: late, wrong, annulled."""
    said = st.lists(st.tuples(histories.hours(), histories.said()), min_size=1, max_size=12)
    return said.map(_told)


def _told(said: Iterable[tuple[int, dict[str, object]]]) -> list[Told]:
    requests = (histories.posted(number, "HS-1", *one) for number, one in enumerate(said))
    return [request.testimony(Code("dossier-code", "HS-1")) for request in requests]


def reported(
    spans: Iterable[Span], period: Period, by: Levels, known_at: str | None = None
) -> dict[str, Any]:
    """The report's document, counted from spans."""
    return document(cells_by_group(spans, period, by), period, by, known_at)
