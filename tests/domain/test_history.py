"""Stored events are read back as they were told, or the fault is named."""

import pytest

from domain.dossier.events import DossierEvent, Noted, Received
from domain.dossier.history import UnreadableEvent, load, store
from domain.dossier.values import Sealed


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
