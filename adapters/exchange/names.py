"""A mapping's attribute names against those that a log turned out to have."""

from adapters.exchange.errors import BadFile
from adapters.exchange.mapping import NOTED, Mapping
from adapters.exchange.records import Seen


def require_names(mapping: Mapping, seen: Seen) -> None:
    """Raises BadFile `attribute-missing` where the mapping relies on what the log lacks.

    What a header declares counts, though it may have no value anywhere; so does what the mapping
    calls optional. A name that is only ignored is not asked for: it may come again.
    """
    excused = seen.declared | mapping.optional
    has = seen.case | seen.event | seen.declared
    if seen.cases:
        _require("case", mapping.case_names - seen.case - excused, has)
    if seen.events:
        _require("event", mapping.event_names - seen.event - excused, has)


def left_out_of_cases(mapping: Mapping, seen: Seen) -> set[str]:
    """Attributes of cases that go nowhere, as the survey names them."""
    if any(rule.kind == NOTED for rule in mapping.case_event):
        return set()
    return {f"case: {name}" for name in seen.case - mapping.case_names - mapping.ignore}


def _require(level: str, missing: frozenset[str], has: set[str]) -> None:
    if not missing:
        return
    names, known = ", ".join(sorted(missing)), ", ".join(sorted(has)[:50])
    message = f"The mapping names attributes that no {level} of the log has: {names}."
    params = {"level": level, "attribute": names, "has": known}
    raise BadFile("attribute-missing", params, f"{message} The log has: {known}.")
