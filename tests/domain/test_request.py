"""A request is read strictly; what is wrong with it is said field by field."""

import asyncio
from typing import Any

import pytest

from domain import request
from domain.admission import admit
from domain.dossier.events import KINDS, Noted, Received
from domain.dossier.values import Subject
from domain.refusals import (
    AmbiguousCode,
    InvalidField,
    OccurredInFuture,
    Reason,
    Refused,
    RequestIdReused,
    TimeWithoutOffset,
    UnknownField,
    UnknownKind,
)
from domain.request import CORRECTABLE, Mode, canonical, read
from tests.domain.case import DOSSIER, moment, on, received
from tests.domain.spec import NOW, Office

BODY = {
    "dossier": "000.00.12.H58-260302-0001",
    "kind": "received",
    "occurred_at": "2026-03-02T08:00:00+07:00",
    "source": "one-stop",
    "request_id": "1",
}
CORRECTION = {
    "target": {"source": "one-stop", "request_id": "1"},
    "reason": "Gõ nhầm",
    "approver": "chi",
}


def refusals(**wrong: Any) -> list[Reason]:
    with pytest.raises(Refused) as refusal:
        read({**BODY, **wrong})
    return list(refusal.value.reasons)


def where(**wrong: Any) -> list[str]:
    return [reason.params["field"] for reason in refusals(**wrong)]


def test_a_kind_may_be_written_short() -> None:
    assert read(BODY).event == Received()
    assert read({**BODY, "kind": "dossier.received"}).event == Received()


def test_it_is_recorded_unless_a_person_decides() -> None:
    assert read(BODY).request.mode is Mode.RECORD


def test_the_testimony_says_what_the_request_said() -> None:
    told = read({**BODY, "actor": "hanh", "source_seq": 3}, entered_by="clerk-7").testimony(DOSSIER)

    assert (told.actor, told.source_seq, told.entered_by) == ("hanh", 3, "clerk-7")
    assert told.dossier == DOSSIER
    assert told.occurred_at == moment(told.occurred_at.date(), 8)


@pytest.mark.parametrize("body", [None, "received", 3, [BODY]])
def test_a_body_is_an_object(body: object) -> None:
    with pytest.raises(Refused) as refusal:
        read(body)
    assert refusal.value.reasons == (InvalidField("", "should be an object"),)


def test_an_unknown_kind_is_named() -> None:
    assert refusals(kind="eaten") == [UnknownKind("eaten")]
    assert refusals(kind="case.received") == [UnknownKind("case.received")]


@pytest.mark.parametrize("name", ["colour", "Colour", "Đường"])
def test_an_unknown_field_is_named_as_it_was_written(name: str) -> None:
    assert refusals(**{name: "red"}) == [UnknownField(name)]
    assert refusals(data={name: "red"}) == [UnknownField(f"data.{name}")]


def test_an_unknown_field_deep_inside_is_found() -> None:
    wrong = {"name": "Hạnh", "Tel": "1"}

    assert UnknownField("data.subject.Tel") in refusals(data={"subject": wrong})


def test_every_field_that_is_wrong_is_named() -> None:
    assert where(source="", request_id="x" * 201) == ["source", "request_id"]
    assert where(data={"channel": "pigeon", "timezone": "Mars"}) == [
        "data.channel",
        "data.timezone",
    ]


@pytest.mark.parametrize("missing", ["dossier", "kind", "occurred_at", "source", "request_id"])
def test_nothing_that_is_needed_is_guessed(missing: str) -> None:
    with pytest.raises(Refused) as refusal:
        read({name: value for name, value in BODY.items() if name != missing})
    assert [reason.params["field"] for reason in refusal.value.reasons] == [missing]


@pytest.mark.parametrize("local", ["2026-03-02T08:00:00", "2026-03-02", "2026-03-02 08:00"])
def test_a_time_says_its_offset(local: str) -> None:
    assert refusals(occurred_at=local) == [TimeWithoutOffset("occurred_at", local)]
    assert refusals(data={"promised_return": local}) == [
        TimeWithoutOffset("data.promised_return", local)
    ]


