"""A dossier's state as plain values, in one canonical form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from operator import attrgetter, itemgetter
from typing import Any, Final

from pydantic import BaseModel

from domain.dossier.deadlines import deadlines
from domain.dossier.divergence import apart
from domain.dossier.dossier import Dossier, local_day
from domain.dossier.regime import regime
from domain.law import Law
from domain.refusals import Reason


def plain(value: Any) -> Any:
    """JSON-able: times in UTC, mappings by text keys, and nothing else but what is there."""
    return _MADE[type(value)](value)


Make = Callable[[Any], Any]

ITSELF: Final = frozenset({str, int, bool, type(None)})
"""Most parts, by far."""


class _Made(dict[type, Make]):
    """How a value of each type is made plain: found out once for each."""

    def __missing__(self, of: type) -> Make:
        made = self[of] = _how(of)
        return made


_MADE: Final = _Made()


def _how(of: type) -> Make:
    if issubclass(of, Enum):
        return attrgetter("value")
    # Before `date`, of which it is one.
    if issubclass(of, datetime):
        return _moment
    if issubclass(of, date):
        return of.isoformat
    if issubclass(of, BaseModel):
        return _model
    if issubclass(of, Mapping):
        return _mapping
    if issubclass(of, tuple | list):
        return _sequence
    return _dataclass(of) if is_dataclass(of) else _itself


def _itself(value: Any) -> Any:
    return value


def _moment(value: datetime) -> str:
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return at.isoformat()[: -len("+00:00")] + "Z"


def _model(value: BaseModel) -> dict[str, Any]:
    return {name: plain(part) for name, part in vars(value).items() if part is not None}


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    keyed = {_key(key): plain(part) for key, part in value.items()}
    return dict(sorted(keyed.items(), key=itemgetter(0)))


def _sequence(value: Sequence[Any]) -> list[Any]:
    return [part if type(part) in ITSELF else _MADE[type(part)](part) for part in value]


def _dataclass(of: Any) -> Make:
    names = [each.name for each in fields(of)]
    get = attrgetter(*names) if len(names) > 1 else None

    def make(value: Any) -> dict[str, Any]:
        parts = get(value) if get else [getattr(value, name) for name in names]
        return {
            name: part if type(part) in ITSELF else _MADE[type(part)](part)
            for name, part in zip(names, parts, strict=True)
        }

    return make


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
        "divergences": plain(apart(dossier, law.zone)),
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
