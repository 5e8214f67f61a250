"""The document of the interface: whole, valid, and true of what is answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import httpx
import jsonschema_rs
import pytest
from fastapi import FastAPI
from openapi_spec_validator import OpenAPIV31SpecValidator

from adapters.http.openapi.examples import EXAMPLES, Example
from adapters.http.openapi.operations import OPERATIONS
from adapters.http.openapi.refusals import MEANS, statuses
from adapters.http.table import RIGHT_OF
from adapters.interface import interface
from adapters.messages.reasons import REASONS
from adapters.postgres.database import Database
from adapters.settings import Settings
from adapters.wiring import assembled
from domain.access import Role
from domain.dossier.events import KINDS
from domain.keys.asked import NewKey
from tests.adapters.calling import calling_behind
from tests.adapters.documented import AT, document, operations, resolved

pytestmark = pytest.mark.anyio

TOKEN: Final = "the installation's own token"


def test_it_is_valid_as_openapi_3_1_has_it() -> None:
    assert document()["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_it_says_which_release_it_is_of_and_under_which_licence() -> None:
    info = document()["info"]
    assert info["version"] == version("hoso")
    assert info["license"] == {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    assert document()["servers"] == [{"url": "/"}]


def test_every_route_is_in_it_under_a_name_of_its_own() -> None:
    found = {(method, path) for path, method, _ in operations()}
    known = {(method.lower(), path.replace(":path", "")) for method, path in RIGHT_OF}
    assert found == known | {("get", "/healthz"), ("get", "/readyz")} == OPERATIONS.keys()
    names = [one["operationId"] for *_, one in operations()]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalpha() and name == name.lower() for name in names)


def test_every_route_says_what_it_answers_and_what_it_takes() -> None:
    for path, method, one in operations():
        assert one["description"], (method, path)
        for status, answer in one["responses"].items():
            for media, content in resolved(answer).get("content", {}).items():
                assert content.get("schema"), (method, path, status, media)
        for media, content in one.get("requestBody", {}).get("content", {}).items():
            assert content.get("schema"), (method, path, media)


def test_every_parameter_is_described() -> None:
    for path, method, one in operations():
        for each in one.get("parameters", ()):
            assert each.get("description"), (method, path, each["name"])


def test_every_tag_is_described() -> None:
    used = {tag for *_, one in operations() for tag in one["tags"]}
    assert {tag["name"] for tag in document()["tags"] if tag["description"]} == used


def test_whoever_shows_no_key_is_told_so_by_every_route_but_the_probes() -> None:
    for path, method, one in operations():
        behind = path not in ("/healthz", "/readyz")
        assert ("security" in one) == behind, (method, path)
        assert ({"401", "403"} <= one["responses"].keys()) == behind, (method, path)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_event_has_a_schema_that_says_all_that_it_holds(kind: str) -> None:
    data = document()["components"]["schemas"][KINDS[kind].__name__ + "Data"]
    assert data["properties"].keys() == KINDS[kind].model_fields.keys() - {"kind"}
    required = {name for name, field in KINDS[kind].model_fields.items() if field.is_required()}
    assert set(data.get("required", ())) == required
    assert data["description"]


def test_an_event_is_told_apart_by_its_kind() -> None:
    event = document()["components"]["schemas"]["Event"]
    mapping = event["discriminator"]["mapping"]
    short = {kind.removeprefix("dossier.") for kind in KINDS}
    assert mapping.keys() == {*KINDS} | short
    assert {one["$ref"] for one in event["oneOf"]} == set(mapping.values())


def test_every_code_of_a_refusal_is_in_it_with_its_meaning_in_both_languages() -> None:
    code = document()["components"]["schemas"]["RefusalCode"]
    assert code["enum"] == [*REASONS]
    for name, told in code["x-codes"].items():
        assert (told["en"], told["vi"]) == REASONS[name]
    answered = document()["components"]["responses"].values()
    assert sorted(each for one in answered for each in one["x-codes"]) == sorted(statuses())
    assert set(statuses().values()) <= MEANS.keys()


def test_what_is_referred_to_is_there_and_nothing_else() -> None:
    told = json.dumps(document())
    for name in document()["components"]["schemas"]:
        assert f'"{AT}{name}"' in told, name


@pytest.mark.parametrize(("operation", "name", "example"), EXAMPLES)
def test_each_example_is_what_its_schema_says(operation: str, name: str, example: Example) -> None:
    (one,) = (one for *_, one in operations() if one["operationId"] == operation)
    content = one["requestBody"]["content"][example.media]
    assert content["examples"][name]["value"] == example.value
    schema = {**content["schema"], "components": document()["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    assert [error.message for error in validator.iter_errors(example.value)] == []


@dataclass(frozen=True, slots=True)
class Office:
    """An installation, and two people who may do everything."""

    first: httpx.AsyncClient
    second: httpx.AsyncClient

    async def post(self, operation: str, example: Example) -> httpx.Response:
        (path,) = (path for path, _, one in operations() if one["operationId"] == operation)
        for part, value in example.path:
            path = path.replace("{" + part + "}", value)
        told = example.value if isinstance(example.value, str) else json.dumps(example.value)
        client = self.second if operation == "confirm_outage" else self.first
        return await client.post(path, content=told, headers={"Content-Type": example.media})


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    system = await assembled(Settings(data_dir=tmp_path), database)
    app = interface(system, TOKEN)
    made = await system.keys(TOKEN).make(NewKey(role=Role.ADMINISTRATOR), "a test")
    async with client(app, TOKEN) as first, client(app, made.token) as second:
        working = asyncio.create_task(system.work())
        yield Office(first, second)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def client(app: FastAPI, token: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://hoso.test",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
    )


async def test_each_example_gets_the_answer_that_it_names(office: Office) -> None:
    for operation, name, example in EXAMPLES:
        answer = await office.post(operation, example)
        assert answer.status_code == example.status, (operation, name, answer.text)
        if answer.headers["content-type"] == "application/json":
            refused = answer.json().get("totals", {}).get("refused", 0)
            assert not refused, (operation, name, answer.text)


async def test_whoever_asks_for_it_while_it_is_made_gets_all_of_it() -> None:
    async with calling_behind() as client:
        first, second = await asyncio.gather(
            client.get("/openapi.json"), client.get("/openapi.json")
        )
    assert first.json() == second.json()
    assert first.json()["paths"]["/v1/dossiers"]["post"]["operationId"] == "create_dossier"
