"""depeche-db as its documentation uses it: a message store over SQLAlchemy, pydantic messages.

One message a write with the version expected; nothing is validated but the message, nothing
decided or read before.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from psycopg.conninfo import conninfo_to_dict
from pydantic import BaseModel, Field

from benchmarks.course import told
from benchmarks.crowd import threads
from benchmarks.measurement import Measurement, Place, Sample, Unavailable


class Message(BaseModel):
    said: dict[str, Any]
    message_id: UUID = Field(default_factory=uuid4)
    sent_at: datetime = Field(default_factory=lambda: datetime.now(UTC))

    def get_message_id(self) -> UUID:
        return self.message_id

    def get_message_time(self) -> datetime:
        return self.sent_at


class DepecheAppends(Measurement):
    home: ClassVar[str] = "depeche"

    def __init__(self, callers: int) -> None:
        self.callers = callers
        self.engine: Any = None

    def setup(self, place: Place) -> None:
        try:
            import sqlalchemy  # noqa: PLC0415  (a peer may be absent)
            from depeche_db import MessageStore  # noqa: PLC0415
            from depeche_db.tools import PydanticMessageSerializer  # noqa: PLC0415
        except ImportError as missing:
            raise Unavailable(
                "not installed: depeche-db (benchmarks/requirements.txt)"
            ) from missing
        named = conninfo_to_dict(place.conninfo)
        # The pool is SQLAlchemy's default: 5 connections and 10 more.
        self.engine = sqlalchemy.create_engine("postgresql+psycopg://", connect_args=named)
        store = MessageStore(
            name=f"bench_{self.callers}",
            engine=self.engine,
            serializer=PydanticMessageSerializer(Message),
        )
        self.crowd = [writing(store, told(f"depeche-{n}")) for n in range(self.callers)]

    def run(self, turn: int, seconds: float) -> Sample:
        return threads(self.crowd, seconds)

    def close(self) -> None:
        if self.engine is not None:
            self.engine.dispose()


def writing(store: Any, bodies: Iterator[bytes]) -> Callable[[], None]:
    """A caller that writes one message at a time to the dossier's stream."""
    version = 0

    def write() -> None:
        nonlocal version
        said = json.loads(next(bodies))
        version = 0 if said["kind"] == "dossier.received" else version
        store.write(said["dossier"], Message(said=said), expected_version=version)
        version += 1

    return write
