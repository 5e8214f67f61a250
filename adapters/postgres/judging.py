"""How a dossier of the timeliness table stands at the end of a day, in SQL."""

from typing import Final

from psycopg import sql

from adapters.postgres.reaching import EVERYTHING
from domain.dossier.clocks import Clock

FLAGS: Final = (
    *("contested", "dates_differ", "without_cause", "without_apology", "timed"),
    "nationally_in_time",
)
"""What decides the cells beside the classes, whatever the class is."""

# The primary key has from_on in it, and would be searched through for that alone: not for a sum.
_STANDS: Final = """
SELECT span.*,
    CASE
        WHEN never_received THEN 'not_accepted'
        WHEN received_on < %(from_on)s THEN 'carried_over'
        WHEN channel = 'online' THEN 'online'
        ELSE 'direct'
    END AS came,
    CASE WHEN never_received THEN NULL ELSE {outcome} END AS outcome,
    CASE WHEN never_received THEN NULL ELSE {national} END AS national,
    otherwise <> '[]' AND hoso_contested(otherwise, {owed}, %(as_of)s) AS contested,
    dates <> '{{}}' AND hoso_dates_differ(dates, {owed}, %(as_of)s) AS dates_differ,
    late_cause IS NULL OR NOT cause_confirmed AS without_cause,
    NOT apologised AS without_apology,
    settled_minutes IS NOT NULL AS timed,
    ended_how IS NOT NULL AND {national_class} IN ('early', 'on_time') AS nationally_in_time
FROM (
    SELECT *, (ended_how = 'not-accepted') IS TRUE AS never_received, {gone_on} AS gone_on
    FROM hoso_timeliness
    WHERE from_on + 0 <= %(as_of)s AND (to_on IS NULL OR to_on > %(as_of)s)
        AND received_on <= %(to_on)s
        AND ({may_count})
        AND {narrowed}
) AS span
WHERE received_on >= %(from_on)s OR NOT never_received
    AND (gone_on IS NULL OR gone_on >= %(from_on)s)
"""

# What was received in the period, was open at its end, or ended in it; each has an index. No span
# should tell of an end behind the day that it begins on, but those that do have one, too.
_MAY_COUNT: Final = """
received_on BETWEEN %(from_on)s AND %(to_on)s
OR ended_on IS NULL AND daterange(from_on, to_on) @> %(as_of)s
OR ended_on BETWEEN %(from_on)s AND %(as_of)s
OR ended_on > %(as_of)s AND ended_on > from_on AND ended_on >= %(from_on)s
"""

_GONE_ON: Final = "coalesce({ended_on}, CASE WHEN ended_how IS NOT NULL THEN ended_on END)"
"""The day on which the dossier had ended by the clock."""

_OUTCOME: Final = """
CASE
    WHEN ended_how IS NOT NULL AND ended_on <= {gone_on} AND {gone_on} <= %(as_of)s THEN ended_how
    ELSE {class_}
END
"""

_PARTS: Final = (
    ("ended_on", "date"),
    ("ended_as", "text"),
    ("waits", "boolean"),
    ("overdue_from", "date"),
)


def stands(clock: Clock, narrowed: sql.Composable = EVERYTHING) -> sql.Composed:
    """The dossiers that count in the period `from_on` to `to_on`, each with the words of what came
    and of what became of it by the end of `as_of`, and with its flags. `narrowed` is a condition
    on the table's own columns that leaves out what nobody asks for."""
    return sql.SQL(_STANDS).format(
        outcome=_outcome(clock),
        national=_outcome(Clock.NATIONAL),
        national_class=_class(Clock.NATIONAL),
        owed=_class(Clock.OWED),
        gone_on=_gone_on(clock),
        may_count=sql.SQL(_MAY_COUNT) if clock is Clock.OWED else EVERYTHING,
        narrowed=narrowed,
    )


def _outcome(clock: Clock) -> sql.Composed:
    return sql.SQL(_OUTCOME).format(gone_on=_gone_on(clock), class_=_class(clock))


def _class(clock: Clock) -> sql.Composed:
    return sql.SQL("hoso_class({}, %(as_of)s)").format(_standing(clock))


def _gone_on(clock: Clock) -> sql.Composed:
    return sql.SQL(_GONE_ON).format(ended_on=_part(clock, "ended_on", "date"))


def _standing(clock: Clock) -> sql.Composed:
    return sql.SQL(", ").join(_part(clock, name, of) for name, of in _PARTS)


def _part(clock: Clock, name: str, of: str) -> sql.Composed:
    """A part of the standing by the clock; as owed where it says nothing else."""
    column = sql.Identifier(name)
    if clock is Clock.OWED:
        return sql.Composed([column])
    return sql.SQL(
        "CASE WHEN clocks ? {c} THEN (clocks->{c}->>{n})::{of} ELSE {column} END"
    ).format(c=sql.Literal(clock.value), n=sql.Literal(name), of=sql.SQL(of), column=column)
