"""The page of the lifecycle says what the table says."""

import pytest

from domain.dossier.events import KINDS, Completed, DossierEvent, Received, Returned
from domain.dossier.lifecycle import STATUS, TABLE, Stage
from tests.architecture.lifecycle_page import COMMAND, PAGE, cell, page, samples


def test_the_page_is_fresh() -> None:
    written = PAGE.read_text("utf-8") if PAGE.exists() else ""

    # Compared to a bool: the difference of two pages says less than how to write it.
    assert (written == page()) is True, f"docs/lifecycle.md is stale; run: {COMMAND}"


def test_every_kind_has_its_row_in_every_stage() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| `")]

    assert len(rows) == len(TABLE) + 1 + len(STATUS)
    assert {row.count(" | ") for row in rows} == {len(Stage)}
    assert {event.kind for _, event in samples()} == set(KINDS)


@pytest.mark.parametrize(
    ("stage", "event", "said"),
    [
        (Stage.PROVISIONAL, Received(), "regular → received"),
        (Stage.RESOLVED, Returned(), "regular → returned"),
        (Stage.RECEIVED, Returned(), "`out-of-order` (irregular) → returned"),
        (Stage.RECEIVED, Returned(why="supplement"), "regular"),
        (Stage.PROVISIONAL, Completed(), "`before-receipt` (irregular) → closed"),
        (Stage.CLOSED, Completed(), "`work-after-close` (irregular)"),
    ],
)
def test_a_cell_says_class_and_move(stage: Stage, event: DossierEvent, said: str) -> None:
    assert cell(stage, event) == said


def test_the_diagram_has_the_moves_of_the_table_and_no_others() -> None:
    arrows = {line.split(":")[0].strip() for line in page().splitlines() if "-->" in line}
    moves = {
        f"{origin} --> {target}".replace(" ", "_").replace("_-->_", " --> ")
        for row in (*TABLE.values(), *STATUS.values())
        for origin, target in row.moves.items()
    }

    assert arrows == moves | {"[*] --> provisional", "closed --> [*]"}
