"""Given what was told, when one more thing is told, then this is so, found or refused."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.admission import Admitted, admit
from domain.dossier.decisions import judge, walk
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import DossierEvent, Told
from domain.engine import Answer, Engine
from domain.law import Law
from domain.refusals import Gravity, Reason, Refused
from domain.request import Mode, OverrideRequest, Posted, Request
from domain.store import RecordedEvent, Recording
from domain.testimony import Testimony
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.domain.case import DOSSIER, LAW, NEXT_MONDAY, moment

STREAM = "the dossier"
NOW = moment(NEXT_MONDAY) + timedelta(days=7)
ENVELOPE = {one.name for one in fields(Testimony)} & Request.model_fields.keys() - {
    *("dossier", "override")
}
"""What a request and a testimony say alike."""
APPROVED = OverrideRequest(reason="Đã kiểm tra hồ sơ giấy", approver="minh")


@dataclass(frozen=True)
class Given:
    past: tuple[Told, ...]
    law: Law = LAW

    @property
    def dossier(self) -> Dossier:
        return fold(self.past)

    def when(self, told: Told) -> "Asked":
        return Asked(self.past, told, self.law)

    def then(self, **expected: Any) -> None:
        assert {name: getattr(self.dossier, name) for name in expected} == expected

    def finds(self, *reasons: Reason) -> None:
        """All that is irregular in the whole history."""
        assert tuple(r for step in walk(self.past, self.law) for r in step.findings) == reasons


@dataclass(frozen=True)
class Asked:
    past: tuple[Told, ...]
    told: Told
    law: Law = LAW

    def then(self, **expected: Any) -> None:
        Given((*self.past, self.told), self.law).then(**expected)

    def finds(self, *reasons: Reason) -> None:
        """What is wrong with this one, as far as it is recorded at all."""
        found = judge(self.past, self.told, self.law)
        assert tuple(r for r in found if r.gravity is Gravity.IRREGULAR) == reasons

    def recorded(self, override: OverrideRequest | None = None) -> Answer:
        """The answer to a service, or to a person with an approval."""
        mode = Mode.DECIDE if override else Mode.RECORD
        return Office(self.past, self.law).asked(self.told, mode, override)

    def decided(self) -> Answer:
        """The answer to a person who needs no approval."""
        return Office(self.past, self.law).asked(self.told, Mode.DECIDE)

    def refused(self, *reasons: Reason, override: OverrideRequest | None = None) -> None:
        """To a person, with nothing recorded."""
        office = Office(self.past, self.law)
        with pytest.raises(Refused) as refusal:
            office.asked(self.told, Mode.DECIDE, override)
        assert refusal.value.reasons == reasons
        assert [event.told for event in office.known] == list(self.past)

    def irregular(self, *reasons: Reason) -> None:
        """Recorded with these findings, refused to a person, unless somebody approves."""
        assert self.recorded().findings == reasons
        self.refused(*reasons)
        (event,) = self.recorded(override=APPROVED).events
        assert event.told.override
        assert event.told.override.codes == tuple(reason.code for reason in reasons)

    def regular(self) -> None:
        """Nobody's finding, and a person may do it, too."""
        assert self.recorded().findings == ()
        assert len(self.decided().events) == 1

    def imported(self) -> Admitted:
        return Office(self.past, self.law).imported(self.told)[0]


def given(*past: Told, law: Law = LAW) -> Given:
    return Given(past, law)


class Office:
    """An engine over a store that holds the past."""

    def __init__(self, past: Sequence[Told] = (), law: Law = LAW) -> None:
        self.store = MemoryEventStore(now=lambda: NOW)
        ours = [] if past else [STREAM]
        new_stream = iter([*ours, *(uuid4().hex for _ in range(9))])
        self.engine = Engine(
            self.store, MemoryVault(), law, now=lambda: NOW, new_stream=lambda: next(new_stream)
        )
        for version, told in enumerate(past):
            asyncio.run(self.store.append([Recording(STREAM, version, (told,), b"")]))

    @property
    def known(self) -> Sequence[RecordedEvent[DossierEvent]]:
        return asyncio.run(self.store.after(0, 1000))

    def asked(self, told: Told, mode: Mode, override: OverrideRequest | None = None) -> Answer:
        posting = posted(told, mode=mode, override=override)
        return asyncio.run(self.engine.perform(posting, opens=True))

    def imported(self, *told: Told) -> Sequence[Admitted]:
        return asyncio.run(admit(self.engine, [posted(one) for one in told]))


def posted(told: Told, **how: Any) -> Posted:
    """The request that tells this."""
    envelope = {name: getattr(told, name) for name in ENVELOPE}
    named = {"dossier": told.dossier.value, "code_system": told.dossier.system}
    said = told.event.model_dump(mode="json", exclude={"kind"})
    request = Request(kind=told.event.kind, data=said, **{**envelope, **named, **how})
    return Posted(request=request, event=told.event, entered_by=told.entered_by)


def recorded(*past: Told) -> list[RecordedEvent[DossierEvent]]:
    """What is told, as the store holds it, each an hour after the other."""
    return [
        RecordedEvent(version, STREAM, version, NOW + timedelta(hours=version), told)
        for version, told in enumerate(past, start=1)
    ]


__all__ = ["DOSSIER", "Asked", "Given", "Office", "given", "posted", "recorded"]
