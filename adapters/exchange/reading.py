"""Reading a file to import, as events or as a survey of them."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from adapters.exchange.bodies import Keyed
from adapters.exchange.csv_rows import csv_records
from adapters.exchange.errors import BadFile
from adapters.exchange.mapping import Mapping
from adapters.exchange.names import left_out_of_cases, require_names
from adapters.exchange.ndjson import ndjson_lines
from adapters.exchange.opening import Format, format_of, opened, opened_text
from adapters.exchange.profile import Profile, translate
from adapters.exchange.profile_records import ndjson_records
from adapters.exchange.records import Line, Record, Seen
from adapters.exchange.runs import Runs
from adapters.exchange.tally import Tally
from adapters.exchange.xes import xes_records


@dataclass(frozen=True, slots=True)
class Survey:
    """What a whole file holds, before anything of it is recorded."""

    lines: int
    """How many lines `read` gives, those with a problem included."""
    problems: int
    dossiers: int
    """Different codes among the lines without a problem."""
    left_out: tuple[str, ...] = ()
    """Attributes that the mapping neither uses nor ignores, and that no event keeps; each with
    its level, such as `case: group`. To be told to whoever wrote the mapping."""
    unseen_activities: tuple[str, ...] = ()
    """Activities of the mapping that the log lacks: rare ones, or misspelt."""
    nested: int = 0
    """Attributes inside attributes (XES), which are passed over."""
    unrecorded: tuple[str, ...] = ()
    """What the mapping says that this log cannot tell."""


def read(path: Path, mapping: Mapping | None, keyed: Keyed | None = None) -> Iterator[Line]:
    """The events of a file, one by one, in the file's order; memory does not grow with it. A
    source's profile makes ids with `keyed`, the vault's fingerprint.

    Raises BadFile when the file turns out to be unreadable as a whole, which may be at its end:
    `survey` it first.
    """
    return _lines(path, mapping, Seen(), keyed)


def survey(path: Path, mapping: Mapping | None) -> Survey:
    """Read the whole file once and record nothing.

    Raises BadFile for whatever `read` would, and where the mapping names what the log lacks.
    """
    seen = Seen()
    lines = problems = 0
    with closing(Tally()) as codes:
        for line in _lines(path, mapping, seen, bytes):
            lines += 1
            problems += line.body is None
            code = line.body.get("dossier") if line.body else None
            if isinstance(code, str):
                codes.next(code)
        counted = Survey(lines, problems, codes.codes())
    return counted if mapping is None else _compared(counted, mapping, seen)


def _compared(counted: Survey, mapping: Mapping, seen: Seen) -> Survey:
    """With what the mapping and the log do not have in common."""
    if mapping.profile:
        return replace(counted, left_out=tuple(sorted(seen.dropped)))
    require_names(mapping, seen)
    return Survey(
        lines=counted.lines,
        problems=counted.problems,
        dossiers=counted.dossiers,
        left_out=tuple(sorted(seen.left_out | left_out_of_cases(mapping, seen))),
        unseen_activities=tuple(sorted(mapping.rules.keys() - seen.activities)),
        nested=seen.nested,
        unrecorded=tuple(sorted(mapping.unrecorded)),
    )


def _lines(path: Path, mapping: Mapping | None, seen: Seen, keyed: Keyed | None) -> Iterator[Line]:
    file_format = format_of(path)
    if mapping and mapping.profile:
        assert keyed, "ids of a source that is heard piece by piece need a key"
        yield from _heard(path, file_format, mapping, seen, keyed)
        return
    if file_format == "ndjson":
        _refuse_mapping(path, mapping)
        with opened_text(path) as text:
            yield from ndjson_lines(text)
        return
    known = _required_mapping(path, file_format, mapping)
    records = _records(path, file_format, known, seen)
    with closing(Tally()) as ordinals, closing(records):
        runs = Runs(known, ordinals, seen)
        for _, run in groupby(records, key=attrgetter("run")):
            yield from runs.lines(run)


def _heard(
    path: Path, file_format: Format, mapping: Mapping, seen: Seen, keyed: Keyed
) -> Iterator[Line]:
    if file_format == "xes":
        message = f"{path.name} is XES, a log; the mapping has [profile], which hears records."
        raise BadFile("bad-mapping", {"file": path.name, "key": "profile"}, message)
    with opened_text(path) as text:
        csv = file_format == "csv"
        records = csv_records(text, mapping, seen) if csv else ndjson_records(text, mapping)
        yield from translate(Profile(path.stem, mapping), records, keyed, seen)


def _records(
    path: Path, file_format: Format, mapping: Mapping, seen: Seen
) -> Generator[Record, None, None]:
    if file_format == "xes":
        with opened(path) as stream:
            yield from xes_records(stream, seen)
    else:
        with opened_text(path) as text:
            yield from csv_records(text, mapping, seen)


def _refuse_mapping(path: Path, mapping: Mapping | None) -> None:
    if mapping is not None:
        message = f"{path.name} holds events as they are posted, which no mapping can change."
        raise BadFile("mapping-not-used", {"file": path.name}, message)


def _required_mapping(path: Path, file_format: Format, mapping: Mapping | None) -> Mapping:
    if mapping is None:
        message = f"{path.name} needs a mapping that says what its attributes mean (--mapping)."
        raise BadFile("mapping-required", {"file": path.name}, message)
    if file_format == "xes" and mapping.event is None:
        message = f"{path.name} is XES, whose traces hold events; the mapping has no [event]."
        raise BadFile("bad-mapping", {"file": path.name, "key": "event"}, message)
    return mapping
