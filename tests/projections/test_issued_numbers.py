"""How reports are issued: numbered without gaps, once for each request, and kept as they are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import anyio
import pytest

from domain.refusals import Refused
from domain.reports.canonical import canonical, sha256
from projections.issued.kept import Integrity
from projections.report import Grouping, Period
from tests.adapters.memory import MemoryEventStore
from tests.adapters.memory_register import MemoryRegister
from tests.projections.issuing import (
    Q2,
    Q3,
    Case,
    MemoryDocuments,
    closed_on,
    in_memory,
    july,
    june,
    moment,
    october,
    september,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def case() -> Case:
    case = in_memory()
    await case.received("A", june(24))
    return case


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


async def issued_at(case: Case, now: datetime, request_id: str) -> str:
    case.now = now
    return (await case.issue(Q2, request_id=request_id)).issued.number


async def test_numbers_have_no_gap_within_the_year_of_issue(case: Case) -> None:
    given = [
        await issued_at(case, now, str(number))
        for number, now in enumerate((july(1), july(2), moment(date(2025, 1, 1), 0), july(3)))
    ]
    assert given == ["2024-0001", "2024-0002", "2025-0001", "2024-0003"]


async def test_a_number_that_is_taken_or_would_leave_a_gap_is_refused(case: Case) -> None:
    await case.issue(Q2, number="2024-0001")
    for number in ("2024-0001", "2024-0003", "first"):
        with pytest.raises(Refused) as refused:
            await case.issue(Q2, request_id=number, number=number)
        assert codes(refused) == ["report-number-not-next"]
    assert len(await case.office.listed()) == 1


async def test_the_same_request_again_gets_the_first_report(case: Case) -> None:
    first = await case.issue(Q2, request_id="1", number="2024-0001")
    await case.result("A", june(28), typed=july(2))
    again = await case.issue(Q2, request_id="1", number="2024-0001")
    assert (first.repeated, again.repeated) == (False, True)
    assert replace(again, repeated=False) == first
    assert len(await case.office.listed()) == 1


async def test_a_request_id_for_another_report_is_refused(case: Case) -> None:
    await case.issue(Q2, request_id="1")
    with pytest.raises(Refused) as refused:
        await case.issue(Q2, Grouping.UNIT, request_id="1")
    assert codes(refused) == ["request-id-reused"]


async def test_who_issue_at_once_get_a_number_each_and_the_same_request_one(case: Case) -> None:
    async def issue(request_id: str) -> None:
        await case.issue(Q2, request_id=request_id)

    async with anyio.create_task_group() as group:
        for request_id in ("1", "2", "3", "1", "2"):
            group.start_soon(issue, request_id)
    told = await case.office.listed()
    assert sorted(each.request_id for each in told) == ["1", "2", "3"]
    numbers = [each.event.model_dump()["number"] for each in told]
    assert numbers == ["2024-0001", "2024-0002", "2024-0003"]


@pytest.mark.parametrize("as_of", [date(2024, 9, 30), date(2024, 6, 28)])
async def test_a_period_that_is_not_over_is_refused(case: Case, as_of: date) -> None:
    case.now = september(30, 23)
    with pytest.raises(Refused) as refused:
        await case.issue(replace(Q3, as_of=as_of), as_of_given=as_of < Q3.from_on)
    assert codes(refused) == ["period-not-over"]
    case.now = october(1, 0)
    assert (await case.issue(Q3)).issued.number == "2024-0001"


async def test_unless_a_day_within_it_is_named_to_judge_at(case: Case) -> None:
    case.now = september(10)
    half = Period(Q3.from_on, Q3.to_on, date(2024, 9, 9))
    kept = await case.issue(half, as_of_given=True)
    assert kept.issued.inputs.as_of == date(2024, 9, 9)


async def test_an_unknown_number_is_refused(case: Case) -> None:
    for asked in (case.office.kept, case.office.recomputed):
        with pytest.raises(Refused) as refused:
            await asked("2024-0001")
        assert codes(refused) == ["unknown-report"]


async def test_all_that_it_rests_on_is_in_its_inputs(case: Case) -> None:
    """Anybody may find the hash again, of the document and of the texts of the law."""
    case.law = closed_on(date(2024, 6, 20))
    kept = await case.issue(Q2, Grouping.FIELD, Grouping.PROCEDURE, known_at=july(1))
    inputs = kept.issued.inputs
    assert (inputs.from_on, inputs.to_on, inputs.as_of) == (Q2.from_on, Q2.to_on, Q2.as_of)
    assert (inputs.by, inputs.position, inputs.known_at) == (("field", "procedure"), 1, july(1))
    assert (inputs.release, inputs.zone) == ("this release", "Asia/Ho_Chi_Minh")
    assert sha256(kept.text) == kept.issued.sha256
    assert canonical(json.loads(kept.text)) == kept.text
    texts = await case.documents.texts(inputs.law.values())
    assert {part: sha256(texts[hashed].encode()) for part, hashed in inputs.law.items()} == (
        inputs.law
    )
    assert "closure" in texts[inputs.law["calendar"]]  # type: ignore[index]
    assert kept.document
    (member,) = kept.document["members"]
    assert (member["code"], member["class"], member["due"]) == ("A", "open.in_time", "2024-07-08")
    assert len(member["path"]) == 2


async def test_what_was_altered_is_said_to_be_and_never_computed_again(case: Case) -> None:
    kept = await case.issue(Q2)
    assert isinstance(case.documents, MemoryDocuments)
    key = kept.issued.number, kept.issued.sha256
    case.documents.kept[key] = kept.text.replace(b'"open.in_time":1', b'"open.in_time":0')
    found = await case.office.kept("2024-0001")
    assert (found.integrity, found.document) == (Integrity.ALTERED, None)
    with pytest.raises(Refused) as refused:
        await case.again("2024-0001")
    assert codes(refused) == ["report-altered"]
    del case.documents.kept[key]
    assert (await case.office.kept("2024-0001")).integrity is Integrity.MISSING


async def test_a_text_of_law_that_was_altered_is_named(case: Case) -> None:
    kept = await case.issue(Q2)
    assert isinstance(case.documents, MemoryDocuments)
    case.documents.law[kept.issued.inputs.law["registry"]] += " "  # type: ignore[index]
    with pytest.raises(Refused) as refused:
        await case.again("2024-0001")
    assert [reason.params for reason in refused.value.reasons] == [
        {"number": "2024-0001", "part": "registry"}
    ]


@dataclass(slots=True)
class Watching(MemoryEventStore):
    """Tells whose history was read."""

    read: set[str] = field(default_factory=set)

    async def histories(self, streams: Sequence[str], *, known_to: int | None = None) -> Any:
        self.read |= {*streams}
        return await MemoryEventStore.histories(self, streams, known_to=known_to)


async def test_the_same_code_and_law_look_only_at_who_was_counted_or_told_of_since() -> None:
    store = Watching()
    case = Case(store, MemoryRegister(store), MemoryDocuments())
    for code, at in (("A", june(24)), ("B", july(8)), ("C", july(9)), ("D", june(3))):
        await case.received(code, at)
    await case.result("D", june(5))
    case.now = july(10)
    await case.issue(Period(date(2024, 1, 1), date(2024, 3, 31), date(2024, 3, 31)))
    await case.issue(Q2)
    await case.result("B", july(11))
    for release, law, read in (
        (case.release, case.law, "ABD"),
        ("another", case.law, "ABCD"),
        (case.release, closed_on(date(2024, 6, 20)), "ABCD"),
    ):
        store.read = set()
        again = await replace(case, release=release, law=law).computed("2024-0002")
        assert store.read == {*read}
        assert [member.code for member in again.tally.now] == ["A", "D"]
