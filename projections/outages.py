"""Outages of sources as plain values: who said what of each."""

from collections.abc import Iterable
from typing import Any

from domain.outages.known import Known
from domain.register import Entered
from projections.view import plain


def document(outage: Known) -> dict[str, Any]:
    """`position` is where the last word on it stands in the log."""
    said = outage.said
    deeds = (outage.declared, outage.confirmed, outage.ended, outage.withdrawn)
    return {
        "id": outage.number,
        "source": said.source,
        "from": plain(said.since),
        "to": plain(outage.until),
        "reason": said.reason.value,
        "document": said.document,
        "state": outage.state.value,
        "position": max(deed.position for deed in deeds if deed),
        "declared": _deed(outage.declared),
        "confirmed": _deed(outage.confirmed),
        "ended": _deed(outage.ended),
        "withdrawn": _deed(outage.withdrawn),
    }


def listed(outages: Iterable[Known]) -> list[dict[str, Any]]:
    return [document(each) for each in outages]


def _deed(entered: Entered | None) -> dict[str, Any] | None:
    if entered is None:
        return None
    return {
        "at": plain(entered.recorded_at),
        "actor": entered.actor,
        "entered_by": plain(entered.event)["entered_by"],
    }
