"""What a change of the law does, dossier by dossier, as plain values."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from domain.lawmaking.decision import Done
from domain.lawmaking.whatif import Effect, Judged
from domain.register import Entered
from projections.view import plain

ALL: Final = slice(None)


def document(effects: Sequence[Effect], page: slice = ALL) -> dict[str, Any]:
    """`moved` open dossiers get a new due date, `promised_anew` of them a later promise; `flips`
    change their class. The totals are those of all dossiers, whichever page is shown."""
    return {
        "totals": {
            "touched": len(effects),
            "moved": sum(one.repromised is not None for one in effects),
            "promised_anew": sum(one.promises is not None for one in effects),
            "flips": sum(one.flips for one in effects),
        },
        "dossiers": [_effect(one) for one in effects[page]],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "dossier": effect.code.value,
        "code_system": effect.code.system,
        "procedure": effect.procedure,
        "stage": effect.stage.value,
        "before": _judged(effect.before),
        "after": _judged(effect.after),
        "flips": effect.flips,
        "moved": effect.repromised is not None,
        "promised": plain(effect.promised),
        "promised_anew": plain(effect.promises),
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "due_on": plain(judged.due.on),
        "class": judged.timeliness.value,
        "due": plain(judged.due),
    }


def entered(done: Done, page: slice = ALL) -> dict[str, Any]:
    """What a decision led to."""
    return {
        "entry": entry(done.entry, done.moved),
        **document(done.effects, page),
    }


def entry(entered: Entered, moved: int) -> dict[str, Any]:
    """An entry of the law: when it was announced and learnt, by whom, and what it moved."""
    event = entered.event
    told = plain(event)
    return {
        "position": entered.position,
        "kind": told["kind"],
        "recorded_at": plain(entered.recorded_at),
        "actor": entered.actor,
        "entered_by": entered.entered_by,
        "confirmed_by": told.get("confirmed_by"),
        "moved": moved,
        "event": told,
    }


def entries(listed: Iterable[tuple[Entered, int]]) -> list[dict[str, Any]]:
    return [entry(one, moved) for one, moved in listed]
