"""A bare FastAPI route: validates the body, then one INSERT and its commit through a pool.

What a service that only keeps what it is sent would do: it looks nobody up, decides nothing, and
orders nothing. `python -m benchmarks.peers.bare_http CONNINFO PORT` serves it on loopback.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel
from pydantic_core import to_json
from uuid6 import uuid7

from benchmarks.peers.bare import TABLE

POOL: Final = 16

INSERT: Final = """
INSERT INTO bare_events (originator_id, originator_version, topic, state, occurred_at, source,
    request_id, ordinal, code_system, code, actor, unit, chain)
VALUES (%s, 1, %s, %s, %s, %s, %s, 0, 'dossier-code', %s, %s, %s, '\\x00')
RETURNING notification_id
"""


class Event(BaseModel):
    """The body that hoso is sent, too."""

    dossier: str
    kind: str
    occurred_at: datetime
    source: str
    request_id: str
    actor: str
    unit: str
    data: dict[str, Any]


def app(conninfo: str) -> FastAPI:
    pool = AsyncConnectionPool(
        conninfo, min_size=POOL, max_size=POOL, open=False, kwargs={"autocommit": True}
    )

    @asynccontextmanager
    async def open_pool(_: FastAPI) -> AsyncIterator[None]:
        async with pool, pool.connection() as conn:
            await conn.execute(TABLE.encode(), prepare=False)
            yield

    served = FastAPI(lifespan=open_pool)

    @served.post("/events", status_code=201)
    async def post(event: Event) -> dict[str, Any]:
        async with pool.connection() as conn:
            cursor = await conn.execute(
                INSERT.encode(),
                (
                    str(uuid7()),
                    event.kind,
                    to_json(event.data),
                    event.occurred_at,
                    event.source,
                    event.request_id,
                    event.dossier,
                    event.actor,
                    event.unit,
                ),
            )
            ((position,),) = await cursor.fetchall()
        return {"dossier": event.dossier, "position": position}

    return served


if __name__ == "__main__":
    uvicorn.run(app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
