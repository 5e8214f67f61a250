"""The law as texts, and the law that such texts make.

A text is canonical JSON: lists of entries by name, so that two of them can be compared entry by
entry. What was not said is left out: a later release, whose entries may say more, writes an
older law as the older one did.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, TypeAdapter

from domain.authority.events import AnyAuthorityEvent, AuthorityEvent
from domain.authority.registry import Registry, registry
from domain.calendar.calendar import Coverage, WorkCalendar
from domain.calendar.days import DeclaredDay
from domain.calendar.hours import OfficeHours
from domain.law import Law, enact
from domain.outage import Outage
from domain.procedure.common import Common
from domain.procedure.events import AnyProcedureEvent, ProcedureEvent
from domain.reports.canonical import canonical
from domain.reports.events import Part

Entries = Mapping[str, Any]
"""A text, read: lists of entries by name, and single values."""

_PROCEDURES: Final[TypeAdapter[tuple[ProcedureEvent, ...]]] = TypeAdapter(
    tuple[AnyProcedureEvent, ...]
)
_AUTHORITIES: Final[TypeAdapter[tuple[AuthorityEvent, ...]]] = TypeAdapter(
    tuple[AnyAuthorityEvent, ...]
)
_DAYS: Final = TypeAdapter(tuple[DeclaredDay, ...])
_HOURS: Final = TypeAdapter(tuple[OfficeHours, ...])
_COVERED: Final = TypeAdapter(tuple[Coverage, ...])
_OUTAGES: Final = TypeAdapter(tuple[Outage, ...])

OUTAGES: Final = "outages"
"""Among the parameters: by which times entries are judged."""


def text(entries: Entries) -> str:
    return canonical(entries).decode()


def entries(text: str) -> Entries:
    """A text, read. Raises ValueError where it is none."""
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError("a text of law is an object")
    return told


def entries_of(law: Law) -> Mapping[Part, Entries]:
    """Each part of the law. Raises ValueError where procedures or authorities were simply given
    and not folded from events: nobody could say since when they were known."""
    if (law.procedures and not law.enacted) or (law.registry.entries and not law.registry.said):
        raise ValueError("what was simply given has no text")
    return {
        Part.CALENDAR: _calendar(law.calendar) if law.calendar else {},
        Part.CATALOGUE: {"enacted": _told(law.enacted)},
        Part.REGISTRY: {"said": _told(law.registry.said)},
        Part.PARAMETERS: {"zone": law.zone.key, **_said(law.common), **_outages(law)},
    }


def law_of(parts: Mapping[Part, Entries]) -> Law:
    """The law that the parts make together. Raises ValueError where one is none of this release."""
    zone, common = _parameters(parts[Part.PARAMETERS])
    made = enact(
        zone,
        _PROCEDURES.validate_python(parts[Part.CATALOGUE]["enacted"]),
        common,
        _calendar_of(parts[Part.CALENDAR]),
        _registry_of(parts[Part.REGISTRY]),
    )
    # Whoever issued it before there were outages says nothing of them.
    return made.with_outages(_OUTAGES.validate_python(parts[Part.PARAMETERS].get(OUTAGES, ())))


def _calendar(calendar: WorkCalendar) -> Entries:
    return {
        "zone": calendar.zone.key,
        "weekdays": list(calendar.weekdays),
        "scopes": list(calendar.scopes),
        "declared": _told(calendar.declared),
        "hours": _told(calendar.hours),
        "covered": _told(calendar.covered),
    }


def _calendar_of(told: Entries) -> WorkCalendar | None:
    if not told:
        return None
    return WorkCalendar(
        ZoneInfo(told["zone"]),
        _DAYS.validate_python(told["declared"]),
        _HOURS.validate_python(told["hours"]),
        _COVERED.validate_python(told["covered"]),
        tuple(told["weekdays"]),
        tuple(told["scopes"]),
    )


def _registry_of(told: Entries) -> Registry:
    return registry(_AUTHORITIES.validate_python(told["said"]))


def _parameters(told: Entries) -> tuple[ZoneInfo, Common]:
    said = {name: each for name, each in told.items() if name not in ("zone", OUTAGES)}
    return ZoneInfo(told["zone"]), Common.model_validate(said)


def _outages(law: Law) -> Entries:
    told = _OUTAGES.dump_python(law.outages, mode="json", exclude_none=True)
    return {OUTAGES: told} if told else {}


def _told(models: Iterable[BaseModel]) -> list[Any]:
    return [_said(each) for each in models]


def _said(model: BaseModel) -> Any:
    return _without_nothing(model.model_dump(mode="json", exclude_none=True))


def _without_nothing(value: Any) -> Any:
    """Without empty lists and objects, which are what stands where nothing was said."""
    if isinstance(value, dict):
        kept = {key: _without_nothing(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in ([], {})}
    return [_without_nothing(part) for part in value] if isinstance(value, list) else value
