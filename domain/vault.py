"""The vault: where personal data and free text are kept instead of in events."""

from collections.abc import Sequence
from typing import Protocol

from domain.dossier.events import DossierEvent
from domain.dossier.values import Sealed, Subject, SubjectRef
from domain.sealing import References, free_texts, is_private, sealed, subject


class Vault(Protocol):
    """Promises of every vault."""

    async def seal(self, texts: Sequence[str]) -> Sequence[Sealed]:
        """When this returns, every text is kept; the references tell nothing about it."""
        ...

    async def open(self, entries: Sequence[str]) -> Sequence[str | None]:
        """The texts behind the entries; None where there is none (any more)."""
        ...

    async def refer(self, authority: str, subject: Subject) -> SubjectRef:
        """The subject's reference. The same `id` within an authority gives the same subject;
        without an `id` every request is a new one. Commitments are salted per field."""
        ...

    def fingerprint(self, body: bytes) -> bytes:
        """A keyed hash: tells the same body again, and nothing to who has no key."""
        ...


async def taken(vault: Vault, events: Sequence[DossierEvent]) -> Sequence[DossierEvent]:
    """The events without personal data or free text: the vault has taken them."""
    texts = [tuple(free_texts(event)) for event in events]
    flat = [text for own in texts for text in own]
    entries = iter(await vault.seal(flat) if flat else ())
    return [
        sealed(
            event,
            References({text: next(entries) for text in own}, await _referred(vault, event)),
        )
        if is_private(event)
        else event
        for event, own in zip(events, texts, strict=True)
    ]


async def _referred(vault: Vault, event: DossierEvent) -> SubjectRef | None:
    person = subject(event)
    return await vault.refer(getattr(event, "authority", None) or "", person) if person else None
