"""One dossier of the desk, as services tell it over HTTP and in files."""

import time
from typing import Any, Final

import httpx

from tests.acceptance.installation import Installation

CODE: Final = "000.00.12.H39-190827-0001"
OWED: Final = ["paper", "digital"]
CENTRE: Final = {"organisation": "centre"}
DEPARTMENT: Final = {"organisation": "department"}

Body = dict[str, Any]


def said(kind: str, occurred_at: str, /, dossier: str = CODE, **data: Any) -> Body:
    """Told once: its time and kind (and carrier) make its request id. The office recorded it then,
    and sends it again now."""
    carrier, at = data.get("carrier", ""), f"{occurred_at}:00+07:00"
    return {
        "dossier": dossier,
        "kind": f"dossier.{kind}",
        "occurred_at": at,
        "provenance": "resent",
        "source_recorded_at": at,
        "source": "one-stop",
        "request_id": f"{dossier} {kind} {carrier} {occurred_at}",
        "data": data,
    }


def cut_off(
    desk: Installation,
    source: str = "one-stop",
    since: str = "2019-01-01T00:00:00+07:00",
    until: str = "2020-01-01T00:00:00+07:00",
) -> None:
    """Two people declare that the source was: what it sends again is judged by its own times."""
    said = ("outage", "declare", source, "--from", since, "--to", until, "--reason", "network")
    number = desk.ok(*said, "--actor", "hanh", "--json").json["id"]
    desk.ok("outage", "confirm", str(number), "--actor", "lan")


def received(dossier: str = CODE) -> Body:
    """On 27 August 2019, to be returned on 4 September."""
    return said(
        "received",
        "2019-08-27T08:00",
        dossier=dossier,
        procedure="2.002131",
        channel="direct",
        owed=OWED,
        promised_return="2019-09-04T17:00:00+07:00",
    )


def came(carrier: str, occurred_at: str) -> Body:
    return said("carrier-received", occurred_at, carrier=carrier, desk=CENTRE)


def result(carrier: str, occurred_at: str) -> Body:
    return said("result-arrived", occurred_at, carrier=carrier, outcome="granted", desk=CENTRE)


def decided(body: Body, actor: str = "hanh") -> Body:
    """The same as an act of a person in hoso."""
    return {**body, "mode": "decide", "actor": actor}


def noted(dossier: str, number: int) -> Body:
    body = said("noted", "2019-08-28T09:00", dossier=dossier, name=f"step {number}")
    return {**body, "request_id": f"{dossier} step {number}"}


WORK: Final = (
    came("paper", "2019-08-27T08:05"),
    came("digital", "2019-08-27T08:10"),
    said(
        "transferred", "2019-08-27T14:00", giver=CENTRE, taker=DEPARTMENT, carrier="paper", slip="1"
    ),
    said("transfer-acknowledged", "2019-08-28T09:00", taker=DEPARTMENT, carrier="paper"),
    said("supplement-requested", "2019-08-28T10:00", supplement="1", legal_basis="Art. 9"),
    said("supplement-received", "2019-08-29T15:00", supplement="1"),
    result("digital", "2019-09-03T10:00"),
    result("paper", "2019-09-04T10:00"),
)
"""From the counter to the department and back: paper a day after digital."""


def head(client: httpx.Client) -> int:
    """How many events the offices told: what the watch entered meanwhile is not theirs."""
    while True:
        before = _position(client)
        answer = client.get("/v1/divergences", params={"state": "all", "limit": "1000"})
        found = answer.raise_for_status().json()["divergences"]
        if _position(client) == before:
            ended = [one for one in found if one["ended_how"] in ("converged", "dispelled")]
            return before - len(found) - len(ended)


def _position(client: httpx.Client) -> int:
    """The last one: none is left out, so this many events are recorded."""
    # A server that has just begun is ready as soon as its worker was seen.
    while (answer := client.get("/readyz")).status_code == 503:
        time.sleep(0.05)
    return int(answer.json()["head"])
