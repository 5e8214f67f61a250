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
    stored = list(events)
    private = {index: event for index, event in enumerate(events) if is_private(event)}
    texts = {index: tuple(free_texts(event)) for index, event in private.items()}
    flat = [text for own in texts.values() for text in own]
    entries = iter(await vault.seal(flat) if flat else ())
    for index, event in private.items():
        kept = {text: next(entries) for text in texts[index]}
        stored[index] = sealed(event, References(kept, await _referred(vault, event)))
    return stored


async def _referred(vault: Vault, event: DossierEvent) -> SubjectRef | None:
    person = subject(event)
    return await vault.refer(getattr(event, "authority", None) or "", person) if person else None
