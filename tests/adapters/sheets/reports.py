"""Reports to be written down: of three fields, of one field's procedures, of nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from projections.report import Counts, Grouping, Groups, Levels, Period, document
from tests.drawing import texts

FIRST_QUARTER: Final = Period(date(2019, 1, 1), date(2019, 3, 31), date(2019, 3, 31))

NATIONAL: Final = "national."


def counted(
    *, early: int = 0, late: int = 0, overdue: int = 0, withdrawn: int = 0, unknown: int = 0
) -> Counts:
    """A group's counts that add up; the national clock sees the late ones on time."""
    return {
        ("received", "online"): early,
        ("received", "direct"): late + overdue,
        ("received", "carried_over"): withdrawn + unknown,
        ("resolved", "early"): early,
        ("resolved", "late"): late,
        ("resolved", "undetermined"): unknown,
        ("open", "overdue"): overdue,
        ("ended", "withdrawn"): withdrawn,
        (f"{NATIONAL}resolved", "early"): early,
        (f"{NATIONAL}resolved", "on_time"): late,
        (f"{NATIONAL}resolved", "undetermined"): unknown,
        (f"{NATIONAL}open", "overdue"): overdue,
        (f"{NATIONAL}ended", "withdrawn"): withdrawn,
        ("", "not_accepted"): 2,
        ("", "late_without_cause"): late,
        ("", "settled"): early,
        ("", "settled_minutes"): 480 * early,
    }


RADIATION: Final = counted(early=10, late=2, overdue=1, withdrawn=3, unknown=1)
STANDARDS: Final = counted(early=2000, late=0)


def report(
    groups: Groups,
    by: Levels = (Grouping.FIELD,),
    labels: Mapping[str, str] | None = None,
    known_at: str | None = None,
    period: Period = FIRST_QUARTER,
) -> dict[str, Any]:
    found = document(groups, period, by, known_at, zone="Asia/Ho_Chi_Minh")
    for row in found["rows"]:
        row["label"] = (labels or {}).get(row["key"], row["label"])
    return found


def of_fields(**names: str) -> dict[str, Any]:
    """By field, `an-toan` and `do-luong`, called as they are told."""
    groups: Groups = {("an-toan",): RADIATION, ("do-luong",): STANDARDS}
    return report(groups, labels={key.replace("_", "-"): told for key, told in names.items()})


def of_levels() -> dict[str, Any]:
    """By field and procedure."""
    return report(
        {
            ("an-toan", "1.001392"): RADIATION,
            ("an-toan", "1.001393"): STANDARDS,
            ("do-luong", "2.002131"): STANDARDS,
        },
        (Grouping.FIELD, Grouping.PROCEDURE),
    )


def of_many(rows: int) -> dict[str, Any]:
    return report({(f"{number:05}",): RADIATION for number in range(rows)}, (Grouping.PROCEDURE,))


def hostile() -> SearchStrategy[str]:
    """Names as somebody would choose them who wants a reader's spreadsheet to do something."""
    begins = st.sampled_from(
        ["", " ", "\t", "\r", "\n", "\u3000", "\u200b", "\ufeff", ";", '"', "'"]
    )
    runs = st.sampled_from(
        ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "=1;=", "<script>", "]]>"]
    )
    return st.builds("{}{}{}".format, begins, runs, st.text(max_size=8)) | texts() | st.text()
