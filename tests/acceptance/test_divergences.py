"""Nobody posts a divergence: the watch of a running server finds it, and people read it."""

from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from tests.acceptance.dossier import received, said
from tests.acceptance.installation import Installation

CODE = "D-1"
CENTRE = {"organisation": "long-an-centre"}
PATIENCE = 60


def told(client: httpx.Client, *bodies: dict[str, Any]) -> None:
    for body in bodies:
        assert client.post("/v1/dossiers", json=body).status_code == 201


def found(client: httpx.Client, **wanted: str) -> list[dict[str, Any]]:
    answer = client.get("/v1/divergences", params=wanted)
    assert answer.status_code == 200
    return list(answer.json()["divergences"])


def until(client: httpx.Client, kind: str, **wanted: str) -> dict[str, Any]:
    """The one of that kind, once the watch has entered it."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        if those := [each for each in found(client, **wanted) if each["kind"] == kind]:
            return those[0]
        sleep(0.2)  # the watch looks when it looks: nothing else tells
    pytest.fail(f"no divergence of {kind} was entered")


def test_paper_that_was_never_recorded_is_found_and_ends_when_it_is(
    installation: Installation,
) -> None:
    digital = said("carrier-received", "2019-08-27T08:10", CODE, carrier="digital", desk=CENTRE)
    paper = said("carrier-received", "2019-08-28T09:00", CODE, carrier="paper", desk=CENTRE)
    with installation.serving() as server, server.client() as client:
        told(client, received(CODE), digital)
        one = until(client, "receipt")
        assert (one["code"], one["unrecorded"], one["needs_person"]) == (CODE, True, True)
        assert one["since"] == "2019-08-27T01:10:00Z"
        assert one["ends"] == ["record", "person"]
        assert found(client, kind="flip", organisation="nobody") == []

        told(client, paper)
        # It came a day later: not a lag any more, a person has to say which carrier speaks.
        parted = until(client, "receipt")
        assert [side["at"] is None for side in parted["evidence"]] == [False, False]
        history = client.get(f"/v1/dossiers/{CODE}/events").json()["events"]
        entered = [line for line in history if line["kind"] == "dossier.divergence-found"]
        assert all(line["source"] == "hoso" and line["actor"] is None for line in entered)
    english, vietnamese = (
        installation.ok("divergences", HOSO_LANG=lang).out for lang in ("en", "vi")
    )
    assert CODE in english
    assert "divergences of paper and digital" in english
    assert "sai lệch giữa bản giấy và bản điện tử" in vietnamese


def test_what_does_not_exist_is_refused(installation: Installation) -> None:
    with installation.serving() as server, server.client() as client:
        for wanted in ({"kind": "nothing"}, {"state": "lost"}, {"limit": "0"}):
            answer = client.get("/v1/divergences", params=wanted)
            assert answer.status_code == 422
            assert answer.headers["content-type"].startswith("application/problem+json")
    assert installation.run("divergences", "--kind", "nothing").exit_code == 2
