"""The catalogue of procedures that comes with hoso, read from its TOML files."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final
from unicodedata import normalize
from zoneinfo import ZoneInfo

from domain.procedure.enactment import enactments
from domain.procedure.law import Law, enact
from domain.procedure.publication import parse_all
from domain.procedure.publication_common import parse_common

COMMON: Final = "common"
"""The folder of what holds for all procedures; the other folders hold procedures."""


def law(zone: ZoneInfo) -> Law:
    """The law as shipped, for an installation in `zone`.

    Raises DefinitionRefused, which names all that is wrong with the files.
    """
    told = definitions()
    common = {name: each for name, each in told.items() if name.startswith(f"{COMMON}/")}
    procedures = {name: each for name, each in told.items() if name not in common}
    return enact(zone, enactments(parse_all(procedures)), parse_common(common))


def definitions() -> Mapping[str, Mapping[str, Any]]:
    """What the shipped files tell, by folder and name."""
    root = files("domain.procedure") / "catalogue"
    return {
        f"{folder.name}/{file.name}": _told(file)
        for folder in _sorted(root)
        if folder.is_dir()
        for file in _sorted(folder)
        if file.name.endswith(".toml")
    }


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _told(file: Traversable) -> Mapping[str, Any]:
    return tomllib.loads(normalize("NFC", file.read_text(encoding="utf-8")))
