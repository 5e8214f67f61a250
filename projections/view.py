"""A dossier's state as plain values, in one canonical form."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from domain.dossier.deadlines import deadlines
from domain.dossier.divergence import divergences
from domain.dossier.dossier import Dossier, local_day
from domain.dossier.regime import regime
from domain.law import Law
from domain.refusals import Reason


def plain(value: Any) -> Any:
    """JSON-able: times in UTC, mappings by text keys, and nothing else but what is there."""
    match value:
        case Enum():
            return value.value
        case datetime():
            # Before `date`, of which it is one.
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case BaseModel():
            return {name: plain(part) for name, part in value if part is not None}
        case Mapping():
            return {_key(key): plain(part) for key, part in sorted(value.items(), key=_by_key)}
        case tuple() | list():
            return [plain(part) for part in value]
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def _by_key(item: tuple[Any, Any]) -> str:
    return _key(item[0])


def _key(key: Any) -> str:
    if key is None:
        return "unrecorded"
    return "/".join(_key(part) for part in key) if type(key) is tuple else str(key)


def state(dossier: Dossier, law: Law, told_at: datetime | None = None) -> dict[str, Any]:
    """Where the dossier stands after what was last told of it: nothing in it depends on the
    order of delivery."""
    return {
        **plain(dossier),
        "status": dossier.stage.national_status,
        "started_at": plain(dossier.started_at),
        "ended_at": plain(dossier.ended_at),
        "divergences": plain(divergences(dossier, law.zone)),
        "due": _due(dossier, law, told_at),
    }


def _due(dossier: Dossier, law: Law, told_at: datetime | None) -> dict[str, Any] | None:
    """The due dates side by side, each with its explanation; None before the acceptance."""
    if dossier.intake.accepted is None:
        return None
    day = local_day(told_at, dossier.zone(law.zone))
    return plain(deadlines(regime(dossier, law, day)))  # type: ignore[no-any-return]


def finding(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "params": plain(reason.params)}
