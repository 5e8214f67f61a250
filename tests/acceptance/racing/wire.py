"""The forms in which events are posted, and what is answered to them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import httpx

from adapters.http.cloudevents import ATTRIBUTES, BATCH, STRUCTURED
from tests.acceptance.racing.telling import Body, Told

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request that posts some events."""

    told: tuple[Told, ...]
    path: str
    headers: Mapping[str, str]
    body: bytes


Form = Callable[[Sequence[Told]], Envelope]


def cloud(body: Body) -> Body:
    """As CloudEvents say it."""
    event = {name: body[field] for name, field in ATTRIBUTES.items() if field in body}
    return {"specversion": "1.0", **event}


def _posted(told: Sequence[Told], media: str, body: Any, **headers: str) -> Envelope:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Envelope(tuple(told), "/v1/events", {"Content-Type": media, **headers}, raw)


def one(told: Sequence[Told]) -> Envelope:
    return _posted(told, JSON, told[0].body)


def opening(told: Sequence[Told]) -> Envelope:
    """As a dossier is first heard of."""
    found = one(told)
    return Envelope(found.told, "/v1/dossiers", found.headers, found.body)


def structured(told: Sequence[Told]) -> Envelope:
    return _posted(told, STRUCTURED, cloud(told[0].body))


def binary(told: Sequence[Told]) -> Envelope:
    event = cloud(told[0].body)
    data = event.pop("data")
    return _posted(told, JSON, data, **{f"ce-{name}": quote(str(event[name])) for name in event})


def array(told: Sequence[Told]) -> Envelope:
    return _posted(told, JSON, [one.body for one in told])


def ndjson(told: Sequence[Told]) -> Envelope:
    return _posted(told, NDJSON, b"\n".join(json.dumps(one.body).encode() for one in told))


def ndjson_for_a_document(told: Sequence[Told]) -> Envelope:
    found = ndjson(told)
    return Envelope(found.told, found.path, {**found.headers, "Accept": JSON}, found.body)


def batch(told: Sequence[Told]) -> Envelope:
    return _posted(told, BATCH, [cloud(one.body) for one in told])


def forms(told: Sequence[Told]) -> Sequence[Form]:
    """Those that take these. What is wrong in its own words is not in those of CloudEvents."""
    in_cloud = not any(one.wrong for one in told)
    if len(told) > 1:
        return (array, ndjson, ndjson_for_a_document, *((batch,) if in_cloud else ()))
    found = [one, array, ndjson, *((structured, binary, batch) if in_cloud else ())]
    return [*found, opening] if told[0].opens and in_cloud else found


def results(envelope: Envelope, answer: httpx.Response) -> tuple[list[Body], Body]:
    """What is said of each event, and the totals, which a problem and a dossier's first answer
    do not have."""
    if answer.status_code >= 400:
        problem = answer.json()
        return [{"outcome": "refused", "code": problem["code"]}], {}
    if envelope.path == "/v1/dossiers":
        again = "idempotent-replayed" in answer.headers
        return [{"outcome": "already" if again else "recorded", **answer.json()}], {}
    if answer.headers["content-type"].startswith(NDJSON):
        *items, summary = map(json.loads, answer.text.splitlines())
        return items, summary
    document = answer.json()
    return document.pop("items"), document
