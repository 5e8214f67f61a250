"""In whose name somebody posts, and of whose dossiers."""

from typing import Any

import pytest

from domain.access import Principal, Role
from domain.refusals import Refused
from domain.speaking import must_speak_for, spoken

SERVICE = Principal(
    "k-1", Role.SERVICE, frozenset({"dost"}), frozenset({"portal"}), frozenset({"dost", "H39.12"})
)
TWO_UNITS = Principal(
    "k-2", Role.HANDLER, frozenset({"dost", "centre"}), reach=frozenset({"dost", "centre"})
)
EVERYBODY = Principal("k-3", Role.ADMINISTRATOR)


def body(**fields: Any) -> dict[str, Any]:
    return {
        "dossier": "HS-1",
        "kind": "received",
        "occurred_at": "2025-11-03T09:00:00+07:00",
        "source": "portal",
        "request_id": "r-1",
        **fields,
    }


def refusal(principal: Principal, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        spoken(body(**fields), principal)
    return refused.value.reasons[0].code


def test_who_speaks_for_one_unit_need_not_name_it() -> None:
    posted = spoken(body(), SERVICE)
    assert (posted.request.unit, posted.entered_by) == ("dost", "k-1")
    assert posted.reach == SERVICE.reach


def test_a_unit_may_be_named_by_any_of_its_codes() -> None:
    assert spoken(body(unit="H39.12"), SERVICE).request.unit == "H39.12"


def test_in_another_units_name_nothing_is_said() -> None:
    assert refusal(SERVICE, unit="centre") == "unit-not-yours"


def test_who_speaks_for_several_units_says_for_which() -> None:
    assert refusal(TWO_UNITS) == "unit-required"
    assert spoken(body(unit="centre"), TWO_UNITS).request.unit == "centre"


def test_a_service_speaks_as_its_own_sources_alone() -> None:
    assert refusal(SERVICE, source="register") == "source-not-yours"


@pytest.mark.parametrize("principal", [SERVICE, TWO_UNITS, EVERYBODY])
def test_nobody_speaks_as_hoso(principal: Principal) -> None:
    assert refusal(principal, source="hoso", unit="dost") == "source-not-yours"


def test_a_service_only_records() -> None:
    assert refusal(SERVICE, mode="decide") == "forbidden"
    assert spoken(body(mode="decide", unit="dost"), TWO_UNITS).request.unit == "dost"


def test_whoever_reaches_everything_may_leave_the_unit_out() -> None:
    posted = spoken(body(), EVERYBODY)
    assert (posted.request.unit, posted.reach) == (None, None)


def test_what_is_no_object_is_refused_as_ever() -> None:
    with pytest.raises(Refused) as refused:
        spoken([1], SERVICE)
    assert refused.value.reasons[0].code == "invalid-field"


def test_nobody_looks_through_anothers_shelf() -> None:
    must_speak_for(SERVICE, "dost")
    must_speak_for(EVERYBODY, "centre")
    with pytest.raises(Refused):
        must_speak_for(SERVICE, "centre")
