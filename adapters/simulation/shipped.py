"""Where cases are kept: in the package of an installation, else in the examples of a checkout."""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from adapters.simulation.case import Case, parse

FOUNDING: Final = "founding-case"
PARAMETERS: Final = "case.toml"


def load(name: str = FOUNDING) -> Case:
    """Raises FileNotFoundError where there is no such case; ValidationError where it is wrong."""
    return parse(tomllib.loads((folder(name) / PARAMETERS).read_text(encoding="utf-8")))


def folder(name: str = FOUNDING) -> Traversable:
    """What is told of the case: its parameters, and a page on where they come from."""
    packaged = files("adapters.simulation") / "cases" / name
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[2] / "examples" / name
