"""A dossier that is withdrawn on Friday and filed again on Monday: the term begins anew, and the
report hides neither of the two."""

import pytest

from domain.dossier.events import Linked, Withdrawn
from domain.dossier.values import Carrier
from projections.report import Period, cells_by_group, rows_of, total
from projections.timeliness import rows
from tests.projections.issuing import LAW, Case, in_memory, june

pytestmark = pytest.mark.anyio

FRIDAY, MONDAY = 14, 17


@pytest.fixture
async def case() -> Case:
    """Received on Monday the 10th, withdrawn on Friday, handed in again on Monday the 17th."""
    case = in_memory()
    await case.received("A", june(10), owed=(Carrier.PAPER,))
    await case.told("A", Withdrawn(), june(FRIDAY, 16), actor="hanh")
    await case.received("B", june(MONDAY), owed=(Carrier.PAPER,))
    again = Linked(relation="refile-of", other="A")
    await case.told("B", again, june(MONDAY, 10), actor="hanh")
    return case


async def test_it_counts_twice_once_as_withdrawn_and_once_from_its_second_receipt(
    case: Case,
) -> None:
    spans = {name: list(rows(await case.store.history(name), LAW)) for name in ("A", "B")}
    (*_, first), (*_, second) = spans["A"], spans["B"]
    assert (first.ended_how, first.ended_on) == ("withdrawn", june(FRIDAY).date())
    assert (second.received_on, second.ended_on) == (june(MONDAY).date(), None)

    june_ = Period(june(1).date(), june(30).date(), june(MONDAY).date())
    found = total(rows_of(cells_by_group([*spans["A"], *spans["B"]], june_, ())))
    assert (found.received.direct, found.ended.withdrawn, found.open.in_time) == (2, 1, 1)
    # Neither early nor on time: a withdrawal is no result.
    assert (found.resolved.early, found.resolved.on_time) == (0, 0)
