"""How a dossier stands by the national index of timeliness (QĐ 766/QĐ-TTg, index 2.1).

It ends with its status 9, without that with 10, else with 8, 3 or 7 if it had been accepted; less
the time for which the applicant was waited for. It is in time where that is no later than the
return date that stands now, whoever moved it and why; without one, than the legal term from the
acceptance on. While the applicant is waited for, it counts as ended when he was asked; asked more
than once, it is overdue.

The index knows no "early". On an earlier local day than the return date it is early, on that day
and no later than its instant on time, after that late.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from domain.calendar.counting import DAY
from domain.dossier.course import AN_INSTANT
from domain.dossier.deadlines import Deadline
from domain.dossier.dossier import Dossier
from domain.dossier.regime import Regime
from domain.dossier.standing import Standing
from domain.dossier.starts import SETTLEMENT
from domain.dossier.timeliness import Timeliness

NONE: Final = timedelta()


def national(governing: Regime, current: Deadline) -> Standing:
    """`current`: the return date that was made known last."""
    dossier, due = governing.dossier, _due(governing, current)
    ended_at = national_end(dossier)
    if ended_at is None:
        return _open(governing, due, is_promised=current.at is not None)
    if due is None:
        return Standing(ended_on=governing.day(ended_at), ended_as=Timeliness.UNDETERMINED)
    return Standing(
        due_on=due.on,
        overdue_from=due.on + DAY,
        ended_on=governing.day(ended_at),
        ended_as=_class(governing, due, ended_at - waited_for_the_applicant(dossier)),
    )


def national_end(dossier: Dossier) -> datetime | None:
    """When its status was first one with which the index ends it. Closed without any of them, it
    was given out by then."""
    result = dossier.result
    there = _first(result.arrived.values()) or _first(result.returned.values())
    if there:
        return there
    ending = result.ending.at if result.ending else None
    return _first(at for at in (ending, _refused_at(dossier)) if at) or result.closed_at


def _refused_at(dossier: Dossier) -> datetime | None:
    """Status 3 of what had been accepted."""
    refused_at, accepted = dossier.intake.refused_at, dossier.intake.accepted
    return refused_at if refused_at and accepted and refused_at > accepted.at else None


def _first(instants: Iterable[datetime]) -> datetime | None:
    return min(instants, default=None)


def waited_for_the_applicant(dossier: Dossier) -> timedelta:
    """Each time from the request to the completion, by the clock on the wall."""
    answered = (one for one in dossier.work.supplements if one.until and not one.lapsed)
    return sum((one.until - one.since for one in answered if one.until), NONE)


class _Due(NamedTuple):
    on: date
    at: datetime
    """The last instant in time; 00:00 of the next day where the whole of the day is."""


def _due(governing: Regime, current: Deadline) -> _Due | None:
    if current.at is None:
        return _by_the_law(governing)
    local = current.at.astimezone(governing.zone)
    if local.time() != time.min:
        return _Due(local.date(), current.at)
    # It names a day and no hour.
    return _Due(local.date(), datetime.combine(local.date() + DAY, time.min, governing.zone))


def _by_the_law(governing: Regime) -> _Due | None:
    """From the acceptance on; what else a term may name, the index does not know."""
    term, accepted_at = governing.term(SETTLEMENT), governing.accepted_at
    due = governing.due(term, accepted_at) if term and accepted_at else None
    return _Due(due.on, due.at) if due else None


def _class(governing: Regime, due: _Due, ended_at: datetime) -> Timeliness:
    if ended_at > due.at:
        return Timeliness.LATE
    return Timeliness.EARLY if governing.day(ended_at) < due.on else Timeliness.ON_TIME


def _open(governing: Regime, due: _Due | None, *, is_promised: bool) -> Standing:
    """In place of its end stands the day that is asked for, compared by the day."""
    asked = governing.dossier.work.supplements
    if any(one.is_open for one in asked):
        if len(asked) > 1:
            return Standing(due.on if due else None, overdue_from=governing.day(asked[1].since))
        if due and asked[0].since <= due.at:
            return Standing(due.on, waits=True)
    if due is None:
        return Standing()
    # Only where it is measured by the term, what is open is spared the time already waited.
    spared = NONE if is_promised else waited_for_the_applicant(governing.dossier)
    return Standing(due.on, overdue_from=governing.day(due.at + spared - AN_INSTANT) + DAY)
