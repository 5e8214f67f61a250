"""What the law says of a dossier's dates: asked of the domain, never computed here."""

from datetime import datetime
from typing import Any, Final

from adapters.simulation.hours import MINUTE
from adapters.simulation.matter import Matter
from adapters.simulation.reading import told
from adapters.simulation.world import World
from domain.dossier.deadlines import Deadline, by_term
from domain.dossier.dossier import Dossier, fold
from domain.dossier.events import Received, Told
from domain.dossier.regime import Regime, regime
from domain.procedure.term import milestone
from domain.testimony import Code, Testimony


def as_told(matter: Matter, kind: str, at: datetime, data: dict[str, Any]) -> Told:
    """What is about to be said, before it is: to ask the domain what would follow."""
    request = {
        "dossier": matter.code,
        "kind": f"dossier.{kind}",
        "occurred_at": at.replace(second=0).isoformat(),
        "source": "about to be said",
        "request_id": kind,
        "data": data,
    }
    return told(request)


MOVES_NO_DATE: Final = frozenset(
    f"dossier.{kind}"
    for kind in (
        "applicant-notified",
        "code-assigned",
        "digitised",
        "handler-assigned",
        "result-drafted",
        "result-issued",
        "result-signed",
        "submitted-for-signature",
        "transfer-acknowledged",
        "transferred",
    )
)
"""Two requests of three: who only asks for dates and divergences need not read them."""


def dossier(matter: Matter, *more: Told) -> Dossier:
    """As what was said of it makes it, as far as a date may hang on it."""
    new = matter.requests[matter.heard :]
    matter.heard = len(matter.requests)
    matter.read += [told(request) for request in new if request["kind"] not in MOVES_NO_DATE]
    return fold((*matter.read, *more))


def governing(world: World, matter: Matter, *more: Told) -> Regime:
    return regime(dossier(matter, *more), world.law)


def legal(world: World, matter: Matter, *more: Told) -> datetime | None:
    """The last instant that the law gives, as it is known today; None where it gives none yet."""
    known = governing(world, matter, *more).as_known(world.now.date())
    return _last_instant(by_term(known, "settlement"))


def _last_instant(deadline: Deadline) -> datetime | None:
    """24:00 belongs to the day that it ends."""
    if deadline.at is None or deadline.at.date() == deadline.on:
        return deadline.at
    return deadline.at - MINUTE


def by_software(world: World, matter: Matter) -> datetime | None:
    """What the department's own software shows: the same term, from the department's receipt."""
    plan, at = matter.plan, matter.registered_at or world.now
    received = Received(procedure=plan.kind.code, cases=plan.cases, authority=world.case.department)
    code = Code("department", matter.code)
    alone = Testimony(received, code, at, "department", "registered")
    return _last_instant(by_term(regime(fold([alone]), world.law), "settlement"))


def awaited_milestone(matter: Matter) -> str | None:
    """The deed from which the term counts, where it counts from one."""
    term = matter.plan.procedure.term("settlement", matter.plan.cases)
    names = [milestone(start) for start in term.starts] if term else []
    return next((name for name in names if name), None)
