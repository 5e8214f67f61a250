"""How the figures of a case spread over seeds: what its parameters are calibrated by.

python -m adapters.simulation --seeds 200 --first 1

With --compare, the case and its counter-run, in which alarms are heeded: of the shipped seed, or
with --seeds how the difference spreads.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import track
from rich.table import Table

from adapters.catalogue import law
from adapters.messages import LANGS, Lang
from adapters.simulation import load, simulate
from adapters.simulation.alarms import Became
from adapters.simulation.comparing import Comparison, compare
from adapters.simulation.judging import Figures, as_published, judge
from adapters.simulation.telling import tables

T = TypeVar("T")

SEEDS: Final = 50

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

COMPARED: Final[Mapping[str, Callable[[Comparison], int]]] = {
    "late": lambda found: len(found.late),
    "on time with alarms heeded": lambda found: found.saved,
    "late only with alarms heeded": lambda found: len(found.newly_late),
    "alarms, none heeded": lambda found: len(found.unheeded.alarms),
    "alarms, heeded": lambda found: len(found.heeded.alarms),
    "of them handled": lambda found: found.heeded.became(Became.HANDLED),
    "of them false": lambda found: found.heeded.became(Became.FALSE),
}


def main() -> None:
    asked = _parser().parse_args()
    if asked.compare and asked.seeds is None:
        _print_comparison(asked.lang)
        return
    case, shipped = load(), law(ZONE)
    seeds = range(asked.first, asked.first + (asked.seeds or SEEDS))
    tracked = track(seeds, "Simulating", console=Console(stderr=True))
    if asked.compare:
        both = [compare(case, shipped, seed) for seed in tracked]
        Console().print(_spread(both, COMPARED))
        return
    found = [judge(case, shipped, seed, simulate(case, shipped, seed)) for seed in tracked]
    console = Console()
    console.print(_spread(found, MEASURES))
    hits = [figures.seed for figures in found if as_published(case, figures)]
    console.print(f"As published: {', '.join(map(str, hits)) or 'none of them'}")


def _print_comparison(lang: Lang) -> None:
    console, case = Console(), load()
    for part in tables(compare(case, law(ZONE), case.seed), lang):
        console.print(part, highlight=False)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m adapters.simulation", description=__doc__)
    parser.add_argument("--seeds", type=_one_or_more, help=f"how many; {SEEDS} if not compared")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--compare", action="store_true", help="with a run that heeds alarms")
    parser.add_argument("--lang", choices=LANGS, default="en", help="of the tables")
    return parser


def _one_or_more(told: str) -> int:
    count = int(told)
    if count < 1:
        raise ValueError("should be at least 1")
    return count


def _spread(found: Sequence[T], measures: Mapping[str, Callable[[T], int]]) -> Table:
    table = Table("", "least", "mean", "most", title=f"{len(found)} seeds")
    for name, measure in measures.items():
        values = [measure(figures) for figures in found]
        table.add_row(name, str(min(values)), f"{fmean(values):.1f}", str(max(values)))
    return table


if __name__ == "__main__":
    main()
