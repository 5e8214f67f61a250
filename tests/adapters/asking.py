"""An engine over any store and vault, and what it is asked."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from domain.dossier.events import DossierEvent
from domain.engine import Engine
from domain.law import Law
from domain.request import Posted, read
from domain.store import EventStore
from domain.vault import Vault

LAW: Final = Law(ZoneInfo("Asia/Ho_Chi_Minh"))
NOW: Final = datetime(2025, 11, 20, tzinfo=UTC)


def engine_over(store: EventStore[DossierEvent], vault: Vault) -> Engine:
    return Engine(store, vault, LAW, now=lambda: NOW, new_stream=lambda: str(uuid4()))


def posted(kind: str, request_id: str = "", **fields: Any) -> Posted:
    """A request on dossier HS-1; what is no field of a request is its data."""
    envelope = {
        "dossier": "HS-1",
        "kind": kind,
        "occurred_at": "2025-11-03T09:00:00+07:00",
        "source": "portal",
        "request_id": request_id or str(uuid4()),
    }
    named = {"dossier", "code_system", "occurred_at", "source", "actor", "mode", "override"}
    data = {name: value for name, value in fields.items() if name not in named}
    given_ = {name: value for name, value in fields.items() if name in named}
    return read({**envelope, **given_, "data": data}, entered_by="cán bộ một cửa")
