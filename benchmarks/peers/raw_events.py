"""The questions of the report asked of the log itself, in SQL, without read models.

What somebody would write who has the events and no engine: a dossier begins when it was received,
ends with the first result, withdrawal or stop, and is due on the day that its slip printed. Nobody
stops a clock here, starts a term anew, reads the law otherwise or knows a second clock, so the
classes are not always the law's. The log has no index by kind and time; it gets one, so that all is
as quick as it can be without rows of its own.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from benchmarks.crowd import one
from benchmarks.generated import PROCEDURE, QUARTER
from benchmarks.measurement import Place, Sample
from benchmarks.peers.bare import Bare
from projections.report import Period

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

INDEX: Final = """
CREATE INDEX IF NOT EXISTS raw_events_kind ON hoso_events (topic, occurred_at);
ANALYZE hoso_events;
"""

_DOSSIERS: Final = """
SELECT received.originator_id AS stream, received.code, received.unit, received.occurred_at,
    said->>'procedure' AS procedure, (said->>'promised_return')::timestamptz AS due_at,
    ended.topic AS ended_how, ended.occurred_at AS ended_at,
    (ended.occurred_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        - ((said->>'promised_return')::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS behind
FROM hoso_events AS received
CROSS JOIN LATERAL (SELECT convert_from(received.state, 'UTF8')::jsonb AS said) AS state
LEFT JOIN hoso_events AS ended ON ended.originator_id = received.originator_id
    AND ended.topic IN ('dossier.result-arrived', 'dossier.withdrawn', 'dossier.stopped')
    AND ended.occurred_at < %(known_to)s
WHERE received.topic = 'dossier.received'
    AND received.occurred_at < least(%(to_end)s, %(known_to)s)
"""

_OF_PERIOD: Final = f"""
{_DOSSIERS} AND (
    received.occurred_at >= %(begin)s OR ended.occurred_at IS NULL
    OR ended.occurred_at >= %(begin)s)
"""

_COUNTS: Final = f"""
SELECT {{by}},
    count(*) FILTER (WHERE occurred_at < %(begin)s) AS carried_over,
    count(*) FILTER (WHERE occurred_at >= %(begin)s) AS received,
    count(*) FILTER (WHERE resolved AND behind < 0) AS early,
    count(*) FILTER (WHERE resolved AND behind = 0) AS on_time,
    count(*) FILTER (WHERE resolved AND behind > 0) AS late,
    count(*) FILTER (WHERE ended_how IN ('dossier.withdrawn', 'dossier.stopped')) AS ended,
    count(*) FILTER (WHERE ended_at IS NULL AND due_at >= %(known_to)s) AS in_time,
    count(*) FILTER (WHERE ended_at IS NULL AND due_at < %(known_to)s) AS overdue
FROM (
    SELECT *, ended_how = 'dossier.result-arrived' AS resolved FROM ({_OF_PERIOD}) AS dossiers
) AS judged
GROUP BY {{by}}
"""

LATE: Final = f"""
SELECT * FROM ({_DOSSIERS}) AS dossiers
WHERE ended_at IS NULL AND due_at < %(known_to)s
ORDER BY due_at, stream LIMIT %(limit)s
"""

_PAGE: Final = f"""
SELECT * FROM ({_OF_PERIOD} AND (
    %(after)s::text IS NULL
    OR (received.occurred_at, received.originator_id) > (%(after_at)s, %(after)s)
)) AS dossiers
WHERE ended_how = 'dossier.result-arrived' AND {{cell}}
ORDER BY occurred_at, stream LIMIT %(limit)s OFFSET %(offset)s
"""

COUNTS: Final = _COUNTS.format(by="procedure")
LEVELS: Final = _COUNTS.format(by="procedure, unit")
ON_TIME: Final = _PAGE.format(cell="behind = 0")
RESOLVED_LATE: Final = _PAGE.format(cell="behind > 0 AND procedure = %(procedure)s")


def begins(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def ends(day: date) -> datetime:
    return begins(day + timedelta(days=1))


class RawEvents(Bare):
    """A question to the log, in each round of the next of the periods; `limit` and `skipped` are
    of a list."""

    def __init__(
        self,
        question: str,
        periods: Sequence[Period] = (QUARTER,),
        *,
        limit: int | None = None,
        skipped: int = 0,
    ) -> None:
        self.question = question.encode()
        self.periods = periods
        self.skipped = skipped
        self.told: dict[str, Any] = {"limit": limit, "offset": 0, "procedure": PROCEDURE}
        self.told |= {"after": None, "after_at": None}

    def prepare(self, place: Place) -> None:
        self.conn.execute(INDEX)
        if self.skipped:
            self.told |= self._behind()

    def run(self, turn: int, seconds: float) -> Sample:
        period = self.periods[turn % len(self.periods)]

        def ask() -> None:
            self.answer(period)

        return one(ask, seconds)

    def answer(self, period: Period, **other: Any) -> list[tuple[Any, ...]]:
        days = {"begin": begins(period.from_on), "to_end": ends(period.to_on)}
        days |= {"known_to": ends(period.as_of)}
        return self.conn.execute(self.question, {**self.told, **days, **other}).fetchall()

    def _behind(self) -> dict[str, Any]:
        """The key of the last that is skipped; of the first where there are not so many."""
        period = self.periods[0]
        last = self.answer(period, limit=1, offset=self.skipped - 1)
        found = last or self.answer(period, limit=1)
        return {"after": found[0][0], "after_at": found[0][3]}
