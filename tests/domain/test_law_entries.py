"""What is said of a change of the law becomes an event, or is refused; what is stored is read
again."""

from typing import Any

import pytest

from domain.calendar.days import Kind
from domain.lawmaking.asked import Entering, entry, event, said
from domain.lawmaking.events import (
    KINDS,
    CalendarDeclared,
    CalendarWithdrawn,
    LawEvent,
    Touches,
    touches,
)
from domain.procedure.events import Abolished, Amended, Published
from domain.refusals import Refused
from tests.domain.calendar.words import day
from tests.domain.clock.telling import STANDARD, shipped
from tests.domain.procedure.definitions import a_version

TODAY = day("31/08/2019")
BY = {"actor": "clerk", "confirmed_by": "head of office", "request_id": "1"}
ENDS = {
    "code": STANDARD,
    "effective_on": "2019-09-01",
    "transition": "pending-stops",
    "decision": {"number": "QĐ 1", "day": "2019-08-27"},
}


def told(**body: Any) -> LawEvent:
    return event(said(body), shipped(), TODAY)


def refusal(**body: Any) -> list[tuple[str, Any]]:
    with pytest.raises(Refused) as refused:
        told(**body)
    return [(each.code, each.params.get("field")) for each in refused.value.reasons]


def test_a_holiday() -> None:
    found = told(holiday="2019-09-03", document="1/TB")

    assert isinstance(found, CalendarDeclared)
    (declared,) = found.days
    assert (declared.day, declared.kind, declared.scope) == (
        day("03/09/2019"), Kind.PUBLIC_HOLIDAY, "VN"
    )  # fmt: skip
    assert (declared.announced_on, declared.source, declared.basis) == (TODAY, "1/TB", "F")
    assert (declared.name_vi, declared.name_en) == ("Ngày nghỉ lễ", "Public holiday")


def test_days_with_a_name_of_their_own_for_one_authority() -> None:
    named = {"name_vi": "Bão số 4", "name_en": "Storm 4", "kind": "closure"}
    found = told(holiday="2019-09-03", until="2019-09-05", scope="long-an", **named)

    assert isinstance(found, CalendarDeclared)
    assert [one.day.day for one in found.days] == [3, 4, 5]
    assert {(one.name_vi, one.scope, one.kind) for one in found.days} == {
        ("Bão số 4", "long-an", Kind.CLOSURE)
    }


def test_days_that_are_made_up() -> None:
    """Each day off with the day on which it is made up; what is left over is a holiday."""
    found = told(holiday="2019-09-03", until="2019-09-04", makeup=["2019-09-07"])

    assert isinstance(found, CalendarDeclared)
    assert [(one.day.day, one.kind, one.instead_of) for one in found.days] == [
        (3, Kind.SWAPPED_OFF, day("07/09/2019")),
        (7, Kind.MAKEUP_WORK_DAY, day("03/09/2019")),
        (4, Kind.PUBLIC_HOLIDAY, None),
    ]


def test_days_that_are_taken_back() -> None:
    found = told(withdraw="2019-09-03", announced="2019-08-30", document="2/TB")

    assert isinstance(found, CalendarWithdrawn)
    assert (found.days[0].day, found.withdrawn_on) == (day("03/09/2019"), day("30/08/2019"))
    assert found.source == "2/TB"


def test_a_version_amends_what_is_in_force_and_publishes_what_is_not() -> None:
    new = a_version(day("01/09/2019"), issued_on=day("01/08/2019"))
    amends = told(procedure={**new, "code": STANDARD, "transition": "pending-takes-new"})
    publishes = told(procedure={**new, "code": "new-one"})

    assert isinstance(publishes, Published)
    assert isinstance(amends, Amended)
    assert amends.known_on == day("01/08/2019")


