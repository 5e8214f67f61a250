"""Whom each dossier concerns, so that lists and counts are of those alone that one may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.dossier.concerned import concerned
from projections.projection import Projection, Story


@dataclass(frozen=True, slots=True)
class Concerned:
    """That a dossier concerns a body, under the name by which it was named."""

    stream: str
    body: str


def told(story: Story) -> Iterator[Concerned]:
    for body in sorted(concerned(event.told for event in story.known)):
        yield Concerned(story.stream, body)


PROJECTION: Final = Projection("concerned", Concerned, told)
