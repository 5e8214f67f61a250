"""What the offices' systems send to hoso, when, and in which words."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from adapters.simulation.case import Case
from adapters.simulation.chance import Chance
from adapters.simulation.hours import DAY, MINUTE, SECOND, Hours, span
from adapters.simulation.matter import Matter, Side
from domain.calendar.counting import previous_working_day


@dataclass(frozen=True, slots=True)
class Step:
    """One request, and when it reaches hoso."""

    request: dict[str, Any]
    recorded_at: datetime


class System(StrEnum):
    """Who sends it."""

    ONE_STOP = "one-stop"
    """The Centre's software."""
    PORTAL = "portal"
    DEPARTMENT = "department"
    """The department's own software."""
    HOSO = "hoso"
    """A person who acts in hoso."""


class How(StrEnum):
    """How it comes into a system."""

    TYPED = "typed"
    SCANNED = "scanned"
    """By a bar code, or by a machine alone."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says happened just now."""

    kind: str
    data: Mapping[str, Any]
    actor: str | None = None
    unit: str | None = None
    alarm: str = ""
    """For which he does it, by the name of its request."""


def cut_off(case: Case, centre: Hours) -> tuple[datetime, datetime]:
    """From when until when the Centre's system cannot be reached."""
    fails, back = case.mistakes.outage_hours
    first = centre.opening(case.mistakes.outage_from)
    then = centre.opening(first.date() + DAY)
    return (
        first.replace(hour=fails.hour, minute=fails.minute),
        then.replace(hour=back.hour, minute=back.minute),
    )


def nobody(_: Matter, __: Step) -> None:
    """Listens."""


@dataclass(slots=True)
class Records:
    """Everything that was sent, and the habits of who sends it."""

    case: Case
    chance: Chance
    office: Hours
    sent: list[Step] = field(default_factory=list)
    heard: Callable[[Matter, Step], None] = nobody
    """Whoever listens to what is on its way to hoso."""
    _counts: Counter[System] = field(default_factory=Counter)
    _out: tuple[datetime, datetime] = field(init=False)
    _last_day: date = field(init=False)
    """The last working day of the case."""

    def __post_init__(self) -> None:
        next_day = self.case.closes + DAY
        self._last_day = previous_working_day(self.office.calendar, next_day)
        self._out = cut_off(self.case, self.office)

    def tell(
        self,
        matter: Matter,
        said: Said,
        system: System,
        at: datetime,
        *,
        how: How = How.TYPED,
        sitting: datetime | None = None,
    ) -> dict[str, Any]:
        """`sitting`: when it is typed, together with other things."""
        typed = how is How.TYPED and system is not System.HOSO
        happened = at.replace(second=0) if typed else at
        request = self._request(matter, said, system, happened)
        if typed:
            request["precision"] = "minute"
        matter.requests.append(request)
        recorded_at = sitting or self.reaches_hoso(system, how, at)
        self._send(matter, request, system, max(recorded_at, at))
        return request

    def _request(self, matter: Matter, said: Said, system: System, at: datetime) -> dict[str, Any]:
        self._counts[system] += 1
        number = self._counts[system]
        told = {"actor": said.actor, "unit": said.unit}
        return {
            "dossier": matter.code,
            "kind": f"dossier.{said.kind}",
            "occurred_at": at.isoformat(),
            "source": system.value,
            "request_id": f"{system.value}-{number:06}",
            "source_seq": number,
            **{name: value for name, value in told.items() if value},
            "provenance": "simulated",
            **({"mode": "decide"} if system is System.HOSO else {}),
            **_because(matter, said),
            "data": dict(said.data),
        }

    def reaches_hoso(self, system: System, how: How, at: datetime) -> datetime:
        if system is System.HOSO:
            return at
        if system is System.DEPARTMENT:
            return self._synchronised(at)
        if how is How.SCANNED:
            return at + SECOND * self.chance.whole(self.case.typing.scan_seconds)
        return self.typed(at)

    def typed(self, at: datetime) -> datetime:
        """When somebody at the counter types what happened; on the day on which a report is due,
        before going home."""
        habit = self.case.typing
        if self.chance.happens(habit.live) or at.date() >= self._last_day:
            return at + span(self.chance.of(habit.live_minutes))
        return self.office.add(at, self.chance.of(habit.later_minutes))

    def _synchronised(self, at: datetime) -> datetime:
        every = self.case.typing.sync_minutes * MINUTE
        midnight = at.replace(hour=0, minute=0, second=0)
        runs = (at - midnight) // every + 1
        return midnight + runs * every + SECOND * self.chance.whole(self.case.typing.scan_seconds)

    def _send(self, matter: Matter, request: dict[str, Any], system: System, at: datetime) -> None:
        fails_at, back_at = self._out
        if system is not System.ONE_STOP or not fails_at <= at < back_at:
            self._keep(matter, request, at)
            return
        mistakes = self.case.mistakes
        request |= {"provenance": "resent", "source_recorded_at": at.isoformat()}
        resent_at = back_at + span(self.chance.of(mistakes.resent_minutes))
        self._keep(matter, request, resent_at)
        if self.chance.happens(mistakes.repeated):
            self._keep(matter, request, resent_at + span(self.chance.of(mistakes.resent_minutes)))

    def _keep(self, matter: Matter, request: dict[str, Any], at: datetime) -> None:
        step = Step(request, at)
        self.sent.append(step)
        matter.known_at = max(matter.known_at or at, at)
        self.heard(matter, step)

    def enter(self, request: dict[str, Any], at: datetime) -> None:
        """What hoso itself enters: nobody sends it."""
        self.sent.append(Step(request, at))

    def type_now(self, matter: Matter, side: Side, alarm: str, now: datetime) -> bool:
        """What of it had happened, and was to be typed later; whether there was anything."""
        fails_at, back_at = self._out
        waits = [
            (place, step.request)
            for place, step in enumerate(self.sent)
            if step.recorded_at > now
            and step.request["dossier"] == matter.code
            and step.request["source"] == System.ONE_STOP
            and step.request["provenance"] == "simulated"
            and _side(step.request["kind"], step.request["data"]) == side
        ]
        if fails_at <= now < back_at:
            return False
        for place, request in waits:
            request["correlation_id"] = alarm
            self.sent[place] = Step(request, now)
            self.heard(matter, self.sent[place])
        return bool(waits)

    def in_order(self) -> list[Step]:
        return sorted(self.sent, key=lambda step: step.recorded_at)


def _side(kind: str, data: Mapping[str, Any]) -> Side | None:
    """What is spoken of: the file, the result or an original, on a carrier."""
    if kind.endswith("digitised"):
        return "file", "digital"
    said = "result" if "result-" in kind else "file"
    return (data.get("object", said), data["carrier"]) if "carrier" in data else None


def _because(matter: Matter, said: Said) -> dict[str, str]:
    """The alarm that made somebody do it."""
    side = _side(said.kind, said.data)
    alarm = said.alarm or (matter.because.pop(side, "") if side else "")
    return {"correlation_id": alarm} if alarm else {}
