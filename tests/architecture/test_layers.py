"""Arrows point inwards. The contracts stand in pyproject.toml: they hold, and they bite."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import RINGS, ROOT, syntax_of

DOMAIN_MAY_NEED = {"pydantic", "pydantic_core", "annotated_types", "typing_extensions"}

# What a pure function is given, and never fetches.
CLOCKS_AND_DICE = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid1",
    "uuid4",
    "uuid7",
}

BREACHES = [
    pytest.param("domain/x.py", "import adapters", "Inwards only", id="domain to adapters"),
    pytest.param("domain/x.py", "import projections", "Inwards only", id="domain to projections"),
    pytest.param("projections/x.py", "import adapters", "Inwards only", id="projections outwards"),
    pytest.param("domain/x.py", "import psycopg", "The inner rings", id="domain to a database"),
    pytest.param("projections/x.py", "import time", "The inner rings", id="projections to a clock"),
    pytest.param("adapters/http.py", "import adapters.postgres", "Adapters do not", id="sideways"),
    pytest.param("adapters/settings.py", "import adapters.wiring", "Adapters do not", id="upwards"),
    pytest.param("adapters/fax.py", "", "Adapters do not", id="an adapter nobody placed"),
    pytest.param("domain/x.py", "import domain.y", "No cycles", id="a cycle"),
]


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


@pytest.fixture
def small_checkout(tmp_path: Path) -> Path:
    """Our contracts over next to nothing: every ring, two adapters, half a cycle."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for ring in RINGS:
        (tmp_path / ring).mkdir()
        (tmp_path / ring / "__init__.py").touch()
    for adapter in ("postgres", "wiring"):
        (tmp_path / "adapters" / f"{adapter}.py").touch()
    (tmp_path / "domain" / "y.py").write_text("import domain.x\n")
    (tmp_path / "domain" / "x.py").touch()
    return tmp_path


def test_every_contract_is_kept() -> None:
    outcome = lint_imports(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_a_small_checkout_keeps_them_too(small_checkout: Path) -> None:
    outcome = lint_imports(small_checkout)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(("path", "source", "contract"), BREACHES)
def test_a_breach_is_noticed(small_checkout: Path, path: str, source: str, contract: str) -> None:
    (small_checkout / path).write_text(source + "\n")

    outcome = lint_imports(small_checkout)

    broken = [line for line in outcome.stdout.splitlines() if line.endswith(" BROKEN")]
    assert outcome.returncode == 1
    assert [line for line in broken if line.startswith(contract)], outcome.stdout


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module names, wherever in it."""
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.partition(".")[0] for name in names}


def third_party(tree: ast.Module) -> set[str]:
    return imported(tree) - sys.stdlib_module_names - set(RINGS)


def fetched(tree: ast.Module) -> set[str]:
    """The clocks and dice that a module reaches for, called or handed on."""
    named = {
        ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)
    }
    return {name for name in named if ".".join(name.split(".")[-2:]) in CLOCKS_AND_DICE}


def test_the_domain_needs_nothing_but_pydantic() -> None:
    needs = {path: third_party(tree) - DOMAIN_MAY_NEED for path, tree in syntax_of("domain")}

    assert {path: names for path, names in needs.items() if names} == {}


def test_the_inner_rings_are_told_the_time_and_their_ids() -> None:
    reaches = {path: fetched(tree) for path, tree in syntax_of("domain", "projections")}

    assert {path: names for path, names in reaches.items() if names} == {}


@pytest.mark.parametrize("source", ["import attrs", "from attrs.x import y", "import os, attrs.z"])
def test_a_third_party_is_noticed(source: str) -> None:
    assert third_party(ast.parse(source)) == {"attrs"}


@pytest.mark.parametrize("source", ["datetime.now(UTC)", "datetime.datetime.now()", "f(id=uuid4)"])
def test_a_clock_or_a_die_is_noticed(source: str) -> None:
    assert fetched(ast.parse(source))


def test_a_clock_that_was_handed_in_is_fine() -> None:
    assert fetched(ast.parse("clock.now(); self.today; from uuid import UUID")) == set()
