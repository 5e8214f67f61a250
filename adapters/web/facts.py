"""What stands above a dossier's history: its due dates explained, and what is not settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from adapters.messages.deadlines import as_before, deadline_name, due_on, explain
from adapters.messages.words import spoken
from adapters.web.judged import Judged
from adapters.web.names import Names
from adapters.web.texts import said
from adapters.web.visit import Visit

DUE: Final = ("owed", "legal", "committed", "promised", "current")


@dataclass(frozen=True, slots=True)
class DueDate:
    name: str
    on: str | None
    """None where there is none: then `why` says so first."""
    basis: str | None
    """The article that gives it."""
    why: tuple[str, ...]


def due_dates(names: Names, state: Mapping[str, Any]) -> tuple[DueDate, ...]:
    """Side by side, first the one that the dossier is judged by."""
    due = state["due"] or {}
    return tuple(_due_date(names, due, name) for name in DUE if name in due)


def _due_date(names: Names, due: Mapping[str, Any], name: str) -> DueDate:
    lang, deadline = names.lang, due[name]
    before = (other for other in DUE[: DUE.index(name)] if due.get(other) == deadline)
    told = next(before, None)
    on = due_on(deadline, lang, names.zone)
    why = explain(deadline, lang, names.zone, names.law.common)
    if told and on:
        why = [as_before(told, lang)]
    return DueDate(deadline_name(name, lang), on, deadline["legal_basis"], tuple(why))


def divergences(visit: Visit, names: Names, state: Mapping[str, Any]) -> Iterator[str]:
    """Each disagreement between paper and digital that nobody has settled, as a sentence."""
    for one in state["divergences"]:
        yield visit.say(
            "diverges",
            instant=spoken("instant", one["instant"], visit.lang),
            paper=names.moment(datetime.fromisoformat(one["paper"])),
            digital=names.moment(datetime.fromisoformat(one["digital"])),
        )
    for kind, of, *_ in (each["key"] for each in state["custody"]["divergences"]):
        yield visit.say(
            "divergence_entered",
            divergence=spoken("divergence", kind, visit.lang),
            object=spoken("object", of, visit.lang),
        )


def other_readings(names: Names, judged: Judged | None) -> Iterator[str]:
    """How else the law can be read, where the class hangs on it."""
    says = {rule.name: rule for rule in names.law.common.rules}
    for name in judged.hangs_on if judged else ():
        rule = says.get(name)
        yield names.either(rule.otherwise_en, rule.otherwise_vi) if rule else name.value


def late_cause(names: Names, state: Mapping[str, Any], day: date) -> str | None:
    """What was recorded as the cause of lateness, and who confirmed it."""
    told = state["clock"]["late_cause"]
    if told is None:
        return None
    by = told["confirmed_by"]
    key = "late_cause.confirmed" if by else "late_cause.recorded"
    stands = said(key, names.lang, by=names.body(by or "", day))
    return f"{spoken('cause', told['cause'], names.lang)} ({stands})"
