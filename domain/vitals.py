"""How an installation is, whoever asks and whoever works: what its database tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lag:
    """How far somebody who reads the log is behind it."""

    name: str
    position: int
    events: int = 0
    seconds: float = 0.0
    """For how long the first of these events has waited, by the installation's clock."""
    parked: int = 0
    """Dossiers."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A loop that works on the log, and how many seconds ago it was last seen to."""

    name: str
    seconds: float
    fault: str | None = None
    process: str = ""
    """Which runs it: host, number, and what tells it from an earlier one of that number."""


@dataclass(frozen=True, slots=True)
class Vitals:
    schema: int
    """The number of the last migration in the database."""
    release: int
    """And of the last one that this release knows."""
    head: int
    lags: tuple[Lag, ...]
    """Of the read models."""
    watch: Lag
    seen: tuple[Seen, ...]
    """Of each loop, whoever was seen last; whoever said goodbye is not."""
    unplaced: int
    """Testimonies that wait to be placed."""
