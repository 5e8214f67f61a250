"""Sources as the interface asks for them: which there are, and what their words say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from adapters.exchange.bodies import Keyed
from adapters.exchange.errors import BadFile, Problem
from adapters.exchange.mapping import STATUS
from adapters.exchange.profile import Profile, translate
from adapters.exchange.profile_files import Profiles, profiles
from adapters.exchange.profile_records import MEDIA, records_of
from adapters.exchange.records import Line, Seen


@dataclass(frozen=True, slots=True)
class Heard:
    """What a source said, or why nothing of it can be read."""

    records: int
    lines: Iterator[Line]
    """Read once; what was dropped is known at their end."""
    dropped: Mapping[str, int]
    """How often each name had a value that the profile has no use for."""
    wrong: Problem | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One of them."""

    profile: Profile
    keyed: Keyed

    @property
    def id(self) -> str:
        return self.profile.id

    @property
    def name(self) -> str:
        """What its events say that they come from."""
        return self.profile.mapping.source

    @property
    def timezone(self) -> str:
        return self.profile.mapping.timezone

    @property
    def code_system(self) -> str:
        return self.profile.mapping.case.code_system

    def about(self) -> dict[str, Any]:
        """What a developer needs to speak as it; no unit and no officer of the installation."""
        mapping = self.profile.mapping
        return {
            "id": self.id,
            "title": (mapping.profile and mapping.profile.title) or self.name,
            "source": self.name,
            "timezone": self.timezone,
            "code_system": self.code_system,
            "carrier": mapping.carrier,
            "mode": mapping.mode.value,
            "kinds": list(mapping.kinds),
        }

    def words(self) -> dict[str, Any]:
        """The attributes that are asked for, and what its statuses mean."""
        mapping = self.profile.mapping
        return {
            "attributes": sorted(mapping.case_names | mapping.event_names),
            "lists": {
                of: sorted(frozenset[str]().union(*(rule.names for rule in rules)))
                for of, rules in mapping.items.items()
            },
            "statuses": dict(mapping.words(STATUS)),
            "media": list(MEDIA),
        }

    def status(self, word: str) -> int | None:
        """The national status that its word means; None where it means none."""
        return self.profile.status(word)

    def hear(self, raw: bytes, media: str, unit: str | None = None) -> Heard:
        """What a text in one of the media types says; `unit`: by whose word, unless it is told."""
        try:
            records = list(records_of(raw, media, self.profile.mapping))
        except BadFile as bad:
            return Heard(0, iter(()), {}, Problem(bad.code, bad.params, bad.message))
        seen = Seen()
        lines = translate(self.profile, records, self.keyed, seen, unit)
        return Heard(len(records), lines, seen.dropped)


def heard_in(directory: Path, keyed: Keyed) -> Mapping[str, Source]:
    """Those shipped and those of the directory, by id; why a file is none is logged.

    `keyed` is the vault's fingerprint: ids are made with it.
    """
    found = profiles(directory)
    for bad in found.wrong:
        structlog.get_logger().error(bad.code, told=bad.message, **bad.params)
    return sources(found, keyed)


def sources(found: Profiles, keyed: Keyed) -> Mapping[str, Source]:
    """By id."""
    return {id: Source(profile, keyed) for id, profile in found.known.items()}
