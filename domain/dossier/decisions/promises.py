"""Rules of promises to the applicant (NĐ 61/2018 Art. 17(3), 19(9), 20)."""

from collections.abc import Iterator

from domain.calendar.counting import DAY
from domain.dossier import events
from domain.dossier.clock import PromisedBy
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.refusals import ApologyLate, PromiseShortened, SecondReschedule
from domain.dossier.regime import regime
from domain.law import Law
from domain.refusals import Reason


def once(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The return date is put off at most once (NĐ 61/2018 Art. 19(9))."""
    allowed = regime(dossier, law).limits.reschedules
    times = dossier.clock.times(PromisedBy.RESCHEDULE) + 1
    if allowed is not None and times > allowed:
        yield SecondReschedule(allowed)


def in_time(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """At the latest one day before the return date (NĐ 61/2018 Art. 19(9))."""
    governing = regime(dossier, law)
    promises = dossier.clock.promises
    if not promises or governing.decreed("apology") is None:
        return
    until = governing.day(promises[-1].returns_at) - DAY
    if governing.day(told.occurred_at) > until:
        yield ApologyLate(until.isoformat())


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
