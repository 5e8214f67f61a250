"""The checkout is what runs, it is whole, and it says nothing of the machine it was made on."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture import RINGS, ROOT, source_files

MEGABYTE = 1_000_000

# Written so that neither pattern matches itself.
MACHINE = re.compile(rb"(?<![\w.-])/(?:root|work|tmp|home|Users)/[\w.]")
REGISTRY = re.compile(
    rb"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|anaconda\.(?:org|com)|"
    rb"(?:--(?:extra-)?index-url|--find-links|--trusted-host)[ =]|://[^\s/]+/simple\b"
)


def of_the_repository() -> list[Path]:
    """What is tracked, or would be with the next commit."""
    if shutil.which("git") is None:
        pytest.skip("needs git to know which files are ours")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout to know which files are ours")
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted({path for path in paths if path.is_file()})


def mentions(pattern: re.Pattern[bytes]) -> Iterator[str]:
    for path in of_the_repository():
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}"


@pytest.mark.parametrize("ring", RINGS)
def test_the_installed_ring_is_the_one_in_the_checkout(ring: str, tmp_path: Path) -> None:
    question = f"import importlib.util as u; print(u.find_spec({ring!r}).origin)"
    # Isolated and from elsewhere: nothing but the environment itself can answer.
    command = [sys.executable, "-I", "-c", question]

    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert answer.stdout.strip() == str(ROOT / ring / "__init__.py"), "not installed: make setup"


@pytest.mark.parametrize("name", [*RINGS, "tests"])
def test_nobody_else_installs_our_names(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"hoso"}


def test_every_folder_with_source_is_a_package() -> None:
    folders = {path.parent for path in source_files(*RINGS, "tests")}

    assert [str(at.relative_to(ROOT)) for at in folders if not (at / "__init__.py").exists()] == []


def test_no_file_names_a_place_on_a_machine() -> None:
    assert list(mentions(MACHINE)) == []


def test_no_file_names_a_registry() -> None:
    assert list(mentions(REGISTRY)) == []


@pytest.mark.parametrize("place", ["root/.cache", "home/hanh/hoso", "tmp/x", "Users/hanh"])
def test_a_place_on_a_machine_is_noticed(place: str) -> None:
    assert MACHINE.search(f'open("/{place}")'.encode())


def test_a_path_of_an_address_is_none() -> None:
    assert not MACHINE.search(b"GET /worklist, https://example.org/home/x, and/or, ./tmp/x")


@pytest.mark.parametrize("host", ["pypi", "files.pythonhosted"])
def test_a_registry_is_noticed(host: str) -> None:
    assert REGISTRY.search(f"https://{host}.org/x".encode())
    assert REGISTRY.search(b"-".join([b"", b"", b"index", b"url https://mirror.example"]))


def test_no_file_is_large() -> None:
    large = [path for path in of_the_repository() if path.stat().st_size > MEGABYTE]

    assert [str(path.relative_to(ROOT)) for path in large] == []


def locked(name: str) -> dict[str, str]:
    """Distribution to version, as a lock file says."""
    text = (ROOT / name).read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)(?:\[[^]]*])?==([^\s;]+)", text, flags=re.MULTILINE)
    return {canonicalize_name(distribution): version for distribution, version in pins}


def wanted() -> tuple[list[str], list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return settings["project"]["dependencies"], settings["dependency-groups"]["dev"]


def unmet(requirements: list[str], lock: dict[str, str]) -> list[str]:
    parsed = [Requirement(text) for text in requirements]
    return [
        str(each)
        for each in parsed
        if not each.specifier.contains(lock.get(canonicalize_name(each.name), "0"))
    ]


def test_the_locks_hold_what_the_project_asks_for() -> None:
    product, development = wanted()

    assert unmet(product, locked("requirements.txt")) == [], "run: make lock"
    assert unmet(product + development, locked("requirements-dev.txt")) == [], "run: make lock"


def test_both_locks_agree() -> None:
    assert locked("requirements.txt").items() <= locked("requirements-dev.txt").items()


def test_a_requirement_outside_the_lock_is_noticed() -> None:
    assert unmet(["attrs>=1", "six"], {"attrs": "0.9", "six": "1.0"}) == ["attrs>=1"]
    assert unmet(["attrs>=1"], {}) == ["attrs>=1"]
