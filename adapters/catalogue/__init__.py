"""The catalogue of procedures that comes with hoso, read from its TOML files."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from zoneinfo import ZoneInfo

from domain.procedure.law import Law
from domain.procedure.procedure import Procedure


def law(zone: ZoneInfo) -> Law:
    """The law as shipped, for an installation in `zone`."""
    procedures: dict[str, tuple[Procedure, ...]] = {}
    for version in _versions():
        procedures[version.code] = (*procedures.get(version.code, ()), version)
    return Law(zone, procedures)


def _versions() -> Iterator[Procedure]:
    for file in sorted((files("domain.procedure") / "catalogue").iterdir(), key=str):
        if file.name.endswith(".toml"):
            told = tomllib.loads(file.read_text(encoding="utf-8"))
            yield from (Procedure.model_validate(version) for version in told["version"])
