"""Stored events are read back as they were told, or the fault is named."""

import pytest
from hypothesis import given, settings

from domain.dossier.events import KINDS, DossierEvent, Noted, Received
from domain.dossier.history import REMEMBERED, UnreadableEvent, load, store
from domain.dossier.values import Sealed
from tests.domain.strategies import stored_events


def test_a_field_of_a_later_release_is_passed_over() -> None:
    assert load("dossier.received", b'{"channel":"post","drone":"7"}').kind == "dossier.received"


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("dossier.eaten", b"{}"),
        ("dossier.received", b"not json"),
        ("dossier.received", b'{"channel":"pigeon"}'),
        ("dossier.carrier-received", b"{}"),
        ("dossier.received", b""),
    ],
)
def test_what_cannot_be_read_is_a_fault_that_names_its_kind(kind: str, state: bytes) -> None:
    with pytest.raises(UnreadableEvent, match=kind) as fault:
        load(kind, state)

    assert fault.value.kind == kind


def test_a_fault_says_where_it_is_if_that_is_known() -> None:
    assert "at position 7 " in str(UnreadableEvent("dossier.eaten", 7))


def test_what_was_not_said_takes_no_bytes() -> None:
    assert store(Received()) == b'{"owed":[]}'


@pytest.mark.parametrize(
    "event",
    [
        Noted(name="x", attributes=Sealed(entry="e", commitment="c")),
        Noted(name="x", attributes={"entry": "e"}),
        Noted(name="x", attributes={}),
    ],
)
def test_a_reference_stays_a_reference_and_a_text_a_text(event: DossierEvent) -> None:
    assert load(event.kind, store(event)) == event


@settings(max_examples=50, deadline=None)
@given(stored_events())
def test_a_remembered_event_is_the_one_that_is_read_anew(event: DossierEvent) -> None:
    state = store(event)
    load(event.kind, state)

    again = load(event.kind, bytes(bytearray(state)))
    anew = KINDS[event.kind].model_validate_json(state)
    assert again == anew
    assert again.model_fields_set == anew.model_fields_set
    assert store(again) == state


def test_the_same_bytes_under_another_kind_are_another_event() -> None:
    assert load("dossier.withdrawn", b"{}").kind == "dossier.withdrawn"
    assert load("dossier.resumed", b"{}").kind == "dossier.resumed"


def test_no_more_is_remembered_than_is_said() -> None:
    for number in range(REMEMBERED + 5):
        load("dossier.noted", b'{"name":"%d"}' % number)

    assert load.cache_info().currsize == REMEMBERED
