"""The law as texts: canonical, whole, and compared entry by entry."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import catalogue
from domain.law import Law
from domain.reports.canonical import canonical
from domain.reports.events import Part
from domain.reports.law_text import entries, entries_of, law_of, text
from projections.issued.differences import Became, differing, replaced
from tests.domain.case import LAW, ZONE
from tests.projections.issuing import a_law, closed_on

SHIPPED = catalogue.law(ZONE)


def texts(law: Law) -> dict[Part, str]:
    return {part: text(told) for part, told in entries_of(law).items()}


def test_the_law_as_shipped_is_the_same_after_it_was_kept_as_text() -> None:
    kept = {part: entries(told) for part, told in texts(SHIPPED).items()}
    assert law_of(kept) == SHIPPED
    assert texts(law_of(kept)) == texts(SHIPPED)
    assert set(kept) == set(Part)


def test_a_law_without_a_calendar_is_kept_as_one() -> None:
    empty = Law(ZONE)
    assert law_of(entries_of(empty)) == empty


def test_what_was_simply_given_has_no_text() -> None:
    with pytest.raises(ValueError, match="simply given"):
        entries_of(LAW)


@pytest.mark.parametrize("told", ["[]", "no JSON", "1"])
def test_what_is_no_text_of_law_is_a_fault(told: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (whichever of them)
        entries(told)


def test_what_a_later_release_says_beside_is_no_change_of_the_law() -> None:
    told = entries_of(SHIPPED)
    (first, *rest) = told[Part.CATALOGUE]["enacted"]
    later = {**told, Part.CATALOGUE: {"enacted": [{**first, "colour": "red"}, *rest]}}
    assert texts(law_of(later)) == texts(SHIPPED)


def test_a_day_more_is_one_entry_and_a_term_that_changed_another() -> None:
    before, after = entries_of(a_law()), entries_of(closed_on(date(2024, 6, 20), a_law(days=11)))
    (day,) = differing(Part.CALENDAR, before[Part.CALENDAR], after[Part.CALENDAR])
    assert (day.name, day.became, day.list) == ("closure 2024-06-20 VN", Became.ADDED, "declared")
    (term,) = differing(Part.CATALOGUE, before[Part.CATALOGUE], after[Part.CATALOGUE])
    assert (term.name, term.became) == ("procedure.published 2.002131 2021-01-01", Became.CHANGED)
    (gone,) = differing(Part.CALENDAR, after[Part.CALENDAR], before[Part.CALENDAR])
    assert gone.became is Became.REMOVED
    assert differing(Part.REGISTRY, before[Part.REGISTRY], after[Part.REGISTRY]) == ()


def test_with_every_difference_made_the_one_text_says_what_the_other_does() -> None:
    fewer = replace(SHIPPED, calendar=None)
    laws = [a_law(), closed_on(date(2024, 6, 20)), a_law(days=11), fewer]
    for one in map(entries_of, laws):
        for other in map(entries_of, laws):
            for part in Part:
                made = replaced(one[part], differing(part, one[part], other[part]))
                assert not differing(part, made, other[part])
                assert sorted(text(made)) == sorted(text(other[part]))


def test_a_calendar_that_was_not_there_is_one_difference() -> None:
    (whole,) = differing(Part.CALENDAR, {}, entries_of(SHIPPED)[Part.CALENDAR])
    assert (whole.name, whole.became) == ("calendar", Became.ADDED)
    assert replaced({}, [whole]) == entries_of(SHIPPED)[Part.CALENDAR]


def test_canonical_bytes_are_those_of_the_standard() -> None:
    """The example of RFC 8785 without its fractions, and the order of its Section 3.2.3."""
    assert canonical({"string": '€$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}) == (
        b'{"literals":[null,true,false],"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    told = json.loads(canonical(dict.fromkeys(keys, 0)))
    assert list(told) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [0.5, 2**53, {"a": [1.0]}, {1: 2}, object()])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises((ValueError, AttributeError)):
        canonical(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**52), 2**52) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_canonical_bytes_say_the_same_and_are_written_in_one_way(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written
