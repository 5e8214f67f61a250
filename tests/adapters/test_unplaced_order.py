"""In whatever order a dossier's events come, the one that opens it last: it ends in the same state,
for what could not be placed is placed then."""

import asyncio
from collections.abc import Sequence

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from domain.dossier.values import Sealed, Subject, SubjectRef
from domain.posting import Became, post, totals
from domain.request import Posted
from projections.dossier_view import DossierView, view
from tests.adapters.asking import LAW, engine_over
from tests.adapters.histories import hours, said
from tests.adapters.histories import posted as told
from tests.adapters.memory import MemoryEventStore, MemoryVault
from tests.adapters.memory_unplaced import MemoryUnplaced
from tests.adapters.unplaced_promises import Desk

OPENING = told(99, "HS-1", 0, {"kind": "received", "channel": "direct", "owed": ["paper"]})

courses = st.lists(st.tuples(hours(), said()), min_size=1, max_size=12).map(
    lambda drawn: [told(number, "HS-1", *one) for number, one in enumerate(drawn)]
)


class PlainVault(MemoryVault):
    """Gives the same references for the same texts, so that states can be compared."""

    async def seal(self, texts: Sequence[str]) -> Sequence[Sealed]:
        sealed = await super().seal(texts)
        self.texts.update(zip(texts, texts, strict=True))
        return [Sealed(entry=text, commitment="") for text, _ in zip(texts, sealed, strict=True)]

    async def refer(self, authority: str, subject: Subject) -> SubjectRef:
        return SubjectRef(subject_id=f"{authority}/{subject.id}")


async def delivered(batches: Sequence[Sequence[Posted]]) -> tuple[DossierView, int]:
    """The dossier after the deliveries, tried after each of them, and how much had to wait."""
    store, vault = MemoryEventStore(), PlainVault()
    unplaced = MemoryUnplaced(store, vault)
    desk = Desk(engine_over(store, vault), unplaced, unplaced)
    waited = 0
    for batch in batches:
        items = await post(desk.engine, unplaced, batch)
        waited += totals(items).get(Became.UNPLACED, 0)
        while await desk.tries():
            pass
    return view(await store.after(0, 1000), LAW), waited


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(course=courses, data=st.data())
def test_the_opening_may_come_last(course: list[Posted], data: st.DataObject) -> None:
    happened = sorted([OPENING, *course], key=lambda one: one.request.occurred_at)
    shuffled = data.draw(st.permutations(course))
    cut = data.draw(st.integers(0, len(course)))
    in_order, _ = asyncio.run(delivered([[OPENING], happened]))
    late, waited = asyncio.run(delivered([shuffled[:cut], shuffled[cut:], [OPENING]]))

    event("some waited" if waited else "none waited")
    assert late.state == in_order.state
    assert late.findings == in_order.findings
