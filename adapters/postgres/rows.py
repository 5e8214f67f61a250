"""Testimonies as columns of hoso_events, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Final

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
    return (
        text(recording.stream),
        bigint(after),
        bigint(version),
        word(told.event.kind),
        blob(store(told.event)),
        moment(told.occurred_at),
        word(told.precision),
        word(told.source),
        text(told.request_id),
        smallint(told.ordinal),
        blob(recording.fingerprint),
        word(told.dossier.system),
        text(told.dossier.value),
        TRUE if recording.sole else FALSE,
        text(told.source_ref),
        bigint(told.source_seq),
        moment(told.source_recorded_at),
        word(told.actor),
        word(told.entered_by),
        word(told.unit),
        jsonb(evidence(told)),
        text(told.correlation_id),
        word(told.provenance),
        jsonb(override(told)),
    )


def evidence(told: Told) -> str | None:
    return json.dumps(told.evidence, ensure_ascii=False) if told.evidence else None


def override(told: Told) -> str | None:
    if told.override is None:
        return None
    said = told.override
    named = {"codes": said.codes, "reason": said.reason, "approver": said.approver}
    return json.dumps(named, ensure_ascii=False)


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
    store says it."""
    times = [recording.recorded_at for recording in recordings for _ in recording.told]
    known = [at for at in times if at]
    return [moment(at) for at in accumulate(known, max)] if len(known) == len(times) else []


def recorded(
    recordings: Sequence[Recording[DossierEvent]], first: int, at: datetime
) -> list[RecordedEvent[DossierEvent]]:
    """The events as they stand from the position `first`, recorded at `at`."""
    events: list[RecordedEvent[DossierEvent]] = []
    time = at.astimezone(UTC)
    for one in recordings:
        if one.recorded_at:
            time = max(time, one.recorded_at.astimezone(UTC))
        for version, told in enumerate(one.told, start=one.after + 1):
            position = first + len(events)
            events.append(RecordedEvent(position, one.stream, version, time, told))
    return events


def events_of(rows: Iterable[Sequence[Any]]) -> list[RecordedEvent[DossierEvent]]:
    """Rows of SELECT, in one go. Raises UnreadableEvent."""
    codes: dict[tuple[str | None, str | None, str], Code] = {}
    return [_event_of(row, codes) for row in rows]


def _event_of(
    row: Sequence[Any], codes: dict[tuple[str | None, str | None, str], Code]
) -> RecordedEvent[DossierEvent]:
    position, stream, version, at, kind, state = row[:6]
    at = at.astimezone(UTC)
    named = (row[11], row[12], stream)
    if named not in codes:
        codes[named] = Code(row[11] or LIBRARY, row[12] or stream)
    try:
        event = load(kind, state)
    except UnreadableEvent as error:
        raise UnreadableEvent(error.kind, position) from error
    # By position: naming seventeen fields costs as much as setting them.
    told = Testimony(
        event,
        codes[named],
        row[6].astimezone(UTC) if row[6] else at,
        row[8] or LIBRARY,
        row[9] or f"{stream}:{version}",
        row[10] or 0,
        _PRECISIONS[row[7]],
        row[13],
        row[14],
        row[15].astimezone(UTC) if row[15] else None,
        row[16],
        row[17],
        row[18],
        tuple(row[19] or ()),
        row[20],
        _PROVENANCES[row[21]],
        _override(row[22]),
    )
    return RecordedEvent(position, stream, version, at, told)


def _override(said: Mapping[str, Any] | None) -> Override | None:
    return Override(tuple(said["codes"]), said["reason"], said["approver"]) if said else None


_PRECISIONS: Final[Mapping[str | None, Precision]] = {
    None: Precision.INSTANT,
    **{one.value: one for one in Precision},
}
_PROVENANCES: Final[Mapping[str | None, Provenance]] = {
    None: Provenance.NATIVE,
    **{one.value: one for one in Provenance},
}
