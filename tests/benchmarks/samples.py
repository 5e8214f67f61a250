"""Areas and samples without a server."""

from dataclasses import dataclass
from typing import ClassVar

from benchmarks.figures import as_json, figures
from benchmarks.measurement import Area, Contender, Measurement, Place, Sample


@dataclass
class Nothing(Measurement):
    home: ClassVar[str] = "nowhere"

    def setup(self, place: Place) -> None: ...

    def run(self, turn: int, seconds: float) -> Sample:
        raise NotImplementedError


def area(*metrics: str) -> Area:
    return Area(
        "Appends",
        "4 callers",
        [
            Contender("hoso", Nothing(), ours=True),
            Contender("hoso, 2 processes", Nothing(), ours=True, processes=2),
            Contender("peer", Nothing()),
            Contender("absent", Nothing()),
        ],
        metrics=metrics or ("rate",),
        notes=("A note.",),
    )


def sample(done: int, *latencies: float) -> Sample:
    return Sample(done, 1.0, latencies)


def told(of: Area) -> dict[str, object]:
    """The area as results.json keeps it."""
    found = {
        "hoso": figures([sample(300, 0.002), sample(100, 0.004), sample(200, 0.003)]),
        "hoso, 2 processes": figures([sample(400), sample(400), sample(400)]),
        "peer": figures([sample(100, 0.006), sample(50, 0.004), sample(80, 0.009)]),
    }
    return as_json(of, found, {"absent": "not installed"})
