"""Attribution: every working minute of a dossier, charged to exactly one account.

The time that is charged is gross: from the first start of the settlement term (the acceptance
where the procedure has no term) to the dossier's end, or to the instant that is asked for while it
is open. A supplement that sets the term off anew moves nothing of it: the time before belongs to
somebody, too. Nor does a stop that was lifted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from domain.calendar.calendar import Undetermined
from domain.calendar.office_time import working_minutes_between
from domain.dossier.attribution.account import Look, account
from domain.dossier.attribution.charge import (
    Attribution,
    Charge,
    Lacking,
    Unattributable,
)
from domain.dossier.attribution.measure import Measure, measure
from domain.dossier.attribution.ruler import Ruler, ruler
from domain.dossier.attribution.slack import Spans, ate_the_slack, excused, made_it_late
from domain.dossier.attribution.waiting import NOBODY, Waiting, waiting
from domain.dossier.attribution.whereabouts import Whereabouts, is_unmoved, whereabouts
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.order import in_order
from domain.dossier.regime import regime
from domain.dossier.values import Carrier
from domain.law import Law
from domain.procedure.common import Account
from domain.procedure.step import Step

BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)


class _Stretch(NamedTuple):
    """Some time in which nothing happened and no deadline passed."""

    since: datetime
    until: datetime
    waiting: Waiting
    whereabouts: Whereabouts


class _Reached(NamedTuple):
    """A dossier as it was after all that happened at an instant."""

    at: datetime
    dossier: Dossier


def attribution(history: Iterable[Told], law: Law, at: datetime) -> Attribution | Unattributable:
    """Whose time it was, as it stood at `at`, an instant with its offset, by what is told. To whom
    a time is charged depends on what had happened by then alone."""
    at = at.astimezone(UTC)
    reached = [*_reached(history, at)]
    dossier = reached[-1].dossier
    day = at.astimezone(dossier.zone(law.zone)).date()
    try:
        found = measure(regime(dossier, law, day), at)
        if isinstance(found, Lacking):
            return Unattributable(found)
        return _attributed(found, [*_joined(_stretches(reached, law, found))])
    except Undetermined:
        return Unattributable(Lacking.OFFICE_HOURS)


def _reached(history: Iterable[Told], at: datetime) -> Iterator[_Reached]:
    """Step by step, of several things at one instant after the last."""
    dossier = Dossier()
    yield _Reached(BEFORE_ALL, dossier)
    happened = (told for told in in_order(history).happened if told.occurred_at <= at)
    for instant, together in groupby(happened, lambda told: told.occurred_at.astimezone(UTC)):
        for told in together:
            dossier = evolve(dossier, told)
        yield _Reached(instant, dossier)


def _stretches(reached: Sequence[_Reached], law: Law, of: Measure) -> Iterator[_Stretch]:
    """From the start to the end, cut wherever the account may change."""
    before, lies = reached[0].dossier, whereabouts(reached[0].dossier)
    for one, following in pairwise((*reached, _Reached(of.until, reached[-1].dossier))):
        if not is_unmoved(one.dossier, before):
            before, lies = one.dossier, whereabouts(one.dossier)
        since, until = max(one.at, of.since), min(following.at, of.until)
        if since < until:
            waits = waiting(one.dossier, law, one.at)
            inside = sorted({turn for turn in waits.turns if since < turn < until})
            for span in pairwise((since, *inside, until)):
                yield _Stretch(*span, waits, lies)


def _joined(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """As if what changed nothing had not happened. Where somebody is waited for, time alone
    changes something."""
    for _, alike in groupby(stretches, _unchanging):
        first, *more = alike
        yield first._replace(until=more[-1].until) if more else first


def _unchanging(each: _Stretch) -> _Stretch | Whereabouts:
    return each.whereabouts if each.waiting is NOBODY else each


def _attributed(of: Measure, stretches: Sequence[_Stretch]) -> Attribution:
    instants = {of.since, of.counts_since, of.until, *(each.since for each in stretches)}
    along = ruler(of.calendar, instants, of.due)
    order = tuple(rank.name for rank in of.governing.law.common.precedence)
    dossier, paper, digital = (
        tuple(_charges(stretches, along, order, carrier)) for carrier in (None, *Carrier)
    )
    spans = Spans(of.counts_since, min(of.due or of.until, of.until))
    pin = of.governing.dossier.intake.procedure
    return Attribution(
        since=of.since,
        until=of.until,
        ended=of.governing.dossier.ended_at is not None,
        counts_since=of.counts_since,
        due=of.due,
        term_minutes=_term(of, dossier, along, spans),
        minutes=along.between(of.since, of.until),
        procedure=of.governing.law.code(pin.code) if pin else None,
        dossier=dossier,
        paper=paper,
        digital=digital,
        ate_the_slack=ate_the_slack(dossier, along, spans, _steps(of)),
        made_it_late=made_it_late(dossier),
    )


def _charges(
    stretches: Sequence[_Stretch], along: Ruler, order: Sequence[Account], carrier: Carrier | None
) -> Iterator[Charge]:
    """One after the other, each as long as the same is to be said of it."""
    looks = (Look(each.since, each.waiting, each.whereabouts, carrier) for each in stretches)
    said = ((account(look, order), each) for look, each in zip(looks, stretches, strict=True))
    for whose, alike in groupby(said, itemgetter(0)):
        parts = [each for _, each in alike]
        since, until = parts[0].since, parts[-1].until
        yield Charge(whose, since, until, along.months(since, until))


def _term(of: Measure, charges: Sequence[Charge], along: Ruler, spans: Spans) -> int | None:
    """What there was to use until the due instant; what is still to come of it included."""
    if of.due is None:
        return None
    try:
        ahead = working_minutes_between(of.calendar, spans.due, of.due)
    except Undetermined:
        return None
    passed = along.between(of.counts_since, max(of.counts_since, spans.due))
    return ahead + passed - excused(charges, along, spans)


def _steps(of: Measure) -> tuple[Step, ...]:
    pinned = of.governing.pinned
    return pinned.receipt.steps if pinned else ()
