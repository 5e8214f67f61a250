"""Whatever a register may hold: written as a log and read again, it is the same."""

import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.exchange import Body, Survey, survey
from domain.request import read as read_request
from tests.adapters.exchange.logs import (
    CSV_MAPPING,
    XES_MAPPING,
    bodies,
    csv_text,
    mapping,
    written,
    xes,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CHANNELS = {"desk": "direct", "mail": "post", "web": "online"}


@dataclass(frozen=True)
class Step:
    name: str
    at: datetime
    note: str

    def cells(self) -> dict[str, str]:
        return {"concept:name": self.name, "time:timestamp": self.at.isoformat(), "note": self.note}


@dataclass(frozen=True)
class File:
    code: str
    opened: datetime
    closed: datetime | None
    due: datetime | None
    via: str
    steps: tuple[Step, ...]

    def cells(self, code: str) -> dict[str, str]:
        times = {"opened": self.opened, "closed": self.closed, "due": self.due}
        written = {name: at.isoformat() if at else "" for name, at in times.items()}
        return {code: self.code, "via": self.via, **written}


def tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def instant(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=ZONE)


# What XML 1.0 can hold at all; control characters it cannot.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
WORDS = st.text(CHARACTERS, min_size=1, max_size=20).map(tidy).filter(bool)
OFFSETS = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# After 1980 the zone has one offset, so a local time is one instant.
FROM, TO = datetime.fromisoformat("1980-01-01"), datetime.fromisoformat("2100-01-01")
TIMES = st.one_of(st.datetimes(FROM, TO), st.datetimes(FROM, TO, timezones=OFFSETS))
STEPS = st.builds(Step, WORDS, TIMES, WORDS | st.just(""))
FILES = st.builds(
    File,
    WORDS,
    TIMES,
    st.none() | TIMES,
    st.none() | TIMES,
    st.sampled_from([*CHANNELS]),
    st.lists(STEPS, min_size=1, max_size=5).map(tuple),
)
REGISTERS = st.lists(FILES, max_size=5, unique_by=lambda file: file.code)


def expected(file: File) -> dict[str, tuple[str, str, datetime, object]]:
    """What should be read of a dossier: by request id its code, kind, time and data."""
    code = file.code
    received: dict[str, object] = {"channel": CHANNELS[file.via], "due": file.due}
    told: dict[str, tuple[str, str, datetime, object]] = {
        f"{code}#dossier.received": (code, "dossier.received", instant(file.opened), received)
    }
    for number, step in enumerate(file.steps, start=1):
        attributes = {"note": step.note} if step.note else {}
        data = {"name": step.name, "attributes": attributes}
        told[f"{code}#{number}"] = (code, "dossier.noted", instant(step.at), data)
    if file.closed:
        at = instant(file.closed)
        told[f"{code}#dossier.completed"] = (code, "dossier.completed", at, {})
    if file.due:
        received["due"] = instant(file.due)
    return told


def heard(body: Body) -> tuple[str, str, datetime, object]:
    data = body["data"]
    if body["kind"] == "dossier.received":
        due = data.get("promised_return")
        data = {"channel": data["channel"], "due": due and datetime.fromisoformat(due)}
    return body["dossier"], body["kind"], datetime.fromisoformat(body["occurred_at"]), data


def as_xes(register: list[File]) -> str:
    return xes(
        (file.cells("concept:name"), [step.cells() for step in file.steps]) for file in register
    )


def as_csv(register: list[File], order: Random) -> str:
    """Rows of all dossiers in one order, a dossier's own in theirs."""
    waiting = [[{**file.cells("case"), **step.cells()} for step in file.steps] for file in register]
    rows = []
    while waiting:
        chosen = order.choice(waiting)
        rows.append(chosen.pop(0))
        waiting = [rest for rest in waiting if rest]
    header = ["case", "via", "opened", "closed", "due", "concept:name", "time:timestamp", "note"]
    return csv_text(header, ([row[name] for name in header] for row in rows))


def check(register: list[File], name: str, content: str, by: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), name, content)
        found = bodies(path, mapping(by))
        surveyed = survey(path, mapping(by))
    read_back = {body["request_id"]: heard(body) for body in found}
    assert read_back == {key: value for file in register for key, value in expected(file).items()}
    assert surveyed == Survey(len(found), 0, len(register))
    for body in found:
        read_request(body)
    same_words: dict[str, Body] = {}
    assert all(same_words.setdefault(body["request_id"], body) == body for body in found)


@settings(max_examples=30, deadline=None)
@given(REGISTERS)
def test_a_register_as_xes_is_read_as_it_was(register: list[File]) -> None:
    check(register, "a.xes.gz", as_xes(register), XES_MAPPING)


@settings(max_examples=30, deadline=None)
@given(REGISTERS, st.randoms(use_true_random=False))
def test_a_register_as_csv_in_any_order_is_read_as_it_was(
    register: list[File], order: Random
) -> None:
    check(register, "a.csv", as_csv(register, order), CSV_MAPPING)
