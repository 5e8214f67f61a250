"""Thirty-two clients send each of a thousand events up to five times, in any order and on lines
that break, to two servers on one database: each is recorded once, every answer is consistent, and
the dossiers stand as if each had been told once and in order.

In the suite the race is of fewer events; `make stress` runs the thousand, three times at least.
`SEED=` runs one again.
"""

import asyncio
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from adapters.postgres.embedded import running
from tests.acceptance.installation import Installation, Server
from tests.acceptance.racing import clients, telling
from tests.acceptance.racing.clients import Ear, Heard
from tests.acceptance.racing.in_order import Reference, State, of
from tests.acceptance.racing.telling import AFTER_ALL, SERVICES, Race, Told
from tests.stress import TIMES

EVENTS: Final = 1_000 if TIMES > 1 else 160
ROUNDS: Final = max(1, TIMES // 6)

Name = tuple[str, str]


@pytest.fixture
def servers(tmp_path: Path, installation: Installation) -> Iterator[list[Server]]:
    """Two, on one database. They take so few at once that some are told to come later."""
    with ExitStack() as stack:
        conninfo = stack.enter_context(running(installation.data))
        started = []
        for name in "ab":
            folder = tmp_path / name
            folder.mkdir()
            place = Installation(
                folder, {"HOSO_DATABASE_URL": conninfo, "HOSO_REQUESTS_AT_ONCE": "16"}
            )
            started.append(stack.enter_context(place.serving()))
        yield started
        assert [server.end() for server in started] == [0, 0]
        for name in "ab":
            log = (tmp_path / name / "serve.log").read_text()
            assert "Traceback" not in log
            assert '"error"' not in log


@dataclass(frozen=True, slots=True)
class Raced:
    """A race that is over, and all that waited for its dossier is placed."""

    race: Race
    ear: Ear
    again: Ear
    """What is heard when each is sent once more."""
    log: list[dict[str, Any]]
    """All that is recorded then."""
    kept: list[dict[str, Any]]
    """All that ever waited for its dossier."""
    states: Mapping[str, State]


def seeded() -> int:
    seed = int(os.environ.get("SEED", random.randrange(2**32)))
    print(f"{seed=}")
    return seed


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_race_ends_as_if_each_event_had_been_told_once_and_in_order(
    servers: list[Server], turn: int
) -> None:
    raced = run(random.Random(seeded()), servers)
    print(told_of(raced))
    each_is_recorded_once(raced)
    the_sums_hold(raced)
    every_answer_is_consistent(raced)
    what_waits_has_no_dossier(raced)
    the_dossiers_stand_as_told_in_order(raced)


def run(chance: random.Random, servers: list[Server]) -> Raced:
    race = telling.race(chance, EVENTS)
    addresses = [server.address for server in servers]
    with servers[0].client() as admin:
        tokens = {name: made(admin, name) for name in SERVICES}
        ear = asyncio.run(clients.race(chance, race.told, addresses, tokens))
        until_placed(admin, race)
        before = read(admin)
        again = asyncio.run(clients.once_more(race.told, addresses[1], tokens))
        log, kept = read(admin), [*unplaced(admin), *unplaced(admin, "placed")]
        assert offices(log) == offices(before)
        states = {code: state(admin, code) for code in race.dossiers}
    return Raced(race, ear, again, log, kept, states)


def made(admin: httpx.Client, service: str) -> str:
    """A key of the service."""
    said = {"role": "service", "units": [SERVICES[service]], "sources": [service]}
    token: str = admin.post("/v1/keys", json=said).raise_for_status().json()["token"]
    return token


def unplaced(admin: httpx.Client, state: str = "waiting") -> list[dict[str, Any]]:
    params = {"state": state, "limit": "1000"}
    page = admin.get("/v1/unplaced", params=params).raise_for_status().json()
    assert page["next"] is None
    found: list[dict[str, Any]] = page["unplaced"]
    return found


def until_placed(admin: httpx.Client, race: Race) -> None:
    """All but what names codes that never appear, and what was refused when it was tried."""
    by = time.monotonic() + 60
    while True:
        waits = {name_of(one) for one in unplaced(admin) if not one["refused"]}
        if waits <= race.ghosts:
            return
        assert time.monotonic() < by, waits - race.ghosts
        time.sleep(0.2)


def name_of(one: Mapping[str, Any]) -> Name:
    return one["source"], one["request_id"]


def read(admin: httpx.Client) -> list[dict[str, Any]]:
    """The log, from its beginning to its head."""
    found = list[dict[str, Any]]()
    after = 0
    while True:
        page = admin.get("/v1/events", params={"after": str(after), "limit": "1000"}).json()
        found += page["events"]
        after = page["next"]
        if after >= page["head"]:
            return found


def state(admin: httpx.Client, code: str) -> State:
    at = {"at": AFTER_ALL}
    seen = admin.get(f"/v1/dossiers/{code}", params=at).raise_for_status().json()
    history = admin.get(f"/v1/dossiers/{code}/events", params=at).raise_for_status().json()
    return of(seen["state"], seen["findings"], history["events"])


def offices(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was told, without what hoso itself entered."""
    return [one for one in log if one["source"] != "hoso"]


def told_of(raced: Raced) -> str:
    ear, outcomes = raced.ear, Counter(one.outcome for one in raced.ear.heard)
    return (
        f"{len(raced.race.told)} events of {len(raced.race.dossiers)} dossiers: "
        f"{len(ear.heard)} answers ({dict(outcomes)}), {ear.cut} bodies cut, {ear.deaf} answers "
        f"not read, {ear.later} times told to come later; {len(raced.log)} recorded, "
        f"{len(raced.kept)} had to wait"
    )


def each_is_recorded_once(raced: Raced) -> None:
    positions = [one["position"] for one in raced.log]
    assert positions == [*range(1, len(positions) + 1)]
    names = [name_of(one) for one in offices(raced.log)]
    assert len(set(names)) == len(names)
    wanted = {one.named for one in raced.race.told if not one.wrong} - raced.race.ghosts
    assert set(names) == wanted


def the_sums_hold(raced: Raced) -> None:
    assert raced.ear.totals
    for sent, totals in (*raced.ear.totals, *raced.again.totals):
        parts = [totals[name] for name in ("recorded", "already", "unplaced", "refused")]
        assert totals["posted"] == sum(parts) == sent, totals


def every_answer_is_consistent(raced: Raced) -> None:
    by_name = defaultdict[Name, list[Heard]](list)
    for one in (*raced.ear.heard, *raced.again.heard):
        by_name[one.told.named].append(one)
    stands = {name_of(one): one for one in raced.log}
    # Of what nobody heard that it was recorded: the line broke, or hoso placed it.
    excused = raced.ear.unheard | {name_of(one) for one in raced.kept}
    for named, heard in by_name.items():
        recorded = [one for one in heard if one.recorded_as]
        assert len({repr(one.recorded_as) for one in recorded}) <= 1, heard
        for one in recorded:
            assert one.said["position"] == stands[named]["position"]
        first = [one for one in heard if one.outcome == "recorded"]
        assert len(first) <= 1, heard
        assert first or named in excused or named not in stands, heard
        since = min((one.ended for one in recorded), default=float("inf"))
        assert not [one for one in heard if one.outcome == "unplaced" and one.began > since], heard
        # Of two that wait, or come at once, it is open for a moment which is heard.
        if named not in raced.race.twins:
            refusals = {one.said["code"] for one in heard if one.outcome == "refused"}
            assert refusals == {one.told.wrong for one in heard if one.told.wrong}, heard
    of_two_bodies_under_one_name_one_is_heard(raced)


def of_two_bodies_under_one_name_one_is_heard(raced: Raced) -> None:
    assert raced.race.twins
    heard = [one for one in raced.again.heard if one.told.named in raced.race.twins]
    for named in raced.race.twins:
        both = [one for one in heard if one.told.named == named]
        assert sorted(one.outcome for one in both) == ["already", "refused"], both
        refused = next(one for one in both if one.outcome == "refused")
        assert refused.said["code"] == "request-id-reused"


def what_waits_has_no_dossier(raced: Raced) -> None:
    waits = {name_of(one): one["refused"] for one in raced.kept if one["state"] == "waiting"}
    assert {name for name, why in waits.items() if not why} == raced.race.ghosts
    # A twin came first, and waited; the other was recorded meanwhile.
    assert {name for name, why in waits.items() if why} <= raced.race.twins


def the_dossiers_stand_as_told_in_order(raced: Raced) -> None:
    asyncio.run(_stand_as_told_in_order(raced))


async def _stand_as_told_in_order(raced: Raced) -> None:
    reference = Reference()
    became = await reference.hear(recorded(raced))
    for one in raced.again.heard:
        if one.told.named not in raced.race.twins:
            said = {"refused": one.said.get("code"), "already": "recorded"}
            assert said.get(one.outcome, one.outcome) == became[one.told.named]
    await reference.enter([one for one in raced.log if one["source"] == "hoso"])
    for code, stood in raced.states.items():
        told = await reference.state(code)
        different = {name: (stood[name], told[name]) for name in told if stood[name] != told[name]}
        assert not different, code


def recorded(raced: Raced) -> list[Told]:
    """What was told, but for twins that were refused."""
    lost = [one.told for one in raced.again.heard if one.said.get("code") == "request-id-reused"]
    return [one for one in raced.race.told if one not in lost]
