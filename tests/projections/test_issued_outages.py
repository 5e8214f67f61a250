"""An outage that is confirmed after a report was issued: the report stays, and says what has
changed since, and why."""

from typing import Final

import pytest

from domain.access import Principal, Role
from domain.dossier.events import Noted
from domain.lawmaking.book import LawBook
from domain.outages.asked import Declaration, Said
from domain.outages.desk import Outages
from domain.testimony import Provenance
from tests.projections.issuing import Q2, Case, by_cause, in_memory, july, june, must_add_up

pytestmark = pytest.mark.anyio

NOTED: Final = Noted(name="gọi điện", attributes={})


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def case() -> Case:
    """Received on 13 June and due on the 27th; resolved then, as its source recorded at once and
    sent again on 1 July."""
    case = in_memory()
    await case.received("A", june(13))
    again = {"provenance": Provenance.RESENT, "source_recorded_at": june(27, 10)}
    await case.result("A", june(27), july(1), **again)
    case.now = july(1)
    return case


async def confirmed(case: Case) -> None:
    """At noon of 3 July."""
    case.now = july(3)
    # In memory an entry is known with the event before it.
    await case.told("B", NOTED, july(3))
    desk = Outages(LawBook(case.law), case.register, lambda: case.now)
    told = {"source": "one-stop", "reason": "power", "actor": "hanh"}
    said = Declaration.model_validate({**told, "from": june(27, 7), "to": june(30)})
    await desk.declare(said, Principal("k-1", Role.LEADER))
    await desk.confirm(1, Said(actor="minh"), Principal("k-2", Role.LEADER))


async def test_a_report_that_was_issued_says_what_the_outage_changed(case: Case) -> None:
    await case.issue(Q2)
    await confirmed(case)

    assert not (await case.again("2024-0001", july(2)))["differs"]
    found = await case.again("2024-0001")

    assert by_cause(found, "resolved.on_time") == {"parameters": 1}
    (dossier,) = found["dossiers"]
    ((entry,),) = (move["because"] for move in dossier["moves"])
    assert (entry["list"], entry["entry"], entry["became"]) == (
        "outages", "1 2024-06-27T07:00:00+07:00", "added"
    )  # fmt: skip
    must_add_up(found)


async def test_one_that_was_issued_with_it_is_computed_again_with_it(case: Case) -> None:
    await confirmed(case)
    await case.issue(Q2)

    found = await case.again("2024-0001")

    assert not found["differs"]
    must_add_up(found)
