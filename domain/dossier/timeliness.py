"""How a dossier stands against its due date."""

from datetime import date
from enum import StrEnum


class Timeliness(StrEnum):
    """How a dossier stands against its due date, by local days (form II.06a)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    UNDETERMINED = "undetermined"
    """No due date can be computed: its own cell, never on time."""
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    OPEN_UNDETERMINED = "open_undetermined"


def timeliness(due_on: date | None, ended_on: date | None, as_of: date) -> Timeliness:
    """Early `<`, on time `=`, late `>`; open dossiers are judged at the end of `as_of`."""
    if ended_on is None or ended_on > as_of:
        if due_on is None:
            return Timeliness.OPEN_UNDETERMINED
        return Timeliness.OVERDUE if as_of > due_on else Timeliness.IN_TIME
    if due_on is None:
        return Timeliness.UNDETERMINED
    if ended_on == due_on:
        return Timeliness.ON_TIME
    return Timeliness.EARLY if ended_on < due_on else Timeliness.LATE
