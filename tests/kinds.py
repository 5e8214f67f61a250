"""Every kind of event with every one of its fields, drawn at random."""

from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier import events
from domain.dossier.events import DivergenceKind, LateCause, StopReason, SupplementItem
from domain.dossier.values import Channel, Instant
from domain.procedure.term import Exclusion
from tests.drawing import (
    carriers,
    components,
    days,
    free_texts,
    hashes,
    holders,
    json_values,
    maybe,
    moments,
    names,
    proofs,
    refs,
    sealed,
    short_names,
    some,
    subject_refs,
    subjects,
    texts,
)

Fields = dict[str, SearchStrategy[Any]]
Kinds = dict[type[Any], Fields]


@cache  # what is made anew is validated anew, which costs more than to draw from it
def fields_of_kinds() -> Kinds:
    """Every kind with every one of its fields."""
    return {
        **_counter(),
        **_records(),
        **_custody(),
        **_work(),
        **_supplements(),
        **_clock(),
        **_result(),
        **_end(),
        **_divergences(),
        **_record(),
    }


def choice(kind: type[Any], field: str) -> SearchStrategy[Any]:
    """One of the words that a field takes, as its kind lists them."""
    listed = kind.model_fields[field].annotation
    words = [word for part in (listed, *get_args(listed)) for word in get_args(part)]
    return st.sampled_from([word for word in words if isinstance(word, str | int)])


def _items() -> SearchStrategy[Any]:
    return some(st.builds(SupplementItem, component=short_names(), reason=maybe(free_texts())))


def _counter() -> Kinds:
    applicant = st.one_of(st.none(), subjects(), subject_refs())
    handed_in = {
        "procedure": maybe(st.sampled_from(("2.002131", "stand-in:log"))),
        "channel": maybe(st.sampled_from(Channel)),
        "authority": maybe(short_names()),
        "subject": applicant,
    }
    return {
        events.Submitted: handed_in,
        events.IntakeSupplementRequested: {
            "supplement": short_names(),
            "items": _items(),
            "number": maybe(short_names()),
        },
        events.IntakeSupplementReceived: {
            "supplement": short_names(),
            "items": some(short_names()),
            "carrier": maybe(carriers()),
        },
        events.IntakeRefused: {
            "legal_basis": short_names(),
            "reason": maybe(free_texts()),
            "number": maybe(short_names()),
            "procedure": maybe(short_names()),
        },
        events.Received: {
            **handed_in,
            "procedure_version": maybe(short_names()),
            "field": maybe(short_names()),
            "owed": some(carriers()),
            "promised_return": maybe(moments()),
            "timezone": maybe(st.sampled_from(("Asia/Ho_Chi_Minh", "UTC"))),
            "cases": some(short_names()),
        },
    }


def _records() -> Kinds:
    return {
        events.CarrierReceived: {
            "carrier": carriers(),
            "object": short_names(),
            "desk": maybe(holders()),
            "components": components(),
            "proof": maybe(proofs()),
        },
        events.CodeAssigned: {"system": short_names(), "value": short_names()},
        events.Linked: {
            "relation": choice(events.Linked, "relation"),
            "other": short_names(),
            "procedure": maybe(short_names()),
        },
        events.Digitised: {
            "component": short_names(),
            "pages": maybe(st.integers(1, 999)),
            "sha256": maybe(hashes()),
            "scanner": maybe(short_names()),
            "matches_paper": maybe(st.booleans()),
        },
    }


def _custody() -> Kinds:
    handed = {"carrier": maybe(carriers()), "object": short_names()}
    lying = {"carrier": carriers(), "object": short_names()}
    on_slip = {"slip": maybe(short_names())}
    return {
        events.Transferred: {
            **handed,
            "taker": holders(),
            "giver": maybe(holders()),
            "step": maybe(short_names()),
            **on_slip,
            "via": maybe(holders()),
        },
        events.TransferAcknowledged: {**handed, **on_slip, "taker": maybe(holders())},
        events.TransferRefused: {
            **handed,
            **on_slip,
            "taker": maybe(holders()),
            "reason": free_texts(),
        },
        events.TransferRecalled: {**handed, "reason": maybe(free_texts())},
        events.CarrierLost: {**lying, "reason": maybe(free_texts())},
        events.CarrierFound: {**lying, "desk": holders(), "reconstituted": st.booleans()},
        events.ShelfChecked: {**lying, **on_slip, "desk": holders(), "present": st.booleans()},
    }


