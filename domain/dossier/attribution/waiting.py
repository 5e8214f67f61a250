"""For whom outside the authority a dossier waits, in one state: the applicant, other agencies, or
for time that its term does not count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

from domain.calendar.office_time import midnight_after
from domain.dossier.dossier import Dossier
from domain.dossier.lifecycle import Stage
from domain.dossier.regime import Regime, regime
from domain.dossier.starts import SETTLEMENT
from domain.dossier.supplements import is_regular
from domain.dossier.work import Asked, Excluded, Opinion, Supplement
from domain.law import Law

FOREVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    applicant_until: datetime | None = None
    """Until when the applicant has time; None where nothing is waited for of him."""
    excluded: bool = False
    agencies: tuple[tuple[str, datetime], ...] = ()
    """The agencies that were asked, in order, each with its deadline."""

    @property
    def turns(self) -> Iterator[datetime]:
        """When time alone changes for whom it waits."""
        until = (self.applicant_until, *(deadline for _, deadline in self.agencies))
        return (at for at in until if at and at is not FOREVER)


NOBODY: Final = Waiting()


def waiting(dossier: Dossier, law: Law, reached_at: datetime) -> Waiting:
    """`reached_at`: when what made the dossier so happened; later changes of the law count from
    the next event on."""
    work = dossier.work
    supplements, fees = _open(work.supplements), _open(work.fees)
    opinions, exclusions = _open(work.opinions), _open(work.exclusions)
    to_pay = bool(fees) or _is_reported(dossier)
    if not (supplements or opinions or exclusions):
        return Waiting(FOREVER) if to_pay else NOBODY
    governing = regime(dossier, law, reached_at.astimezone(dossier.zone(law.zone)).date())
    return Waiting(
        FOREVER if to_pay else _has_time_until(governing, supplements),
        _is_excluded(governing, exclusions),
        tuple((one.agency, _deadline(governing, one)) for one in opinions),
    )


A = TypeVar("A", bound=Asked)


def _open(asked: Sequence[A]) -> list[A]:
    return [one for one in asked if one.until is None]


def _is_reported(dossier: Dossier) -> bool:
    """Whether a national status alone says that the applicant is waited for."""
    return dossier.reported and dossier.stage in (Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_FEE)


def _has_time_until(governing: Regime, asked: Sequence[Supplement]) -> datetime | None:
    """Of several the last. What was asked for out of window, too often or around the desk is not
    waited for: the clock runs on, and the time stays with who asked."""
    regular = (one for one in asked if is_regular(governing, one))
    return max((_window_of(governing, one) for one in regular), default=None)


def _window_of(governing: Regime, asked: Supplement) -> datetime:
    """To the end of the last day that the law gives, or the slip if that is later (Civil Code 2015
    Art. 148). From then on it is the authority's to decide."""
    term, calendar = governing.term("applicant-supplement"), governing.calendar
    due = governing.due(term, asked.since) if term else None
    days = [due.on] if due else []
    if asked.answer_by:
        days.append(governing.day(asked.answer_by))
    return midnight_after(calendar, max(days)).astimezone(UTC) if calendar and days else FOREVER


def _is_excluded(governing: Regime, exclusions: Sequence[Excluded]) -> bool:
    """Only what the settlement term leaves out; of a dossier without one, whatever is told."""
    if not exclusions:
        return False
    term = governing.term(SETTLEMENT)
    return term is None or any(one.why in term.excludes for one in exclusions)


def _deadline(governing: Regime, asked: Opinion) -> datetime:
    """What the letter says, else what the law gives; without either no answer is overdue."""
    if asked.answer_by:
        return asked.answer_by.astimezone(UTC)
    term = governing.term("opinion")
    due = governing.due(term, asked.since) if term else None
    return due.at.astimezone(UTC) if due else FOREVER
