"""CloudEvents 1.0.2: each of its three modes says what a request says, and nothing gets lost."""

import json
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from adapters.http.cloudevents import ATTRIBUTES, OVERRIDE, attributes, in_its_words, request_of
from domain.refusals import InvalidField, Refused
from domain.request import Request, read
from tests.adapters.test_posting_http import Api, an_api

pytestmark = pytest.mark.anyio

STRUCTURED: Final = "application/cloudevents+json"
BATCH: Final = "application/cloudevents-batch+json"

EVENT: Final[dict[str, Any]] = {
    "specversion": "1.0",
    "id": "A-1",
    "source": "portal",
    "type": "dossier.received",
    "subject": "HS-1",
    "time": "2025-11-03T09:00:00+07:00",
    "datacontenttype": "application/json",
    "data": {"procedure": "2.002131", "channel": "direct"},
}

ENVELOPE: Final[dict[str, Any]] = {
    "actor": "cán bộ một cửa",
    "unit": "one-stop",
    "codesystem": "portal",
    "precision": "minute",
    "sourceref": "row 7",
    "sourceseq": 7,
    "sourcerecordedat": "2025-11-03T09:05:00+07:00",
    "correlationid": "c-1",
    "provenance": "resent",
    "mode": "decide",
    "evidence": "ticket:17 stamp:18",
    "overridereason": "gấp",
    "overrideapprover": "Lê Út",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
}


def encoded(value: Any) -> str:
    """As the HTTP binding has it in a header field (section 3.1.3.2)."""
    text = str(value)
    return "".join(c if c.isascii() and c not in ' "%' else _percent(c) for c in text)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def headers_of(event: dict[str, Any]) -> dict[str, str]:
    left_out = ("data", "datacontenttype")
    return {f"ce-{name}": encoded(value) for name, value in event.items() if name not in left_out}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, Any]]:
    return [(one.code, one.params.get("field")) for one in refused.value.reasons]


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with an_api() as api:
        yield api


def test_every_field_of_a_request_can_be_said() -> None:
    assert {*ATTRIBUTES.values(), "override"} == {*Request.model_fields}
    assert all(name.isascii() and name.isalnum() and name.islower() for name in ATTRIBUTES)
    request = read(request_of({**EVENT, **ENVELOPE})).request
    assert (request.dossier, request.kind, request.request_id) == (
        "HS-1",
        "dossier.received",
        "A-1",
    )
    assert request.evidence == ("ticket:17", "stamp:18")
    assert request.override
    assert (request.override.reason, request.override.approver) == ("gấp", "Lê Út")
    said = {name: getattr(request, field) for name, field in ATTRIBUTES.items()}
    assert all(said[name] is not None for name in ENVELOPE if name in ATTRIBUTES)
    assert {*ENVELOPE} - {*ATTRIBUTES} == {*OVERRIDE, "traceparent"}


def test_a_header_says_what_an_object_says() -> None:
    said = {**EVENT, **ENVELOPE}
    told = attributes(headers_of(said))
    assert request_of({**told, "data": EVENT["data"]}) == request_of(said)
    assert attributes({"ce-actor": '"L\\"Ut"'}) == {"actor": 'L"Ut'}


def test_what_is_null_is_not_said() -> None:
    assert request_of({**EVENT, "unit": None}) == request_of(EVENT)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"specversion": "0.3"}, "invalid-field", "specversion"),
        ({"datacontenttype": "text/xml"}, "invalid-field", "datacontenttype"),
        ({"data_base64": "AA=="}, "unknown-field", "data_base64"),
        ({"colour": "red"}, "unknown-field", "colour"),
        ({"request_id": "A-2"}, "unknown-field", "request_id"),
    ],
)
def test_what_nobody_would_read_is_refused(changes: Any, code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        request_of({**EVENT, **changes})
    assert codes(refused) == [(code, field)]


def test_what_is_wrong_is_told_in_the_words_of_cloud_events() -> None:
    body = request_of({name: value for name, value in EVENT.items() if name not in ("id", "time")})
    with pytest.raises(Refused) as refused:
        read({**body, "data": {"channel": "raven"}, "source_seq": "x"})
    told = [getattr(one, "field", None) for one in in_its_words(refused.value.reasons)]
    assert told == ["time", "id", "sourceseq", "data.channel"]
    assert in_its_words([InvalidField("data.channel", "")]) == (InvalidField("data.channel", ""),)


def test_a_header_that_is_no_text_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        attributes({"ce-actor": "%FF"})
    assert codes(refused) == [("invalid-field", "actor")]


async def test_a_sequence_longer_than_any_is_refused(api: Api) -> None:
    headers = headers_of({**EVENT, "sourceseq": "9" * 5000})
    answer = await api.send(EVENT["data"], "application/json", **headers)
    assert (answer.status_code, answer.json()["params"]["field"]) == (422, "sourceseq")


async def test_all_three_modes_say_the_same(api: Api) -> None:
    structured = await api.send(EVENT, STRUCTURED)
    binary = await api.send(EVENT["data"], "application/json", **headers_of(EVENT))
    batch = await api.send([EVENT, {**EVENT, "specversion": "2"}], BATCH)
    assert (structured.status_code, binary.status_code, batch.status_code) == (201, 201, 200)
    items = [*structured.json()["items"], *binary.json()["items"], *batch.json()["items"]]
    assert [one["outcome"] for one in items] == ["recorded", "already", "already", "refused"]
    assert [one.get("position") for one in items] == [1, 1, 1, None]
    assert [one["dossier"] for one in items] == ["HS-1"] * 4
    (event,) = await api.store.after(0, 10)
    assert event.told.request_id == "A-1"


async def test_a_binary_event_without_a_body_has_no_data(api: Api) -> None:
    answer = await api.send(b"", "application/json", **headers_of({**EVENT, "id": "bare"}))
    assert answer.status_code == 201, answer.text


async def test_one_that_is_refused_is_a_problem(api: Api) -> None:
    answer = await api.send({**EVENT, "time": "2025-11-03T09:00:00"}, STRUCTURED)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["params"]["field"]) == (
        "time-without-offset",
        "time",
    )


async def test_the_charset_and_the_case_of_a_media_type_do_not_matter(api: Api) -> None:
    media = "Application/CloudEvents+JSON; charset=UTF-8"
    assert (await api.send(json.dumps(EVENT).encode(), media)).status_code == 201
