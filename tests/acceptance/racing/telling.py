"""What is told in a race: courses of dossiers, regular and not, and what goes with them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any, Final

Body = dict[str, Any]

DEPARTMENT: Final = "long-an-dost"
CENTRE: Final = "long-an-centre"

SERVICES: Final[Mapping[str, str]] = {
    "one-stop": DEPARTMENT,
    "portal": DEPARTMENT,
    "centre": CENTRE,
}
"""The unit that each service speaks for; what it is called is its source, too."""

BEGUN: Final = datetime(2019, 8, 27, 7, tzinfo=timezone(timedelta(hours=7)))

AFTER_ALL: Final = "2020-01-01T00:00:00+07:00"
"""When all had happened: what hoso itself enters meanwhile comes later."""

DESK: Final = {"organisation": DEPARTMENT}
AWAY: Final = {"organisation": CENTRE}
MATTER: Final = {"procedure": "2.002131", "channel": "direct"}
RESULT: Final = {"carrier": "paper", "object": "result"}

COURSE: Final[tuple[tuple[str, str, Body], ...]] = (
    (
        "portal",
        "submitted",
        {"procedure": "2.002131", "channel": "direct", "authority": DEPARTMENT},
    ),
    (
        "one-stop",
        "received",
        {
            **MATTER,
            "owed": ["paper"],
            "promised_return": "2019-09-04T17:00:00+07:00",
            "authority": DEPARTMENT,
        },
    ),
    ("one-stop", "carrier-received", {"carrier": "paper", "desk": DESK}),
    ("portal", "code-assigned", {"system": "portal", "value": "P-{number}"}),
    ("one-stop", "handler-assigned", {"handler": "officer-17", "unit": DEPARTMENT}),
    ("portal", "applicant-notified", {"about": "receipt", "means": "sms"}),
    ("one-stop", "result-issued", {"outcome": "granted", "number": "{number}/GP"}),
    ("one-stop", "transferred", {**RESULT, "giver": DESK, "taker": AWAY}),
    # From here on it concerns the Centre, and is there for the Centre's service.
    ("centre", "transfer-acknowledged", {**RESULT, "taker": AWAY}),
    ("centre", "result-arrived", {"carrier": "paper", "desk": AWAY}),
    ("centre", "returned", {"carrier": "paper"}),
)
"""By whom, what, with which data: from the portal to the return at the Centre's counter."""

OPENING: Final = ("submitted", "received", "carrier-received")
BY_ITS_ALIAS: Final = "applicant-notified"
NEEDED: Final = ("received", "code-assigned", "transferred")
"""Without which some of what follows would wait for ever."""

OF_THE_RECORD: Final[tuple[tuple[str, Body], ...]] = (
    ("annulled", {}),
    ("corrected", {"field": "occurred_at", "new": (BEGUN + timedelta(minutes=330)).isoformat()}),
)

WRONG: Final[tuple[tuple[str, Body], ...]] = (
    ("unknown-field", {"colour": "red"}),
    ("unknown-kind", {"kind": "dossier.eaten"}),
    ("invalid-field", {"precision": "roughly"}),
    ("time-without-offset", {"occurred_at": "2019-08-27T08:00:00"}),
    ("occurred-in-future", {"occurred_at": "2031-08-27T08:00:00+07:00"}),
    ("source-not-yours", {"source": "another"}),
    ("unit-not-yours", {"unit": "long-an-doh"}),
    ("forbidden", {"mode": "decide"}),
)
"""What is refused whenever it comes, and with which code."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One event as a service tells it."""

    body: Body
    by: str
    wrong: str | None = None
    """The code with which it is refused; None: it may be recorded."""

    @property
    def named(self) -> tuple[str, str]:
        return self.body["source"], self.body["request_id"]

    @property
    def opens(self) -> bool:
        return self.body["kind"].removeprefix("dossier.") in OPENING


