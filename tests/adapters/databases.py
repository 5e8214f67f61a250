"""Databases of a server, each as its template is: what a test leaves in one is taken out again,
which costs a tenth of making another."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

TEMPLATE: Final = "migrated"

WASTE: Final = 2**23
"""Bytes of dead rows above which a database is not worth emptying."""

# Where each row of the catalogue lies, and who wrote it: nobody has, since, where a schema is what
# it was.
SCHEMA: Final = " UNION ALL ".join(
    f"SELECT '{name}', md5(string_agg(ctid::text || xmin, '' ORDER BY ctid)) FROM {name} "
    f"WHERE {key} >= 16384"
    for name, key in {
        **dict.fromkeys(("pg_class", "pg_constraint", "pg_proc", "pg_trigger", "pg_type"), "oid"),
        **dict.fromkeys(("pg_attrdef", "pg_namespace", "pg_rewrite"), "oid"),
        "pg_attribute": "attrelid",
        "pg_index": "indexrelid",
    }.items()
)
SETTINGS: Final = (
    "SELECT datallowconn, datconnlimit, (SELECT array_agg(last_value::text) FROM pg_sequences), "
    "(SELECT array_agg(setconfig::text) FROM pg_db_role_setting WHERE setdatabase = d.oid) "
    "FROM pg_database AS d WHERE datname = current_database()"
)
TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SIZE: Final = "SELECT sum(pg_relation_size(oid))::bigint FROM pg_class WHERE oid >= 16384"
# A process that a test killed may have a session that has not noticed it.
ALONE: Final = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Made:
    """A database, and what its schema was when it was made."""

    name: str
    schema: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server with a migrated template."""

    admin: Connection[Any]
    conninfo: str
    rows: Mapping[str, bytes]
    """What stands in each table of the template, as COPY tells it."""
    spare: list[Made] = field(default_factory=list)
    """As the template is, and used by nobody."""

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """Of a name that no session knows of yet; yields its conninfo."""
        made = self._taken(f"test_{uuid4().hex}", template)
        conninfo = self._address(made.name)
        try:
            yield conninfo
        finally:
            if template == TEMPLATE and emptied(conninfo, made, self.rows):
                self.spare.append(made)
            else:
                self._tell("DROP DATABASE {} WITH (FORCE)", made.name)

    def _taken(self, name: str, template: str) -> Made:
        if template == TEMPLATE and self.spare:
            made = self.spare.pop()
            self._tell("ALTER DATABASE {} RENAME TO {}", made.name, name)
            return Made(name, made.schema)
        self._tell("CREATE DATABASE {} TEMPLATE {}", name, template)
        with psycopg.connect(self._address(name)) as conn:
            return Made(name, schema(conn))

    def _address(self, name: str) -> str:
        return make_conninfo(self.conninfo, dbname=name)

    def _tell(self, statement: str, *names: str) -> None:
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def schema(conn: Connection[Any]) -> tuple[Any, ...]:
    return tuple(conn.execute(asked.encode()).fetchall() for asked in (SCHEMA, SETTINGS))


def rows(conn: Connection[Any]) -> dict[str, bytes]:
    """What stands in each table, as COPY tells it."""
    return {name: _rows(conn, name) for (name,) in conn.execute(TABLES).fetchall()}


def _rows(conn: Connection[Any], name: str) -> bytes:
    asked = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))
    with conn.cursor() as cursor, cursor.copy(asked) as told:
        return b"".join(bytes(each) for each in told)


def emptied(conninfo: str, made: Made, rows: Mapping[str, bytes]) -> bool:
    """Whether it is as its template was; a schema that a test has changed is not put right."""
    try:
        with psycopg.connect(conninfo) as conn:
            conn.execute(ALONE)
            if schema(conn) != made.schema:
                return False
            _put_back(conn, rows)
            return bool(conn.execute(SIZE).fetchall()[0][0] < WASTE)
    except psycopg.OperationalError:
        return False


def _put_back(conn: Connection[Any], rows: Mapping[str, bytes]) -> None:
    # Without triggers: they link what is told, and this was told when it was first.
    conn.execute("SET LOCAL session_replication_role = replica")
    for name, told in rows.items():
        conn.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        if told:
            copying = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
            with conn.cursor() as cursor, cursor.copy(copying) as copy:
                copy.write(told)
