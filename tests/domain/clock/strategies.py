"""Dossiers under the law as shipped, in which whatever moves a clock happens."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier import events
from domain.dossier.events import DossierEvent, Received, Told
from domain.dossier.values import Carrier, Channel, Proof
from domain.procedure.term import Exclusion
from domain.testimony import Testimony
from tests.domain.case import DOSSIER, ZONE
from tests.domain.clock.telling import (
    CERTIFICATE,
    EVALUATION,
    LICENCE,
    MARK,
    OFFICER,
    PLAN,
    STANDARD,
)
from tests.domain.strategies import dossiers
from tests.domain.transitions.strategies import under_law
from tests.drawing import maybe

PROCEDURES: Final = (
    STANDARD, MARK, LICENCE, CERTIFICATE, PLAN, EVALUATION, OFFICER, "LA-KHCN-24", "SKHCN-TDC-13",
    "LA-KHCN-14", "LA-KHCN-21", "unheard-of",
)  # fmt: skip
BEGINNINGS: Final = (
    datetime(2019, 4, 22, tzinfo=ZONE),
    datetime(2019, 5, 13, tzinfo=ZONE),
    datetime(2020, 5, 20, tzinfo=ZONE),
    datetime(2021, 1, 25, tzinfo=ZONE),
    datetime(2025, 12, 15, tzinfo=ZONE),
)
"""Before holidays, an abolition, a decree, an amendment and a swap that was announced late."""


def moments(beginning: datetime) -> SearchStrategy[datetime]:
    """Within seven weeks, now and then at midnight or when the office closes."""
    hours = st.sampled_from((0, 7, 9, 15, 17, 23)).map(lambda hour: timedelta(hours=hour))
    minutes = st.sampled_from((0, 0, 1)).map(lambda minute: timedelta(minutes=minute))
    days = st.integers(0, 50).map(lambda day: timedelta(days=day))
    return st.builds(
        lambda day, hour, minute: beginning + day + hour + minute, days, hours, minutes
    )


def moving(at: SearchStrategy[datetime]) -> SearchStrategy[DossierEvent]:
    """Whatever moves a clock, about few things, so that they meet each other."""
    ids = st.sampled_from(("1", "2"))
    kinds: list[SearchStrategy[Any]] = [
        st.builds(events.Submitted, channel=maybe(st.sampled_from(Channel))),
        st.builds(
            events.CarrierReceived,
            carrier=st.sampled_from(Carrier),
            proof=maybe(st.builds(Proof, kind=st.just("other"), at=at)),
        ),
        st.builds(events.IntakeSupplementRequested),
        st.builds(events.IntakeSupplementReceived),
        st.builds(
            events.SupplementRequested, supplement=ids, relayed=st.sampled_from((True, False))
        ),
        st.builds(events.SupplementReceived, supplement=ids, promised_return=maybe(at)),
        st.builds(events.SupplementLapsed, supplement=ids),
        st.builds(events.FeeRequested, fee=ids),
        st.builds(events.FeePaid, fee=ids),
        st.builds(events.ExclusionBegan, why=st.sampled_from(Exclusion)),
        st.builds(events.ExclusionEnded),
        st.builds(
            events.MilestoneRecorded,
            milestone=st.sampled_from(("on-site-assessment", "council-met", "council-formed")),
        ),
        st.builds(events.Rescheduled, promised_return=at),
        st.builds(events.DeadlineRecomputed, cause=st.just("calendar"), new=at),
        st.builds(
            events.Linked,
            relation=st.just("filed-with"),
            other=st.just("x"),
            procedure=maybe(st.sampled_from(PROCEDURES)),
        ),
        st.builds(events.ResultArrived, carrier=maybe(st.sampled_from(Carrier))),
        st.builds(events.Withdrawn),
        st.builds(events.Stopped, reason=st.just("fee-unpaid")),
        st.builds(events.Resumed),
    ]
    return st.one_of(kinds)


def receipts(at: SearchStrategy[datetime]) -> SearchStrategy[DossierEvent]:
    return st.builds(
        Received,
        procedure=st.sampled_from(PROCEDURES),
        channel=maybe(st.sampled_from(Channel)),
        owed=st.lists(st.sampled_from(Carrier), max_size=2).map(tuple),
        promised_return=maybe(at),
        timezone=st.sampled_from((None, None, "Europe/Amsterdam")),
        authority=st.sampled_from((None, "long-an-dost")),
    )


def told(event: DossierEvent, at: datetime) -> Told:
    return Testimony(event=event, dossier=DOSSIER, occurred_at=at, source="one-stop", request_id="")


def numbered(said: list[Told]) -> list[Told]:
    return [replace(one, request_id=str(number)) for number, one in enumerate(said)]


def _beginning(beginning: datetime) -> SearchStrategy[list[Told]]:
    at = moments(beginning)
    receipt = st.builds(told, receipts(at), at)
    others = st.lists(st.builds(told, moving(at), at), max_size=8)
    return st.builds(lambda one, more: numbered([one, *more]), receipt, others)


CLOCKED: Final = st.one_of([_beginning(each) for each in BEGINNINGS])
"""An acceptance, and what moves its clock before and after."""


ANY: Final = st.one_of(CLOCKED, CLOCKED, under_law(8), dossiers())
"""Any history at all."""


days: Final = st.dates(date(2018, 1, 1), date(2026, 12, 31))

instants: Final = st.datetimes(
    datetime(2018, 1, 2),  # noqa: DTZ001  (hypothesis asks for naive bounds)
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from((UTC, ZONE)),
)


def without(told: list[Told], *kinds: type[DossierEvent]) -> list[Told]:
    return [one for one in told if not isinstance(one.event, kinds)]


def unpromised(told: list[Told]) -> list[Told]:
    """The same, but nobody promised anything."""
    return [
        replace(one, event=one.event.model_copy(update={"promised_return": None}))
        if isinstance(one.event, events.Received | events.SupplementReceived)
        else one
        for one in without(told, events.Rescheduled, events.DeadlineRecomputed)
    ]
