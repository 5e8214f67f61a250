"""Death of the server, by kill -9 and by request: what was acknowledged stays."""

import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import httpx
import pytest

from tests.acceptance.dossier import CODE, Body, noted, received
from tests.acceptance.installation import Installation, Server, wait_for_the_end
from tests.stress import TIMES

ROUNDS = 5 * TIMES
CLIENTS = 8


def post(client: httpx.Client, body: Body) -> httpx.Response:
    return client.post("/v1/dossiers", json=body)


def recorded(client: httpx.Client) -> list[str]:
    """The request ids of the dossier's events, in the order of recording."""
    events = client.get(f"/v1/dossiers/{CODE}/events").json()["events"]
    return [event["request_id"] for event in sorted(events, key=lambda one: one["position"])]


def bodies() -> Iterator[Body]:
    yield received()
    number = 0
    while True:
        number += 1
        yield noted(CODE, number)


def told(server: Server, source: Iterator[Body], count: int) -> list[Body]:
    with server.client() as client:
        sent = [next(source) for _ in range(count)]
        for body in sent:
            assert post(client, body).status_code == 201
    return sent


def killed_during(server: Server, body: Body, delay: float) -> bool:
    """Whether the request was acknowledged that was under way when the server was killed."""
    with server.client() as client, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(post, client, body)
        sleep(delay)  # a point in time is what this is about: nothing is waited for
        server.end(signal.SIGKILL)
        try:
            return answer.result().status_code == 201
        except httpx.TransportError:
            return False


def test_no_acknowledged_event_is_lost_and_none_is_there_twice(
    installation: Installation,
) -> None:
    seed = random.randrange(2**32)
    print(f"{seed=}")
    chance = random.Random(seed)
    source, acknowledged, unanswered = bodies(), list[Body](), list[Body]()
    for _ in range(ROUNDS):
        with installation.serving() as server:
            acknowledged += told(server, source, chance.randint(1, 5))
            under_way = next(source)
            known = killed_during(server, under_way, chance.uniform(0, 0.02))
            (acknowledged if known else unanswered).append(under_way)

    with installation.serving() as server, server.client() as client:
        there = recorded(client)
        assert len(set(there)) == len(there)
        assert {body["request_id"] for body in acknowledged} <= set(there)
        for body in (*acknowledged, *unanswered):
            assert post(client, body).status_code == 201
        sent = [body["request_id"] for body in (*acknowledged, *unanswered)]
        assert sorted(recorded(client)) == sorted(sent)
        assert server.end() == 0
    assert installation.events() == len(sent)


def posting(server: Server, name: str) -> list[Body]:
    """What was acknowledged to a client that posts to a dossier of its own until it cannot, and
    last what was not."""
    sent: list[Body] = []
    with server.client() as client:
        while True:
            sent.append(noted(name, len(sent)))
            try:
                assert post(client, sent[-1]).status_code == 201
            except httpx.TransportError:
                return sent


def test_of_many_requests_at_once_each_that_was_acknowledged_is_there_once(
    installation: Installation,
) -> None:
    sent: list[Body] = []
    acknowledged = 0
    for round_ in range(ROUNDS):
        with installation.serving() as server, ThreadPoolExecutor(CLIENTS) as pool:
            names = [f"HS-{round_}-{number}" for number in range(CLIENTS)]
            clients = [pool.submit(posting, server, name) for name in names]
            sleep(random.uniform(0.1, 0.6))
            server.end(signal.SIGKILL)
            for each in clients:
                sent += each.result()
                acknowledged += len(each.result()) - 1
    with installation.serving() as server, server.client() as client:
        there = installation.events()
        assert acknowledged <= there <= len(sent)
        answers = [post(client, body) for body in sent]
        assert {answer.status_code for answer in answers} == {201}
        repeats = [answer for answer in answers if "idempotent-replayed" in answer.headers]
        assert len(repeats) == there
        assert installation.events() == len(sent)


def test_a_kill_between_two_requests_loses_nothing(installation: Installation) -> None:
    source = bodies()
    sent: list[Body] = []
    for _ in range(2):
        with installation.serving() as server:
            sent += told(server, source, 2)
            server.end(signal.SIGKILL)
    with installation.serving() as server, server.client() as client:
        assert recorded(client) == [body["request_id"] for body in sent]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_asked_to_end_does_so_in_order(
    installation: Installation, number: signal.Signals
) -> None:
    with installation.serving() as server:
        told(server, bodies(), 1)
        postgres = installation.postgres()
        assert postgres
        assert server.end(number) == 0
    wait_for_the_end(postgres)
    assert installation.postgres() is None
    assert "Traceback" not in (installation.folder / "serve.log").read_text()


def test_a_second_server_on_the_same_data_is_refused(installation: Installation) -> None:
    with installation.serving() as server:
        second = installation.run("serve", "--port", "0")

        assert (second.exit_code, second.out) == (3, "")
        assert "[data-dir-in-use]" in second.err
        assert "Traceback" not in second.err
        assert len(told(server, bodies(), 1)) == 1


def test_a_port_in_use_is_refused(installation: Installation) -> None:
    with installation.serving() as server:
        port = server.address.rpartition(":")[2]
        second = installation.run("serve", "--port", port, "--data", installation.folder / "other")

        assert (second.exit_code, second.out) == (3, "")
        assert "[cannot-listen]" in second.err
