"""Requests, as the domain folds them."""

from datetime import datetime
from typing import Any

from domain.dossier.events import KINDS, Told
from domain.testimony import Code, Testimony


def told(request: dict[str, Any]) -> Told:
    event = KINDS[request["kind"]].model_validate(request["data"])
    return Testimony(
        event=event,
        dossier=Code("dossier-code", request["dossier"]),
        occurred_at=datetime.fromisoformat(request["occurred_at"]),
        source=request["source"],
        request_id=request["request_id"],
        source_seq=request.get("source_seq"),
        actor=request.get("actor"),
        unit=request.get("unit"),
    )
