"""Dossiers under the law as it is shipped: over two years, in which it changes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier.events import (
    CarrierReceived,
    DossierEvent,
    HandlerAssigned,
    IntakeSupplementRequested,
    Received,
    ResultSigned,
    Submitted,
    SupplementItem,
    SupplementRequested,
    Told,
)
from domain.dossier.values import Carrier, Channel, Component
from domain.testimony import Testimony
from tests.domain.case import DOSSIER, moment
from tests.domain.strategies import things
from tests.domain.transitions.case import (
    CENTRE,
    CONFORMITY,
    EVALUATION,
    HANDLER,
    HEAD,
    LEADER,
    LICENCE,
    ONE_STOP,
    TDC,
    march,
)
from tests.drawing import maybe

PROCEDURES: Final = (CONFORMITY, LICENCE, EVALUATION, "SKHCN-ATBX-08", "LA-KHCN-23", "9.999999")
DAYS: Final = (march(1), march(4), march(5), march(11), date(2019, 4, 29), date(2021, 2, 1))
OFFICERS: Final = (ONE_STOP, HANDLER, HEAD, LEADER, "hanh")


def under_law(most: int) -> SearchStrategy[list[Told]]:
    """Any sequence of testimonies about one dossier, half of them at the counter and the like."""
    hours = st.sampled_from((0, 7, 8, 15, 17, 23)).map(lambda hour: timedelta(hours=hour))
    told = st.builds(
        Testimony,
        event=st.one_of(things(), _lawful()),
        dossier=st.just(DOSSIER),
        occurred_at=st.builds(
            lambda day, hour: moment(day, 0) + hour, st.sampled_from(DAYS), hours
        ),
        source=st.just("one-stop"),
        request_id=st.just(""),
        actor=maybe(st.sampled_from(OFFICERS)),
    )
    return st.lists(told, max_size=most).map(_numbered)


def _numbered(told: list[Told]) -> list[Told]:
    return [replace(one, request_id=f"{number}") for number, one in enumerate(told)]


def _lawful() -> SearchStrategy[DossierEvent]:
    named = {
        "procedure": maybe(st.sampled_from(PROCEDURES)),
        "channel": maybe(st.sampled_from(Channel)),
        "authority": st.sampled_from((None, "long-an-dost", "elsewhere")),
    }
    times = maybe(st.sampled_from(DAYS).map(lambda day: moment(day, 16)))
    codes = st.sampled_from(("declaration", "application", "standard", "plan"))
    carriers: Any = st.sampled_from(Carrier)
    components = st.lists(st.builds(Component, code=codes), max_size=3).map(tuple)
    items = st.lists(st.builds(SupplementItem, component=codes), max_size=2).map(tuple)
    officers = st.sampled_from(OFFICERS)
    return st.one_of(
        st.builds(Submitted, **named),
        st.builds(
            Received,
            **named,
            promised_return=times,
            owed=st.lists(carriers, max_size=2).map(tuple),
            cases=st.sampled_from(((), ("third-party",))),
        ),
        st.builds(CarrierReceived, carrier=carriers, desk=st.just(CENTRE), components=components),
        st.builds(IntakeSupplementRequested, items=items),
        st.builds(SupplementRequested, items=items, answer_by=times),
        st.builds(HandlerAssigned, handler=officers, unit=maybe(st.just(TDC))),
        st.builds(ResultSigned, signer=maybe(officers)),
    )