@pytest.mark.parametrize(
    "time", [1741258800, "monday", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z", None, ""]
)
def test_a_time_is_one_of_our_times(time: object) -> None:
    assert where(occurred_at=time) == ["occurred_at"]


def test_text_is_read_in_one_normal_form() -> None:
    decomposed = "Ha\u0323nh"

    assert read({**BODY, "actor": decomposed}).request.actor == "Hạnh"


def test_the_same_request_has_the_same_fingerprint_however_it_is_written() -> None:
    said = {"name": "gọi", "attributes": {"ai": "Hạnh", "số": "0903"}}
    again = {"attributes": {"số": "0903", "ai": "Ha\u0323nh"}, "name": "gọi"}
    one = read({**BODY, "kind": "noted", "data": said}).request
    other = read({**BODY, "kind": "noted", "data": again, "unit": None}).request
    different = read({**BODY, "kind": "noted", "data": {**said, "name": "hỏi"}}).request

    assert canonical(one) == canonical(other) != canonical(different)


PLAIN: list[dict[str, Any]] = [
    BODY,
    {**BODY, "data": {"procedure": "2.002131", "channel": "direct", "owed": ["paper"]}},
    {**BODY, "unit": None, "data": {"subject": {"name": "Minh", "id": "1"}, "authority": "H58"}},
    {**BODY, "kind": "transferred", "data": {"taker": {"organisation": "b", "desk": "c"}}},
]


@pytest.mark.parametrize("body", PLAIN)
def test_plain_text_is_read_as_any_other(body: dict[str, Any]) -> None:
    """What is quickly seen to be plain, what is known to be, and what is looked at text by text."""
    data = body.get("data", {})
    backwards = {**dict(reversed(body.items())), "data": dict(reversed(data.items()))}
    # Not in normal form, but to it the reading is the same.
    composed = {**body, "source": "tha\u0323t"}

    assert read(body) == read(backwards) == read(body, plain=True) == read(backwards, plain=True)
    assert canonical(read(backwards, plain=True).request) == canonical(read(body).request)
    assert read(composed).event == read(body).event
    assert read(composed).request.data == read(body).request.data


def test_fields_that_we_do_not_know_are_named_by_the_alphabet() -> None:
    assert where(zone="x", dossier="", colour="y") == ["dossier", "colour", "zone"]
    assert where(data={"z": 1, "a": {"y": 1}, "channel": 5}) == ["data.channel", "data.a", "data.z"]


def test_of_what_is_read_alike_nothing_private_is_remembered() -> None:
    first, second = (read({**BODY, "request_id": each}).event for each in ("1", "2"))
    read({**BODY, "data": {"subject": {"name": "Hanh Nguyen"}}})

    assert first is second
    assert not any(b"Hanh" in said for said in request._EARLIER)
    assert not any("Hanh" in str(data) for _, data in request._EARLIER.values())


def test_what_is_read_alike_shares_no_data_that_one_of_them_could_change() -> None:
    first, second = (read({**BODY, "request_id": each}).request for each in ("1", "2"))

    assert first.data == second.data
    assert first.data is not second.data


def test_no_data_may_be_left_out_and_is_not_null_whatever_was_read_before() -> None:
    assert read(BODY).event == read({**BODY, "data": {}}).event
    assert where(data=None) == ["data"]


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_is_no_text_is_refused(text: str) -> None:
    assert where(source=text) == ["source"]
    assert where(data={"name": text}) == ["data.name"]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_cannot_hold_is_refused(number: float) -> None:
    wrong = {**CORRECTION, "field": "channel", "new": [number]}

    assert where(kind="corrected", data=wrong) == ["data.new"]


@pytest.mark.parametrize("levels", [30, 400, 5000])
def test_nesting_has_an_end(levels: int) -> None:
    nested: object = "x"
    for _ in range(levels):
        nested = [nested]

    assert where(data={"procedure": nested}) == ["data.procedure"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("received", {"subject": {"subject_id": "s", "commitments": {}}}),
        ("noted", {"name": "x", "attributes": {"entry": "e", "commitment": "c"}}),
        ("transfer-refused", {"reason": {"entry": "e", "commitment": "c"}}),
    ],
)
def test_nobody_but_the_engine_names_entries_of_the_vault(kind: str, data: dict[str, Any]) -> None:
    assert where(kind=kind, data=data) == ["data"]


