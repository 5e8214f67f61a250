"""A small log with known answers, as two old systems would export it."""

from typing import Final

# Opened, due, closed; in UTC, while days are those of Vietnam, seven hours ahead.
CASES: Final = {
    "early": ("2020-03-02T02:00:00Z", "2020-03-20T10:00:00Z", "2020-03-19T01:00:00Z"),
    # Later than its due instant, on its due day.
    "same day": ("2020-03-02T03:00:00Z", "2020-03-20T02:00:00Z", "2020-03-20T09:00:00Z"),
    # The UTC day is still the due one; in Vietnam it is a day later.
    "next day": ("2020-03-03T02:00:00Z", "2020-03-20T10:00:00Z", "2020-03-20T18:00:00Z"),
    "late": ("2020-03-03T03:00:00Z", "2020-03-20T10:00:00Z", "2020-03-24T02:00:00Z"),
    "overdue": ("2020-03-04T02:00:00Z", "2020-03-25T10:00:00Z", ""),
    "in time": ("2020-03-04T03:00:00Z", "2020-04-20T10:00:00Z", ""),
    "no date": ("2020-03-05T03:00:00Z", "", ""),
}

EVENTS: Final = 7 + 4 + 7
"""Receipts, ends, and a step of each case."""

MAPPING: Final = """
source = "register"
timezone = "Asia/Ho_Chi_Minh"
optional = ["closed", "due"]
[case]
code = "case"
code_system = "register"
promised = "due"
[channel]
default = "direct"
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
"""


def as_xes() -> str:
    traces = "".join(_trace(case, *times) for case, times in CASES.items())
    return f'<log xes.version="1.0" xmlns="http://www.xes-standard.org/">{traces}</log>'


def _trace(case: str, opened: str, due: str, closed: str) -> str:
    dates = {"opened": opened, "due": due, "closed": closed}
    given = "".join(f'<date key="{n}" value="{v}"/>' for n, v in dates.items() if v)
    step = (
        '<event><string key="concept:name" value="Looked at"/>'
        f'<date key="time:timestamp" value="{opened}"/></event>'
    )
    return f'<trace><string key="case" value="{case}"/>{given}{step}</trace>'


def as_csv() -> str:
    rows = [
        f"{case},{opened},{due},{closed},Looked at,{opened}"
        for case, (opened, due, closed) in CASES.items()
    ]
    header = "case,opened,due,closed,concept:name,time:timestamp"
    return "\n".join([header, *rows, ""])
