"""How much is measured: the default form, the long one, and the short one of the test suite."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    form: str = "default"
    rounds: int = 7
    seconds: float = 1.0
    """Of a timed run."""
    minutes: float = 12.0
    """After so long, areas get no more than three rounds, so that a quarter of an hour suffices
    also where the machine is shared."""
    callers: tuple[int, ...] = (1, 16, 64, 256)
    both: int = 64
    """Callers of each process, where two processes are measured at once."""
    connections: int = 64
    """Of clients over HTTP."""
    batch: int = 35_000
    """Events of a body of 10 MB of NDJSON."""
    chunk: int = 1000
    """Events of a transaction of an import, as `hoso import` takes them."""
    lengths: tuple[int, ...] = (8, 1000)
    as_of: int = 750
    catch_up: int = 4000
    """Events behind which the projections are when they begin."""
    rebuilt: int = 100_000
    """Events."""
    open_dossiers: int = 10_000
    reported: int = 1_000_000
    """Dossiers that reports are about."""


DEFAULT = Sizes()
LONG = Sizes(form="long", rebuilt=1_000_000, minutes=60.0)
SHORT = Sizes(
    form="short",
    rounds=2,
    seconds=0.05,
    callers=(4,),
    both=4,
    connections=4,
    batch=80,
    chunk=80,
    lengths=(8,),
    as_of=6,
    catch_up=80,
    rebuilt=400,
    open_dossiers=40,
    reported=2_000,
)
