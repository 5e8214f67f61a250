"""A story told further is the story told anew, and what the domain walks."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.dossier.decisions import walk
from domain.dossier.events import Told
from projections import ALL
from projections.story import Known, Story
from tests.projections import knowing
from tests.projections.knowing import GOVERNED as LAW

TOLD = st.one_of(knowing.accepted_dossiers(), knowing.testimonies()).filter(bool)


@given(told=TOLD)
def test_it_is_what_the_domain_walks(told: list[Told]) -> None:
    story, steps = Story(knowing.known(*told), LAW), list(walk(told, LAW))
    assert list(story.happened) == [step.told for step in steps]
    assert list(story.dossiers) == [step.dossier for step in steps]
    assert list(story.findings) == [step.findings for step in steps]


@given(told=TOLD, cuts=st.sets(st.integers(1, 12), max_size=4))
def test_told_further_in_whatever_parts_it_is_told_anew(told: list[Told], cuts: set[int]) -> None:
    whole = knowing.known(*told)
    begun, *parts = _parted(whole, sorted(cuts))
    story = Story(begun, LAW)
    for part in parts:
        _asked(story)
        story = story.further(part)
    anew = Story(whole, LAW)
    assert _asked(story) == _asked(anew)
    for projection in ALL:
        assert list(projection.told(story)) == list(projection.told(anew))


def _asked(story: Story) -> tuple[Any, ...]:
    return story.happened, story.annulled, story.dossiers, story.findings


def _parted(whole: Known, cuts: list[int]) -> list[Known]:
    ends = [cut for cut in cuts if cut < len(whole)]
    return [whole[a:b] for a, b in zip([0, *ends], [*ends, len(whole)], strict=True)]
