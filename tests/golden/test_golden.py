"""What any release stored is read by this one, and would be stored the same way."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.dossier.events import KINDS
from domain.dossier.history import load, store


@dataclass(frozen=True)
class Golden:
    """An event's state as a release stored it."""

    release: str
    kind: str
    state: str

    @property
    def fields(self) -> set[str]:
        return set(json.loads(self.state))

    def __str__(self) -> str:
        return f"{self.release} {self.kind}"


def _goldens() -> list[Golden]:
    return [
        Golden(release=path.stem, **json.loads(line))
        for path in sorted(Path(__file__).parent.glob("*.ndjson"))
        for line in path.read_text("utf-8").splitlines()
    ]


GOLDENS = _goldens()

each_golden = pytest.mark.parametrize("golden", GOLDENS, ids=str)


def of(kind: str) -> list[Golden]:
    return [golden for golden in GOLDENS if golden.kind == kind]


@each_golden
def test_it_loads_and_is_stored_in_the_same_bytes(golden: Golden) -> None:
    event = load(golden.kind, golden.state.encode())

    assert event.kind == golden.kind
    assert store(event).decode() == golden.state


@each_golden
def test_a_field_of_a_later_release_is_no_hindrance(golden: Golden) -> None:
    later = json.dumps({**json.loads(golden.state), "of_a_later_release": {"x": 1}})

    assert load(golden.kind, later.encode()) == load(golden.kind, golden.state.encode())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_kept_with_all_that_it_can_say(kind: str) -> None:
    everything = set(KINDS[kind].model_fields) - {"kind"}

    assert set().union(*(golden.fields for golden in of(kind))) == everything
    assert any(golden.fields == everything for golden in of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_kept_with_as_little_as_it_takes(kind: str) -> None:
    optional = {name for name, field in KINDS[kind].model_fields.items() if field.default is None}

    assert any(not golden.fields & optional for golden in of(kind))


def test_no_kind_was_ever_dropped() -> None:
    assert {golden.kind for golden in GOLDENS} == set(KINDS)
