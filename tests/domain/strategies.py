"""Dossiers in which everything happens to a few things, so that events meet each other."""

from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import Holder, Sealed, Subject, SubjectRef
from domain.testimony import EventRef, Testimony
from tests.domain.case import ABOLISHED, ARCHIVE, CENTRE, DEPARTMENT, DOSSIER, MONDAY, XRAY, moment
from tests.strategies import fields_of_kinds, json_values, maybe

NAMES: Final = tuple("abcdefgh")
"""The request ids of a dossier's testimonies: few, so that annulments hit."""

HOLDERS: Final = (
    CENTRE,
    DEPARTMENT,
    ARCHIVE,
    Holder(organisation="centre", desk="counter 3"),
)
HOURS: Final = tuple(moment(MONDAY) + timedelta(hours=step) for step in (-48, 0, 1, 1, 15, 40, 200))
CORRECTED: Final = ("occurred_at", "carrier", "promised_return", "owed", "timezone", "why")


def named() -> SearchStrategy[EventRef]:
    return st.builds(EventRef, st.just("one-stop"), st.sampled_from(NAMES))


def corrections() -> SearchStrategy[Any]:
    times = st.sampled_from(HOURS).map(lambda at: at.isoformat())
    extremes = st.sampled_from(("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"))
    values = st.sampled_from(("paper", "digital", ["paper"], "UTC", "result", "supplement"))
    return times | extremes | values | json_values()


def meeting() -> dict[str, SearchStrategy[Any]]:
    """What keeps to the few: holders, objects, supplements, targets."""
    holders = st.sampled_from(HOLDERS)
    return {
        "taker": holders,
        "giver": maybe(holders),
        "desk": maybe(holders),
        "object": st.sampled_from(("file", "result")),
        "supplement": st.sampled_from(("1", "2")),
        "procedure": maybe(st.sampled_from((XRAY, ABOLISHED, "stand-in:log"))),
        "promised_return": maybe(st.sampled_from(HOURS)),
        "target": named(),
        "field": st.sampled_from(CORRECTED),
        "old": maybe(corrections()),
        "new": corrections(),
    }


def things() -> SearchStrategy[events.DossierEvent]:
    """An event of any kind about these few."""
    few = meeting()
    kinds = fields_of_kinds().items()
    return st.one_of(
        [
            st.builds(kind, **{name: few.get(name, drawn) for name, drawn in fields.items()})
            if kind is not events.Received
            else st.builds(kind, **{**fields, **_receipt(few)})
            for kind, fields in kinds
        ]
    )


def _receipt(few: dict[str, SearchStrategy[Any]]) -> dict[str, SearchStrategy[Any]]:
    return {name: few[name] for name in ("procedure", "promised_return")}


def dossiers(most: int = 8) -> SearchStrategy[list[Told]]:
    """Any sequence of testimonies about one dossier, each with a request id of its own."""
    told = st.builds(
        Testimony,
        event=things(),
        dossier=st.just(DOSSIER),
        occurred_at=st.sampled_from(HOURS),
        source=st.just("one-stop"),
        request_id=st.sampled_from(NAMES),
        source_seq=maybe(st.integers(0, 3)),
        actor=maybe(st.just("hanh")),
        unit=maybe(st.just("one-stop")),
    )
    return st.lists(told, max_size=most, unique_by=lambda one: one.ref)


SECRET: Final = "bí mật"


def secretive() -> SearchStrategy[events.DossierEvent]:
    """Events of every kind, with a secret wherever people write freely or of themselves."""
    secret = st.text(max_size=5).map(SECRET.__add__)
    person = st.builds(Subject, **dict.fromkeys(Subject.model_fields, secret))
    item = st.builds(events.SupplementItem, component=st.just("plan"), reason=secret)
    hidden = {
        "reason": secret,
        "attributes": st.dictionaries(secret, secret, min_size=1),
        "subject": person,
    }
    requested = st.builds(events.SupplementRequested, items=st.tuples(item, item))
    kinds = [
        st.builds(kind, **{name: hidden.get(name, drawn) for name, drawn in fields.items()})
        for kind, fields in fields_of_kinds().items()
    ]
    return st.one_of(*kinds, requested)


def stored_events() -> SearchStrategy[events.DossierEvent]:
    """Events as the store holds them: with references in place of what the vault took."""
    kept = st.builds(Sealed, entry=st.uuids().map(str), commitment=st.just("c0"))
    noted = st.builds(events.Noted, name=st.text(max_size=5), attributes=kept)
    subject = st.builds(SubjectRef, subject_id=st.uuids().map(str))
    received = st.builds(events.Received, subject=subject)
    return st.one_of(things(), noted, received)
