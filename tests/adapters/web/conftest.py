"""An office in August 2019, and a browser that has entered."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.memory import MemoryEventStore
from tests.adapters.web.visiting import Browser, Folded, Office, browsing, office


@pytest.fixture
def office_() -> Office:
    return office()


@pytest.fixture
async def browser(office_: Office) -> AsyncIterator[Browser]:
    assert isinstance(office_.engine.store, MemoryEventStore)
    async with browsing(office_.engine, Folded(office_.engine.store)) as browser:
        yield browser
