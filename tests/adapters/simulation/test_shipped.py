"""Where the parameters come from, and that what is wrong with them is said."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pydantic import ValidationError

from adapters.simulation.case import parse
from adapters.simulation.shipped import folder, load
from tests.adapters.simulation.founding import CASE, LAW
from tests.architecture import ROOT

SHIPPED = ROOT / "examples" / "founding-case"


def told(**other: Any) -> dict[str, Any]:
    return {**tomllib.loads((SHIPPED / "case.toml").read_text("utf-8")), **other}


def test_a_checkout_reads_its_examples() -> None:
    assert Path(str(folder())) == SHIPPED
    assert load() == parse(told())


def test_a_wheel_brings_the_case_along(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*command, "--directory", str(tmp_path)], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")

    with ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    within = tmp_path / "adapters" / "simulation" / "cases" / "founding-case"
    assert {each.name for each in within.iterdir()} == {"README.md", "case.toml"}
    says = "from adapters.simulation.shipped import folder, load; print(folder(), load().seed)"
    ran = subprocess.run(
        [sys.executable, "-c", says],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == f"{within} {CASE.seed}"


def test_an_unknown_case_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        load("no-such-case")


@pytest.mark.parametrize(
    "wrong",
    [
        {"surprise": 1},
        {"closes": "2018-01-01"},
        {"typing": {**told()["typing"], "live_minutes": [3, 1]}},
        {"typing": {**told()["typing"], "live": 2}},
    ],
)
def test_what_is_wrong_with_a_case_is_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse(told(**wrong))


def test_every_procedure_of_the_case_is_one_of_the_law() -> None:
    codes = [kind.code for kind in CASE.kinds]

    assert len(codes) == len(set(codes))
    assert all(LAW.versions(code) for code in codes)


def test_every_case_and_milestone_is_one_of_its_procedure() -> None:
    for kind in CASE.kinds:
        procedure = LAW.versions(kind.code)[-1]
        names = {case.name for case in procedure.cases} | {""}
        clocks = {term.clock for term in procedure.terms}
        assert set(kind.cases) <= names
        assert {f"milestone:{each.name}" for each in kind.milestones} <= clocks


def test_everybody_in_the_case_is_in_the_registry() -> None:
    people = CASE.people
    ids = [*people.leaders, people.clerk, people.clerk_unit, people.returns, people.returns_unit]
    ids += [people.supervisor, people.supervisor_unit, CASE.department, CASE.centre]
    for unit in people.units:
        ids += [unit.unit, unit.head, unit.handler, unit.receiver, unit.receiver_unit]
    desks = [people.clerks, people.returns_desk, *(unit.counter for unit in people.units)]
    ids += [name for each in desks for name in (each.organisation, each.desk) if name]

    assert [each for each in ids if LAW.registry.entry(each) is None] == []
