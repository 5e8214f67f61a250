"""What is measured, a module for each kind of thing."""

from collections.abc import Sequence
from typing import Final

from benchmarks.areas import (
    appends,
    catch_up,
    imports,
    over_http,
    rebuild,
    rehydration,
    report,
    working_day,
)
from benchmarks.measurement import Area
from benchmarks.sizes import Sizes

KINDS: Final = (appends, over_http, imports, rehydration, catch_up, rebuild, working_day, report)


def areas(sizes: Sizes, only: str = "") -> Sequence[Area]:
    """In the order in which they are measured; those whose name holds `only`."""
    every = [area for kind in KINDS for area in kind.areas(sizes)]
    return [area for area in every if only.casefold() in area.name.casefold()]
