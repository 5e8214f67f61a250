"""A log may be longer than the memory; what reads it stays small."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.exchange import BadFile, survey
from adapters.exchange.tally import Tally
from tests.adapters.exchange.logs import CSV_MAPPING, XES_MAPPING, mapping, written

ROOT = Path(__file__).parents[3]
CASES = 4_000
EVENTS_PER_CASE = 12
MOST_MEGABYTES = 4
MOST_SECONDS = 60

# A peak never falls, so each reading has a process to itself. Not ru_maxrss: a process inherits
# that from the one that started it.
PROGRAM = """
import sys
from pathlib import Path
from adapters.exchange import load_mapping, read

def peak():
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

small, big, mapping = (Path(name) for name in sys.argv[1:])
by = load_mapping(mapping) if mapping.name else None
lines = sum(1 for _ in read(small, by))
before = peak()
lines = sum(line.problem is None for line in read(big, by))
print(lines, peak() - before)
"""


def xes_pieces(cases: int) -> Iterator[str]:
    yield "<log>"
    for case in range(cases):
        events = "".join(
            f'<event><string key="concept:name" value="step {step}"/>'
            f'<date key="time:timestamp" value="2020-03-{step + 3:02}T08:00:00.000+07:00"/>'
            f'<string key="id" value="t-{case}-{step}"/>'
            f'<string key="remark" value="{"a remark of some length " * 10}"/></event>\n'
            for step in range(EVENTS_PER_CASE)
        )
        yield (
            f'<trace><string key="concept:name" value="case {case}"/>'
            f'<date key="opened" value="2020-03-02T08:00:00.000+07:00"/>'
            f'<string key="via" value="web"/>{events}</trace>\n'
        )
    yield "</log>"


def csv_pieces(cases: int) -> Iterator[str]:
    """The worst order: no two rows of a case stand together, and there are no ids."""
    yield "case,opened,concept:name,time:timestamp,remark\n"
    for step in range(EVENTS_PER_CASE):
        for case in range(cases):
            day = f"2020-03-{step + 3:02}T08:00:00"
            yield f"case {case},2020-03-02,step {step},{day},{'a remark of some length ' * 10}\n"


def ndjson_pieces(cases: int) -> Iterator[str]:
    for case in range(cases):
        for step in range(EVENTS_PER_CASE):
            remark = "a remark of some length " * 10
            yield f'{{"dossier": "case {case}", "data": {{"name": "{step}", "r": "{remark}"}}}}\n'


WRITERS = {"xes": xes_pieces, "csv": csv_pieces, "ndjson": ndjson_pieces}
MAPPINGS = {"xes": XES_MAPPING, "csv": CSV_MAPPING}
LINES = {
    "xes": CASES * (EVENTS_PER_CASE + 1),
    "csv": 2 * CASES * EVENTS_PER_CASE,
    "ndjson": CASES * EVENTS_PER_CASE,
}


def log(folder: Path, suffix: str, cases: int) -> Path:
    path = folder / f"{cases}.{suffix}.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as stream:
        stream.writelines(WRITERS[suffix](cases))
    return path


@pytest.mark.parametrize("suffix", ["xes", "csv", "ndjson"])
def test_memory_does_not_grow_with_the_log(tmp_path: Path, suffix: str) -> None:
    small, big = log(tmp_path, suffix, 20), log(tmp_path, suffix, CASES)
    by = str(written(tmp_path, "m.toml", MAPPINGS[suffix])) if suffix in MAPPINGS else ""
    command = [sys.executable, "-c", PROGRAM, str(small), str(big), by]

    told = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=MOST_SECONDS
    )

    lines, kilobytes = map(int, told.stdout.split())
    assert lines == LINES[suffix]
    assert kilobytes < MOST_MEGABYTES * 1_024


def test_a_tally_counts_each_code_wherever_it_comes_again() -> None:
    tally = Tally()

    counts = [tally.next(code) for code in ["a", "a", "b", "a", "b", "c"]]

    assert counts == [1, 2, 1, 3, 2, 1]
    assert tally.codes() == 3
    assert tally.next("c") == 2
    tally.close()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param(
            "a.xes.gz",
            f'<log><trace><string key="a" value="{"x" * 12_000_000}"/></trace></log>',
            "bad-xml",
            id="one endless value",
        ),
        pytest.param("a.xes.gz", "<log>" + '<string key="a">' * 5_000, "not-xes", id="a deep well"),
        pytest.param(
            "a.xes.gz",
            "<log><trace>" + "".join(f'<int key="{n}" value="1"/>' for n in range(1_001)),
            "too-many-attributes",
            id="one endless case",
        ),
        pytest.param(
            "a.xes.gz",
            "<log>" + "".join(f'<trace><int key="{n}" value="1"/></trace>' for n in range(10_001)),
            "too-many-attributes",
            id="names without end",
        ),
        pytest.param(
            "a.csv.gz",
            "case,opened,concept:name,time:timestamp\n" + '"x\n",' * 400_000,
            "line-too-long",
            id="one endless row",
        ),
        pytest.param("a.csv.gz", "x" * 2_000_000, "line-too-long", id="one endless header"),
        pytest.param(
            "a.csv.gz",
            'case,opened,concept:name,time:timestamp\n"' + "x" * 200_000,
            "bad-csv",
            id="one endless cell",
        ),
    ],
)
def test_a_file_made_to_exhaust_us_is_refused(
    tmp_path: Path, name: str, content: str, code: str
) -> None:
    path = written(tmp_path, name, content)

    with pytest.raises(BadFile) as refused:
        survey(path, mapping(CSV_MAPPING if "csv" in name else XES_MAPPING))

    assert refused.value.code == code
