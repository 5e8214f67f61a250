"""Dossiers from a dump of the log, a JSON object a line: where each stands at the end of a day."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.acceptance.independent.form import Case
from tests.acceptance.independent.terms import Calendar, Term, Terms

Event = Mapping[str, Any]
Data = Mapping[str, Any]
"""What an event of its kind tells."""

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")

COMPLETE: Final = "complete"
"""The desk says so by accepting it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What has been told of a dossier so far."""

    receipt: Event | None = None
    came_in: Mapping[str, datetime] = field(default_factory=dict)
    """The file, by carrier."""
    starts: Mapping[str, date] = field(default_factory=dict)
    """The days from which terms count, by what begins them."""
    promised_on: date | None = None
    """The return date that the applicant was given last."""
    asked: frozenset[str] = frozenset()
    """The supplements that the applicant has yet to bring."""
    there: Mapping[str, datetime] = field(default_factory=dict)
    """The result at the desk, by carrier; without a record of it, its return."""
    ending: tuple[str, datetime] | None = None
    """Withdrawn or stopped, and when."""
    speaks: Mapping[str, str] = field(default_factory=dict)
    """Which carrier two people let speak for an instant."""


@dataclass(frozen=True, slots=True)
class Law:
    terms: Terms
    calendar: Calendar

    def of(self, receipt: Mapping[str, Any]) -> Term:
        named = receipt["procedure"], receipt["procedure_version"]
        cases = [case for case in receipt.get("cases", []) if (*named, case) in self.terms]
        return self.terms[*named, cases[0] if cases else None]

    def due_on(self, told: Told, term: Term) -> date | None:
        """The earlier of what the law says and what was promised; none while the applicant has
        something to bring."""
        if told.asked:
            return None
        start = told.starts.get("supplement") or told.starts.get(term.starts)
        legal = [term.ends(start, self.calendar)] if start else []
        return min([*legal, *([told.promised_on] if told.promised_on else [])], default=None)


def dossiers(lines: Iterable[str], known_at: datetime | None = None) -> list[list[Event]]:
    """Each dossier's events as they happened; what was annulled never did. Nothing that was
    recorded after `known_at`."""
    found: dict[str, list[Event]] = {}
    for line in lines:
        event = json.loads(line)
        if known_at is None or datetime.fromisoformat(event["recorded_at"]) <= known_at:
            found.setdefault(event["stream"], []).append(event)
    return [sorted(_standing(told), key=_order) for told in found.values()]


def cases(dossiers_: Iterable[list[Event]], as_of: date, law: Law) -> Iterator[tuple[str, Case]]:
    """Those received by the end of the day, with their codes."""
    for events in dossiers_:
        told = Told()
        for event in events:
            told = _after(told, event) if _day(_at(event)) <= as_of else told
        if told.receipt:
            yield told.receipt["code"], _case(told, told.receipt, law)


def refused_on(dossiers_: Iterable[list[Event]]) -> list[date]:
    """The days on which the desk refused to receive one."""
    refusals = (one for events in dossiers_ for one in events)
    return [_day(_at(one)) for one in refusals if one["kind"] == "dossier.intake-refused"]


def _standing(events: list[Event]) -> Iterator[Event]:
    targets = [one["data"]["target"] for one in events if one["kind"] == "dossier.annulled"]
    struck = {(target["source"], target["request_id"]) for target in targets}
    return (one for one in events if (one["source"], one["request_id"]) not in struck)


def _after(told: Told, event: Event) -> Told:
    kind = event["kind"].removeprefix("dossier.")
    for hear in (_came, _supplemented, _went):
        told = hear(told, kind, event["data"], event)
    return told


def _came(told: Told, kind: str, data: Data, event: Event) -> Told:
    at = _at(event)
    match kind:
        case "received":
            received = replace(told, receipt=told.receipt or event)
            return _promised(_begun(received, at, "received", COMPLETE), data)
        case "carrier-received" if data["object"] == "file":
            begun = _begun(told, at, "received")
            return replace(begun, came_in={data["carrier"]: at, **told.came_in})
        case "submitted":
            return _begun(told, at, "received")
        case "milestone-recorded":
            return _begun(told, at, f"milestone:{data['milestone']}")
        case _:
            return told


def _supplemented(told: Told, kind: str, data: Data, event: Event) -> Told:
    """What was asked for after appraisal starts the clock anew (NĐ 61/2018 Art. 19(4))."""
    match kind:
        case "supplement-requested":
            return replace(told, asked=told.asked | {data["supplement"]})
        case "supplement-received":
            again = replace(told, starts={**told.starts, "supplement": _day(_at(event))})
            return _promised(replace(again, asked=told.asked - {data["supplement"]}), data)
        case _:
            return told


def _went(told: Told, kind: str, data: Data, event: Event) -> Told:
    at = _at(event)
    match kind:
        case "result-arrived":
            return replace(told, there={**told.there, data["carrier"]: at})
        case "returned" if data["object"] == "result":
            return replace(told, there={data["carrier"]: at, **told.there})
        case "withdrawn" | "stopped":
            return replace(told, ending=told.ending or (kind, at))
        case "reconciled":
            return replace(told, speaks={**told.speaks, **data["speaks"]})
        case _:
            return told


def _begun(told: Told, at: datetime, *what: str) -> Told:
    """The first time counts."""
    return replace(told, starts={**dict.fromkeys(what, _day(at)), **told.starts})


def _promised(told: Told, data: Mapping[str, Any]) -> Told:
    given = data.get("promised_return")
    return replace(told, promised_on=_day(datetime.fromisoformat(given))) if given else told


def _case(told: Told, receipt: Event, law: Law) -> Case:
    data, term = receipt["data"], law.of(receipt["data"])
    resolved_at = _resolved_at(told, data["owed"])
    how, ended_at = (None, resolved_at) if resolved_at else told.ending or (None, None)
    return Case(
        received_on=_day(told.came_in.get(told.speaks.get("receipt", ""), _at(receipt))),
        due_on=law.due_on(told, term),
        waits=bool(told.asked),
        ended_on=_day(ended_at) if ended_at else None,
        how=how,
        groups={
            "field": term.field,
            "procedure": data["procedure"],
            "unit": receipt["unit"],
            "officer": receipt["actor"],
            "channel": data["channel"],
        },
    )


def _resolved_at(told: Told, owed: list[str]) -> datetime | None:
    """The result at the desk on the last carrier owed, unless one was let speak for it."""
    spoken = told.there.get(told.speaks.get("result", ""))
    if spoken or not all(carrier in told.there for carrier in owed):
        return spoken
    return max(told.there[carrier] for carrier in owed)


def _order(event: Event) -> tuple[datetime, int]:
    return _at(event), event["position"]


def _at(event: Event) -> datetime:
    return datetime.fromisoformat(event["occurred_at"])


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
