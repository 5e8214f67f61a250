"""`hoso demo`: the founding case, simulated into a store of its own, then served."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from adapters import catalogue, simulation
from adapters.cli.console import ERR, OUT, USAGE, Stop, progress
from adapters.cli.importing import project
from adapters.postgres.simulation import NotEmpty, finish, mark
from adapters.postgres.simulation import simulation as simulated
from adapters.settings import Settings
from adapters.simulation.comparing import compare as simulated_twice
from adapters.simulation.loading import load as drive
from adapters.simulation.outage import declare, outage
from adapters.simulation.telling import tables
from adapters.wiring import System, system


@dataclass(frozen=True, slots=True)
class Played:
    """Which run of the case a store holds."""

    case: str
    seed: int
    until: str


async def load(settings: Settings, seed: int | None, until: date | None) -> dict[str, Any]:
    """Loads the founding case, or finds it loaded. Returns what a machine may read of it.

    Raises Stop when the store holds anything else.
    """
    case = simulation.load()
    if until and until < case.opens_warm_up:
        message = f"--until: the case begins on {case.opens_warm_up}."
        raise Stop(USAGE, "invalid-parameter", message)
    last = min(until or case.closes, case.closes)
    played = Played(simulation.FOUNDING, case.seed if seed is None else seed, last.isoformat())
    opens, ends = _midnight(settings, case.opens_warm_up), _midnight(settings, last, days=1)
    async with system(settings) as open_system:
        try:
            await mark(open_system.database, asdict(played), opens)
        except NotEmpty:
            raise Stop(USAGE, "store-not-empty", _occupied(settings)) from None
        known = await simulated(open_system.database)
        if known is None or not known.says.get("loaded"):
            await _drive(open_system, case, played, last)
            await project(open_system)
            await finish(open_system.database, ends - timedelta(seconds=1))
        return {**asdict(played), "events": await open_system.store.head()}


async def _drive(open_system: System, case: simulation.Case, played: Played, last: date) -> None:
    """What a person is refused is part of the story: the dossier stays as it was."""
    with ERR.status("Simulating ten months at two offices"):
        steps = list(simulation.simulate(case, open_system.engine.law, played.seed, last))
    failed = outage(case, open_system.engine.law)
    back = failed.until or steps[-1].recorded_at
    before = [step for step in steps if step.recorded_at < back]
    with progress("Loading", len(steps)) as advance:
        await drive(open_system.engine, before, advance)
        if rest := steps[len(before) :]:
            await declare(open_system.outages, failed, case)
            await drive(open_system.engine, rest, advance)


def compare(settings: Settings, seed: int | None) -> None:
    """The case and its counter-run, in which alarms are heeded: two simulations and no store."""
    case = simulation.load()
    with ERR.status("Simulating ten months at two offices, three times"):
        found = simulated_twice(
            case, catalogue.law(settings.zone), case.seed if seed is None else seed
        )
    for part in tables(found, settings.lang):
        OUT.print(part, highlight=False)


def _midnight(settings: Settings, day: date, days: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(), settings.zone).astimezone(UTC)


def _occupied(settings: Settings) -> str:
    return (
        f"{settings.data_dir} holds other events; a simulation needs a store of its own. "
        "Choose another --data, such as a new directory."
    )


def tell(told: dict[str, Any]) -> None:
    OUT.print(
        f"The founding case, a simulation (seed {told['seed']}, until {told['until']}): "
        f"{told['events']:,} events. The clock stands at its end.",
        highlight=False,
    )
