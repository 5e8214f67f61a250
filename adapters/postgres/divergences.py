"""Divergences as they stand in the read model."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from psycopg import sql

from adapters.postgres.database import Database
from adapters.postgres.reaching import within
from domain.access import Reach
from projections.divergences import DivergenceRow, State, Wanted

CONDITIONS: Final = {
    State.OPEN: sql.SQL("ended_at IS NULL"),
    State.ENDED: sql.SQL("ended_at IS NOT NULL"),
    State.ALL: sql.SQL("true"),
}


@dataclass(frozen=True, slots=True)
class PostgresDivergences:
    database: Database
    reach: Reach = None
    """Of whose dossiers they tell."""

    def within(self, reach: Reach) -> "PostgresDivergences":
        return replace(self, reach=reach)

    async def found(self, wanted: Wanted, offset: int, limit: int) -> Sequence[DivergenceRow]:
        """The oldest first."""
        names = sql.SQL(", ").join(sql.Identifier(each.name) for each in fields(DivergenceRow))
        query = sql.SQL(
            "SELECT {} FROM hoso_divergences WHERE {} "
            "AND (%(kind)s::text IS NULL OR kind = %(kind)s) "
            "AND (%(owner)s::text IS NULL OR owner_organisation = %(owner)s) "
            "AND (%(procedure)s::text IS NULL OR procedure = %(procedure)s) AND {} "
            "ORDER BY found_at, stream, kind, object, carrier, since "
            "LIMIT %(limit)s OFFSET %(offset)s"
        ).format(names, CONDITIONS[wanted.state], within(self.reach, "hoso_divergences"))
        params: dict[str, Any] = {
            "kind": wanted.kind.value if wanted.kind else None,
            "owner": wanted.owner,
            "procedure": wanted.procedure,
            "limit": limit,
            "offset": offset,
        }
        async with self.database.connection() as conn:
            cursor = await conn.execute(query, params)
            return [DivergenceRow(*row) for row in await cursor.fetchall()]
