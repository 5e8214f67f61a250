"""`hoso token`: the installation's own, and keys for services and people."""

import time
from typing import Any

import httpx
import pytest

from tests.acceptance.installation import Installation, Server

UNIT = "long-an-dost-tdc"
SERVICE = ("token", "--role", "service", "--unit", UNIT, "--source", "portal")


def _received(code: str, **fields: Any) -> dict[str, Any]:
    return {
        "dossier": code,
        "occurred_at": "2019-08-27T08:00:00+07:00",
        "source": "portal",
        "request_id": code,
        "data": {"procedure": "2.002131", "channel": "direct"},
        **fields,
    }


def _as(server: Server, token: str) -> httpx.Client:
    bearer = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=server.address, headers=bearer, timeout=30, trust_env=False)


def test_a_key_is_good_at_once_and_revoked_within_two_seconds(
    shared: Installation, server: Server
) -> None:
    made = shared.ok(*SERVICE, "--name", "cổng", "--expires", "90d")
    token = made.out.strip()
    id = token.split("_")[1]
    assert f"Key {id}, good until" in made.err
    assert token not in made.err
    with _as(server, token) as service, server.client() as administrator:
        assert service.post("/v1/dossiers", json=_received("HS-1")).status_code == 201
        elsewhere = _received("HS-2", unit="long-an-dost-ip")
        assert service.post("/v1/dossiers", json=elsewhere).json()["code"] == "unit-not-yours"
        assert administrator.post("/v1/dossiers", json=elsewhere).status_code == 201
        assert service.get("/v1/dossiers/HS-1").status_code == 200
        assert service.get("/v1/dossiers/HS-2").json()["code"] == "unknown-dossier"
        assert id in shared.ok("token", "revoke", id).out
        _within_two_seconds(service, 401)
        assert service.get("/v1/dossiers/HS-1").json()["code"] == "unauthorized"


def test_a_rotated_key_keeps_its_id_and_for_a_while_its_old_token(
    shared: Installation, server: Server
) -> None:
    first = shared.ok(*SERVICE, "--json").json
    second = shared.ok("token", "rotate", first["id"], "--overlap", "7d", "--json").json
    assert second["id"] == first["id"]
    for token in (first["token"], second["token"]):
        with _as(server, token) as client:
            assert client.get("/v1/dossiers/HS-9").status_code == 404
    third = shared.ok("token", "rotate", first["id"]).out.strip()
    for token, status in ((first["token"], 401), (second["token"], 401), (third, 404)):
        with _as(server, token) as client:
            _within_two_seconds(client, status)


def _within_two_seconds(client: httpx.Client, status: int) -> None:
    until = time.monotonic() + 2
    while client.get("/v1/dossiers/HS-9").status_code != status:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_keys_are_listed_with_all_that_was_done(shared: Installation, server: Server) -> None:
    made = shared.ok("token", "--role", "auditor", "--name", "kiểm toán", "--json").json
    (key,) = [one for one in shared.ok("token", "list", "--json").json if one["id"] == made["id"]]
    assert (key["name"], key["role"], key["units"], key["state"]) == (
        "kiểm toán",
        "auditor",
        [],
        "good",
    )
    (deed,) = key["deeds"]
    assert (deed["deed"], deed["by"].partition(":")[0]) == ("made", "account")
    table = shared.ok("token", "list", HOSO_LANG="vi").out
    (row,) = [line for line in table.splitlines() if made["id"] in line]
    assert "kiểm toán" in row
    assert "kiểm tra viên" in row
    assert "còn hiệu lực" in row
    assert made["token"] not in table


def test_plain_it_prints_the_installations_token_as_ever(
    shared: Installation, server: Server
) -> None:
    assert shared.ok("token").out == f"{server.token}\n"
    assert shared.ok("token", "--json").json == {"token": server.token}
    with server.client() as client:
        assert client.get("/v1/keys").status_code == 200


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        ((*SERVICE, "--unit", "long-an-dots"), 1, "close to it: long-an-dost"),
        (("token", "--role", "service", "--unit", UNIT), 1, "[sources-required]"),
        ((*SERVICE, "--expires", "800d"), 1, "within two years"),
        (("token", "revoke", "zzzzzzzz"), 1, "[unknown-key]"),
        ((*SERVICE, "--expires", "soon"), 2, "no length of time"),
        ((*SERVICE, "--renew"), 2, "[invalid-parameter]"),
        (("token", "--unit", UNIT), 2, "takes no --unit"),
        (("token", "--role", "auditor", "list"), 2, "takes no --role"),
    ],
    ids=lambda value: " ".join(value[1:]) if isinstance(value, tuple) else None,
)
def test_what_is_no_key_is_told(
    shared: Installation, server: Server, words: tuple[str, ...], exit_code: int, told: str
) -> None:
    ran = shared.run(*words)
    assert (ran.exit_code, ran.out) == (exit_code, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
