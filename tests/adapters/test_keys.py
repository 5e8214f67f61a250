"""Whoever shows a token is somebody only while the token is good."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import psycopg
import pytest
from structlog.testing import capture_logs

from adapters.postgres import keys as postgres_keys
from adapters.postgres.database import opened
from adapters.postgres.keys import PostgresKeys
from domain.access import Role
from domain.authority.registry import Registry
from domain.keys import token as tokens
from domain.keys.asked import Rotation
from domain.keys.key import INSTALLATION as ADMINISTRATOR
from domain.law import Law
from domain.refusals import Refused
from domain.store import StoreUnavailable
from tests.adapters.databases import Server
from tests.adapters.keyrings import (
    BY,
    DAY,
    INSTALLATION,
    UNIT,
    Keys,
    Office,
    auditor,
    in_memory,
    on_postgres,
    service,
)
from tests.adapters.web.visiting import LAW

pytestmark = pytest.mark.anyio

NOBODYS: Final = "f" * 10
SECRET: Final = bytes(32)


@pytest.fixture(scope="module")
def conninfo(server: Server) -> Iterator[str]:
    """One database for the file: each test has keys of its own."""
    with server.database() as conninfo:
        yield conninfo


@dataclass(slots=True)
class Learning:
    """A law that changes while keys are in use."""

    law: Law

    def as_learnt(self, position: int) -> Law:
        return self.law


class KeysPromises:
    async def test_a_service_speaks_for_its_units_and_its_sources(self, office: Office) -> None:
        issued = await office.keys.make(service(), BY)
        principal = await office.keys.principal(issued.token)
        assert principal
        assert (principal.id, principal.role) == (issued.key.id, Role.SERVICE)
        assert (principal.units, principal.sources) == (frozenset({UNIT}), frozenset({"portal"}))
        assert principal.reach is not None
        assert {UNIT, "long-an-counter-tdc"} <= principal.reach
        assert "long-an-dost-ip" not in principal.reach

    async def test_an_auditor_reaches_the_whole_installation(self, office: Office) -> None:
        issued = await office.keys.make(auditor(), BY)
        principal = await office.keys.principal(issued.token)
        assert principal
        assert principal.role is Role.AUDITOR
        assert (principal.units, principal.reach) == (frozenset(), None)

    async def test_the_installations_token_is_an_administrators(self, office: Office) -> None:
        assert await office.keys.principal(INSTALLATION) == ADMINISTRATOR
        assert (ADMINISTRATOR.id, ADMINISTRATOR.role, ADMINISTRATOR.reach) == (
            "bearer-token",
            Role.ADMINISTRATOR,
            None,
        )

    async def test_what_nobody_made_is_nobodys(self, office: Office) -> None:
        token = (await office.keys.make(service(), BY)).token
        slips = [token[:-1], token.upper(), f"{token}a", token.replace("_", "-"), f" {token}"]
        slips += [token[:-1] + chr(ord(token[-1]) ^ 1), INSTALLATION[:-1], "", "Bearer", "mã"]
        forged = [tokens.written(token[5:15], SECRET), tokens.written(NOBODYS, SECRET)]
        assert [await office.keys.principal(each) for each in (*slips, *forged)] == [None] * 12

    async def test_a_key_is_good_until_it_expires(self, office: Office) -> None:
        token = (await office.keys.make(service(expires_at=office.clock() + DAY), BY)).token
        office.clock.pass_(DAY - timedelta(seconds=1))
        assert await office.keys.principal(token)
        office.clock.pass_(timedelta(seconds=1))
        assert await office.keys.principal(token) is None

    async def test_a_year_where_nobody_says(self, office: Office) -> None:
        issued = await office.keys.make(service(), BY)
        assert issued.key.expires_at == office.clock() + 365 * DAY

    async def test_a_revoked_key_is_refused_for_good(self, office: Office) -> None:
        first, other = [await office.keys.make(service(), BY) for _ in range(2)]
        await office.keys.revoke(first.key.id, "leader")
        assert await office.keys.principal(first.token) is None
        assert await office.keys.principal(other.token)
        with pytest.raises(Refused) as refused:
            await office.keys.rotate(first.key.id, Rotation(), BY)
        assert refused.value.reasons[0].code == "key-revoked"
        again = await office.keys.revoke(first.key.id, "somebody else")
        assert [(type(deed).__name__, deed.by) for deed in again.deeds] == [
            ("Made", BY),
            ("Revoked", "leader"),
        ]

    async def test_a_new_secret_takes_the_old_ones_place_at_once(self, office: Office) -> None:
        first = await office.keys.make(service(), BY)
        second = await office.keys.rotate(first.key.id, Rotation(), BY)
        assert await office.keys.principal(first.token) is None
        principal = await office.keys.principal(second.token)
        assert principal
        assert (principal.id, principal.units) == (first.key.id, frozenset({UNIT}))

    async def test_or_both_are_good_for_a_while(self, office: Office) -> None:
        first = await office.keys.make(service(), BY)
        overlap = Rotation(overlap_until=office.clock() + 7 * DAY)
        second = await office.keys.rotate(first.key.id, overlap, BY)
        office.clock.pass_(7 * DAY - timedelta(seconds=1))
        assert await office.keys.principal(first.token)
        assert await office.keys.principal(second.token)
        office.clock.pass_(timedelta(seconds=1))
        assert await office.keys.principal(first.token) is None
        assert await office.keys.principal(second.token)

    async def test_an_overlap_does_not_lengthen_what_has_expired(self, office: Office) -> None:
        first = await office.keys.make(service(expires_at=office.clock() + DAY), BY)
        overlap = Rotation(overlap_until=office.clock() + 7 * DAY)
        await office.keys.rotate(first.key.id, overlap, BY)
        office.clock.pass_(DAY)
        assert await office.keys.principal(first.token) is None

    async def test_all_that_was_done_stands_there(self, office: Office) -> None:
        made = await office.keys.make(service(name="cổng dịch vụ công"), BY)
        office.clock.pass_(DAY)
        await office.keys.rotate(made.key.id, Rotation(), "leader")
        office.clock.pass_(DAY)
        await office.keys.revoke(made.key.id, "auditor")
        (key,) = [one for one in await office.keys.listed() if one.id == made.key.id]
        assert (key.made.name, key.made.role, key.made.sources) == (
            "cổng dịch vụ công",
            Role.SERVICE,
            ("portal",),
        )
        assert [(type(deed).__name__, deed.by) for deed in key.deeds] == [
            ("Made", BY),
            ("Rotated", "leader"),
            ("Revoked", "auditor"),
        ]
        assert [office.clock() - deed.at for deed in key.deeds] == [2 * DAY, DAY, 0 * DAY]

    async def test_a_key_that_was_never_made_is_named(self, office: Office) -> None:
        for doing in (
            office.keys.revoke(NOBODYS, BY),
            office.keys.rotate(NOBODYS, Rotation(), BY),
        ):
            with pytest.raises(Refused) as refused:
                await doing
            assert refused.value.reasons[0].params == {"key": NOBODYS}

    async def test_a_refused_key_is_not_made(self, office: Office) -> None:
        before = len(await office.keys.listed())
        with pytest.raises(Refused):
            await office.keys.make(service(sources=()), BY)
        assert len(await office.keys.listed()) == before

    @pytest.mark.parametrize("wanted", [service(), auditor(), None])
    async def test_a_browser_holds_something_else_than_the_token(
        self, office: Office, wanted: Any
    ) -> None:
        token = (await office.keys.make(wanted, BY)).token if wanted else INSTALLATION
        session = await office.keys.session(token)
        assert session
        assert token[-20:] not in session
        assert await office.keys.visitor(session) == await office.keys.principal(token)

    async def test_a_session_ends_with_its_token(self, office: Office) -> None:
        issued = await office.keys.make(service(), BY)
        session = await office.keys.session(issued.token)
        assert session
        await office.keys.rotate(issued.key.id, Rotation(), BY)
        assert await office.keys.visitor(session) is None
        assert await office.keys.session(issued.token) is None

    async def test_a_session_is_not_made_from_another(self, office: Office) -> None:
        issued = await office.keys.make(service(), BY)
        session = await office.keys.session(issued.token)
        assert session
        id, _, sealed = session.partition(".")
        shown = (f"bearer-token.{sealed}", f"{NOBODYS}.{sealed}", f"{id}.", sealed, id, "", "mã.x")
        assert [await office.keys.visitor(each) for each in shown] == [None] * 7


class TestInMemory(KeysPromises):
    @pytest.fixture
    def office(self) -> Office:
        return in_memory()


class TestOnPostgres(KeysPromises):
    @pytest.fixture
    async def office(self, conninfo: str) -> AsyncIterator[Office]:
        async with on_postgres(conninfo) as office:
            yield office

    async def test_a_revocation_holds_in_another_process_within_two_seconds(
        self, conninfo: str, office: Office
    ) -> None:
        async with on_postgres(conninfo) as elsewhere:
            issued = await office.keys.make(service(), BY)
            assert await elsewhere.keys.principal(issued.token)
            await office.keys.revoke(issued.key.id, BY)
            assert await office.keys.principal(issued.token) is None
            await _within_two_seconds_nobody(elsewhere.keys, issued.token)

    async def test_what_another_process_made_is_good_at_once(
        self, conninfo: str, office: Office
    ) -> None:
        async with on_postgres(conninfo) as elsewhere:
            for _ in range(3):
                issued = await office.keys.make(service(), BY)
                assert await elsewhere.keys.principal(issued.token)

    async def test_of_many_new_secrets_at_once_the_last_is_good(
        self, conninfo: str, office: Office
    ) -> None:
        id = (await office.keys.make(service(), BY)).key.id
        async with on_postgres(conninfo) as elsewhere:
            both = (office.keys, elsewhere.keys) * 5
            issued = await asyncio.gather(*(one.rotate(id, Rotation(), BY) for one in both))
            good = [await elsewhere.keys.principal(one.token) for one in issued]
        assert sum(map(bool, good)) == 1
        (key,) = [one for one in await office.keys.listed() if one.id == id]
        assert len(key.deeds) == 11

    async def test_the_database_is_asked_once_a_second_and_not_each_time(
        self, conninfo: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with on_postgres(conninfo) as office:
            token = (await office.keys.make(service(), BY)).token
            looks = _counted(office.keys, monkeypatch)
            for _ in range(50):
                assert await office.keys.principal(token)
            assert len(looks) <= 1
            # Forgers who come together share a look.
            await asyncio.gather(
                *(office.keys.principal(tokens.written(NOBODYS, SECRET)) for _ in range(50))
            )
            assert len(looks) <= 3

    async def test_the_log_tells_apart_what_the_caller_is_not_told_apart(
        self, office: Office
    ) -> None:
        expired, revoked = [await office.keys.make(service(), BY) for _ in range(2)]
        await office.keys.revoke(revoked.key.id, BY)
        office.clock.pass_(366 * DAY)
        forged = tokens.written(expired.key.id, SECRET)
        shown = (expired.token, revoked.token, forged, tokens.written(NOBODYS, SECRET), "typo")
        with capture_logs() as logs:
            assert [await office.keys.principal(each) for each in shown] == [None] * 5
        assert [(log["why"], log["key"]) for log in logs if log["event"] == "key refused"] == [
            ("expired", expired.key.id),
            ("revoked", revoked.key.id),
            ("forged", expired.key.id),
            ("unknown", NOBODYS),
            ("forged", None),
        ]
        assert not [each for each in shown if each in repr(logs)]

    async def test_when_a_key_was_used_is_known_to_the_minute(self, office: Office) -> None:
        issued = await office.keys.make(service(), BY)
        used = []
        assert isinstance(office.keys, PostgresKeys)
        for _ in range(3):
            await office.keys.principal(issued.token)
            await asyncio.gather(*office.keys._uses._noting)
            (key,) = [one for one in await office.keys.listed() if one.id == issued.key.id]
            used.append(key.used_at)
            office.clock.pass_(timedelta(seconds=40))
        first = office.clock() - timedelta(seconds=120)
        assert used == [first, first, first + timedelta(seconds=80)]

    async def test_reach_follows_the_registry(self, conninfo: str) -> None:
        law = Learning(LAW)
        async with opened(conninfo) as database:
            keys = PostgresKeys(database, law, INSTALLATION)
            token = (await keys.make(service(), BY)).token
            before = await keys.principal(token)
            law.law = replace(LAW, registry=Registry())
            after = await keys.principal(token)
        assert before
        assert after
        assert after.reach == frozenset({UNIT})
        assert before.reach
        assert before.reach > after.reach

    async def test_of_a_secret_no_more_is_kept_than_its_hash(
        self, conninfo: str, office: Office
    ) -> None:
        issued = await office.keys.make(service(), BY)
        async with await psycopg.AsyncConnection.connect(conninfo) as conn:
            cursor = await conn.execute(
                "SELECT sha256, deeds::text FROM hoso_key_deeds AS deeds WHERE key = %s",
                (issued.key.id,),
            )
            ((sha256, row),) = await cursor.fetchall()
        assert (issued.key.id, sha256) == tokens.read(issued.token)
        assert issued.token[16:] not in row

    @pytest.mark.parametrize(
        "statement",
        ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET number = DEFAULT"],
    )
    @pytest.mark.parametrize("table", ["hoso_key_deeds", "hoso_reads"])
    async def test_nothing_that_was_done_is_taken_back(
        self, conninfo: str, statement: str, table: str
    ) -> None:
        async with await psycopg.AsyncConnection.connect(conninfo) as conn:
            with pytest.raises(psycopg.errors.RaiseException, match="is only ever added to"):
                await conn.execute(statement.format(table).encode())

    async def test_without_the_database_nobody_is_anybody(self, conninfo: str) -> None:
        async with opened(conninfo) as database:
            keys = PostgresKeys(database, LAW, INSTALLATION)
            token = (await keys.make(service(), BY)).token
        with pytest.raises(StoreUnavailable):
            await PostgresKeys(database, LAW, INSTALLATION).principal(token)


async def _within_two_seconds_nobody(keys: Keys, token: str) -> None:
    for _ in range(20):
        if not await keys.principal(token):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it is still good")


def _counted(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for each look at the deeds from here on."""
    looks: list[None] = []
    read = PostgresKeys._read

    async def counting(self: PostgresKeys, conn: Any) -> None:
        looks.append(None)
        await read(self, conn)

    monkeypatch.setattr(postgres_keys.PostgresKeys, "_read", counting)
    return looks
