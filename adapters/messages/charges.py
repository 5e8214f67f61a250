"""Whose time it was, as documents and tables tell it: who is called what, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from adapters.messages.attribution import how_late, whose_time
from adapters.messages.attribution_words import NO_DUE, STEP_OF, UNTOLD, WITH
from adapters.messages.languages import Lang, told
from adapters.messages.words import word
from domain.dossier.attribution import Attribution, Charge, Dimension, Share, Unattributable, Whose
from domain.dossier.values import Holder
from domain.law import Law
from domain.procedure.common import Account
from domain.procedure.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Called:
    """What bodies were called on a day, in a language."""

    law: Law
    lang: Lang

    def body(self, id: str, day: date) -> str:
        """What the registry does not know stands as it was told."""
        name = self.law.registry.name(id, day)
        return (name.vi if self.lang == "vi" else name.en) if name else id

    def holder(self, holder: Holder, day: date) -> str:
        """By the desk where the registry knows it: its name says whose it is."""
        if special := WITH.get(holder.organisation):
            return told(special, self.lang)
        if holder.desk is None:
            return self.body(holder.organisation, day)
        named = self.body(holder.desk, day)
        known = self.law.registry.desk(holder.desk)
        return named if known else f"{self.body(holder.organisation, day)}, {named}"

    def procedure(self, code: str, day: date) -> str | None:
        """None where the law does not know it."""
        named = ((each.name_vi, each.name_en) for each in versions(self.law, code, day))
        return next((vi if self.lang == "vi" else en for vi, en in named), None)


def versions(law: Law, code: str, day: date) -> list[Procedure]:
    """Of a procedure the version in force on the day, then the others, the last one first."""
    return sorted(reversed(law.versions(code)), key=lambda version: not version.in_force(day))


@dataclass(frozen=True, slots=True)
class Telling:
    """How whose time it was is told of one dossier: holders by the names that they bore when
    they first had some of it."""

    called: Called
    zone: ZoneInfo
    """Whose local days count."""
    days: Mapping[Holder, date]

    def then(self, charge: Charge) -> "Telling":
        """The same by the names that they bore when the charge began."""
        return replace(self, days=_days((charge,), self.zone))

    def name(self, holder: Holder) -> str:
        return self.called.holder(holder, self.days[holder])

    def whose(self, whose: Whose) -> str:
        """Such as: paper in transit to the Centre."""
        return whose_time(whose, self.called.lang, self.name)

    def who(self, whose: Whose) -> str | None:
        """The holder alone; of what is under way, from whom to whom. None where nobody is named."""
        if whose.holder is None:
            return None
        under_way = f"{self.name(whose.giver)} → " if whose.giver else ""
        return under_way + self.name(whose.holder)

    def together(self, shares: Iterable[Share]) -> list[tuple[str, tuple[int, int, int]]]:
        """Minutes, planned and beyond: once for all that is called the same, such as a desk that
        first had the paper and then the digital file."""
        alike: dict[str, tuple[int, int, int]] = {}
        for share in shares:
            minutes, planned, over = alike.get(self.whose(share.whose), (0, 0, 0))
            sums = minutes + share.minutes, planned + share.planned, over + share.over
            alike[self.whose(share.whose)] = sums
        return sorted(alike.items(), key=lambda each: each[1][2], reverse=True)

    def sentence(self, found: Attribution) -> str:
        """How late it is, and through whom."""
        if found.due is None:
            return told(NO_DUE, self.called.lang)
        return how_late(found.made_it_late, self.called.lang, self.name)


def telling(found: Attribution, called: Called, zone: ZoneInfo) -> Telling:
    charges = (*found.dossier, *found.paper, *found.digital)
    return Telling(called, zone, _days(charges, zone))


def _days(charges: Iterable[Charge], zone: ZoneInfo) -> Mapping[Holder, date]:
    """When each holder first had some of it."""
    days: dict[Holder, date] = {}
    for charge in sorted(charges, key=lambda charge: charge.since):
        for holder in (charge.whose.holder, charge.whose.giver):
            if holder:
                days.setdefault(holder, charge.since.astimezone(zone).date())
    return days


def why_not(found: Unattributable, lang: Lang) -> str:
    """Why nobody can say whose time it was."""
    return word(found.reason, lang)


@dataclass(frozen=True, slots=True)
class Labels:
    """What the rows of the report are called, as of a day."""

    called: Called
    by: Dimension
    day: date

    def of(self, key: str | None) -> str:
        lang = self.called.lang
        if key is None:
            return told(UNTOLD, lang)
        match self.by:
            case Dimension.ACCOUNT:
                return word(Account(key), lang)
            case Dimension.UNIT:
                return self.called.holder(Holder(organisation=key), self.day)
            case Dimension.STEP:
                return told(STEP_OF, lang).format(step=key)
            case Dimension.PROCEDURE:
                return self._procedure(key)
            case Dimension.MONTH:
                return f"{key[5:]}/{key[:4]}" if lang == "vi" else key

    def _procedure(self, code: str) -> str:
        """With its code."""
        stands_in = self.called.law.is_stand_in(code)
        named = None if stands_in else self.called.procedure(code, self.day)
        return f"{code} {named}" if named else code
