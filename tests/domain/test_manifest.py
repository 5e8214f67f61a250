"""A manifest that is made from what is recorded finds nothing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dossier.events import Completed, StatusReported, Told
from domain.manifest import Compared, Here, Manifest, compared, status_before
from tests.domain.case import MONDAY, moment, on
from tests.domain.strategies import dossiers

EVENING = moment(MONDAY, 17)


@given(st.lists(dossiers(), max_size=4))
def test_made_from_what_is_recorded_it_finds_nothing(told: Sequence[Sequence[Told]]) -> None:
    here = recorded(told)

    found = compared(listing(here), {one.code: stream for stream, one in here.items()}, here)

    assert found.agrees
    assert found.agreeing == len(listing(here))


@given(st.lists(dossiers(), min_size=1, max_size=4), st.data())
def test_one_that_is_left_out_or_changed_is_the_only_one_found(
    told: Sequence[Sequence[Told]], data: st.DataObject
) -> None:
    here = recorded(told)
    said, named = listing(here), {one.code: stream for stream, one in here.items()}
    if not said:
        return
    code = data.draw(st.sampled_from(sorted(said)))
    other = said[code] % 10 + 1

    left_out = compared({one: said[one] for one in said if one != code}, named, here)
    changed = compared({**said, code: other}, named, here)
    unknown = compared(
        said,
        {one: named[one] for one in named if one != code},
        {stream: one for stream, one in here.items() if one.code != code},
    )

    mine = said[code]
    agreeing = len(said) - 1
    assert left_out == Manifest(agreeing, missing_there=(Compared(code, None, mine),))
    assert changed == Manifest(agreeing, differing=(Compared(code, other, mine),))
    assert unknown == Manifest(agreeing, missing_here=(Compared(code, mine, None),))


def test_a_status_is_the_last_before_the_days_end() -> None:
    told = [on(MONDAY, StatusReported(status=4), 17), on(MONDAY, StatusReported(status=2), 9)]

    assert status_before(told, EVENING) == 2
    assert status_before(told, EVENING + timedelta(seconds=1)) == 4
    assert status_before(told, moment(MONDAY, 9)) is None


def test_one_that_is_closed_keeps_the_status_it_had() -> None:
    told = [on(MONDAY, StatusReported(status=10), 9), on(MONDAY, Completed(), 10)]

    assert status_before(told, EVENING) == 10


def test_two_codes_of_one_dossier_are_one_dossier() -> None:
    here = {"s": Here("H-1", 4)}

    found = compared({"H-1": 4, "P-1": 4}, {"H-1": "s", "P-1": "s"}, here)

    assert found == Manifest(agreeing=2)


@pytest.mark.parametrize("status", [None, 4])
def test_a_word_that_means_nothing_still_lists_its_dossier(status: int | None) -> None:
    here = {"s": Here("H-1", 4)}

    assert compared({"H-1": status}, {"H-1": "s"}, here).missing_there == ()


def recorded(told: Sequence[Sequence[Told]]) -> dict[str, Here]:
    return {
        str(number): Here(f"H-{number}", status_before(history, EVENING))
        for number, history in enumerate(told)
    }


def listing(here: Mapping[str, Here]) -> dict[str, int]:
    return {one.code: one.status for one in here.values() if one.status is not None}
