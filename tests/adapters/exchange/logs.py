"""Small logs and mappings for the tests, written as other systems write them."""

import csv
import gzip
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from adapters.exchange import Body, Line, read
from adapters.exchange import Mapping as LogMapping

Attributes = Mapping[str, str]
Trace = tuple[Attributes, Sequence[Attributes]]

XES_MAPPING = """
source = "register"
timezone = "Asia/Ho_Chi_Minh"
optional = ["closed", "due", "id"]
[case]
code = "concept:name"
code_system = "register"
promised = "due"
[channel]
attribute = "via"
default = "direct"
values = { desk = "direct", mail = "post", web = "online" }
[procedure]
stand_in = "permit"
[[case_event]]
kind = "dossier.received"
at = "opened"
[[case_event]]
kind = "dossier.completed"
at = "closed"
[event]
activity = "concept:name"
at = "time:timestamp"
id = "id"
"""

CSV_MAPPING = XES_MAPPING.replace('code = "concept:name"', 'code = "case"').replace(
    'optional = ["closed", "due", "id"]', 'optional = ["closed", "due", "id", "via"]'
)


def mapping(text: str = XES_MAPPING, more: str = "") -> LogMapping:
    """The mapping that a TOML text says; `more` goes before its first table."""
    return LogMapping.model_validate(tomllib.loads(more + text))


def attribute(name: str, value: str, kind: str = "string") -> str:
    return f"<{kind} key={quoteattr(name)} value={quoteattr(value)}/>"


def attributes(values: Attributes) -> str:
    return "".join(attribute(name, value) for name, value in values.items())


def xes(traces: Iterable[Trace], head: str = "") -> str:
    """An XES document; `head` stands before the first trace."""
    bodies = (
        f"<trace>{attributes(case)}"
        + "".join(f"<event>{attributes(event)}</event>" for event in events)
        + "</trace>\n"
        for case, events in traces
    )
    namespace = "http://www.xes-standard.org/"
    return f'<?xml version="1.0"?>\n<log xmlns="{namespace}">{head}{"".join(bodies)}</log>\n'


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue()


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file of that name, packed when the name says so."""
    path = folder / name
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw, mtime=0) if name.endswith(".gz") else raw)
    return path


def lines(path: Path, by: LogMapping | None) -> list[Line]:
    return list(read(path, by))


def bodies(path: Path, by: LogMapping | None) -> list[Body]:
    """The events of a file in which nothing is wrong."""
    found = lines(path, by)
    assert [line.problem for line in found if line.problem] == []
    return [line.body for line in found if line.body is not None]


def problems(path: Path, by: LogMapping | None) -> list[tuple[int, str]]:
    """The number and the code of every line with a problem."""
    return [(line.number, line.problem.code) for line in lines(path, by) if line.problem]


def xes_bodies(folder: Path, traces: Iterable[Trace], by: LogMapping | None = None) -> list[Body]:
    return bodies(written(folder, "log.xes", xes(traces)), by or mapping())
