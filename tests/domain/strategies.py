"""Dossiers in which everything happens to a few things, so that events meet each other."""

from datetime import timedelta
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier import events
from domain.dossier.events import DivergenceKind, LateCause, Told
from domain.dossier.values import Carrier, Channel, Component, Holder, Sealed, Subject, SubjectRef
from domain.procedure.term import Exclusion
from domain.sealing import is_free
from domain.testimony import EventRef, Testimony
from tests.domain.case import (
    ABOLISHED,
    APPLICATION,
    ARCHIVE,
    CENTRE,
    DEPARTMENT,
    DOSSIER,
    MONDAY,
    XRAY,
    moment,
)
from tests.domain.transitions.case import CONFORMITY
from tests.drawing import json_values, maybe
from tests.kinds import fields_of_kinds

NAMES: Final = tuple("abcdefgh")
"""The request ids of a dossier's testimonies: few, so that annulments hit."""

HOLDERS: Final = (
    CENTRE,
    DEPARTMENT,
    ARCHIVE,
    Holder(organisation="centre", desk="counter 3"),
)
HOURS: Final = tuple(moment(MONDAY) + timedelta(hours=step) for step in (-48, 0, 1, 1, 15, 40, 200))
PEOPLE: Final = ("hanh", "chi")
CORRECTED: Final = (
    "occurred_at",
    "carrier",
    "promised_return",
    "owed",
    "timezone",
    "why",
    "answer_by",
    "cause",
    "exclusion",
    "fee",
    "milestone",
    "new",
    "object",
    "opinion",
    "proof",
    "relayed",
    "status",
    "supplement",
)


def named() -> SearchStrategy[EventRef]:
    return st.builds(EventRef, st.just("one-stop"), st.sampled_from(NAMES))


def corrections() -> SearchStrategy[Any]:
    times = st.sampled_from(HOURS).map(lambda at: at.isoformat())
    extremes = st.sampled_from(("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"))
    words = ("paper", "digital", ["paper"], "UTC", "result", "supplement", "2", 4, "applicant")
    values = st.sampled_from(words)
    return times | extremes | values | json_values()


def meeting() -> dict[str, SearchStrategy[Any]]:
    """What keeps to the few: whoever holds, whatever is asked and answered."""
    holders = st.sampled_from(HOLDERS)
    ids = st.sampled_from(("1", "2"))
    hours = st.sampled_from(HOURS)
    return {
        "taker": holders,
        "giver": holders,
        "desk": holders,
        "object": st.sampled_from(("file", "result", "original")),
        **dict.fromkeys(("supplement", "opinion", "exclusion", "fee"), ids),
        "milestone": st.sampled_from(("council-met", "minutes-signed")),
        "divergence": st.sampled_from((DivergenceKind.RESULT, DivergenceKind.CUSTODY)),
        "status": st.integers(1, 10),
        "cases": st.sampled_from(((), ("renewal",), ("renewal", "lost"))),
        "procedure": st.sampled_from((XRAY, ABOLISHED, "stand-in:log")),
        "component": st.sampled_from((APPLICATION, "plan")),
        **dict.fromkeys(
            ("handler", "signer", "second_person", "approver"), st.sampled_from(PEOPLE)
        ),
        "unit": st.sampled_from(("one-stop", "department")),
        **dict.fromkeys(("promised_return", "answer_by", "notified_at", "since"), hours),
        "target": named(),
    }


def of_a_kind() -> dict[type[Any], dict[str, SearchStrategy[Any]]]:
    """The same, where a field of that name is another one in other kinds."""
    causes = st.sampled_from((LateCause.STAFFING, LateCause.APPLICANT))
    return {
        events.LateCauseRecorded: {"cause": causes},
        events.LateCauseConfirmed: {"cause": causes},
        events.ExclusionBegan: {"why": st.sampled_from((Exclusion.LAB_TEST, Exclusion.FEE_WAIT))},
        events.DeadlineRecomputed: {"new": st.sampled_from(HOURS)},
        events.Corrected: {
            "field": st.sampled_from(CORRECTED),
            "old": maybe(corrections()),
            "new": corrections(),
        },
    }


@cache
def things() -> SearchStrategy[events.DossierEvent]:
    """An event of any kind about these few."""
    few, own = meeting(), of_a_kind()
    return st.one_of(
        [
            st.builds(kind, **{**fields, **_kept(kind, few), **own.get(kind, {})})
            for kind, fields in fields_of_kinds().items()
        ]
    )


def _kept(kind: type[Any], few: dict[str, SearchStrategy[Any]]) -> dict[str, SearchStrategy[Any]]:
    """The few as the kind takes them: what need not be said is not always said."""
    return {
        name: maybe(few[name]) if field.default is None else few[name]
        for name, field in kind.model_fields.items()
        if name in few
    }


@cache
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
        actor=maybe(st.sampled_from(PEOPLE)),
        unit=maybe(st.just("one-stop")),
    )
    return st.lists(told, max_size=most, unique_by=lambda one: one.ref)


MINUTES: Final = 9 * 24 * 60
"""As far as what goes on two carriers is told: a week and two weekends."""


