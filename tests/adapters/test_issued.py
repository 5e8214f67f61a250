"""Issued reports on PostgreSQL: the worked cases again, and what is kept of a report that a kill
cut off."""

import zlib
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
from domain.refusals import Refused
from domain.register import REPORTS
from domain.reports.canonical import canonical, sha256
from domain.reports.documents import Documents
from domain.reports.events import KINDS
from domain.reports.refusals import RegisterAltered, ReportAltered
from projections.issued.kept import Integrity, Kept
from projections.issued.office import Recomputed
from projections.report import Grouping, Period
from projections.report.asking import Asked
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


async def altered(case: OnPostgres, number: str, rehashed: bool = False) -> None:
    """Whoever changes a report's document, and its hash wherever it stands; or those of the chain,
    too."""
    kept = await case.office.kept(number)
    text = canonical({**kept.document, "issued_by": "nobody"})  # type: ignore[dict-item]
    was, now = kept.issued.sha256, sha256(text)
    async with case.database.connection() as conn:
        await conn.execute(
            "UPDATE hoso_issued_reports SET document = %s, sha256 = %s WHERE sha256 = %s",
            (zlib.compress(text), now, was),
        )
        await conn.execute(
            "UPDATE hoso_events SET state = convert_to(replace(convert_from(state, 'UTF8'), %s, "
            "%s), 'UTF8') WHERE originator_id = 'reports'",
            (was, now),
        )
        if rehashed:
            await conn.execute(
                "UPDATE hoso_events AS told SET chain = hoso_chain(hoso_chain_start(), told) "
                "WHERE originator_id = 'reports' AND originator_version = 1"
            )


async def integrities(case: OnPostgres) -> list[Integrity]:
    looked = [await case.office.kept(f"2024-000{number}") for number in (1, 2, 3)]
    return [kept.integrity for kept in looked]


@pytest.mark.parametrize(
    ("rehashed", "expected"),
    [
        (False, [Integrity.UNPROVEN, Integrity.ALTERED, Integrity.UNALTERED]),
        (True, [Integrity.UNPROVEN, Integrity.ALTERED, Integrity.UNALTERED]),
    ],
)
async def test_a_report_altered_with_all_its_hashes_breaks_the_chain(
    case: OnPostgres, rehashed: bool, expected: list[Integrity]
) -> None:
    await case.received("A", june(24))
    for request_id in ("1", "2", "3"):
        await case.issue(Q2, request_id=request_id)
    assert await integrities(case) == [Integrity.UNALTERED] * 3
    await altered(case, "2024-0001" if rehashed else "2024-0002", rehashed)
    assert await integrities(case) == expected
    assert await case.office.altered() == ["2024-0001", "2024-0002"]
    with pytest.raises(Refused) as refused:
        await case.again("2024-0001")
    assert refused.value.reasons == (ReportAltered("2024-0001", "log"),)


async def test_a_law_that_was_altered_behind_the_register_is_compared_with_nothing(
    case: OnPostgres,
) -> None:
    await case.received("A", june(24))
    await case.issue(Q2)
    async with case.database.connection() as conn:
        await conn.execute(
            "UPDATE hoso_events SET originator_id = 'law' WHERE topic LIKE 'report%'"
        )
    assert await PostgresRegister(case.database, {}).broken_at("law") == 1
    with pytest.raises(Refused) as refused:
        await case.office.carried(Asked(Q2))
    assert refused.value.reasons == (RegisterAltered("law", 1),)


async def test_a_text_of_law_that_was_altered_alters_the_reports_that_rest_on_it(
    case: OnPostgres,
) -> None:
    await case.issue(Q2)
    async with case.database.connection() as conn:
        await conn.execute("UPDATE hoso_law_texts SET text = replace(text, '2024', '2023')")
    assert (await case.office.kept("2024-0001")).integrity is Integrity.ALTERED
    assert await case.office.altered() == ["2024-0001"]


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
