"""The whole document, asked by nobody and as each role, one request by one and in sequence.

Whatever is asked, what is answered is in the document, and no fault is. `make fuzz` asks longer.
"""

import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from domain.access import Role
from tests.adapters.databases import Server
from tests.adapters.fuzzing import NOBODY, Installation, installation
from tests.adapters.sensible import placed, sensible

LONG: Final = int(os.environ.get("FUZZ", "0"))
"""How many requests of each kind, of each operation and role; 0: as few as the suite has."""

ROLES: Final = (NOBODY, *(role.value for role in Role))

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]

QUIETLY: Final = settings(
    max_examples=LONG or 2,
    phases=[Phase.generate],
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def asked(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installation, Any]]:
    with (
        server.database() as conninfo,
        installation(conninfo, tmp_path_factory.mktemp("fuzz")) as found,
    ):
        yield found, schemathesis.openapi.from_asgi("/openapi.json", found)


def wrong(found: Installation, case: Any, role: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the answer; and as whom what was asked."""
    found.role = role
    response = case.call()
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        for each in group.exceptions:
            what = f"{case.operation.label}: {response.status_code} {str(each)[:300]}"
            yield what, f"{role}: {case.as_curl_command()[:1000]}\n{each}"


def operations(schema: Any, mode: GenerationMode) -> Iterator[Any]:
    """Those of which something of the kind can be asked: who asks for nothing asks nothing
    wrong."""
    for result in schema.get_all_operations():
        one = result.ok()
        if mode is GenerationMode.POSITIVE or one.body or any(one.iter_parameters()):
            yield one


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_whatever_is_asked_by_whomever_the_answer_is_in_the_document(
    asked: tuple[Installation, Any], mode: GenerationMode
) -> None:
    """Three in four are asked of what is there, in words that make sense: chance would not find
    them."""
    found, schema = asked
    wrongs: dict[str, str] = {}
    for operation in operations(schema, mode):

        @QUIETLY
        @given(case=operation.as_strategy(generation_mode=mode), draw=st.data())
        def ask(case: Any, draw: st.DataObject) -> None:
            if draw.draw(st.integers(0, 3)):
                placed(case, draw)
                sensible(case)
            for role in ROLES:
                for what, how in wrong(found, case, role):
                    wrongs.setdefault(what, how)

        ask()
    assert not wrongs, "\n\n".join(wrongs.values())


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_asked_one_after_the_other_the_answer_is_in_the_document(
    asked: tuple[Installation, Any], role: str
) -> None:
    found, schema = asked
    found.role = role

    class Steps(schema.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: Any) -> None:
            sensible(case)

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    Steps.run(settings=settings(QUIETLY, max_examples=LONG or 10, stateful_step_count=8))