def test_attributes_are_any_texts() -> None:
    said = {"entry": "e", "commitment": "c", "đường": "Lê Lợi"}

    event = read({**BODY, "kind": "noted", "data": {"name": "x", "attributes": said}}).event

    assert isinstance(event, Noted)
    assert event.attributes == said


def test_a_subject_is_read_whole() -> None:
    event = read({**BODY, "data": {"subject": {"name": "Hạnh", "phone": "0903"}}}).event

    assert event == Received(subject=Subject(name="Hạnh", phone="0903"))


def test_an_approval_says_who_and_why() -> None:
    assert where(override={"reason": ""}) == ["override.reason", "override.approver"]
    assert where(override={"reason": "x", "approver": ""}) == ["override.approver"]


@pytest.mark.parametrize("field", ["subject", "reason", "attributes", "items", "kind", "target"])
def test_no_correction_holds_what_belongs_in_the_vault(field: str) -> None:
    wrong = {**CORRECTION, "field": field, "new": "Nguyễn Thị Hạnh"}

    assert where(kind="corrected", data=wrong) == ["data.field"]


@pytest.mark.parametrize("field", ["speaks", "settles", "second_person"])
def test_what_two_people_settled_is_not_corrected_by_one(field: str) -> None:
    wrong = {**CORRECTION, "field": field, "new": "paper"}

    assert where(kind="corrected", data=wrong) == ["data.field"]


def test_a_correction_needs_an_approver() -> None:
    for kind in ("corrected", "annulled"):
        assert "data.approver" in where(kind=kind, data={**CORRECTION, "approver": ""})


def test_times_and_plain_fields_may_be_corrected() -> None:
    assert {"occurred_at", "promised_return", "carrier", "channel"} <= CORRECTABLE
    assert "occurred_at" not in {name for event in KINDS.values() for name in event.model_fields}


def test_nothing_happens_more_than_a_day_ahead() -> None:
    tomorrow = on(NOW.date(), Received(), 23)
    later = read({**BODY, "occurred_at": "2026-03-18T09:00:01+07:00"})

    assert Office().asked(tomorrow, Mode.RECORD).events
    with pytest.raises(Refused) as refusal:
        Office().asked(later.testimony(DOSSIER), Mode.RECORD)
    assert [type(reason) for reason in refusal.value.reasons] == [OccurredInFuture]


def test_nothing_is_corrected_to_more_than_a_day_ahead() -> None:
    ahead = {**CORRECTION, "field": "occurred_at", "new": "2126-03-02T08:00:00+07:00"}
    told = read({**BODY, "kind": "corrected", "data": ahead}).testimony(DOSSIER)

    with pytest.raises(Refused) as refusal:
        Office([received()]).asked(told, Mode.RECORD)
    assert [type(reason) for reason in refusal.value.reasons] == [OccurredInFuture]
    assert Office([received()]).imported(told)[0].event is None


def test_a_request_id_serves_once() -> None:
    office = Office()
    first = office.asked(received(), Mode.RECORD)

    assert office.asked(received(), Mode.RECORD).events == first.events
    with pytest.raises(Refused) as refusal:
        office.asked(received(channel="post"), Mode.RECORD)
    assert refusal.value.reasons == (RequestIdReused("one-stop", received().request_id),)


def test_a_code_that_two_systems_gave_is_ambiguous_also_within_one_file() -> None:
    office = Office()
    names = [("portal", "42"), ("slip", "42"), (None, "42")]
    file = [
        read({**BODY, "dossier": code, "code_system": system, "request_id": str(line)})
        for line, (system, code) in enumerate(names)
    ]

    outcomes = asyncio.run(admit(office.engine, file))

    assert [outcome.reasons for outcome in outcomes] == [
        (),
        (),
        (AmbiguousCode("42", ("portal", "slip")),),
    ]


def test_what_is_wrong_with_the_envelope_and_with_the_data_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read({**BODY, "occurred_at": "yesterday", "data": {"channel": "pigeon"}})
    fields = [reason.params.get("field") for reason in refused.value.reasons]
    assert fields == ["occurred_at", "data.channel"]
