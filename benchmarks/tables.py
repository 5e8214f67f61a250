"""The tables of benchmarks/README.md, from results.json and nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

METRICS: Final = {"rate": "", "p50": "p50 of ", "p99": "p99 of "}

Result = Mapping[str, Any]


def tables(results: Result) -> str:
    """Everything that the run said, ratios first."""
    parts = [_about(results), "### Ratios", *_ratios(results), "### Figures", *_figures(results)]
    return "\n\n".join(parts) + "\n"


def _about(results: Result) -> str:
    machine, versions = results["machine"], results["versions"]
    settings = ", ".join(f"{name} {value}" for name, value in results["server"].items())
    packages = ", ".join(f"{name} {version}" for name, version in versions.items())
    shared = (
        f" **Others used the machine: a load of {results['load']} on {machine['cores']} cores.** "
        "Whoever makes many round trips waits longest then."
        if results["load"] > machine["cores"] / 2
        else ""
    )
    return (
        f"Measured on {results['date']} in {results['minutes']} minutes: {results['rounds']} "
        f"rounds of {results['seconds']} s ({results['form']} form); load before: "
        f"{results['load']}.{shared}\n\n"
        f"Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"{machine['system']}, {machine['filesystem']}; one fdatasync takes "
        f"{machine['fdatasync_ms']} ms. Versions: {packages}. Server: {settings}."
    )


def _groups(results: Result) -> Iterator[tuple[str, Sequence[Result]]]:
    for name, areas in groupby(results["areas"], key=lambda area: area["group"]):
        yield name, list(areas)


def _ratios(results: Result) -> Iterator[str]:
    for name, areas in _groups(results):
        told = (ratio for area in areas for ratio in area["ratios"])
        rows = dict.fromkeys((each["metric"], each["ours"], each["peer"]) for each in told)
        table = [
            [_against(*row), *(_ratio(area, row) for area in areas)]
            for row in sorted(rows, key=_by_metric)
        ]
        if table:
            yield _table([f"{name}: against", *_columns(areas)], table)


def _by_metric(row: tuple[str, str, str]) -> int:
    """Rates first, and within a metric as the contenders come."""
    return [*METRICS].index(row[0])


def _against(metric: str, ours: str, peer: str) -> str:
    return f"{METRICS[metric]}{ours} / {peer}"


def _ratio(area: Result, row: tuple[str, str, str]) -> str:
    for ratio in area["ratios"]:
        if (ratio["metric"], ratio["ours"], ratio["peer"]) == row:
            spread = f"{_short(ratio['lowest'])}-{_short(ratio['highest'])}"
            return f"**{_short(ratio['ratio'])}** ({spread})"
    return ""


def _figures(results: Result) -> Iterator[str]:
    for name, areas in _groups(results):
        names = dict.fromkeys(each for area in areas for each in area["contenders"])
        table = [[row, *(_figure(area, row) for area in areas)] for row in names]
        yield _table([f"{name}, {areas[0]['unit']}", *_columns(areas)], table)
        yield from areas[0]["notes"]
        yield from _kinds(areas)
        yield f"Rounds: {_each(areas, 'rounds')}. Load before and after: {_loads(areas)}."


def _figure(area: Result, name: str) -> str:
    if name in area["missing"]:
        return f"not measured: {area['missing'][name]}"
    if name not in area["figures"]:
        return ""
    told = area["figures"][name]
    if told["p50"] is None:
        return _short(told["rate"])
    return f"{_short(told['rate'])} ({_short(told['p50'])} / {_short(told['p99'])})"


def _kinds(areas: Sequence[Result]) -> Iterator[str]:
    """Latencies by kind of command, where an area has several."""
    for area in areas:
        kinds = {name: told["kinds"] for name, told in area["figures"].items() if told["kinds"]}
        if kinds:
            names = list(dict.fromkeys(kind for told in kinds.values() for kind in told))
            table = [
                [name, *(_latency(told.get(kind)) for kind in names)]
                for name, told in kinds.items()
            ]
            yield _table(["p50 / p99 in ms", *names], table)


def _latency(told: Mapping[str, float] | None) -> str:
    return f"{_short(told['p50'])} / {_short(told['p99'])}" if told else ""


def _columns(areas: Sequence[Result]) -> list[str]:
    return [area["column"] for area in areas]


def _each(areas: Sequence[Result], name: str) -> str:
    return ", ".join(dict.fromkeys(str(area[name]) for area in areas))


def _loads(areas: Sequence[Result]) -> str:
    return ", ".join(f"{before} to {after}" for before, after in (area["load"] for area in areas))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _short(value: float) -> str:
    """Three digits that count."""
    if value >= 100:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.3g}" if value < 10 else f"{value:.1f}"
