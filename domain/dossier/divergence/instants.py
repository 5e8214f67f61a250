"""Receipt, result and return: the legal instants of which each carrier has its own record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.dossier.divergence.case import BOTH, Case, Said
from domain.dossier.divergence.divergence import Divergence, Exit, Trace
from domain.dossier.dossier import Dossier, local_day
from domain.dossier.events import DivergenceKind
from domain.dossier.values import Carrier, Holder, Instant
from domain.procedure.common import Compared


@dataclass(frozen=True, slots=True)
class Apart:
    """A legal instant on which the carriers lie on different local days."""

    instant: Instant
    paper: datetime
    digital: datetime


def instants(dossier: Dossier) -> Mapping[Instant, Said]:
    """What each carrier says of each legal instant that has a day."""
    return {
        Instant.RECEIPT: dossier.intake.hand_in.carriers,
        Instant.RESULT: dossier.result.arrived,
        Instant.RETURN: dossier.result.returned,
    }


def speakers(dossier: Dossier) -> Mapping[Instant, Said]:
    """What a carrier may speak for: those, and where the file was."""
    held = ((carrier, dossier.custody.of("file", carrier)) for carrier in Carrier)
    return {
        **instants(dossier),
        Instant.TRANSFER: {carrier: each.since for carrier, each in held if each},
    }


def apart(dossier: Dossier, default_zone: ZoneInfo) -> tuple[Apart, ...]:
    """Where the carriers lie on different days, however few working minutes that is; what a
    person has settled, no more."""
    zone = dossier.zone(default_zone)
    return tuple(
        Apart(instant, said[Carrier.PAPER], said[Carrier.DIGITAL])
        for instant, said in instants(dossier).items()
        if instant not in dossier.clock.settled
        and said.keys() >= BOTH
        and local_day(said[Carrier.PAPER], zone) != local_day(said[Carrier.DIGITAL], zone)
    )


def receipts(case: Case) -> Iterator[Divergence]:
    """The file came to a desk on one carrier, and on the other later, or without a record. What
    was sent online may be followed by its originals whenever the post brings them."""
    carriers = case.dossier.intake.hand_in.carriers
    if not carriers or not case.is_open(Instant.RECEIPT) or follows_by_post(case):
        return
    expected = case.dossier.intake.accepted is not None and on_both(case)
    yield from _parted(case, DivergenceKind.RECEIPT, "file", carriers, expected=expected)


def follows_by_post(case: Case) -> bool:
    """Whether the digital file came first, as it may: no paper is missed."""
    carriers = case.dossier.intake.hand_in.carriers
    paper, digital = carriers.get(Carrier.PAPER), carriers.get(Carrier.DIGITAL)
    return digital is not None and (paper is None or digital <= paper) and case.by_post


def on_both(case: Case) -> bool:
    return len(case.dossier.clock.owed) == len(BOTH)


def results(case: Case) -> Iterator[Divergence]:
    """The result reached the one-stop desk on one carrier owed, and on the other later, or
    without a record (NĐ 61/2018 Art. 20). What is owed on one carrier alone is not compared."""
    arrived, owed = case.dossier.result.arrived, case.dossier.clock.owed
    if not arrived or not case.is_open(Instant.RESULT) or len(owed) == 1:
        return
    # What names no carrier may speak for both.
    expected = on_both(case) and None not in arrived
    yield from _parted(case, DivergenceKind.RESULT, "result", arrived, expected=expected)


def returns(case: Case) -> Iterator[Divergence]:
    """The result was given out on two carriers on different days. Of one that was not yet, nothing
    is missed: the applicant fetches it when he likes."""
    returned, owed = case.dossier.result.returned, case.dossier.clock.owed
    if not returned.keys() >= BOTH or not case.is_open(Instant.RETURN) or len(owed) == 1:
        return
    first, second = sorted(returned[carrier] for carrier in Carrier)
    if case.day(first) == case.day(second):
        return
    within = case.used_up(first, Compared.RETURN)
    if within is None or within < second:
        evidence = _traces(case, returned, "result")
        yield Divergence(
            DivergenceKind.RETURN, "result", first, second, evidence, ends=(Exit.PERSON,)
        )


def _parted(
    case: Case, kind: DivergenceKind, object: str, said: Said, *, expected: bool
) -> Iterator[Divergence]:
    """`expected`: the carrier that has no record is missed."""
    known = {carrier: said[carrier] for carrier in Carrier if carrier in said}
    if len(known) == len(BOTH):
        yield from _lagging(case, kind, object, known)
    elif known and expected:
        yield from _missing(case, kind, object, known)


def _lagging(
    case: Case, kind: DivergenceKind, object: str, known: Mapping[Carrier, datetime]
) -> Iterator[Divergence]:
    """Both are there. Within a day the lag moved no class: it was one until the second came."""
    (_, first), (later, second) = sorted(known.items(), key=lambda one: one[1])
    if case.surely_within(first, second, Compared(kind.value), later):
        return
    lasts = case.differ(first, second)
    if not lasts and not case.tells_past:
        return
    raised_at = case.used_up(first, Compared(kind.value), later) if first != second else None
    if raised_at is None:
        raised_at = second
        if not lasts:
            return
    elif second <= raised_at:
        return
    yield Divergence(
        kind,
        object,
        first,
        raised_at,
        _traces(case, known, object),
        ends=(Exit.PERSON,),
        until=None if lasts else second,
    )


def _missing(
    case: Case, kind: DivergenceKind, object: str, known: Mapping[Carrier, datetime]
) -> Iterator[Divergence]:
    ((_, first),) = known.items()
    (missing,) = BOTH - known.keys()
    until = _no_longer_missed(case, missing, object)
    if until is not None and not case.tells_past:
        return
    raised_at = case.used_up(first, Compared(kind.value), missing)
    if raised_at is None:
        return
    yield Divergence(
        kind,
        object,
        first,
        raised_at,
        _traces(case, known, object),
        ends=(Exit.RECORD, Exit.PERSON),
        owner=_who_has(case, missing, object),
        unrecorded=True,
        until=until,
    )


def _no_longer_missed(case: Case, missing: Carrier, object: str) -> datetime | None:
    """When the dossier was over; of the file, when its documents were on that carrier: who scans
    has it digitally, whether or not somebody says that it came. Of the result, when it was given
    out on that carrier, or on one unnamed: it was there by then at the latest."""
    if object == "file":
        shown = [*case.dossier.custody.documents.on(missing).values()]
    else:
        returned = case.dossier.result.returned
        shown = [at for carrier, at in returned.items() if carrier in (missing, None)]
    return min((at for at in (case.over_at, *shown) if at), default=None)


def _who_has(case: Case, missing: Carrier, object: str) -> Holder | None:
    """Who has the carrier that is missed, else who has the file: it can only come from there."""
    there = case.holder(missing, object, "file")
    return there or next((held for c in Carrier if (held := case.holder(c, "file"))), None)


def _traces(case: Case, said: Said | Mapping[Carrier, datetime], object: str) -> tuple[Trace, ...]:
    return tuple(
        Trace(carrier, said.get(carrier), case.holder(carrier, object)) for carrier in Carrier
    )
