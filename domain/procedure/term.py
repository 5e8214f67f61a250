"""A term of a procedure: which clock, how long, from what on, and what moves its end."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from domain.calendar.term import Length, Unit
from domain.procedure.words import Defined, Name, Text

HOURS_A_DAY: Final = 8
"""A working day of a term, in working hours (NĐ 45/2020/NĐ-CP; step tables count like it)."""

MILESTONE: Final = "milestone:"

Clock = Annotated[
    str,
    Field(
        pattern=r"^(intake-check|settlement|committed|applicant-supplement|step|opinion|apology"
        r"|transfer|filing|milestone:[a-z0-9]+(-[a-z0-9]+)*)$"
    ),
]
"""What runs.

intake-check: the desk says whether the dossier is complete; settlement: what the law gives;
committed: what the authority promised for all, shorter; applicant-supplement: what the applicant
has to answer; filing: when the applicant must hand in; milestone:<name>: a deed on the way.
"""

Start = Annotated[
    str,
    Field(
        pattern=r"^(submitted|received|complete|paid|supplement-requested|supplement-complete"
        r"|opinion-requested|due|milestone:[a-z0-9]+(-[a-z0-9]+)*)$"
    ),
]
"""What a term counts from. `due` is the return date; a milestone is one that was recorded."""


class Counts(StrEnum):
    AFTER = "after"
    BEFORE = "before"
    """The term ends so long before its start: papers three days before the meeting."""


class SupplementEffect(StrEnum):
    """What a supplement does to the clock."""

    RESET = "reset"
    """From zero once complete (NĐ 61/2018/NĐ-CP Art. 19(4))."""
    PAUSE = "pause"
    CONTINUE = "continue"


class Exclusion(StrEnum):
    """Time that a term does not count."""

    LAB_TEST = "lab-test"
    APPLICANT_WINDOW = "applicant-window"
    FEE_WAIT = "fee-wait"
    FORCE_MAJEURE = "force-majeure"


class Lapse(StrEnum):
    """What follows when the term passes unused."""

    MAY_CANCEL = "may-cancel"
    """The authority may end the dossier; a person decides it."""
    TREATED_AS_NEW = "treated-as-new"


class Term(Defined):
    clock: Clock
    length: Length
    starts: Annotated[tuple[Start, ...], Field(min_length=1)]
    """All of them must have happened: the last one counts."""
    counts: Counts = Counts.AFTER
    case: Name | None = None
    """Takes the place of the clock's plain term in this case of the procedure."""
    supplement: SupplementEffect | None = None
    """None where a supplement cannot touch the clock."""
    excludes: tuple[Exclusion, ...] = ()
    lapse: Lapse | None = None
    legal_basis: Text

    @property
    def name(self) -> str:
        """As marks and problems name it: settlement, or settlement@lost."""
        return f"{self.clock}@{self.case}" if self.case else self.clock


def working_hours(length: Length) -> int | None:
    """The length in working hours; None where it is not told in working time."""
    match length.unit:
        case Unit.WORKING_HOUR:
            return length.amount
        case Unit.WORKING_DAY:
            return length.amount * HOURS_A_DAY
        case Unit.SAME_DAY:
            return HOURS_A_DAY
        case Unit.CALENDAR_DAY | Unit.MONTH:
            return None


def milestone(clock_or_start: str) -> str | None:
    """The name of the milestone that is meant; None where it is none."""
    named = clock_or_start.removeprefix(MILESTONE)
    return named if named != clock_or_start else None
