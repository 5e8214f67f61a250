"""What the samples say: medians, quantiles, and ratios of medians of the same rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil
from statistics import median
from typing import Any

from benchmarks.measurement import Area, Sample


@dataclass(frozen=True, slots=True)
class Figures:
    """One contender of an area. Rates per second, latencies in milliseconds; medians over the
    rounds, `rates` round by round."""

    rate: float
    rates: Sequence[float]
    done: int
    p50: float | None = None
    p99: float | None = None
    p50s: Sequence[float] = ()
    p99s: Sequence[float] = ()
    kinds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """p50 and p99 by kind of command, over all rounds."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Above 1, hoso is ahead: it does more a second, or answers sooner."""

    metric: str
    ours: str
    peer: str
    ratio: float
    lowest: float
    """Of a single round, and below the highest."""
    highest: float


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def figures(samples: Sequence[Sample]) -> Figures:
    rates = [sample.rate for sample in samples]
    p50s, p99s = _quantiles(samples, 0.5), _quantiles(samples, 0.99)
    return Figures(
        rate=median(rates),
        rates=rates,
        done=sum(sample.done for sample in samples),
        p50=median(p50s) if p50s else None,
        p99=median(p99s) if p99s else None,
        p50s=p50s,
        p99s=p99s,
        kinds=_kinds(samples),
    )


def _quantiles(samples: Sequence[Sample], share: float) -> list[float]:
    """Of each round, in milliseconds; none where nobody waited."""
    return [1e3 * quantile(each.latencies, share) for each in samples if each.latencies]


def _kinds(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    names = {name: None for sample in samples for name in sample.kinds}
    every = {name: [each for one in samples for each in one.kinds.get(name, ())] for name in names}
    return {
        name: {"p50": 1e3 * quantile(taken, 0.5), "p99": 1e3 * quantile(taken, 0.99)}
        for name, taken in every.items()
        if taken
    }


def ratios(area: Area, found: Mapping[str, Figures]) -> list[Ratio]:
    """Of each of ours to each peer that was measured. The first of ours is told of by every
    metric of the area, the others by the first one."""
    ours = [each.name for each in area.contenders if each.ours and each.name in found]
    peers = [each.name for each in area.contenders if not each.ours and each.name in found]
    return [
        told
        for metric in area.metrics
        for number, name in enumerate(ours)
        if number == 0 or metric == area.metrics[0]
        for peer in peers
        if (told := _ratio(metric, (name, found[name]), (peer, found[peer])))
    ]


def _ratio(metric: str, ours: tuple[str, Figures], peer: tuple[str, Figures]) -> Ratio | None:
    mine, its = _rounds(metric, ours[1]), _rounds(metric, peer[1])
    if not mine or not its:
        return None
    better = [_better(metric, *pair) for pair in zip(mine, its, strict=False)]
    ratio = _better(metric, median(mine), median(its))
    return Ratio(metric, ours[0], peer[0], ratio, min(better), max(better))


def _rounds(metric: str, of: Figures) -> Sequence[float]:
    return {"rate": of.rates, "p50": of.p50s, "p99": of.p99s}[metric]


def _better(metric: str, mine: float, its: float) -> float:
    return mine / its if metric == "rate" else its / mine


def as_json(area: Area, found: Mapping[str, Figures], missing: Mapping[str, str]) -> dict[str, Any]:
    """The area as results.json keeps it; numbers as exact as they are worth."""
    return {
        "group": area.group,
        "column": area.column,
        "unit": area.unit,
        "rounds": max((len(each.rates) for each in found.values()), default=0),
        "contenders": [each.name for each in area.contenders],
        "ratios": [_rounded(asdict(each)) for each in ratios(area, found)],
        "figures": {name: _rounded(asdict(each)) for name, each in found.items()},
        "missing": dict(missing),
        "notes": list(area.notes),
    }


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {name: _rounded(part) for name, part in value.items()}
        case list() | tuple():
            return [_rounded(part) for part in value]
        case _:
            return value
