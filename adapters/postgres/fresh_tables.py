"""New tables beside the live ones of projections, and the swap."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from psycopg import AsyncConnection, sql

from adapters.postgres.tables import table

Connection = AsyncConnection[Any]

NEW: Final = "_new"

INDEXES: Final = """
SELECT c.relname, i.indisunique, pg_get_indexdef(i.indexrelid), k.contype = 'p'
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid
    AND k.contype IN ('p', 'u')
WHERE i.indrelid = %s::regclass ORDER BY c.relname
"""
GRANTS: Final = """
SELECT a.privilege_type, CASE WHEN a.grantee <> 0 THEN pg_get_userbyid(a.grantee) END
FROM pg_class c, aclexplode(c.relacl) a
WHERE c.oid = %s::regclass AND a.grantee <> c.relowner
"""


async def begin(conn: Connection, name: str) -> None:
    """An empty table like the live one. What a rebuild that was killed left goes first."""
    new, live = table(name, NEW), table(name)
    await conn.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(new))
    like = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING INDEXES)")
    await conn.execute(like.format(new, live))
    cursor = await conn.execute(GRANTS, (f"hoso_{name}",))
    for privilege, role in await cursor.fetchall():
        to = sql.Identifier(role) if role else sql.SQL("PUBLIC")
        grant = sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(privilege), new, to)
        await conn.execute(grant)


async def index(conn: Connection, name: str) -> None:
    """The indexes of the live table, once the rows are there: that is quicker."""
    new = table(name, NEW)
    for index, unique, definition, primary in await _indexes(conn, name):
        named = sql.Identifier(index + NEW)
        how = sql.SQL("CREATE UNIQUE INDEX") if unique else sql.SQL("CREATE INDEX")
        using = sql.SQL(definition.split(" USING ", 1)[1])
        await conn.execute(sql.SQL("{} {} ON {} USING {}").format(how, named, new, using))
        if primary is not None:
            kind = sql.SQL("PRIMARY KEY") if primary else sql.SQL("UNIQUE")
            constraint = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {} USING INDEX {}")
            await conn.execute(constraint.format(new, named, kind, named))
    await conn.execute(sql.SQL("ANALYZE {}").format(new))


async def keep(conn: Connection, name: str, streams: Iterable[str]) -> None:
    """The live rows of dossiers that cannot be told anew."""
    query = "INSERT INTO {} SELECT * FROM {} WHERE stream = ANY(%s)"
    copy = sql.SQL(query).format(table(name, NEW), table(name))
    await conn.execute(copy, (list(streams),))


async def swap(conn: Connection, name: str) -> None:
    """The new table becomes the live one, under its name and with its indexes' names."""
    indexes = [index for index, *_ in await _indexes(conn, name)]
    await conn.execute(sql.SQL("DROP TABLE {}").format(table(name)))
    rename = sql.SQL("ALTER TABLE {} RENAME TO {}")
    await conn.execute(rename.format(table(name, NEW), table(name)))
    for index in indexes:
        old, to = sql.Identifier(index + NEW), sql.Identifier(index)
        await conn.execute(sql.SQL("ALTER INDEX {} RENAME TO {}").format(old, to))


async def _indexes(conn: Connection, name: str) -> Sequence[Any]:
    return await (await conn.execute(INDEXES, (f"hoso_{name}",))).fetchall()
