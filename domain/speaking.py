"""What somebody posts: in the name of a source and a unit that are his own, and as he may."""

from collections.abc import Mapping
from typing import Any

from domain.access import Principal, Right
from domain.modes import OURS
from domain.refusals import (
    Forbidden,
    Refused,
    SourceNotYours,
    UnitNotYours,
    UnitRequired,
)
from domain.request import Mode, Posted, Request, read


def spoken(
    body: object, principal: Principal, *, after: int | None = None, plain: bool = False
) -> Posted:
    """The request in `body`, as the principal posts it; `after` is the version of the dossier
    that it saw, and `plain` what `domain.request.read` means by it. Who speaks for one unit need
    not name it.

    Raises Refused, as `domain.request.read` does, and for what is not the principal's to say.
    """
    said = _with_unit(body, principal) if isinstance(body, Mapping) else body
    posted = read(said, principal.id, plain=plain, reach=principal.reach, after=after)
    must_be_its_own(principal, posted.request)
    return posted


def must_be_its_own(principal: Principal, request: Request) -> None:
    """Raises Refused for a source, a unit or a mode that is not the principal's."""
    must_be_its_source(principal, request.source)
    if request.mode is Mode.DECIDE and not principal.may(Right.DECIDE):
        raise Refused(Forbidden(principal.role, Right.DECIDE))
    if principal.reach is None:
        return
    if request.unit is None:
        raise Refused(UnitRequired(tuple(sorted(principal.units))))
    must_speak_for(principal, request.unit)


def must_be_its_source(principal: Principal, source: str) -> None:
    """Raises Refused for a source in whose name it may not speak: who has sources speaks of these
    alone, and what hoso says in nobody's name nobody says in its."""
    if source == OURS or (principal.sources and source not in principal.sources):
        raise Refused(SourceNotYours(source, tuple(sorted(principal.sources))))


def must_speak_for(principal: Principal, body: str) -> None:
    """Raises Refused for a body beyond its reach."""
    if principal.reach is not None and body not in principal.reach:
        raise Refused(UnitNotYours(body, tuple(sorted(principal.units))))


def _with_unit(body: Mapping[str, Any], principal: Principal) -> Mapping[str, Any]:
    unit = principal.sole_unit
    return body if unit is None or body.get("unit") is not None else {**body, "unit": unit}
