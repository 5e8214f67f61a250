"""What things are called on a page: bodies by the registry, procedures by the law, times by the
local clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from adapters.messages import Lang, of
from adapters.messages.charges import Called, versions
from adapters.web.texts import said
from domain.dossier.values import APPLICANT, ARCHIVE, LOST, Holder, moment
from domain.law import Law

NOBODYS: Final = {each.organisation for each in (APPLICANT, LOST, ARCHIVE)}
"""Holders that are no body of the registry."""


@dataclass(frozen=True, slots=True)
class Names:
    law: Law
    lang: Lang
    zone: ZoneInfo
    """Whose local time is shown."""

    def body(self, id: str, day: date) -> str:
        """As it was called on the day; what the registry does not know, as it was told."""
        return Called(self.law, self.lang).body(id, day)

    def holder(self, holder: Mapping[str, str] | None, day: date) -> str:
        """By the desk where the registry knows it: its name says whose it is."""
        if holder is None:
            return said("no_holder", self.lang)
        organisation, desk = holder["organisation"], holder.get("desk")
        if organisation in NOBODYS:
            return said(f"at.{organisation}", self.lang)
        told = Holder(organisation=organisation, desk=desk)
        return Called(self.law, self.lang).holder(told, day)

    def procedure(self, code: str, day: date) -> str | None:
        """As it was called on the day; None where the law does not know it."""
        if self.law.is_stand_in(code):
            return said("unrecorded", self.lang)
        return Called(self.law, self.lang).procedure(code, day)

    def document(self, procedure: str | None, code: str, day: date) -> str:
        """A component as the procedure calls it; as it was told where the law does not know it."""
        known = versions(self.law, procedure, day) if procedure else ()
        asked = (each for version in known for each in version.components)
        named = (self.either(each.name_en, each.name_vi) for each in asked if each.code == code)
        return next(named, code)

    def field(self, name: str) -> str:
        found = (each for each in self.law.common.fields if each.name == name)
        return next((self.either(each.name_en, each.name_vi) for each in found), name)

    def either(self, english: str, vietnamese: str) -> str:
        return vietnamese if self.lang == "vi" else english

    def count(self, number: int) -> str:
        grouped = f"{number:,}"
        return grouped.replace(",", ".") if self.lang == "vi" else grouped

    def day(self, day: date) -> str:
        return f"{day:%d/%m}/{day.year}" if self.lang == "vi" else day.isoformat()

    def weekday(self, day: date) -> str:
        return said(f"weekday.{day.weekday()}", self.lang)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def moment(self, at: datetime) -> str:
        local = self.local(at)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def typed(self, at: datetime | None) -> str:
        """As a form of a browser holds it; not before it: what happened then must be in it."""
        if at is None:
            return ""
        late = timedelta(seconds=1) if at.microsecond else timedelta()
        return f"{self.local(at + late):%Y-%m-%dT%H:%M:%S}"

    def finding(self, code: str, params: Mapping[str, Any], day: date) -> str:
        """The sentence of a reason, with names for ids and local times for instants."""
        return of(
            code, {name: self.spoken(value, day) for name, value in params.items()}, self.lang
        )

    def spoken(self, value: Any, day: date) -> Any:
        match value:
            case {"organisation": str()}:
                return self.holder(value, day)
            case list() | tuple():
                return [self.spoken(part, day) for part in value]
            case str():
                return self._said(value, day)
            case _:
                return value

    def _said(self, value: str, day: date) -> str:
        if at := moment(value):
            return self.moment(at)
        if re.fullmatch(r"(19|20|21)\d\d-(0\d|1[0-2])-(0[1-9]|1\d|2[0-8])", value, re.ASCII):
            return self.day(date.fromisoformat(value))
        return self.body(value, day)
