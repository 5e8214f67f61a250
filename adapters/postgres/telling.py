"""What projections tell of dossiers, as rows of their tables; what one cannot take is named."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Final

from pydantic_core import to_json

from adapters.postgres.log import Fault, fault
from projections.projection import Projection
from projections.story import Story

AT_ONCE: Final = 5
"""Dossiers after which others have their turn: what writes, and a server that answers."""

Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one projection tells of some dossiers."""

    projection: Projection
    rows: dict[str, list[Cells]] = field(default_factory=dict)
    """Of each dossier."""
    faults: dict[str, Fault] = field(default_factory=dict)
    """By stream, what it cannot take."""


async def tell(
    projections: Sequence[Projection], stories: Iterable[Story], unread: Iterable[Fault] = ()
) -> list[Telling]:
    """Of dossiers in which something could not be read nobody tells."""
    tellings = [Telling(each, {}, {one.stream: one for one in unread}) for each in projections]
    for number, story in enumerate(stories, start=1):
        for telling in tellings:
            _tell(telling, story)
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    return tellings


def _tell(telling: Telling, story: Story) -> None:
    try:
        telling.rows[story.stream] = _rows(telling.projection, story)
    except Exception as error:
        # Whatever it is, it must keep no other dossier back, and be named.
        telling.faults[story.stream] = _first(telling.projection, story, error)


def _rows(projection: Projection, story: Story) -> list[Cells]:
    get = attrgetter(*columns(projection.row))
    return [tuple(map(_cell, get(row))) for row in projection.told(story)]


def _first(projection: Projection, story: Story, error: Exception) -> Fault:
    """The first event with which it cannot be told."""
    for number in range(1, len(story.known)):
        try:
            _rows(projection, Story(story.known[:number], story.law))
        except Exception as earlier:
            return fault(story.stream, story.known[number - 1].position, earlier)
    return fault(story.stream, story.known[-1].position, error)


def columns(row: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(row))


def _cell(value: Any) -> Any:
    return to_json(value).decode() if isinstance(value, dict | list) else value


async def ended(writing: "asyncio.Task[Any] | None") -> None:
    """What is still written when its teller gives up is given up, too."""
    if writing and not writing.done():
        writing.cancel()
        await asyncio.wait([writing])
