"""Whose working time it was, as a bar: each stretch in the colour of whoever had it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from adapters.messages.attribution import office_time
from adapters.messages.charges import Called, Telling, telling, why_not
from adapters.web.lanes import Lanes
from adapters.web.visit import Visit
from domain.dossier.attribution import Attribution, Charge, Lacking, Whose
from domain.law import Law
from domain.procedure.common import Account
from projections.attribution import WhoseTime
from projections.view import plain


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the bar, in percent of the whole."""

    band: str
    manner: str
    begins: str
    wide: str
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """All that is said alike."""

    band: str
    manner: str
    says: str
    time: str
    late: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    sentence: str
    """How late it is and through whom; without a bar, why nobody can say."""
    whole: str | None = None
    pieces: tuple[Piece, ...] = ()
    lines: tuple[Line, ...] = ()
    due: str | None = None
    """Where in the bar the due instant lies; None where no minute passed after it."""
    late: str | None = None
    """How wide the part behind it is."""


def bar(visit: Visit, law: Law, lanes: Lanes, whose: WhoseTime) -> Bar | None:
    """None before the dossier was received."""
    found = whose.found
    if not isinstance(found, Attribution):
        return None if found.reason is Lacking.RECEIPT else Bar(why_not(found, visit.lang))
    tells = telling(found, Called(law, visit.lang), whose.zone)
    stretches = tuple(_stretches(found, tells, lanes))
    if not stretches:
        return Bar(tells.sentence(found))
    return Bar(
        sentence=tells.sentence(found),
        whole=office_time(found.minutes, visit.lang),
        pieces=tuple(_pieces(stretches, found, visit)),
        lines=tuple(_lines(stretches, visit)),
        due=_percent(found.minutes - found.late, found.minutes) if found.late else None,
        late=_percent(found.late, found.minutes) if found.late else None,
    )


@dataclass(frozen=True, slots=True)
class _Stretch:
    says: str
    band: str
    manner: str
    """Whether it is on its way, and whether the other carrier waits for it."""
    minutes: int
    after: int


def _stretches(found: Attribution, tells: Telling, lanes: Lanes) -> Iterator[_Stretch]:
    """The charges in order, as far as they took office time; what is said alike as one."""
    charges = [charge for charge in found.dossier if charge.minutes]
    said = [(tells.whose(charge.whose), charge) for charge in charges]
    for says, alike in groupby(said, lambda one: one[0]):
        together = [charge for _, charge in alike]
        first = together[0].whose
        minutes = sum(charge.minutes for charge in together)
        after = sum(charge.after for charge in together)
        yield _Stretch(says, _band(together[0], tells, lanes), _manner(first), minutes, after)


def _band(charge: Charge, tells: Telling, lanes: Lanes) -> str:
    """The colour that the lanes give the holder."""
    holder = charge.whose.holder
    day = charge.since.astimezone(tells.zone).date()
    return lanes.band(plain(holder) if holder else None, day).band


def _manner(whose: Whose) -> str:
    """As the style sheet paints it."""
    waits = ["waits"] if whose.account is Account.OTHER_CARRIER else []
    under_way = ["under-way"] if Account.TRANSIT in (whose.account, whose.lies) else []
    return " ".join((*waits, *under_way))


def _pieces(stretches: Sequence[_Stretch], found: Attribution, visit: Visit) -> Iterator[Piece]:
    passed = 0
    for each in stretches:
        begins, wide = (_percent(part, found.minutes) for part in (passed, each.minutes))
        says = f"{office_time(each.minutes, visit.lang)}: {each.says}"
        yield Piece(each.band, each.manner, begins, wide, says)
        passed += each.minutes


def _lines(stretches: Sequence[_Stretch], visit: Visit) -> Iterator[Line]:
    """In the order in which they first come in the bar."""
    alike: dict[str, list[_Stretch]] = {}
    for each in stretches:
        alike.setdefault(each.says, []).append(each)
    for says, together in alike.items():
        minutes, after = (sum(each.minutes for each in together), sum(e.after for e in together))
        time = office_time(minutes, visit.lang)
        late = office_time(after, visit.lang) if after else None
        yield Line(together[0].band, together[0].manner, says, time, late)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.3f}%"
