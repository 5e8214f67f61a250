"""Whether it may make a difference to a class which of two instants counts."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.calendar.start import starts_today
from domain.calendar.term import Length
from domain.dossier.regime import Regime, is_by_instant
from domain.dossier.starts import TO_THE_RESULT


class Grain(NamedTuple):
    """How finely the terms of a dossier look at an instant."""

    zone: ZoneInfo
    by_day: bool
    """Whether all that lies on one local day is the same to them."""

    def alike(self, one: datetime, other: datetime) -> bool:
        if one == other:
            return True
        return (
            self.by_day and one.astimezone(self.zone).date() == other.astimezone(self.zone).date()
        )


def grain(governing: Regime) -> Grain:
    terms = (governing.term(clock) for clock in TO_THE_RESULT)
    return Grain(governing.zone, not any(_looks_at_the_hour(each.length) for each in terms if each))


def _looks_at_the_hour(length: Length) -> bool:
    """As where it makes a difference what sets a term off."""
    return is_by_instant(length) or length.cut_off is not None or starts_today(length)
