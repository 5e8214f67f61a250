"""What holds for the source as a whole, whatever it does."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RINGS = ("domain", "projections", "adapters")


def source_files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the checkout, in a stable order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def syntax_of(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Each file's path, as a reader would write it, with its syntax tree."""
    for path in source_files(*folders):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))
