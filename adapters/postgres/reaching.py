"""What somebody may see of a table of dossiers, in SQL."""

from psycopg import sql

from domain.access import Reach

EVERYTHING = sql.SQL("true")

_WITHIN = """
EXISTS (
    SELECT FROM hoso_concerned AS concerned
    WHERE concerned.stream = {table}.stream AND concerned.body = ANY({bodies}::text[])
)
"""


def within(reach: Reach, table: str) -> sql.Composable:
    """The condition that a dossier of the table, which has a column `stream`, is within reach."""
    if reach is None:
        return EVERYTHING
    bodies = sql.Literal(sorted(reach))
    return sql.SQL(_WITHIN).format(table=sql.Identifier(table), bodies=bodies)
