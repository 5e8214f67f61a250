"""Issued reports as `--json` prints them and the HTTP API answers them."""

from collections.abc import Sequence
from typing import Any

from domain.register import Entered
from projections.issued.document import carried_document, compared
from projections.issued.kept import Kept, issued_of
from projections.issued.office import Recomputed
from projections.view import plain


def listed(told: Sequence[Entered]) -> list[dict[str, Any]]:
    return [line(each) for each in told]


def line(entered: Entered) -> dict[str, Any]:
    """What the log says of it."""
    issued = issued_of(entered)
    return {
        "number": issued.number,
        "recorded_at": plain(entered.recorded_at),
        "issued_by": entered.actor,
        "entered_by": entered.entered_by,
        "sha256": issued.sha256,
        "inputs": issued.inputs.model_dump(mode="json"),
    }


def shown(kept: Kept) -> dict[str, Any]:
    """The report as it was issued, without its members; no report where it was altered."""
    document = kept.document or {}
    return {
        **line(kept.entered),
        "integrity": kept.integrity.value,
        "report": document.get("report"),
        "carried_over": document.get("carried_over"),
        "members": len(document["members"]) if document else None,
    }


def recomputed(found: Recomputed, release: str) -> dict[str, Any]:
    return {
        **line(found.kept.entered),
        "integrity": found.kept.integrity.value,
        "now": {
            "position": found.now_at,
            "known_at": plain(found.known_at),
            "release": release,
        },
        **compared(found.tally),
        "carried_over": carried_document(found.carried),
    }
