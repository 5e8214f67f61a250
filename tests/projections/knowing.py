"""What is known of a dossier, as the event store would give it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.dossier.events import Annulled, DossierEvent, Told
from domain.store import RecordedEvent
from domain.testimony import Code
from tests.adapters import histories
from tests.domain.case import THURSDAY, on

STREAM: Final = "01890a5d-ac96-774b-bcce-b302099a8057"
FIRST: Final = datetime(2026, 3, 20, 3, tzinfo=UTC)
"""When the first event was recorded; each later one a minute behind."""


def known(*told: Told) -> list[RecordedEvent[DossierEvent]]:
    """Recorded in the order given, among events of other dossiers."""
    return [
        RecordedEvent(10 * version, STREAM, version, FIRST + timedelta(minutes=version), one)
        for version, one in enumerate(told, start=1)
    ]


def annulled(told: Told) -> Told:
    event = Annulled(target=told.ref, reason="Nhập nhầm", approver="Lê Út")
    return on(THURSDAY, event, 18, request_id=f"annulled {told.request_id}")


def testimonies() -> SearchStrategy[list[Told]]:
    """Up to a dozen things told of one dossier within a week: late, wrong, annulled."""
    said = st.lists(st.tuples(histories.hours(), histories.said()), min_size=1, max_size=12)
    return said.map(_told)


def _told(said: Iterable[tuple[int, dict[str, object]]]) -> list[Told]:
    requests = (histories.posted(number, "HS-1", *one) for number, one in enumerate(said))
    return [request.testimony(Code("dossier-code", "HS-1")) for request in requests]
