"""benchmarks/README.md: what stands there by hand, and the tables of the last whole run.

`python -m benchmarks.page` writes them anew from results.json.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.tables import tables

HERE: Final = Path(__file__).parent
BEGIN: Final = "<!-- written by `make bench`; what stands below is lost with the next run -->\n"


def page(by_hand: str, results: Mapping[str, Any]) -> str:
    """The page with the tables of these results."""
    return by_hand.partition(BEGIN)[0] + BEGIN + "\n" + tables(results)


def write(path: Path, results: Mapping[str, Any]) -> None:
    path.write_text(page(path.read_text("utf-8"), results), "utf-8")


if __name__ == "__main__":
    write(HERE / "README.md", json.loads((HERE / "results.json").read_text("utf-8")))