def _work() -> Kinds:
    free = maybe(free_texts())
    attributes = st.dictionaries(texts(), texts(), max_size=3)
    return {
        events.HandlerAssigned: {
            "handler": short_names(),
            "unit": maybe(short_names()),
            "step": maybe(short_names()),
        },
        events.VerificationRecorded: {"place": free, "participants": free, "content": free},
        events.OpinionRequested: {
            "opinion": short_names(),
            "agency": short_names(),
            "answer_by": maybe(moments()),
            "content": free,
        },
        events.OpinionReceived: {"opinion": short_names(), "content": free},
        events.MilestoneRecorded: {"milestone": short_names()},
        events.ExclusionBegan: {"exclusion": short_names(), "why": st.sampled_from(Exclusion)},
        events.ExclusionEnded: {"exclusion": short_names()},
        events.StatusReported: {"status": choice(events.StatusReported, "status")},
        events.Noted: {
            "name": short_names(),
            "attributes": st.one_of(st.none(), sealed(), attributes),
        },
    }


def _supplements() -> Kinds:
    return {
        events.SupplementRequested: {
            "supplement": short_names(),
            "items": _items(),
            "legal_basis": maybe(texts()),
            "number": maybe(short_names()),
            "signer": maybe(short_names()),
            "relayed": maybe(st.booleans()),
            "notified_at": maybe(moments()),
            "answer_by": maybe(moments()),
        },
        events.SupplementReceived: {
            "supplement": short_names(),
            "items": some(short_names()),
            "carrier": maybe(carriers()),
            "promised_return": maybe(moments()),
        },
        events.SupplementLapsed: {
            "supplement": short_names(),
            "legal_basis": maybe(short_names()),
        },
    }


def _clock() -> Kinds:
    fee = {"fee": short_names(), "amount": maybe(st.integers(0, 10**12))}
    notified = events.ApplicantNotified
    return {
        events.FeeRequested: fee,
        events.FeePaid: fee,
        events.Rescheduled: {
            "promised_return": moments(),
            "reason": maybe(free_texts()),
            "number": maybe(short_names()),
            "signer": maybe(short_names()),
        },
        notified: {"about": choice(notified, "about"), "means": maybe(choice(notified, "means"))},
        events.DeadlineRecomputed: {
            "cause": choice(events.DeadlineRecomputed, "cause"),
            "old": maybe(moments()),
            "new": moments(),
            "legal_basis": maybe(short_names()),
        },
        events.LateCauseRecorded: {
            "cause": st.sampled_from(LateCause),
            "unit": maybe(short_names()),
            "note": maybe(free_texts()),
        },
        events.LateCauseConfirmed: {"cause": st.sampled_from(LateCause)},
    }


def _result() -> Kinds:
    outcome = {"outcome": maybe(st.sampled_from(("granted", "refused")))}
    signed = {"signer": maybe(short_names()), "carrier": maybe(carriers())}
    return {
        events.ResultDrafted: outcome,
        events.SubmittedForSignature: {"signer": maybe(short_names())},
        events.SentBack: {"reason": maybe(free_texts())},
        events.ResultSigned: signed,
        events.ResultIssued: {
            **outcome,
            **signed,
            "number": maybe(short_names()),
            "day": maybe(days()),
            "sha256": maybe(hashes()),
        },
        events.ResultReplaced: {
            "why": choice(events.ResultReplaced, "why"),
            "number": maybe(short_names()),
            "reason": maybe(free_texts()),
        },
        events.ResultArrived: {
            **outcome,
            "carrier": maybe(carriers()),
            "number": maybe(short_names()),
            "desk": maybe(holders()),
        },
        events.Returned: {
            "carrier": maybe(carriers()),
            "object": short_names(),
            "why": choice(events.Returned, "why"),
        },
    }


def _end() -> Kinds:
    return {
        events.WithdrawalRequested: {
            "signed": maybe(st.booleans()),
            "reason": maybe(free_texts()),
        },
        events.Withdrawn: {},
        events.Stopped: {
            "reason": st.sampled_from(StopReason),
            "legal_basis": maybe(short_names()),
        },
        events.Resumed: {"legal_basis": maybe(short_names())},
        events.Completed: {"why": maybe(choice(events.Completed, "why"))},
    }


def _divergences() -> Kinds:
    found = {
        "divergence": st.sampled_from(DivergenceKind),
        "object": short_names(),
        "carrier": maybe(carriers()),
    }
    ended = {**found, "since": maybe(moments())}
    instants = st.lists(st.sampled_from(Instant), min_size=1, max_size=3, unique=True)
    return {
        events.DivergenceFound: {**found, "since": moments()},
        events.DivergenceConverged: ended,
        events.DivergenceDispelled: ended,
        events.Reconciled: {
            "settles": instants.map(tuple),
            "speaks": st.dictionaries(st.sampled_from(Instant), carriers()),
            "content": some(short_names()),
            "reason": free_texts(),
            "second_person": maybe(names()),
        },
    }


def _record() -> Kinds:
    told = {"target": refs(), "reason": free_texts(), "approver": names()}
    return {
        events.EntryConfirmed: {"target": refs(), "evidence": maybe(short_names())},
        events.Corrected: {
            **told,
            "field": st.sampled_from(("occurred_at", "channel", "owed")),
            "old": json_values(),
            "new": json_values(),
        },
        events.Annulled: {**told, "moved_to": maybe(short_names())},
    }
