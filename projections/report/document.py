"""The report as `--format json` prints it and the HTTP API answers it."""

from datetime import datetime
from typing import Any, Final

from domain.dossier.clocks import Clock
from projections.periods import Named
from projections.report.asking import Asked
from projections.report.cells import Groups, Levels, Period
from projections.report.rows import DENOMINATORS, as_json, rows_of, total
from projections.view import plain

GRANULARITY: Final = "local date (terms in hours: instant)"
"""What is compared with the due date, which is such a day or instant."""


def of(asked: Asked, groups: Groups, known_at: datetime | None, zone: str) -> dict[str, Any]:
    """What was asked for, over groups that were counted so."""
    return document(
        groups,
        asked.period,
        asked.by,
        plain(known_at),
        clock=asked.clock,
        named=asked.named,
        zone=zone,
    )


def document(
    groups: Groups,
    period: Period,
    by: Levels,
    known_at: str | None,
    *,
    clock: Clock = Clock.OWED,
    named: Named | None = None,
    zone: str | None = None,
) -> dict[str, Any]:
    """`zone` is the one whose local days the period is of (an IANA name)."""
    found = rows_of(groups)
    return {
        "period": {
            "from": period.from_on.isoformat(),
            "to": period.to_on.isoformat(),
            **({"scheme": named.scheme, "name": named.name} if named else {}),
        },
        "as_of": period.as_of.isoformat(),
        "known_at": known_at,
        "zone": zone,
        "granularity": GRANULARITY,
        "clock": clock.value,
        "denominators": dict(DENOMINATORS),
        "by": ",".join(by) or None,
        "rows": [as_json(row) for row in found],
        "total": as_json(total(found)),
    }
