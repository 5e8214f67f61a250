"""Testimonies as columns of hoso_events, and back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, NamedTuple

from pydantic_core import to_json

from adapters.postgres.cells import (
    BIGINT,
    BOOLEAN,
    BYTEA,
    FALSE,
    INTEGER,
    JSONB,
    SMALLINT,
    TEXT,
    TIMESTAMPTZ,
    TRUE,
    Binary,
    Cell,
    array,
    bigint,
    blob,
    count,
    integer,
    jsonb,
    moment,
    scalar,
    smallint,
    text,
    word,
)
from domain.dossier.events import DossierEvent, Told
from domain.dossier.history import UnreadableEvent, load, store
from domain.frozen import maker
from domain.store import RecordedEvent, Recording
from domain.testimony import Code, Override, Precision, Provenance, Testimony

SELECT: Final = """
SELECT notification_id, originator_id, originator_version, recorded_at, topic, state,
    occurred_at, precision, source, request_id, ordinal, code_system, code,
    source_ref, source_seq, source_recorded_at, actor, entered_by, unit, evidence,
    correlation_id, provenance, override, fingerprint
FROM hoso_events
"""

COLUMNS: Final[Mapping[str, int]] = {
    **{"stream": TEXT, "after": BIGINT, "version": BIGINT, "kind": TEXT, "state": BYTEA},
    **{"occurred_at": TIMESTAMPTZ, "precision": TEXT, "source": TEXT, "request_id": TEXT},
    **{"ordinal": SMALLINT, "fingerprint": BYTEA, "code_system": TEXT, "code": TEXT},
    **{"sole": BOOLEAN, "source_ref": TEXT, "source_seq": BIGINT},
    **{"source_recorded_at": TIMESTAMPTZ, "actor": TEXT, "entered_by": TEXT, "unit": TEXT},
    **{"evidence": JSONB, "correlation_id": TEXT, "provenance": TEXT, "override": JSONB},
}
"""What hoso_append takes of each event, with the types of PostgreSQL."""

Row = tuple[Cell, ...]
"""An event as it is stored: a cell of each of COLUMNS."""

_PARAMETERS: Final = ", ".join(["%b"] * len(COLUMNS))
APPEND: Final = f"SELECT last_position, at FROM hoso_append(%b, {_PARAMETERS}, %b)"
APPEND_ONE: Final = f"SELECT last_position, at FROM hoso_append_one({_PARAMETERS})"

LIBRARY: Final = "eventsourcing"
"""The source of events that the stock library appended, which names none."""


def rows(recordings: Sequence[Recording[DossierEvent]]) -> list[Row]:
    """The events, in order. Of each stream the first says where the stream must stand."""
    begun: set[str] = set()
    made = []
    for one in recordings:
        after = None if one.stream in begun else one.after
        begun.add(one.stream)
        for version, told in enumerate(one.told, start=one.after + 1):
            made.append(_row(one, after, version, told))
            after = None
    return made


def _row(recording: Recording[DossierEvent], after: int | None, version: int, told: Told) -> Row:
    code = told.dossier
    return (
        word(recording.stream),
        count(after),
        count(version),
        word(told.event.kind),
        state(told.event),
        moment(told.occurred_at),
        word(told.precision),
        word(told.source),
        text(told.request_id),
        smallint(told.ordinal),
        blob(recording.fingerprint),
        word(code.system),
        word(code.value),
        TRUE if recording.sole else FALSE,
        text(told.source_ref),
        bigint(told.source_seq),
        moment(told.source_recorded_at),
        *teller(told).cells,
    )


class Teller(NamedTuple):
    """The last columns: who told it, and how. Offices tell alike again and again."""

    cells: tuple[Cell, ...]
    joined: bytes
    texts: bytes
    """The same as JSON texts."""


def teller(told: Told) -> Teller:
    who = (told.actor, told.entered_by, told.unit)
    return _teller(who, told.evidence, told.correlation_id, told.provenance, told.override)


@lru_cache(4096)
def _teller(
    who: tuple[str | None, ...],
    evidence: tuple[str, ...],
    correlation_id: str | None,
    provenance: Provenance,
    override: Override | None,
) -> Teller:
    shown = json.dumps(evidence, ensure_ascii=False) if evidence else None
    approved = _approval(override) if override else None
    how = (text(correlation_id), text(provenance), jsonb(approved))
    texts = to_json([*who, shown, correlation_id, provenance, approved])
    cells = (*map(text, who), jsonb(shown), *how)
    return Teller(cells, b"".join(cells), texts[1:-1])


def _approval(said: Override) -> str:
    named = {"codes": said.codes, "reason": said.reason, "approver": said.approver}
    return json.dumps(named, ensure_ascii=False)


_States = dict[int, tuple[DossierEvent, Cell]]

STATES: Final = 4096
_states: Final[_States] = {}


def state(event: DossierEvent) -> Cell:
    """Of the event as it is stored. The same event is often told of many dossiers."""
    known = _states.get(id(event))
    if known and known[0] is event:
        return known[1]
    cell = blob(store(event))
    if len(_states) >= STATES:
        _states.clear()
    _states[id(event)] = (event, cell)
    return cell


def together(requests: Iterable[Sequence[Row]], times: Sequence[Cell]) -> list[Binary | None]:
    """The parameters of APPEND: the events of each request, and when each was recorded, as a
    simulation says (empty: the store says it)."""
    numbers: list[Cell] = []
    events: list[Row] = []
    for number, rows_of_one in enumerate(requests):
        numbers += [integer(number)] * len(rows_of_one)
        events += rows_of_one
    columns = zip(COLUMNS.values(), zip(*events, strict=True), strict=True)
    return [
        array(INTEGER, numbers),
        *(array(of, column) for of, column in columns),
        array(TIMESTAMPTZ, times) if times else None,
    ]


def alone(row: Row) -> list[Binary | None]:
    """The parameters of APPEND_ONE."""
    return [scalar(cell) for cell in row]


def told_at(recordings: Sequence[Recording[DossierEvent]]) -> list[Cell]:
    """When each event was recorded, as a simulation says, never decreasing; empty where the
    store says it. Raises ValueError when it says so of some only."""
    times = [recording.recorded_at for recording in recordings for _ in recording.told]
    if not any(times):
        return []
    known = [at for at in times if at]
    if len(known) < len(times):
        raise ValueError("only some recordings say when they were recorded")
    return [moment(at) for at in accumulate(known, max)]


def times(recordings: Sequence[Recording[DossierEvent]], at: datetime) -> Iterator[datetime]:
    """When each recording was made, `at` being what the store said."""
    time = at.astimezone(UTC)
    for one in recordings:
        if one.recorded_at:
            time = max(time, one.recorded_at.astimezone(UTC))
        yield time


def recorded(
    recordings: Sequence[Recording[DossierEvent]], first: int, at: datetime
) -> list[RecordedEvent[DossierEvent]]:
    """The events as they stand from the position `first`, recorded at `at`."""
    made: list[RecordedEvent[DossierEvent]] = []
    for one, time in zip(recordings, times(recordings, at), strict=True):
        for version, told in enumerate(one.told, start=one.after + 1):
            made.append(_recorded(first + len(made), one.stream, version, time, told))
    return made


def events_of(rows: Iterable[Sequence[Any]]) -> list[RecordedEvent[DossierEvent]]:
    """Rows of SELECT, in one go. Raises UnreadableEvent."""
    codes: dict[tuple[str | None, str | None, str], Code] = {}
    return [_event_of(row, codes) for row in rows]


def _event_of(
    row: Sequence[Any], codes: dict[tuple[str | None, str | None, str], Code]
) -> RecordedEvent[DossierEvent]:
    position, stream, version, at, kind, state, occurred_at = row[:7]
    precision, source, request_id, ordinal, system, value = row[7:13]
    source_ref, source_seq, source_recorded_at, actor = row[13:17]
    entered_by, unit, proofs, correlation_id, provenance, overridden = row[17:23]
    at = at.astimezone(UTC)
    code = codes.get(named := (system, value, stream))
    if code is None:
        code = codes[named] = Code(system or LIBRARY, value or stream)
    try:
        event = load(kind, state)
    except UnreadableEvent as error:
        raise UnreadableEvent(error.kind, position) from error
    told = _testimony(
        event,
        code,
        occurred_at.astimezone(UTC) if occurred_at else at,
        source or LIBRARY,
        request_id or f"{stream}:{version}",
        ordinal or 0,
        _PRECISIONS[precision],
        source_ref,
        source_seq,
        source_recorded_at and source_recorded_at.astimezone(UTC),
        actor,
        entered_by,
        unit,
        tuple(proofs) if proofs else (),
        correlation_id,
        _PROVENANCES[provenance],
        _override(overridden) if overridden else None,
    )
    return _recorded(position, stream, version, at, told)


def _override(said: Mapping[str, Any]) -> Override:
    return Override(tuple(said["codes"]), said["reason"], said["approver"])


_testimony: Final = maker(Testimony[DossierEvent])
_recorded: Final = maker(RecordedEvent[DossierEvent])

_PRECISIONS: Final[Mapping[str | None, Precision]] = {
    None: Precision.INSTANT,
    **{one.value: one for one in Precision},
}
_PROVENANCES: Final[Mapping[str | None, Provenance]] = {
    None: Provenance.NATIVE,
    **{one.value: one for one in Provenance},
}
