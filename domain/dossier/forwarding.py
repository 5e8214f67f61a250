"""The rule of 15:00: until when the paper file may lie where it was received (NĐ 61/2018
Art. 18)."""

from datetime import datetime, time
from typing import Final

from domain.calendar.because import Cause
from domain.calendar.calendar import Undetermined
from domain.calendar.due import Due
from domain.calendar.office_time import add_working_minutes, at_local
from domain.dossier.dossier import Dossier
from domain.dossier.regime import Regime
from domain.dossier.values import Carrier

FIRST_HOUR: Final = 60
"""Working minutes of the next working day (NĐ 61/2018 Art. 18)."""


def there_since(dossier: Dossier, carrier: Carrier) -> datetime | None:
    """Since when the file could go on: accepted, and at the desk (originals may come by post)."""
    accepted = dossier.intake.accepted
    if accepted is None:
        return None
    return max(accepted.at, dossier.intake.hand_in.carriers.get(carrier, accepted.at))


def first_hour(governing: Regime, until: Due) -> datetime | None:
    """The end of the first hour of the next working day, for what came after 15:00."""
    late = any(why.cause is Cause.CAME_AFTER_CUT_OFF for why in until.because)
    if governing.calendar is None or not late:
        return None
    morning = at_local(governing.calendar, until.on, time.min)
    try:
        return add_working_minutes(governing.calendar, morning, FIRST_HOUR)
    except Undetermined:
        return None
