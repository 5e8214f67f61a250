"""The law that comes with hoso, read from its TOML files: procedures, authorities, the calendar."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final
from unicodedata import normalize
from zoneinfo import ZoneInfo

from domain.authority.publication import parse_all as parse_authorities
from domain.authority.registry import Registry
from domain.authority.registry import registry as enter
from domain.calendar.calendar import WorkCalendar
from domain.calendar.parse import parse
from domain.law import Law, enact
from domain.procedure.enactment import enactments
from domain.procedure.publication import parse_all
from domain.procedure.publication_common import parse_common
from projections import periods
from projections.periods import Schemes

COMMON: Final = "common"
"""The folder of what holds for all procedures; the other folders hold procedures."""


def law(zone: ZoneInfo) -> Law:
    """The law as shipped, for an installation in `zone`.

    Raises DefinitionRefused, which names all that is wrong with the files.
    """
    told = definitions()
    common = {name: each for name, each in told.items() if name.startswith(f"{COMMON}/")}
    procedures = {name: each for name, each in told.items() if name not in common}
    enacted = enactments(parse_all(procedures))
    return enact(zone, enacted, parse_common(common), calendar(), registry())


def calendar() -> WorkCalendar:
    """The working calendar of Viet Nam as shipped. Raises BadCalendar."""
    return parse(_told(files("domain.calendar") / "vietnam.toml"))


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


def registry() -> Registry:
    """The authorities as shipped: those of the founding case.

    Raises DefinitionRefused, which names all that is wrong with the files.
    """
    return enter(parse_authorities(authorities()))


def authorities() -> Mapping[str, Mapping[str, Any]]:
    """What the shipped files tell of authorities, by name."""
    folder = files("domain.authority")
    return {file.name: _told(file) for file in _sorted(folder) if file.name.endswith(".toml")}


def schemes() -> Schemes:
    """The periods that reports are made for, as shipped."""
    return periods.parse(_told(files("projections") / "periods.toml"))


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _told(file: Traversable) -> Mapping[str, Any]:
    return tomllib.loads(normalize("NFC", file.read_text(encoding="utf-8")))
