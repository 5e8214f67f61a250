"""What is told beside the name of an event: which carrier, which document, which date, why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from adapters.messages import word
from adapters.messages.words import spoken
from adapters.web.names import Names
from adapters.web.texts import said
from domain.dossier.events import StopReason
from domain.dossier.values import moment

PLAIN: Final = ("name", "value", "slip", "number", "supplement", "milestone", "field", "moved_to")
"""Numbers and codes: told as they are."""


@dataclass(frozen=True, slots=True)
class About:
    names: Names
    procedure: str | None
    """The code of the dossier's procedure: it names the documents."""
    received_on: date
    """Whose version holds for the dossier."""

    def of(self, data: Mapping[str, Any], day: date) -> Iterator[str]:
        tellers: Mapping[str, Callable[[Any], Iterator[str]]] = {
            "carrier": self._carrier,
            "object": self._object,
            "component": self._document,
            "items": self._documents,
            "cause": lambda cause: iter([spoken("cause", cause, self.names.lang)]),
            "divergence": lambda kind: iter([spoken("divergence", kind, self.names.lang)]),
            "outcome": lambda outcome: iter([self._say(f"outcome.{outcome}")]),
            "reason": self._reason,
            "speaks": self._speaks,
            "handler": lambda id: iter([self.names.body(id, day)]),
            "agency": lambda id: iter([self.names.body(id, day)]),
            "promised_return": self._promised,
            **dict.fromkeys(PLAIN, lambda value: iter([str(value)])),
        }
        for name, tell in tellers.items():
            if data.get(name) is not None:
                yield from tell(data[name])

    def _say(self, key: str, **params: Any) -> str:
        return said(key, self.names.lang, **params)

    def _carrier(self, carrier: str) -> Iterator[str]:
        yield self._say(f"carrier.{carrier}")

    def _object(self, object: str) -> Iterator[str]:
        """The file goes without saying."""
        if object != "file":
            yield spoken("object", object, self.names.lang)

    def _document(self, code: str) -> Iterator[str]:
        yield self.names.document(self.procedure, code, self.received_on)

    def _documents(self, items: list[Any]) -> Iterator[str]:
        """What a supplement asks for, or brings."""
        for item in items:
            yield from self._document(item["component"] if isinstance(item, Mapping) else item)

    def _reason(self, reason: Any) -> Iterator[str]:
        """Of the law's closed list; what somebody wrote freely stays in the vault."""
        if isinstance(reason, str) and reason in set(StopReason):
            yield word(StopReason(reason), self.names.lang)

    def _speaks(self, speaks: Mapping[str, str]) -> Iterator[str]:
        """Which carrier was found to count, of which instant."""
        for instant, carrier in speaks.items():
            of = spoken("instant", instant, self.names.lang)
            yield self._say("speaks", instant=of, carrier=self._say(f"carrier.{carrier}"))

    def _promised(self, instant: str) -> Iterator[str]:
        if at := moment(instant):
            yield self._say("promised", at=self.names.moment(at))
