"""The eventsourcing library on our table: a recorder, and a mapper of our events.

With these an `eventsourcing.application.Application` reads, follows and appends:

    class Follower(Application[str]):
        name = "hoso"
        env = {"PERSISTENCE_MODULE": "eventsourcing.postgres", **LIBRARY_ENV}

The stock recorder works as well; it takes a table lock where ours takes the head row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.utils import get_topic

from domain.dossier.events import DossierEvent
from domain.dossier.history import load, store

INSERT: Final = """
INSERT INTO hoso_events (originator_id, originator_version, topic, state)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::bytea[])
RETURNING notification_id
"""


@dataclass(frozen=True)
class StreamEvent:
    """An event as the library wants it: in its stream, at its version."""

    originator_id: str
    originator_version: int
    event: DossierEvent


class EventMapper(Mapper[str]):
    """Our stored bytes under our kinds: no module path is ever stored."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            topic=domain_event.event.kind,
            state=store(domain_event.event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        return StreamEvent(
            str(stored_event.originator_id),
            stored_event.originator_version,
            load(stored_event.topic, stored_event.state),
        )


class Recorder(PostgresApplicationRecorder):
    """The library's recorder without its table lock and its pipeline: positions come in
    commit order from the head row, and large messages do not hang on a Unix socket."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        if not stored_events:
            return []
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("LOCK TABLE hoso_events IN ROW EXCLUSIVE MODE")
            cursor.execute(INSERT, _columns(stored_events))
            positions = [int(row["notification_id"]) for row in cursor.fetchall()]
            self._notify_channel(cursor)
        return positions


def _columns(events: Sequence[StoredEvent]) -> list[list[Any]]:
    rows = ((str(e.originator_id), e.originator_version, e.topic, e.state) for e in events)
    return [list(column) for column in zip(*rows, strict=True)]


LIBRARY_ENV: Final = {
    "MAPPER_TOPIC": get_topic(EventMapper),
    "APPLICATION_RECORDER_TOPIC": get_topic(Recorder),
    "ORIGINATOR_ID_TYPE": "text",
}
"""What an Application's environment needs, beside the database's address."""
