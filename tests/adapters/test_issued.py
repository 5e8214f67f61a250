"""Issued reports on PostgreSQL: the worked cases again, and what is kept of a report that a kill
cut off."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import anyio
import pytest

from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.issued import PostgresDocuments
from adapters.postgres.register import PostgresRegister
from adapters.postgres.simulation import finish, mark
from domain.register import REPORTS
from domain.reports.documents import Documents
from domain.reports.events import KINDS
from projections.issued.kept import Integrity, Kept
from projections.issued.office import Recomputed
from projections.report import Grouping, Period
from tests.projections.issuing import Q2, Case, MemoryDocuments, july, june, must_add_up
from tests.projections.test_issued_reports import (
    test_a_result_of_june_typed_in_july_is_open_in_the_report_that_was_issued,
    test_an_auditor_gets_three_answers_and_the_way_between_them,
    test_asked_as_known_before_it_was_issued_records_are_taken_away,
    test_computed_again_it_is_resolved_and_the_late_record_says_why,
    test_the_next_report_carries_it_over_no_more_and_says_why_it_went,
    test_what_waits_for_a_second_person_moves_when_it_is_confirmed,
)

pytestmark = pytest.mark.anyio

__all__ = [
    "test_a_result_of_june_typed_in_july_is_open_in_the_report_that_was_issued",
    "test_an_auditor_gets_three_answers_and_the_way_between_them",
    "test_asked_as_known_before_it_was_issued_records_are_taken_away",
    "test_computed_again_it_is_resolved_and_the_late_record_says_why",
    "test_the_next_report_carries_it_over_no_more_and_says_why_it_went",
    "test_what_waits_for_a_second_person_moves_when_it_is_confirmed",
]


@dataclass(slots=True)
class OnPostgres(Case):
    """Its store is simulated, so that it tells when something was recorded."""

    database: Any = None

    async def issue(
        self, period: Period, *by: Grouping, request_id: str | None = None, **said: Any
    ) -> Kept:
        await finish(self.database, self.now)
        return await Case.issue(self, period, *by, request_id=request_id, **said)

    async def computed(self, number: str, known_at: datetime | None = None) -> Recomputed:
        await finish(self.database, self.now)
        return await Case.computed(self, number, known_at)


@pytest.fixture
async def case(database: Database) -> OnPostgres:
    await mark(database, {"case": "reports"}, june(1))
    register = PostgresRegister(database, KINDS)
    return OnPostgres(
        PostgresEventStore(database), register, PostgresDocuments(database), database=database
    )


@pytest.fixture(params=["memory", "postgres"])
async def documents(request: pytest.FixtureRequest, database: Database) -> Documents:
    return MemoryDocuments() if request.param == "memory" else PostgresDocuments(database)


async def test_what_is_kept_under_a_hash_is_never_replaced(documents: Documents) -> None:
    await documents.keep("2024-0001", "a" * 64, b"first", {"c" * 64: "law"})
    await documents.keep("2024-0001", "a" * 64, b"second", {"c" * 64: "no law"})
    await documents.keep("2024-0001", "b" * 64, b"third", {})
    assert await documents.document("2024-0001", "a" * 64) == b"first"
    assert await documents.document("2024-0001", "b" * 64) == b"third"
    assert await documents.document("2024-0002", "a" * 64) is None
    assert await documents.texts(["c" * 64, "d" * 64]) == {"c" * 64: "law"}


@pytest.mark.parametrize("over", [b"no zlib at all", b""])
async def test_a_document_that_somebody_wrote_over_is_altered(
    case: OnPostgres, over: bytes
) -> None:
    await case.received("A", june(24))
    await case.issue(Q2)
    assert (await case.office.kept("2024-0001")).integrity is Integrity.UNALTERED
    async with case.database.connection() as conn:
        await conn.execute("UPDATE hoso_issued_reports SET document = %s", (over,))
    assert (await case.office.kept("2024-0001")).integrity is Integrity.ALTERED


class Killed(Exception):
    """The process ended here."""


@dataclass(frozen=True, slots=True)
class EndsBeforeTheEvent:
    """A register of a process that is killed when the document is kept and the event is not."""

    register: PostgresRegister

    async def entered(self, stream: str, known_to: int | None = None) -> Any:
        return await self.register.entered(stream, known_to)

    async def enter(self, *_: Any, **__: Any) -> Any:
        raise Killed


async def test_a_kill_before_the_event_leaves_no_report_and_no_gap(case: OnPostgres) -> None:
    await case.received("A", june(24))
    register, case.register = case.register, EndsBeforeTheEvent(case.register)  # type: ignore[arg-type]
    with pytest.raises(Killed):
        await case.issue(Q2, request_id="1")
    case.register = register
    assert await case.office.listed() == []
    await case.result("A", june(28))
    case.now = july(2)
    kept = await case.issue(Q2, request_id="1")
    assert (kept.issued.number, kept.integrity) == ("2024-0001", Integrity.UNALTERED)
    assert not (await case.again("2024-0001"))["differs"]


async def test_two_processes_that_issue_at_once_get_numbers_without_a_gap(
    case: OnPostgres,
) -> None:
    await case.received("A", june(24))
    other = replace(case, register=PostgresRegister(case.database, KINDS))

    async def issue(of: Case, request_id: str) -> None:
        await of.issue(Q2, request_id=request_id)

    async with anyio.create_task_group() as group:
        for of, request_id in ((case, "1"), (other, "2"), (case, "3"), (other, "1")):
            group.start_soon(issue, of, request_id)
    told = await case.register.entered(REPORTS)
    assert [each.event.model_dump()["number"] for each in told] == [
        "2024-0001",
        "2024-0002",
        "2024-0003",
    ]
    assert sorted(each.request_id for each in told) == ["1", "2", "3"]
    must_add_up(await case.again("2024-0002"))
