"""Draws docs/lifecycle.md from the lifecycle's table; COMMAND writes it."""

from collections.abc import Iterator
from typing import Final, cast

from domain.dossier.events import DossierEvent, Returned, StatusReported
from domain.dossier.lifecycle import STATUS, TABLE, Stage, irregularity, leads_to
from tests.architecture import ROOT

PAGE: Final = ROOT / "docs" / "lifecycle.md"
COMMAND: Final = "python -m tests.architecture.lifecycle_page"

INTRODUCTION: Final = f"""\
# The lifecycle of a dossier

Drawn from `TABLE` in `domain/dossier/lifecycle.py`; do not edit: `{COMMAND}`
writes it anew. The words are explained in [language.md](language.md).

An arrow names the kinds that make the move, without their `dossier.`. A move marked
*irregular* is made all the same: what happened is recorded, with a finding.
"""

LEGEND: Final = """\
Each cell says what the kind is in that stage, and where it leads if it leads anywhere:

- *regular*: nothing is wrong with its place in the lifecycle;
- a code with its class: in record mode it is recorded with that finding, in decide mode it is
  refused unless somebody approves it.

Other rules may find more (who holds the object, which procedure is in force). The acts (`ACTS`)
have conditions of their own, which nobody can approve away:
[`decisions/acts.py`](../domain/dossier/decisions/acts.py), [`modes.py`](../domain/modes.py).
"""

PAPERS: Final = "`dossier.returned` of papers"
"""Returned for a supplement or a withdrawal: its data moves it to another row, as it does a
reported status."""


def page() -> str:
    diagram = "\n".join(["```mermaid", *_diagram(), "```"])
    return "\n".join([INTRODUCTION, diagram, "", LEGEND, *_matrix(), ""])


def samples() -> Iterator[tuple[str, DossierEvent]]:
    """An event for each row of the table, with the row's name; only its kind matters."""
    for kind in TABLE:
        event = cast("DossierEvent", kind.model_construct())
        yield f"`{event.kind}`", event
        if isinstance(event, Returned):
            yield PAPERS, Returned(why="supplement")
    for status in STATUS:
        reported = StatusReported.model_validate({"status": status})
        yield f"`{reported.kind}` {status}", reported


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for stage in Stage:
        status = f" ({stage.national_status})" if stage.national_status else ""
        yield f'    state "{stage}{status}" as {_id(stage)}'
    yield f"    [*] --> {_id(Stage.PROVISIONAL)}"
    for origin in Stage:
        for target in Stage:
            if kinds := _movers(origin, target):
                yield f"    {_id(origin)} --> {_id(target)}: {', '.join(kinds)}"
    yield f"    {_id(Stage.CLOSED)} --> [*]"


def _movers(origin: Stage, target: Stage) -> list[str]:
    return [
        _short(event) + (" (irregular)" * bool(irregularity(origin, event)))
        for _, event in samples()
        if origin is not target and leads_to(origin, event) is target
    ]


def _short(event: DossierEvent) -> str:
    name = event.kind.removeprefix("dossier.")
    return f"{name} {event.status}" if isinstance(event, StatusReported) else name


def _matrix() -> Iterator[str]:
    yield _line("kind", *Stage)
    yield _line(*["---"] * (len(Stage) + 1))
    for name, event in samples():
        yield _line(name, *(cell(stage, event) for stage in Stage))


def cell(stage: Stage, event: DossierEvent) -> str:
    """What the event is in the stage, and where it leads."""
    irregular = irregularity(stage, event)
    judged = f"`{irregular.code}` ({irregular.gravity})" if irregular else "regular"
    target = leads_to(stage, event)
    return judged if target is stage else f"{judged} → {target}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _id(stage: Stage) -> str:
    return stage.replace(" ", "_")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