def test_an_abolition() -> None:
    found = told(abolition=ENDS)

    assert isinstance(found, Abolished)
    assert (found.effective_on, found.known_on) == (day("01/09/2019"), day("27/08/2019"))


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, [("invalid-field", "holiday")]),
        ({"holiday": "2019-09-03", "abolition": ENDS}, [("invalid-field", "holiday")]),
        ({"holiday": "2019-09-03", "until": "2019-09-02"}, [("invalid-field", "until")]),
        ({"holiday": "2019-09-03", "until": "2020-09-02"}, [("invalid-field", "until")]),
        ({"holiday": "2019-09-03", "makeup": ["2019-09-07"] * 2}, [("invalid-field", "makeup")]),
        ({"holiday": "3 September"}, [("invalid-field", "holiday")]),
        ({"holiday": 1567468800}, [("invalid-field", "holiday")]),
        ({"holiday": "2019-09-03", "kind": "feast"}, [("invalid-field", "kind")]),
        ({"holiday": "2019-09-03", "hours": ["07:00-11:30"]}, [("invalid-field", "hours")]),
        ({"holiday": "2019-09-03", "kind": "other-hours"}, [("invalid-field", "hours")]),
        ({"holidays": "2019-09-03"}, [("unknown-field", None)]),
    ],
)
def test_what_cannot_be_read(body: dict[str, Any], wrong: list[tuple[str, Any]]) -> None:
    found = refusal(**body)

    assert [code for code, _ in found] == [code for code, _ in wrong]
    if wrong[0][1]:
        assert found[0][1] == wrong[0][1]


def test_an_unsound_version_is_refused_with_every_flaw() -> None:
    unsound = a_version(day("01/09/2019"), issued_on=None, terms=[], colour="red")

    rules = set()
    with pytest.raises(Refused) as refused:
        told(procedure=unsound)
    rules = {reason.params["rule"] for reason in refused.value.reasons}
    assert rules == {"issue-day-missing", "no-settlement-term", "unknown-field"}


def test_an_entry_says_when_it_was_announced() -> None:
    """Else the same request would say something else tomorrow."""
    body = {"holiday": "2019-09-03", **BY}
    with pytest.raises(Refused) as refused:
        event(entry(body), shipped(), TODAY)
    assert refused.value.reasons[0].params["field"] == "announced"

    found = event(entry({**body, "announced": "2019-08-27"}), shipped(), TODAY)
    assert isinstance(found, CalendarDeclared)
    assert found.confirmed_by == "head of office"


@pytest.mark.parametrize("lacking", ["actor", "confirmed_by", "request_id"])
def test_an_entry_needs_two_people_and_a_name(lacking: str) -> None:
    body = {"holiday": "2019-09-03", "announced": "2019-08-27", **BY}
    del body[lacking]

    with pytest.raises(Refused) as refused:
        entry(body)
    assert [each.params["field"] for each in refused.value.reasons] == [lacking]


def test_the_fields_that_an_entry_has_besides() -> None:
    assert set(Entering.model_fields) == {
        *type(said({"holiday": "2019-09-03"})).model_fields,
        "actor",
        "confirmed_by",
        "source",
        "request_id",
    }


@pytest.mark.parametrize(
    "body",
    [
        {"holiday": "2019-09-03", "makeup": ["2019-09-07"]},
        {"holiday": "2019-09-03", "kind": "other-hours", "hours": ["07:00-11:30"]},
        {"withdraw": "2019-09-03"},
        {"abolition": ENDS},
        {"procedure": {**a_version(day("01/09/2019")), "code": "new-one"}},
    ],
)
def test_what_is_stored_is_read_again(body: dict[str, Any]) -> None:
    found = told(**body)

    state = found.model_dump_json(exclude={"kind"}, exclude_none=True)
    assert KINDS[found.kind].model_validate_json(state, extra="ignore") == found


def test_whom_it_may_touch() -> None:
    days = told(holiday="2019-09-03", until="2019-09-05", makeup=["2019-09-07"])

    assert touches(days, shipped()) == Touches(day("03/09/2019"), day("07/09/2019"))
    of = touches(told(abolition=ENDS), shipped())
    assert of.procedures[0] == STANDARD
    assert {shipped().code(each) for each in of.procedures} == {STANDARD}
