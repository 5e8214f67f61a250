"""A dossier's state as plain values, in one canonical form."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from domain.dossier.divergence import divergences
from domain.dossier.dossier import Dossier
from domain.procedure.law import Law
from domain.refusals import Reason


def plain(value: Any) -> Any:
    """JSON-able: times in UTC, mappings by text keys, and nothing else but what is there."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
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


def state(dossier: Dossier, law: Law) -> dict[str, Any]:
    """Where the dossier stands: nothing in it depends on the order of delivery."""
    return {
        **plain(dossier),
        "status": dossier.stage.national_status,
        "started_at": plain(dossier.started_at),
        "ended_at": plain(dossier.ended_at),
        "divergences": plain(divergences(dossier, law.zone)),
    }


def finding(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "params": plain(reason.params)}
