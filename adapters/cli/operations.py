"""`hoso rebuild`: read models from nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from adapters.cli.console import ERR, FAILED, USAGE, Stop
from adapters.messages import of
from adapters.postgres.read_models import Rebuilding, Standing
from adapters.settings import Settings
from adapters.wiring import System, system


async def rebuild(settings: Settings, names: Sequence[str], workers: int) -> list[str]:
    """Read models from nothing; their old rows serve until the new ones stand. What cannot be
    taken is told on standard error; see `hoso doctor`."""
    async with system(settings) as open_system:
        there = [projection.name for projection in open_system.read_models.projections]
        for name in names:
            if name not in there:
                message = f"There is no read model {name}; there are {', '.join(there)}."
                raise Stop(USAGE, "unknown-read-model", message)
        chosen = [name for name in there if name in names or not names]
        await _rebuild(open_system, chosen, workers)
        tell_parked(await open_system.read_models.standings(), chosen, settings)
    return chosen


async def _rebuild(open_system: System, names: Sequence[str], workers: int) -> None:
    with _bar(f"Rebuilding {', '.join(names)}", await open_system.store.head()) as advance:
        try:
            await open_system.read_models.rebuild(*names, workers=workers, progress=advance)
        except Rebuilding:
            message = of("rebuild-under-way", {}, open_system.settings.lang)
            raise Stop(FAILED, "rebuild-under-way", message) from None


class _Speed(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} events/s" if speed else "- events/s")


@contextmanager
def _bar(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """On standard error, where a person is looking: how fast it goes, and how long it will."""
    columns = (BarColumn(), MofNCompleteColumn(), _Speed(), TimeRemainingColumn())
    with Progress(TextColumn(title), *columns, console=ERR, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps: bar.advance(task, steps)


def tell_parked(standings: Sequence[Standing], names: Sequence[str], settings: Settings) -> None:
    """What is not in a read model, on standard error: figures without it say so."""
    for one in standings:
        if one.name in names and one.parked:
            params = {"projection": one.name, "dossiers": one.parked, "named": one.says()}
            told = of("dossiers-parked", params, settings.lang)
            ERR.print(
                f"hoso: {told} [dossiers-parked]", markup=False, highlight=False, soft_wrap=True
            )
