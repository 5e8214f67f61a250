"""The fold of what was said of a procedure: its versions, and how they ended.

Only what is known counts, and the later word on the same day counts; in which order events are
delivered does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from domain.procedure.events import Abolished, Amended, ProcedureEvent, Published
from domain.procedure.procedure import Procedure

DAY: Final = timedelta(days=1)

RANK: Final[Mapping[type[ProcedureEvent], int]] = {Abolished: 0, Published: 1, Amended: 2}
"""Of two things known since the same day and effective on the same day, a version stands."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One procedure over time."""

    versions: tuple[Procedure, ...]
    """By first day, none overlapping."""
    ends: tuple[Abolished, ...]
    """The abolitions, by the day they take effect."""


def timelines(events: Iterable[ProcedureEvent]) -> dict[str, Timeline]:
    """Of every procedure that was spoken of, by its code."""
    changes: dict[str, dict[date, ProcedureEvent]] = {}
    for event in sorted(events, key=order_of_knowledge):
        changes.setdefault(event.code, {})[event.effective_on] = event
    return {code: _timeline(by_day) for code, by_day in changes.items()}


def order_of_knowledge(event: ProcedureEvent) -> tuple[date, date, int, str]:
    return event.known_on, event.effective_on, RANK[type(event)], event.model_dump_json()


def _timeline(by_day: Mapping[date, ProcedureEvent]) -> Timeline:
    changes = [by_day[day] for day in sorted(by_day)]
    followed = pairwise([*changes, None])
    return Timeline(
        tuple(
            _until(change.procedure, following)
            for change, following in followed
            if isinstance(change, Published | Amended)
        ),
        tuple(change for change in changes if isinstance(change, Abolished)),
    )


def _until(version: Procedure, following: ProcedureEvent | None) -> Procedure:
    """The version with its last day: its own, or the one before what follows it."""
    last = [version.valid_to] if version.valid_to else []
    last += [following.effective_on - DAY] if following else []
    return version.model_copy(update={"valid_to": min(last)}) if last else version
