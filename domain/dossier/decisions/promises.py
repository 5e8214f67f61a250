"""Rules of promises to the applicant (NĐ 61/2018 Art. 17(3), 19(9), 20)."""

from collections.abc import Iterator
from datetime import date

from domain.calendar.counting import DAY
from domain.dossier import events
from domain.dossier.clock import PromisedBy
from domain.dossier.deadlines import by_term
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.refusals import ApologyLate, PromiseShortened, SecondReschedule
from domain.dossier.regime import Regime, regime
from domain.law import Law
from domain.refusals import Reason


def once(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The return date is put off at most once (NĐ 61/2018 Art. 19(9))."""
    allowed = regime(dossier, law).limits.reschedules
    times = dossier.clock.times(PromisedBy.RESCHEDULE) + 1
    if allowed is not None and times > allowed:
        yield SecondReschedule(allowed)


def in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """At the latest one day before the return date, or the legal one where none was promised
    (NĐ 61/2018 Art. 19(9))."""
    governing = regime(dossier, law)
    term, due_on = governing.decreed("apology"), _due_on(governing)
    until = due_on - term.length.amount * DAY if term and due_on else None
    if until and governing.day(told.occurred_at) > until:
        yield ApologyLate(until.isoformat())


def _due_on(governing: Regime) -> date | None:
    promises = governing.dossier.clock.promises
    legal = None if promises else by_term(governing, "settlement").on
    return governing.day(promises[-1].returns_at) if promises else legal


def not_shortened(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A printed promise never gets shorter."""
    match told.event:
        case events.Rescheduled(promised_return=new) | events.DeadlineRecomputed(new=new):
            zone = dossier.zone(law.zone)
            promises = dossier.clock.promises
            promised = promises[-1].returns_at.astimezone(zone).date() if promises else None
            now = new.astimezone(zone).date()
            if promised and now < promised:
                yield PromiseShortened(promised.isoformat(), now.isoformat())
        case _:
            return
