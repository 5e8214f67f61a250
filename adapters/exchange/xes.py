"""XES (IEEE 1849-2016), read as a stream of records.

The parser hands over tags and builds no tree, so there is nothing to clear and memory does not
grow with the log. It expands no entity, loads no DTD and opens no connection; a DOCTYPE, which
no XES file needs, is refused when its name is read, before any of its entities.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from adapters.exchange.errors import BadFile, Problem
from adapters.exchange.opening import Stream, utf8_chunks
from adapters.exchange.records import Attributes, Record, Seen, clean, put

DEEPEST = 64
ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
MEMBERS = ATTRIBUTES | {"values"}
CHILDREN: dict[str, frozenset[str]] = {
    "": frozenset({"log"}),
    "log": ATTRIBUTES | {"extension", "global", "classifier", "trace", "event"},
    "global": ATTRIBUTES,
    "trace": ATTRIBUTES | {"event"},
    "event": ATTRIBUTES,
    **dict.fromkeys(MEMBERS, MEMBERS),
}


def xes_records(stream: Stream, seen: Seen) -> Iterator[Record]:
    """One record per event, and one per trace without events.

    Attributes inside attributes are passed over and counted in `seen.nested`; those of the log
    itself describe the log and no dossier. Raises BadFile `not-xes`, `bad-xml`,
    `doctype-refused`.
    """
    target = _Target(seen)
    parser = _parser(target)
    try:
        for chunk in utf8_chunks(stream):
            parser.feed(chunk)
            yield from target.take()
        parser.close()
    except etree.XMLSyntaxError as fault:
        raise _bad_xml(fault) from None
    yield from target.take()


def _parser(target: Any) -> etree.XMLParser:
    return etree.XMLParser(
        target=target,
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


class _Target:
    """What lxml tells of: an element opens, it closes, a DOCTYPE begins."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._path: list[str] = []
        self._records: list[Record] = []
        self._traces = 0
        self._events = 0
        self._case: Attributes = {}
        self._event: Attributes | None = None
        self._trace_has_events = False

    def take(self) -> list[Record]:
        """The records that are complete; they are taken once."""
        taken, self._records = self._records, []
        return taken

    def doctype(self, name: str | None, _public: str | None, _system: str | None) -> None:
        message = "The file declares a DOCTYPE; XES needs none, and entities can do harm."
        raise BadFile("doctype-refused", {"name": name or ""}, message)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        parent = self._path[-1] if self._path else ""
        if name not in CHILDREN.get(parent, ()) or len(self._path) > DEEPEST:
            raise _not_xes(f"<{name}> does not belong {_inside(parent)}")
        if name in ATTRIBUTES:
            self._attribute(parent, attributes)
        else:
            self._begin(name)
        self._path.append(name)

    def end(self, _tag: str) -> None:
        name = self._path.pop()
        if name == "event":
            self._finish_event()
        elif name == "trace" and not self._trace_has_events:
            self._emit(None)
        if name == "trace":
            self._case = {}

    def close(self) -> None:
        """Nothing to give back: the records were taken as they came."""

    def _begin(self, name: str) -> None:
        if name == "trace":
            self._traces += 1
            self._case, self._trace_has_events = {}, False
        elif name == "event":
            self._event, self._trace_has_events = {}, True

    def _attribute(self, parent: str, attributes: Mapping[str, str]) -> None:
        key = attributes.get("key")
        if key is None:
            raise _not_xes("an attribute has no key")
        name, value = _text(key), _text(attributes.get("value", ""))
        if parent == "event" and self._event is not None:
            put(self._event, name, value)
        elif parent == "trace" and self._trace_has_events:
            raise _not_xes(f"attribute {name!r} of a trace comes after its first event")
        elif parent == "trace":
            put(self._case, name, value)
        elif parent == "global":
            self._seen.declared.add(name)
        elif "trace" in self._path:
            self._seen.nested += 1

    def _finish_event(self) -> None:
        event, self._event = self._event, None
        self._events += 1
        if "trace" in self._path:
            self._emit(event)
            return
        message = "An event stands outside of any trace, so it belongs to no dossier."
        problem = Problem("event-outside-trace", {}, message)
        self._records.append(Record(self._events, None, {}, event, problem))

    def _emit(self, event: Attributes | None) -> None:
        record = Record(max(self._events, 1), self._traces, self._case, event)
        self._seen.take(record)
        self._records.append(record)


def _text(value: str) -> str:
    """What an attribute's value says.

    Told not to expand entities, libxml2 hands over each ampersand, however it was written, as
    the reference `&#38;`, and nothing else as a reference.
    """
    return clean(value.replace("&#38;", "&"))


def _inside(parent: str) -> str:
    return f"in <{parent}>" if parent else "at the top, where XES has <log>"


def _not_xes(reason: str) -> BadFile:
    return BadFile("not-xes", {"reason": reason}, f"The file is XML but not XES: {reason}.")


def _bad_xml(fault: Any) -> BadFile:
    line, column = fault.position
    reason = str(fault.msg).partition(", line ")[0].strip()
    message = f"The file is not well-formed XML, or ends too early: {reason} (line {line})."
    return BadFile("bad-xml", {"line": line, "column": column, "reason": reason}, message)
