"""Who came after whom: chains, mergers, divisions, and circles that cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.authority.events import Succeeded
from domain.authority.publication import parse
from domain.authority.registry import Registry, registry
from domain.procedure.refusals import DefinitionRefused
from tests.domain.authority.entries import FIRST, MERGER, a_succession, an_authority, succeeded

DAY = timedelta(days=1)
EVE = MERGER - DAY
LATER = date(2026, 7, 1)
IDS = tuple("abcdef")


def after(*events: Succeeded) -> Registry:
    return registry(events)


def test_a_body_is_itself_until_the_day_of_its_succession() -> None:
    told = after(succeeded("long-an", "tay-ninh"))

    assert told.successors("long-an", EVE) == frozenset()
    assert told.current("long-an", EVE) == ("long-an",)
    assert told.successors("long-an", MERGER) == {"tay-ninh"}
    assert told.current("long-an", MERGER) == ("tay-ninh",)
    assert told.predecessors("tay-ninh") == {"long-an"}
    assert told.predecessors("long-an") == frozenset()


def test_many_are_followed_by_one() -> None:
    told = after(succeeded("long-an", "new"), succeeded("tay-ninh", "new"))

    assert told.predecessors("new") == {"long-an", "tay-ninh"}
    assert not told.same("long-an", "tay-ninh", EVE)
    assert told.same("long-an", "tay-ninh", MERGER)


def test_one_is_followed_by_many() -> None:
    told = after(succeeded("a", "c", "b"))

    assert told.current("a", MERGER) == ("b", "c")
    assert told.same("a", "b", MERGER)
    assert told.same("c", "a", MERGER)
    assert not told.same("b", "c", MERGER)


def test_successions_follow_each_other() -> None:
    told = after(succeeded("a", "b"), succeeded("b", "c", on=LATER))

    assert (told.current("a", MERGER), told.current("a", LATER)) == (("b",), ("c",))
    assert told.successors("a", LATER) == {"b", "c"}
    assert told.predecessors("c") == {"a", "b"}


def test_the_later_word_on_a_succession_counts_and_may_take_it_back() -> None:
    first = succeeded("a", "b", known_on=FIRST)
    other = succeeded("a", "c", on=LATER, known_on=EVE)
    never = succeeded("a", known_on=MERGER)

    assert after(other, first).current("a", LATER) == ("c",)
    assert after(other, first).current("a", MERGER) == ("a",)
    assert after(never, other, first).current("a", LATER) == ("a",)


def test_who_is_unknown_is_the_same_as_itself_alone() -> None:
    told = after(succeeded("a", "b"))

    assert told.same("sea", "sea", MERGER)
    assert not told.same("sea", "a", MERGER)


def test_a_circle_from_several_sources_is_survived() -> None:
    told = after(succeeded("a", "b"), succeeded("b", "a"))

    assert told.current("a", MERGER) == ("a",)
    assert told.same("a", "a", MERGER)
    assert told.successors("a", MERGER) == {"a", "b"}


days = st.dates(date(2019, 1, 1), date(2019, 1, 5))
one = st.sampled_from(IDS)


def _forward(few: list[str], many: bool) -> list[str]:
    first, *rest = sorted(set(few))
    return [first, *(rest if many else rest[:1])]


def edges(*, many: bool = True) -> st.SearchStrategy[list[Succeeded]]:
    """Successions from a letter to later ones: there are no circles."""
    named = st.lists(one, min_size=2, unique=True).map(lambda few: _forward(few, many))
    made = st.builds(lambda ids, on: succeeded(*ids, on=on, known_on=FIRST), named, days)
    return st.lists(made, max_size=6, unique_by=lambda event: event.id)


@given(edges(), days, one, one)
def test_successors_are_transitive_and_the_inverse_of_predecessors(
    told: list[Succeeded], day: date, a: str, b: str
) -> None:
    found = after(*told)

    for each in found.successors(a, day):
        assert found.successors(each, day) <= found.successors(a, day)
        assert a in found.predecessors(each)
    assert (b in found.successors(a, date.max)) == (a in found.predecessors(b))


@given(edges(), days, days, one)
def test_the_longer_the_more_come_after(
    told: list[Succeeded], day: date, other: date, a: str
) -> None:
    found = after(*told)

    assert found.successors(a, min(day, other)) <= found.successors(a, max(day, other))


@given(edges(), days, one)
def test_who_stands_in_the_place_was_not_succeeded_itself(
    told: list[Succeeded], day: date, a: str
) -> None:
    found = after(*told)

    assert found.current(a, day)
    assert all(found.current(each, day) == (each,) for each in found.current(a, day))


@given(edges(), days, one, one, st.data())
def test_to_be_the_same_goes_both_ways_whatever_the_order(
    told: list[Succeeded], day: date, a: str, b: str, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([*told, *told[:2]]))

    assert after(*told).same(a, a, day)
    assert after(*told).same(a, b, day) == after(*shuffled).same(b, a, day)


@given(edges(many=False), days, one, one, one)
def test_where_nothing_was_divided_the_same_as_the_same_is_the_same(
    told: list[Succeeded], day: date, a: str, b: str, c: str
) -> None:
    found = after(*told)

    if found.same(a, b, day) and found.same(b, c, day):
        assert found.same(a, c, day)


@given(st.dictionaries(one, st.lists(one, min_size=1, max_size=2, unique=True), max_size=6))
def test_a_publication_refuses_circles_and_nothing_for_being_long(
    told: dict[str, list[str]],
) -> None:
    """Each letter ends on a day of its own, the later the later in the alphabet."""
    successions = [
        a_succession(id, *others, effective_on=FIRST + DAY * (1 + IDS.index(id)))
        for id, others in told.items()
    ]
    file = {"authority": [an_authority(id) for id in IDS], "succession": successions}
    found = after(*(succeeded(id, *others) for id, others in told.items()))
    circular = {id for id in told if id in found.successors(id, date.max)}
    # Who ended earlier than its predecessor is refused for that.
    gone = {id for id, others in told.items() if {x for x in others if x in told and x < id}}

    if not circular | gone:
        assert parse("x.toml", file)
        return
    with pytest.raises(DefinitionRefused) as refusal:
        parse("x.toml", file)
    refused = {
        rule: {
            successions[int(problem.path.partition("[")[2].partition("]")[0])]["predecessor"]
            for problem in refusal.value.problems
            if problem.rule == rule
        }
        for rule in ("succession-in-a-circle", "successor-not-there")
    }
    assert refused["succession-in-a-circle"] == circular
    assert refused["successor-not-there"] <= gone
