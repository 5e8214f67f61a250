"""The receipt log straight from its XML (J. Buijs, doi:10.4121/uuid:a07386a5-7be3-4367-9535-
70bc9e77dbe6): when each case began, was due and ended, in days of the municipality."""

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tests.acceptance.independent.form import Case

XES: Final = "{http://www.xes-standard.org/}"
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
CHANNELS: Final = {
    "Internet": "online",
    "e-mail": "online",
    "Desk": "direct",
    "Intern": "direct",
    "Post": "post",
}


def cases(log: Path) -> list[Case]:
    return [_case(_said(trace)) for trace in _traces(log)]


def worked_on_after_the_end(log: Path) -> dict[str, datetime]:
    """The cases that have an event behind their end, and when each ended."""
    found: dict[str, datetime] = {}
    for trace in _traces(log):
        said = _said(trace)
        times = [_said(event)["time:timestamp"] for event in trace.iter(f"{XES}event")]
        if "enddate" in said and max(map(_instant, times)) > _instant(said["enddate"]):
            found[said["concept:name"]] = _instant(said["enddate"])
    return found


def _traces(log: Path) -> Iterator[ET.Element]:
    with gzip.open(log) as file:
        yield from ET.parse(file).getroot().iter(f"{XES}trace")


def _said(of: ET.Element) -> dict[str, str]:
    return {one.attrib["key"]: one.attrib["value"] for one in of if "key" in one.attrib}


def _case(said: Mapping[str, str]) -> Case:
    return Case(
        received_on=_day(said["startdate"]),
        due_on=_day(said["deadline"]),
        ended_on=_day(said["enddate"]) if "enddate" in said else None,
        groups={
            "channel": CHANNELS[said["channel"]],
            "unit": said["department"],
            "officer": said["responsible"],
        },
    )


def _instant(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _day(at: str) -> date:
    return _instant(at).astimezone(AMSTERDAM).date()
