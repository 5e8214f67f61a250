"""Testimonies as columns of hoso_events, and back."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from domain.dossier.events import DossierEvent, Told
from domain.dossier.history import UnreadableEvent, load, store
from domain.store import RecordedEvent, Recording
from domain.testimony import Code, Override, Precision, Provenance, Testimony

SELECT: Final = """
SELECT notification_id, originator_id, originator_version, recorded_at, topic, state,
    occurred_at, precision, source, request_id, ordinal, code_system, code,
    source_ref, source_seq, source_recorded_at, actor, entered_by, unit, evidence,
    correlation_id, provenance, override
FROM hoso_events
"""

APPEND: Final = """
SELECT last_position, at FROM hoso_append(
    %s::text[], %s::bigint[], %s::text[], %s::bytea[], %s::timestamptz[], %s::text[],
    %s::text[], %s::text[], %s::smallint[], %s::bytea[], %s::text[], %s::text[],
    %s::text[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
    %s::jsonb[], %s::text[], %s::text[], %s::jsonb[], %s::timestamptz[])
"""

LIBRARY: Final = "eventsourcing"
"""The source of events that the stock library appended, which names none."""


def columns(recordings: Sequence[Recording[DossierEvent]]) -> list[list[Any] | None]:
    """The arguments of APPEND: an array per column."""
    rows = [
        _row(recording, recording.after + number, told)
        for recording in recordings
        for number, told in enumerate(recording.told, start=1)
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [*columns, _simulated(recordings)] if rows else []


def _simulated(recordings: Sequence[Recording[DossierEvent]]) -> list[datetime] | None:
    """When each event was recorded, as a simulation says; None where the store says it."""
    told = [recording.recorded_at for recording in recordings for _ in recording.told]
    times = [at for at in told if at]
    return times if len(times) == len(told) else None


def _row(recording: Recording[DossierEvent], version: int, told: Told) -> tuple[Any, ...]:
    return (
        recording.stream,
        version,
        told.event.kind,
        store(told.event),
        told.occurred_at,
        told.precision.value,
        told.source,
        told.request_id,
        told.ordinal,
        recording.fingerprint,
        told.dossier.system,
        told.dossier.value,
        told.source_ref,
        told.source_seq,
        told.source_recorded_at,
        told.actor,
        told.entered_by,
        told.unit,
        json.dumps(told.evidence) if told.evidence else None,
        told.correlation_id,
        told.provenance.value,
        _override(told.override),
    )


def _override(override: Override | None) -> str | None:
    if override is None:
        return None
    return json.dumps(
        {"codes": override.codes, "reason": override.reason, "approver": override.approver}
    )


def recorded(
    recordings: Sequence[Recording[DossierEvent]], last_position: int, at: datetime
) -> list[RecordedEvent[DossierEvent]]:
    """The events as they stand after APPEND answered."""
    told = [
        (recording, recording.after + number, one)
        for recording in recordings
        for number, one in enumerate(recording.told, start=1)
    ]
    first = last_position - len(told)
    return [
        RecordedEvent(
            first + number,
            recording.stream,
            version,
            (recording.recorded_at or at).astimezone(UTC),
            one,
        )
        for number, (recording, version, one) in enumerate(told, start=1)
    ]


def event_of(row: Sequence[Any]) -> RecordedEvent[DossierEvent]:
    """A row of SELECT. Raises UnreadableEvent."""
    position, stream, version, recorded_at = row[:4]
    recorded_at = recorded_at.astimezone(UTC)
    try:
        told = _told(row, recorded_at)
    except UnreadableEvent as error:
        raise UnreadableEvent(error.kind, position) from error
    return RecordedEvent(position, stream, version, recorded_at, told)


def _told(row: Sequence[Any], recorded_at: datetime) -> Told:
    stream, version = row[1:3]
    topic, state, occurred_at, precision, source, request_id, ordinal, system, code = row[4:13]
    evidence, correlation_id, provenance, override = row[19:23]
    return Testimony(
        event=load(topic, state),
        dossier=Code(system or LIBRARY, code or stream),
        occurred_at=(occurred_at or recorded_at).astimezone(UTC),
        source=source or LIBRARY,
        request_id=request_id or f"{stream}:{version}",
        ordinal=ordinal or 0,
        precision=Precision(precision or Precision.INSTANT),
        source_ref=row[13],
        source_seq=row[14],
        source_recorded_at=row[15].astimezone(UTC) if row[15] else None,
        actor=row[16],
        entered_by=row[17],
        unit=row[18],
        evidence=tuple(evidence or ()),
        correlation_id=correlation_id,
        provenance=Provenance(provenance or Provenance.NATIVE),
        override=Override(tuple(override["codes"]), override["reason"], override["approver"])
        if override
        else None,
    )
