"""How the figures of a case spread over seeds: what its parameters are calibrated by.

python -m adapters.simulation --seeds 200 --first 1
"""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import track
from rich.table import Table

from adapters.catalogue import law
from adapters.simulation import load, simulate
from adapters.simulation.judging import Figures, as_published, judge

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

MEASURES: Final[Mapping[str, Callable[[Figures], int]]] = {
    "received": lambda figures: len(figures.judged),
    "of them carried over": lambda figures: figures.carried_over,
    "early": lambda figures: figures.early,
    "on time": lambda figures: figures.on_time,
    "late": lambda figures: len(figures.late),
    "late by receipt": lambda figures: figures.late_by("receipt"),
    "late by result": lambda figures: figures.late_by("result"),
    "late by return": lambda figures: figures.late_by("return"),
    "late otherwise": lambda figures: figures.late_by("other"),
    "open, in time": lambda figures: figures.open,
    "open otherwise": lambda figures: figures.troubled,
    "withdrawn or stopped": lambda figures: figures.ended,
    "carriers on different days": lambda figures: figures.diverged,
    "carriers two hours apart": lambda figures: figures.lagging,
    "procedures": lambda figures: figures.procedures,
}


def main() -> None:
    asked = _parser().parse_args()
    case, shipped = load(), law(ZONE)
    seeds = range(asked.first, asked.first + asked.seeds)
    found = [
        judge(case, shipped, seed, simulate(case, shipped, seed))
        for seed in track(seeds, "Simulating", console=Console(stderr=True))
    ]
    console = Console()
    console.print(_spread(found))
    hits = [figures.seed for figures in found if as_published(case, figures)]
    console.print(f"As published: {', '.join(map(str, hits)) or 'none of them'}")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m adapters.simulation", description=__doc__)
    parser.add_argument("--seeds", type=_one_or_more, default=50, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    return parser


def _one_or_more(told: str) -> int:
    count = int(told)
    if count < 1:
        raise ValueError("should be at least 1")
    return count


def _spread(found: Sequence[Figures]) -> Table:
    table = Table("", "least", "mean", "most", title=f"{len(found)} seeds")
    for name, measure in MEASURES.items():
        values = [measure(figures) for figures in found]
        table.add_row(name, str(min(values)), f"{fmean(values):.1f}", str(max(values)))
    return table


if __name__ == "__main__":
    main()