@dataclass(frozen=True, slots=True)
class Race:
    """What is told in a race."""

    told: tuple[Told, ...]
    """In the order in which it happened, but for what is wrong."""
    dossiers: tuple[str, ...]
    ghosts: frozenset[tuple[str, str]]
    """Names of what is told of codes that never appear."""

    @property
    def twins(self) -> frozenset[tuple[str, str]]:
        """Names under which two say different things: who comes first is heard."""
        often = Counter(one.named for one in self.told)
        return frozenset(named for named, times in often.items() if times > 1)


def race(chance: Random, size: int) -> Race:
    """So many events at least, of an eighth as many dossiers."""
    told, dossiers, ghosts = list[Told](), list[str](), list[Told]()
    while len(told) < size:
        number = len(dossiers) + 1
        dossiers.append(code(number))
        told += dossier(chance, number)
        if number % 20 == 0:
            ghosts += [_said(f"nobody-{number}", step, 30 + step) for step in (4, 8)]
    told += ghosts
    told.sort(key=lambda one: (one.body["occurred_at"], one.named))
    told += [_wrong(chance, chance.choice(told[:size])) for _ in range(size // 20)]
    return Race(tuple(told), tuple(dossiers), frozenset(one.named for one in ghosts))


def code(number: int) -> str:
    return f"000.00.12.H39-190827-{number:04}"


def dossier(chance: Random, number: int) -> Iterator[Told]:
    """Half of them regular; of the others something is missing, out of order, struck out, mended,
    or said twice in different words."""
    steps, hours = [*range(len(COURSE))], [*range(len(COURSE))]
    irregular = chance.random() < 0.5
    if irregular:
        kept = [n for n in steps if COURSE[n][1] in NEEDED or chance.random() < 0.7]
        # Some at once: then the order of the lifecycle decides.
        steps, hours = kept, chance.choices(range(6), k=len(kept))
    said = [
        _said(code(number), step, hour, number) for step, hour in zip(steps, hours, strict=False)
    ]
    yield from said
    if irregular:
        target = chance.choice(said)
        yield _about(target, *chance.choice(OF_THE_RECORD))
        yield from _twice(number)


def _said(dossier: str, step: int, hour: int, number: int = 0) -> Told:
    by, kind, data = COURSE[step]
    texts = {
        name: value.format(number=number) if isinstance(value, str) else value
        for name, value in data.items()
    }
    said = _body(dossier, by, kind, hour, texts)
    if kind == BY_ITS_ALIAS:
        said |= {"dossier": f"P-{number}", "code_system": "portal"}
    return Told(said, by)


def _body(dossier: str, by: str, kind: str, hour: int, data: Body) -> Body:
    at = BEGUN + timedelta(hours=hour)
    return {
        "dossier": dossier,
        "kind": f"dossier.{kind}",
        "occurred_at": at.isoformat(),
        "provenance": "resent",
        "source_recorded_at": at.isoformat(),
        "source": by,
        "request_id": f"{dossier} {kind}",
        "unit": SERVICES[by],
        "data": data,
    }


def _about(target: Told, kind: str, more: Body) -> Told:
    source, request_id = target.named
    named = {"source": source, "request_id": request_id}
    data = {"target": named, "reason": "a slip of the pen", "approver": "chi", **more}
    dossier = request_id.split()[0]
    return Told(_body(dossier, "one-stop", kind, 20, data), "one-stop")


def _twice(number: int) -> Iterator[Told]:
    for handler in ("officer-18", "officer-19"):
        data = {"handler": handler, "unit": DEPARTMENT}
        said = _body(code(number), "one-stop", "handler-assigned", 15, data)
        yield Told({**said, "request_id": f"{code(number)} another handler"}, "one-stop")


def _wrong(chance: Random, like: Told) -> Told:
    code, what = chance.choice(WRONG)
    request_id = f"{like.body['request_id']} wrong {chance.randrange(10**9)}"
    return Told({**like.body, "request_id": request_id, **what}, like.by, code)