@cache
def on_two_carriers(most: int = 8) -> SearchStrategy[list[Told]]:
    """What is told of a dossier on paper and digitally, with what corrects and annuls it: mostly
    one that came in on both, was accepted, and has a result."""
    few = meeting() | {"component": st.sampled_from(DOCUMENTS), "object": st.just("file")}
    own = {kind: _of_two_carriers(kind, few) for kind in CARRIED}
    ends = (events.ResultArrived, events.Returned)
    kinds = [own[kind] for kind in CARRIED]
    likely = [own[kind] for kind in (*ends, events.CarrierReceived, events.Digitised)]
    begun = [own[events.Received], *(own[events.CarrierReceived],) * 2, *(own[ends[0]],) * 2]
    fixed = st.tuples(
        *(maybe(_said(event, st.just(f"begun {n}"))) for n, event in enumerate(begun))
    )
    names = st.sampled_from((*NAMES, *"ijklmn"))
    rest = st.lists(_said(st.one_of(*kinds, *likely), names), max_size=most)
    told = st.tuples(fixed, rest).map(lambda both: [each for each in (*both[0], *both[1]) if each])
    return told.map(lambda every: list({one.ref: one for one in every}.values()))


def _said(
    event: SearchStrategy[events.DossierEvent], names: SearchStrategy[str]
) -> SearchStrategy[Told]:
    since = moment(MONDAY, 7)
    return st.builds(
        Testimony,
        event=event,
        dossier=st.just(DOSSIER),
        occurred_at=st.integers(0, MINUTES).map(lambda late: since + timedelta(minutes=late)),
        source=st.just("one-stop"),
        request_id=names,
        actor=maybe(st.sampled_from(PEOPLE)),
    )


DOCUMENTS: Final = (APPLICATION, "plan")
CARRIED: Final = (
    events.Received,
    events.CarrierReceived,
    events.Digitised,
    events.Transferred,
    events.TransferAcknowledged,
    events.TransferRefused,
    events.TransferRecalled,
    events.CarrierLost,
    events.SupplementReceived,
    events.ResultArrived,
    events.Returned,
    events.Withdrawn,
    events.Reconciled,
    events.Completed,
    events.Corrected,
    events.Annulled,
)


def _of_two_carriers(
    kind: type[Any], few: dict[str, SearchStrategy[Any]]
) -> SearchStrategy[events.DossierEvent]:
    listed = st.lists(st.sampled_from(DOCUMENTS), unique=True, max_size=2)
    own: dict[type[Any], dict[str, SearchStrategy[Any]]] = {
        events.Received: {
            "owed": st.sampled_from(((), (Carrier.PAPER,), *(tuple(Carrier),) * 4)),
            "promised_return": st.none(),
            "procedure": st.just(CONFORMITY),
            "channel": st.sampled_from((*Channel, *(Channel.DIRECT,) * 4)),
            "timezone": st.none(),
        },
        events.CarrierReceived: {
            "components": listed.map(lambda codes: tuple(Component(code=each) for each in codes))
        },
        events.SupplementReceived: {"items": listed.map(tuple)},
        events.Returned: {"object": st.just("result"), "why": st.just("result")},
        events.Reconciled: {"content": listed.map(tuple)},
        events.Corrected: {
            "field": st.sampled_from(("occurred_at", "carrier", "owed", "object")),
            "old": st.none(),
            "new": corrections(),
        },
    }
    fields = fields_of_kinds()[kind]
    return st.builds(kind, **{**fields, **_kept(kind, few), **own.get(kind, {})})


SECRET: Final = "bí mật"


@cache
def secretive() -> SearchStrategy[events.DossierEvent]:
    """Events of every kind, with a secret wherever people write freely or of themselves."""
    secret = st.text(max_size=5).map(SECRET.__add__)
    item = st.builds(events.SupplementItem, component=st.just("plan"), reason=secret)
    asked = [
        st.builds(kind, items=st.tuples(item, item))
        for kind in (events.SupplementRequested, events.IntakeSupplementRequested)
    ]
    kinds = [
        st.builds(kind, **{**fields, **_hidden(kind, secret)})
        for kind, fields in fields_of_kinds().items()
    ]
    return st.one_of(*kinds, *asked)


def _hidden(kind: type[Any], secret: SearchStrategy[str]) -> dict[str, SearchStrategy[Any]]:
    person = st.builds(Subject, **dict.fromkeys(Subject.model_fields, secret))
    hidden: dict[str, SearchStrategy[Any]] = {
        name: secret for name, field in kind.model_fields.items() if is_free(field.annotation)
    }
    if "attributes" in hidden:
        hidden["attributes"] = st.dictionaries(secret, secret, min_size=1)
    return {**hidden, "subject": person} if "subject" in kind.model_fields else hidden


@cache
def stored_events() -> SearchStrategy[events.DossierEvent]:
    """Events as the store holds them: with references in place of what the vault took."""
    kept = st.builds(Sealed, entry=st.uuids().map(str), commitment=st.just("c0"))
    noted = st.builds(events.Noted, name=st.text(max_size=5), attributes=kept)
    subject = st.builds(SubjectRef, subject_id=st.uuids().map(str))
    received = st.builds(events.Received, subject=subject)
    return st.one_of(things(), noted, received)
