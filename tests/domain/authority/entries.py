"""Entries as a file tells them, and events about them, for tests to change."""

from datetime import date
from typing import Any, Final

from domain.authority.authority import Succession
from domain.authority.events import Declared, Succeeded

FIRST: Final = date(2016, 10, 14)
MERGER: Final = date(2025, 7, 1)
DECIDED: Final = date(2025, 6, 12)
"""When the merger became known."""
IN_CASE: Final = date(2019, 6, 3)
YEAR_END: Final = date(2019, 12, 31)

WEEKLY: Final = {"mon": ["07:00-11:30", "13:30-17:00"]}


def named(name: str = "Sở", **said: Any) -> dict[str, Any]:
    return {"vi": name, "en": f"{name} (en)", **said}


def a_code(value: str = "000.00.12.H39", system: str = "qcvn-102", **said: Any) -> dict[str, Any]:
    return {"system": system, "value": value, **said}


def hours(scope: str = "dost", **said: Any) -> dict[str, Any]:
    return {"basis": "K:m", "scope": scope, "valid_from": FIRST, "weekly": WEEKLY, **said}


def an_authority(id: str = "dost", **said: Any) -> dict[str, Any]:
    """Sound; `said` changes it."""
    return {
        "id": id,
        "valid_from": FIRST,
        "names": [named()],
        "zone": "Asia/Ho_Chi_Minh",
        "scopes": ["VN", id],
        **said,
    }


def a_unit(id: str = "tdc", **said: Any) -> dict[str, Any]:
    return {"id": id, "valid_from": FIRST, "names": [named("Chi cục")], "authority": "dost", **said}


def a_desk(id: str = "counter", **said: Any) -> dict[str, Any]:
    """Of the department, at the Centre."""
    return {
        "id": id,
        "valid_from": FIRST,
        "names": [named("Quầy")],
        "organisation": "tdc",
        "place": "centre",
        **said,
    }


def position(role: str = "handler", unit: str = "tdc", **said: Any) -> dict[str, Any]:
    return {"role": role, "unit": unit, **said}


def an_officer(id: str = "o1", **said: Any) -> dict[str, Any]:
    return {
        "id": id,
        "valid_from": FIRST,
        "names": [named("Chuyên viên 1")],
        "positions": [position()],
        **said,
    }


def a_delegation(**said: Any) -> dict[str, Any]:
    return {
        "role": "department-leader",
        "by": "leader",
        "valid_from": date(2019, 1, 1),
        "valid_to": YEAR_END,
        "legal_basis": "UQ 1",
        **said,
    }


def a_succession(predecessor: str, *successors: str, **said: Any) -> dict[str, Any]:
    return {
        "predecessor": predecessor,
        "successors": list(successors),
        "effective_on": MERGER,
        "legal_basis": "NQ 202/2025/QH15",
        **said,
    }


def file(**changed: Any) -> dict[str, Any]:
    """A department with a sub-department, whose counter stands at a Centre."""
    return {
        "authority": [an_authority(), an_authority("centre")],
        "unit": [a_unit()],
        "desk": [a_desk()],
        "officer": [an_officer()],
        **changed,
    }


def declared(what: str, told: dict[str, Any], known_on: date | None = None) -> Declared:
    """`what` is an authority, a unit, a desk or an officer."""
    entry = {"type": what, **told}
    return Declared.model_validate({"entry": entry, "known_on": known_on or told["valid_from"]})


def succeeded(
    predecessor: str, *successors: str, on: date = MERGER, known_on: date | None = None
) -> Succeeded:
    told = a_succession(predecessor, *successors, effective_on=on)
    return Succeeded(succession=Succession.model_validate(told), known_on=known_on or on)
