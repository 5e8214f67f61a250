"""What auditors looked at is kept in the order of looking."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest

from adapters.postgres.database import opened
from adapters.postgres.reads import PostgresReads
from domain.access import Principal, Role
from domain.keys.reads import Reads
from tests.adapters.memory_reads import MemoryReads

pytestmark = pytest.mark.anyio

ROUTE: Final = "/v1/dossiers/{code:path}"


@pytest.fixture(scope="module")
def conninfo(servers: Callable[[str], Any]) -> Iterator[str]:
    """One database for the file."""
    with servers("embedded-18").database() as conninfo:
        yield conninfo


def an_auditor() -> Principal:
    """With a key of his own."""
    return Principal(uuid4().hex[:8], Role.AUDITOR)


async def look(reads: Reads, principal: Principal, *codes: str) -> None:
    for code in codes:
        await reads.keep(principal, "GET", ROUTE, {"code": code, "at": "2019-07-13"}, 200)


class ReadsPromises:
    async def test_who_looked_at_what_and_when(self, reads: Reads) -> None:
        auditor = an_auditor()
        await look(reads, auditor, "HS-1 ộ")
        (one,) = await reads.kept(None, 10, auditor.id)
        assert (one.reader, one.method, one.route) == (auditor.id, "GET", ROUTE)
        assert (dict(one.asked), one.status) == ({"code": "HS-1 ộ", "at": "2019-07-13"}, 200)
        assert abs(datetime.now(UTC) - one.at) < timedelta(minutes=1)

    async def test_the_latest_comes_first_page_by_page(self, reads: Reads) -> None:
        auditor = an_auditor()
        await look(reads, auditor, "a", "b", "c", "d")
        first = await reads.kept(None, 3, auditor.id)
        rest = await reads.kept(first[-1].number, 3, auditor.id)
        assert [one.asked["code"] for one in (*first, *rest)] == ["d", "c", "b", "a"]

    async def test_of_one_or_of_all(self, reads: Reads) -> None:
        one, other = an_auditor(), an_auditor()
        await look(reads, one, "a")
        await look(reads, other, "b")
        assert [each.reader for each in await reads.kept(None, 2)] == [other.id, one.id]
        assert [each.reader for each in await reads.kept(None, 2, one.id)] == [one.id]


class TestInMemory(ReadsPromises):
    @pytest.fixture
    def reads(self) -> Reads:
        return MemoryReads()


class TestOnPostgres(ReadsPromises):
    @pytest.fixture
    async def reads(self, conninfo: str) -> AsyncIterator[Reads]:
        async with opened(conninfo) as database:
            yield PostgresReads(database)

    async def test_a_nul_in_an_address_is_kept_as_what_it_is(self, reads: Reads) -> None:
        auditor = an_auditor()
        await look(reads, auditor, "HS\x00-1")
        (one,) = await reads.kept(None, 10, auditor.id)
        assert one.asked["code"] == "HS\ufffd-1"

    async def test_nor_is_one_lost_in_the_name_of_what_was_asked(self, reads: Reads) -> None:
        auditor = an_auditor()
        await reads.keep(auditor, "GET", ROUTE, {"a\x00t": "2019"}, 422)
        (one,) = await reads.kept(None, 10, auditor.id)
        assert dict(one.asked) == {"a\ufffdt": "2019"}
