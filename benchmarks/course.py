"""The dossiers that everybody is measured with: eight events, regular from receipt to return.

The course follows the 1,434 permit dossiers of the public receipt log (six events on average) in
what is said, not in how often: every dossier takes the same way, so that contenders do the same.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import count, islice
from typing import Any, Final

BEGUN: Final = datetime(2019, 8, 27, 8, tzinfo=timezone(timedelta(hours=7)))

ONE_STOP: Final = {"organisation": "centre", "desk": "one-stop"}
CLERK: Final = {"organisation": "department", "desk": "clerk"}

COURSE: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "dossier.received",
        {
            "procedure": "2.002131",
            "channel": "direct",
            "owed": ["paper"],
            "promised_return": "2019-09-04T17:00:00+07:00",
            "authority": "department",
        },
    ),
    ("dossier.carrier-received", {"carrier": "paper", "desk": ONE_STOP}),
    ("dossier.transferred", {"carrier": "paper", "giver": ONE_STOP, "taker": CLERK}),
    ("dossier.transfer-acknowledged", {"carrier": "paper", "taker": CLERK}),
    ("dossier.handler-assigned", {"handler": "officer-17", "unit": "licensing"}),
    (
        "dossier.result-issued",
        {"outcome": "granted", "number": "17/GP", "day": "2019-09-02", "carrier": "paper"},
    ),
    ("dossier.result-arrived", {"carrier": "paper", "desk": ONE_STOP}),
    ("dossier.returned", {"carrier": "paper"}),
)

IN_WORK: Final = 5
"""Events after which a dossier is open and handled."""

WORK: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("dossier.transferred", {"carrier": "paper", "giver": CLERK, "taker": ONE_STOP}),
    ("dossier.transfer-acknowledged", {"carrier": "paper", "taker": ONE_STOP}),
    ("dossier.handler-assigned", {"handler": "officer-18", "unit": "licensing"}),
    ("dossier.milestone-recorded", {"milestone": "inspected"}),
)
"""What an open dossier may hear again and again."""


def body(dossier: str, number: int, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """A request as an office posts it; the `number`th of its dossier."""
    at = BEGUN + number * timedelta(minutes=1)
    return {
        "dossier": dossier,
        "kind": kind,
        "occurred_at": at.isoformat(),
        "source": "one-stop",
        "request_id": f"{dossier}/{number}",
        "actor": "officer-17",
        "unit": "licensing",
        "data": data,
    }


def course(dossier: str) -> list[dict[str, Any]]:
    """The eight requests of a dossier."""
    return [body(dossier, number, *said) for number, said in enumerate(COURSE)]


def long_course(dossier: str, length: int) -> list[dict[str, Any]]:
    """The requests of a dossier that never ends."""
    said = [*COURSE[:IN_WORK], *islice(_again(), length)][:length]
    return [body(dossier, number, *each) for number, each in enumerate(said)]


def _again() -> Iterator[tuple[str, dict[str, Any]]]:
    while True:
        yield from WORK


_NAME: Final = "{dossier}"
_TEMPLATES: Final = tuple(
    json.dumps(each).replace("%", "%%").replace(_NAME, "%(dossier)s").encode()
    for each in course(_NAME)
)


def bodies(dossier: str) -> list[bytes]:
    """The eight requests as bytes: quick to make, so that making them is not what is measured."""
    name = {b"dossier": dossier.encode()}
    return [template % name for template in _TEMPLATES]


def told(prefix: str) -> Iterator[bytes]:
    """The requests of one dossier after the other, without end."""
    for number in count():
        yield from bodies(f"{prefix}-{number}")
