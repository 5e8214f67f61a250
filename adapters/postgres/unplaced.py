"""What was told and could not be placed, in the same database; what it says is in the vault."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg import sql
from psycopg.rows import dict_row
from uuid6 import uuid7

from adapters.postgres.database import Database
from domain.access import Reach
from domain.refusals import Refused, RequestIdReused
from domain.request import Posted, canonical
from domain.testimony import Code
from domain.unplaced import (
    Dismissed,
    Event,
    Kept,
    Placed,
    UnknownUnplaced,
    Wanted,
    Why,
)
from domain.vault import Vault

Named = tuple[str, str]
"""A source, and its request id."""

ENVELOPE: Final = (
    *("id", "source", "request_id", "code_system", "kind", "occurred_at", "unit", "entered_by"),
    *("kept_at", "said", "fingerprint", "seen"),
)
"""Columns that are called as in what is kept, and hold the same."""

SELECT: Final = sql.SQL("SELECT * FROM hoso_unplaced ")

# In one order, so that two that keep the same at once never wait for each other; numbered before,
# as they came.
KEEP: Final = """
INSERT INTO hoso_unplaced (
    number, id, source, request_id, fingerprint, said, code, code_system, kind, occurred_at, unit,
    entered_by, reach)
SELECT * FROM (
    SELECT
        nextval('hoso_unplaced_number'), told.id, told.source, told.request_id, told.fingerprint,
        told.said, told.code, told.code_system, told.kind, told.occurred_at, told.unit,
        told.entered_by, told.reach::jsonb
    FROM unnest(
        %s::text[], %s::text[], %s::text[], %s::bytea[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::text[]
    ) AS told (
        id, source, request_id, fingerprint, said, code, code_system, kind, occurred_at, unit,
        entered_by, reach)
) AS kept ORDER BY source, request_id
ON CONFLICT (source, request_id) DO NOTHING
"""

AWAIT: Final = """
INSERT INTO hoso_awaited AS known (code)
SELECT DISTINCT code FROM unnest(%s::text[]) AS told (code) ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    due = true, since = CASE WHEN known.due THEN known.since ELSE clock_timestamp() END
"""

FIND: Final = """
SELECT source, request_id, id, fingerprint FROM hoso_unplaced
WHERE (source, request_id) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""

PLACED: Final = """
UPDATE hoso_unplaced AS kept SET
    placed_at = hoso_now(), placed_by = %s, placed_system = told.system, placed_code = told.code,
    placed_position = told.position, refused = '[]'
FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[])
    AS told (id, system, code, position)
WHERE kept.id = told.id AND kept.placed_at IS NULL
"""

DISMISSED: Final = """
UPDATE hoso_unplaced SET dismissed_at = hoso_now(), dismissed_by = %s, dismissed_why = %s
WHERE id = %s AND state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class PostgresUnplaced:
    """Keeps the promises of domain.unplaced.Unplaced."""

    database: Database
    vault: Vault

    async def keep(self, posted: Sequence[Posted], fingerprints: Sequence[bytes]) -> Sequence[str]:
        names = [(one.request.source, one.request.request_id) for one in posted]
        known = await self._known(names)
        told = zip(names, posted, fingerprints, strict=True)
        new = {name: (one, print_) for name, one, print_ in reversed([*told]) if name not in known}
        if new:
            await self._keep([*reversed(new.values())])
            known = await self._known(names)
        for name, print_ in zip(names, fingerprints, strict=True):
            if known[name][1] != print_:
                raise Refused(RequestIdReused(*name))
        return [known[name][0] for name in names]

    async def _known(self, names: Sequence[Named]) -> Mapping[Named, tuple[str, bytes]]:
        columns = [list(column) for column in zip(*names, strict=True)] or [[], []]
        async with self.database.connection() as conn:
            rows = await (await conn.execute(FIND, columns)).fetchall()
        return {(source, request_id): (id, print_) for source, request_id, id, print_ in rows}

    async def _keep(self, new: Sequence[tuple[Posted, bytes]]) -> None:
        texts = [canonical(posted.request).decode() for posted, _ in new]
        sealed = await self.vault.seal(texts)
        told = zip(new, sealed, strict=True)
        rows = [_row(posted, print_, said.entry) for (posted, print_), said in told]
        async with self.database.transaction() as conn:
            # What was acknowledged must be there, whatever the server is set to.
            await conn.execute("SET LOCAL synchronous_commit = on")
            await conn.execute(KEEP, [list(column) for column in zip(*rows, strict=True)])
            await conn.execute(AWAIT, ([posted.request.dossier for posted, _ in new],))

    async def waiting(self, wanted: Wanted) -> Sequence[Kept]:
        after = (await self.one(wanted.after, wanted.reach)).id if wanted.after else None
        return await self._found(
            _of(wanted),
            after=after,
            state=wanted.state,
            reach=None if wanted.reach is None else sorted(wanted.reach),
            limit=wanted.limit,
        )

    async def one(self, id: str, reach: Reach) -> Kept:
        found = await self._found(sql.SQL("WHERE id = %(id)s"), id=id)
        if not found or not (reach is None or found[0].unit in reach):
            raise Refused(UnknownUnplaced(id))
        return found[0]

    async def texts(self, kept: Sequence[Kept]) -> Sequence[str]:
        texts = await self.vault.open([one.said for one in kept])
        found = [text for text in texts if text is not None]
        if len(found) < len(kept):
            raise LookupError("the vault no longer has what was told")
        return found

    async def placed(self, events: Mapping[str, Event], by: str | None) -> None:
        told = [(id, one.told.dossier, one.position) for id, one in events.items()]
        rows = [(id, on.system, on.value, position) for id, on, position in told]
        if rows:
            async with self.database.connection() as conn:
                await conn.execute(PLACED, (by, *map(list, zip(*rows, strict=True))))

    async def dismissed(self, id: str, by: str, reason: str) -> Kept:
        kept = await self.one(id, None)
        if kept.placed or kept.dismissed:
            return kept
        (why,) = await self.vault.seal([reason])
        async with self.database.connection() as conn:
            await conn.execute(DISMISSED, (by, why.entry, id))
        return await self.one(id, None)

    async def awaiting(self, code: str, after: str | None, limit: int) -> Sequence[Kept]:
        where = sql.SQL("WHERE code = %(code)s AND state = 'waiting'")
        return await self._found(_page(where, after), code=code, after=after, limit=limit)

    async def _found(self, where: sql.Composable, **asked: Any) -> Sequence[Kept]:
        async with (
            self.database.connection() as conn,
            conn.cursor(row_factory=dict_row) as cursor,
        ):
            rows = await (await cursor.execute(SELECT + where, asked)).fetchall()
        entries = [row["dismissed_why"] for row in rows if row["dismissed_why"]]
        texts = await self.vault.open(entries) if entries else ()
        reasons = dict(zip(entries, texts, strict=True))
        return [_kept(row, reasons.get(row["dismissed_why"])) for row in rows]


def _of(wanted: Wanted) -> sql.Composable:
    conditions = [sql.SQL("true")]
    if wanted.state:
        conditions.append(sql.SQL("state = %(state)s"))
    if wanted.reach is not None:
        conditions.append(sql.SQL("unit = ANY(%(reach)s)"))
    return _page(sql.SQL("WHERE ") + sql.SQL(" AND ").join(conditions), wanted.after)


def _page(where: sql.Composable, after: str | None) -> sql.Composable:
    behind = " AND number > (SELECT number FROM hoso_unplaced WHERE id = %(after)s)"
    return where + sql.SQL((behind if after else "") + " ORDER BY number LIMIT %(limit)s")


def _row(posted: Posted, fingerprint: bytes, said: str) -> tuple[Any, ...]:
    request = posted.request
    return (
        str(uuid7()),
        request.source,
        request.request_id,
        fingerprint,
        said,
        request.dossier,
        request.code_system,
        posted.event.kind,
        request.occurred_at,
        request.unit,
        posted.entered_by,
        None if posted.reach is None else json.dumps(sorted(posted.reach)),
    )


def _kept(row: Mapping[str, Any], reason: str | None) -> Kept:
    own = {name: row[name] for name in ENVELOPE}
    placed = dismissed = None
    if row["placed_at"]:
        on = Code(row["placed_system"], row["placed_code"])
        placed = Placed(on, row["placed_position"], row["placed_at"], row["placed_by"])
    if row["dismissed_at"]:
        dismissed = Dismissed(row["dismissed_at"], row["dismissed_by"], reason)
    return Kept(
        **own,
        dossier=row["code"],
        reach=None if row["reach"] is None else frozenset(row["reach"]),
        refused=tuple(Why(one["code"], one["params"]) for one in row["refused"]),
        placed=placed,
        dismissed=dismissed,
    )
