"""Sums up whose time it was where the rows are.

The same sums as domain.dossier.attribution.totals over the same attributions, which has the last
word: a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from psycopg import sql

from adapters.postgres.database import Database
from adapters.postgres.reaching import within
from domain.access import Reach
from domain.dossier.attribution import Dimension
from domain.dossier.values import Carrier
from projections.attribution import DOSSIER, Dossiers, Sum, Summed, in_rank
from projections.report import Period

_OF_THE_PERIOD: Final = """
FROM hoso_attribution
WHERE reading = %(reading)s AND ended_on BETWEEN %(from_on)s AND %(to_on)s
    AND {seen}
"""

_LATE: Final = "count(DISTINCT stream) FILTER (WHERE ended_as = 'late' AND ended_how IS NULL)"

_SUMS: Final = (
    'SELECT {key}, sum("before"), sum("after"), count(DISTINCT stream), '
    + _LATE
    + _OF_THE_PERIOD
    + "AND account IS NOT NULL GROUP BY 1"
)

_DOSSIERS: Final = (
    "SELECT count(DISTINCT stream), "
    + _LATE
    + ", count(DISTINCT stream) FILTER (WHERE lacking IS NOT NULL)"
    + _OF_THE_PERIOD
)

_OPEN: Final = """
SELECT count(*) FROM hoso_timeliness
WHERE to_on IS NULL AND received_on <= %(to_on)s AND (ended_on IS NULL OR ended_on > %(to_on)s)
    AND {seen}
"""

_KEYS: Final[Mapping[Dimension, str]] = {
    Dimension.ACCOUNT: "account",
    Dimension.UNIT: "organisation",
    Dimension.STEP: "step",
    Dimension.PROCEDURE: "procedure",
    Dimension.MONTH: "to_char(month, 'YYYY-MM')",
}


@dataclass(frozen=True, slots=True)
class PostgresCharges:
    database: Database
    reach: Reach = None
    """Of whose dossiers they tell."""

    def within(self, reach: Reach) -> "PostgresCharges":
        return replace(self, reach=reach)

    async def summed(self, period: Period, by: Dimension, carrier: Carrier | None) -> Summed:
        """Over the dossiers that ended in the period, in one reading: of a carrier, or of the
        dossier."""
        asked = {
            "reading": carrier.value if carrier else DOSSIER,
            "from_on": period.from_on,
            "to_on": period.to_on,
        }
        seen = within(self.reach, "hoso_attribution")
        sums = sql.SQL(_SUMS).format(key=sql.SQL(_KEYS[by]), seen=seen)
        dossiers = sql.SQL(_DOSSIERS).format(seen=seen)
        still_open = sql.SQL(_OPEN).format(seen=within(self.reach, "hoso_timeliness"))
        async with self.database.connection() as conn:
            found = await (await conn.execute(sums, asked)).fetchall()
            counts: Any = await (await conn.execute(dossiers, asked)).fetchone()
            waiting: Any = await (await conn.execute(still_open, asked)).fetchone()
        rows = (Sum(key, int(before), int(after), *of) for key, before, after, *of in found)
        return Summed(by, in_rank(by, rows), Dossiers(*counts, *waiting))
