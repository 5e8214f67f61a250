"""The vault takes personal data and free text before anything is stored."""

import asyncio
from typing import Any

import pytest

from domain.dossier.events import (
    KINDS,
    Annulled,
    DossierEvent,
    Noted,
    Received,
    SupplementItem,
    SupplementRequested,
    TransferRefused,
)
from domain.dossier.values import Sealed, Subject, SubjectRef
from domain.sealing import claims_sealed, free_texts, is_free, subject
from domain.vault import taken
from tests.adapters.memory import MemoryVault
from tests.domain.case import NOBODY

HANH = Subject(name="Nguyễn Thị Hạnh", id="079188001234", address="12 Lê Lợi", phone="0903")
REASONED = SupplementRequested(
    items=(
        SupplementItem(component="plan", reason="Bản vẽ chưa ký"),
        SupplementItem(component="photo"),
        SupplementItem(component="deed", reason="Thiếu trang 2"),
    )
)


def kept(event: DossierEvent) -> tuple[DossierEvent, MemoryVault]:
    vault = MemoryVault()
    (stored,) = asyncio.run(taken(vault, [event]))
    return stored, vault


def test_a_subject_becomes_a_reference() -> None:
    event, _ = kept(Received(subject=HANH, authority="H58"))

    assert isinstance(event, Received)
    assert isinstance(event.subject, SubjectRef)
    assert set(event.subject.commitments) == {"name", "id", "address", "phone"}
    assert event.authority == "H58"


def test_every_reason_of_every_item_is_taken() -> None:
    event, vault = kept(REASONED)

    assert isinstance(event, SupplementRequested)
    assert [isinstance(item.reason, Sealed) for item in event.items] == [True, False, True]
    assert sorted(vault.texts.values()) == ["Bản vẽ chưa ký", "Thiếu trang 2"]


def test_attributes_are_taken_as_one_text() -> None:
    event, vault = kept(Noted(name="call", attributes={"phone": "0903", "ai": "chị Ánh"}))

    assert isinstance(event, Noted)
    assert isinstance(event.attributes, Sealed)
    assert list(vault.texts.values()) == ['{"ai": "chị Ánh", "phone": "0903"}']


@pytest.mark.parametrize("reason", ["", "dossier.annulled"])
def test_an_odd_reason_is_a_reason(reason: str) -> None:
    event, vault = kept(Annulled(target=NOBODY, reason=reason, approver="chi"))

    assert isinstance(event, Annulled)
    assert isinstance(event.reason, Sealed)
    assert vault.texts == {event.reason.entry: reason}


def test_no_attributes_are_no_text_and_empty_ones_are() -> None:
    assert kept(Noted(name="x"))[0] == Noted(name="x")
    assert isinstance(kept(Noted(name="x", attributes={}))[0], Noted)


def test_what_is_nobodys_business_to_hide_stays() -> None:
    open_ = Received(procedure="2.002131", authority="H58")

    assert kept(open_)[0] == open_


def test_a_person_is_found_and_his_texts_are_no_free_text() -> None:
    assert subject(Received(subject=HANH)) == HANH
    assert list(free_texts(Received(subject=HANH))) == []


def test_only_the_engine_names_entries_of_the_vault() -> None:
    entry = Sealed(entry="e", commitment="c")

    assert claims_sealed(TransferRefused(reason=entry))
    assert claims_sealed(Received(subject=SubjectRef(subject_id="s")))
    assert claims_sealed(
        SupplementRequested(items=(SupplementItem(component="plan", reason=entry),))
    )
    assert not claims_sealed(REASONED)


def free_fields(event: type[Any]) -> set[str]:
    return {name for name, field in event.model_fields.items() if is_free(field.annotation)}


def test_the_free_fields_are_these() -> None:
    free = {(kind, name) for kind, event in KINDS.items() for name in free_fields(event)}

    assert free == {
        ("dossier.intake-refused", "reason"),
        ("dossier.transfer-refused", "reason"),
        ("dossier.transfer-recalled", "reason"),
        ("dossier.carrier-lost", "reason"),
        ("dossier.verification-recorded", "place"),
        ("dossier.verification-recorded", "participants"),
        ("dossier.verification-recorded", "content"),
        ("dossier.opinion-requested", "content"),
        ("dossier.opinion-received", "content"),
        ("dossier.rescheduled", "reason"),
        ("dossier.noted", "attributes"),
        ("dossier.sent-back", "reason"),
        ("dossier.result-replaced", "reason"),
        ("dossier.withdrawal-requested", "reason"),
        ("dossier.late-cause-recorded", "note"),
        ("dossier.reconciled", "reason"),
        ("dossier.corrected", "reason"),
        ("dossier.annulled", "reason"),
    }
    assert free_fields(SupplementItem) == {"reason"}
