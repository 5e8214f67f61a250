"""The law as decisions see it: procedures by day, and the zone whose local days count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from domain.procedure.procedure import Procedure

STAND_IN: Final = "stand-in:"
"""Prefix of procedures that an import names because its source names none: without terms,
in force always, known to nobody."""


@dataclass(frozen=True, slots=True)
class Law:
    zone: ZoneInfo
    procedures: Mapping[str, tuple[Procedure, ...]] = field(default_factory=dict)

    def is_stand_in(self, code: str) -> bool:
        return code.startswith(STAND_IN)

    def knows(self, code: str) -> bool:
        return code in self.procedures

    def in_force(self, code: str, day: date) -> Procedure | None:
        versions = self.procedures.get(code, ())
        return next((version for version in versions if version.in_force(day)), None)

    def field_of(self, code: str) -> str | None:
        """The field of administration that the procedure belongs to."""
        versions = self.procedures.get(code, ())
        return versions[-1].field if versions else None
