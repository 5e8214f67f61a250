"""Tables on a terminal: whole words and figures, however narrow it is."""

import re
from itertools import pairwise
from typing import Any

import pytest
from rich.console import Console

from adapters.cli.console import OUT
from adapters.cli.report_tables import (
    COLUMNS,
    FURTHER,
    about,
    beside,
    further_tables,
    report_tables,
)
from adapters.cli.tables import due_table
from adapters.messages import LANGS, Lang
from adapters.messages.languages import told as said
from projections.dossier_view import view
from projections.report import BESIDE, GRANULARITY
from projections.report.rows import DENOMINATORS
from tests.domain.case import FRIDAY, XRAY, ZONE, moment, received
from tests.projections.knowing import GOVERNED, known

HEADINGS = {
    lang: {
        word for block in COLUMNS for column in block for word in said(column.heading, lang).split()
    }
    for lang in LANGS
}
WIDTHS = (60, 80, 100, 140, 200)


def part(*cells: str, each: int) -> dict[str, int]:
    return {**dict.fromkeys(cells, each), "total": each * len(cells)}


def row(label: str, each: int, **told: Any) -> dict[str, Any]:
    return {
        "key": label,
        "label": label,
        "level": 1,
        "received": part("online", "direct", "carried_over", each=each),
        "resolved": part("early", "on_time", "late", "undetermined", each=each),
        "open": part("in_time", "overdue", "undetermined", each=each),
        "ended": part("withdrawn", "stopped", each=each),
        "national": {
            "resolved": part("early", "on_time", "late", "undetermined", each=each),
            "open": part("in_time", "overdue", "undetermined", each=each),
        },
        **dict.fromkeys(BESIDE, each),
        "rates": dict.fromkeys(DENOMINATORS, "98.77" if each else None),
        **told,
    }


def report(*rows: dict[str, Any], total: int = 1234, by: str | None = "field") -> dict[str, Any]:
    return {
        "period": {"from": "2019-01-01", "to": "2019-12-31"},
        "as_of": "2019-12-31",
        "known_at": None,
        "zone": "Asia/Ho_Chi_Minh",
        "granularity": GRANULARITY,
        "clock": "owed",
        "by": by,
        "rows": list(rows),
        "total": row("total", total),
    }


def printed(told: dict[str, Any], width: int, lang: Lang = "en") -> list[str]:
    """The lines of each table, one after the other."""
    console = Console(width=width)
    with console.capture() as capture:
        for table in report_tables(told, width, lang):
            console.print(table)
    return capture.get().splitlines()


FULL = report(row("radiation-safety", 34), row("standards-metrology-quality", 1200))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_heading_and_no_figure_is_folded(width: int, lang: Lang) -> None:
    lines = printed(FULL, width, lang)
    words = {word for line in lines for word in line.split()}
    assert words >= HEADINGS[lang]
    assert {"1,234", "4,936", "1,200", "4,800", "34", "136"} <= words
    assert {"radiation-safety", "standards-metrology-quality"} <= words
    assert {"en": "total", "vi": "tổng số"}[lang] in lines[-1]
    assert max(map(len, lines)) <= width


def test_it_is_one_table_where_there_is_room() -> None:
    assert len(list(report_tables(FULL, 200, "en"))) == 1
    assert len(list(report_tables(FULL, 140, "en"))) == 2
    assert len(list(report_tables(FULL, 10, "en"))) == len(COLUMNS)


def test_what_is_nought_throughout_is_left_out_but_for_the_usual() -> None:
    lines = printed(report(by=None, total=0), 80)
    words = [word for line in lines for word in line.split() if re.match(r"[a-z]", word)]
    assert words == [
        *("on", "in", "received", "resolved", "early", "time", "late", "open", "time", "overdue"),
        "total",
    ]


def test_a_long_label_folds_and_moves_nothing_else() -> None:
    lines = printed(report(row("x" * 100, 5)), 80)
    assert sum(line.count("x") for line in lines if re.fullmatch(r"x+[ \d]*", line)) % 100 == 0
    assert max(map(len, lines)) <= 80


def test_a_label_is_no_markup() -> None:
    with OUT.capture() as capture:
        for table in report_tables(report(row("[/bold] :smile:", 5)), OUT.width, "en"):
            OUT.print(table)
    assert "[/bold] :smile:" in capture.get()


def test_what_people_wrote_is_shown_and_not_obeyed() -> None:
    written = "x\x1b[2J\x9b2Jy\u202ez"
    with OUT.capture() as capture:
        for table in report_tables(report(row(written, 5)), OUT.width, "en"):
            OUT.print(table)
        OUT.print(written, highlight=False)
    assert capture.get().count("x\ufffd[2J\ufffd2Jy\ufffdz") == capture.get().count("x") > 1


def test_what_nobody_told_is_said_in_the_language_of_the_reader() -> None:
    nobody = {**row("unrecorded", 5), "key": ""}
    assert any("chưa ghi nhận" in line for line in printed(report(nobody), 140, "vi"))
    assert any("lĩnh vực" in line for line in printed(report(nobody), 140, "vi"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_national_clock_and_the_rates_stand_beside_the_form(width: int, lang: Lang) -> None:
    console = Console(width=width)
    with console.capture() as capture:
        for table in further_tables(FULL, width, lang):
            console.print(table)
    words = set(capture.get().split())
    columns = [column for block in FURTHER for column in block]
    headings = {word for column in columns for word in said(column.heading, lang).split()}
    assert words >= headings | {"98.77", "1,234", "34"}
    assert max(map(len, capture.get().splitlines())) <= width


def test_where_nothing_was_counted_nothing_stands_beside_the_form() -> None:
    assert list(further_tables(report(by=None, total=0), 140, "en")) == []


def test_a_level_stands_behind_the_one_that_it_is_part_of() -> None:
    inner = row("2.002131", 5, level=2)
    lines = printed(report(row("radiation-safety", 5), inner, by="field,procedure"), 140)
    assert [line[:11] for line in lines if "2.002131" in line] == ["  2.002131 "] * 2


def test_it_says_its_period_by_name_and_what_was_known() -> None:
    named = {"period": {**FULL["period"], "name": "2019", "scheme": "calendar"}}
    told = about({**FULL, **named, "known_at": "2020-01-01T00:00:00Z"}, "en")
    assert "2019 (calendar), 2019-01-01 to 2019-12-31" in told
    assert "as known at 2020-01-01T00:00:00Z" in told


def test_it_says_clock_and_granularity_and_what_stands_beside_the_sums() -> None:
    assert "clock: owed" in about(FULL, "en")
    assert f"judged by {GRANULARITY}" in about(FULL, "en")
    assert "2019-01-01 to 2019-12-31, as of 2019-12-31" in about(FULL, "en")
    for told in ("without a result: 2,468", "counted above: 1,234", "nowhere above: 1,234"):
        assert told in beside(FULL, "en")


def test_it_says_so_in_vietnamese() -> None:
    told = about({**FULL, "known_at": "2020-01-01T00:00:00Z"}, "vi")
    for part in ("từ 2019-01-01 đến 2019-12-31", "cách tính thời hạn: theo quy định", "ngày địa"):
        assert part in told
    assert "theo dữ liệu đã ghi nhận đến 2020-01-01T00:00:00Z" in told
    assert "không tiếp nhận, không đếm ở trên: 1,234" in beside(FULL, "vi")


def due(lang: Lang, width: int = 140, **said: Any) -> list[str]:
    told = {"state": view(known(received(procedure=XRAY, **said)), GOVERNED).state}
    console = Console(width=width)
    with console.capture() as capture:
        console.print(due_table(told, ZONE, lang, GOVERNED.common))
    return capture.get().splitlines()


def test_the_due_dates_stand_below_each_other_with_basis_and_reason() -> None:
    cells = [re.split(r"\s{2,}", line.strip()) for line in due("en") if line.strip()]
    named = [(*one, *other) for one, other in pairwise(cells) if re.match(r"\d{4}-", other[0])]
    basis, started = "TT 28/2012/TT-BKHCN Art. 10", "The clock started with the acceptance,"
    assert [(name, basis, on) for name, basis, on, _ in named] == [
        ("legal due date", basis, "2026-03-05"),
        ("committed due date", basis, "2026-03-04"),
        ("promised due date", "–", "2026-03-06"),
        ("current due date", "–", "2026-03-06"),
        ("judged by", basis, "2026-03-05"),
    ]
    assert named[0][-1].startswith(started)


def test_a_due_date_that_is_explained_like_another_says_so() -> None:
    told = "\n".join(due("en"))
    assert "the same as the promised due date" in told
    assert told.count("Promised on the receipt slip, 2026-03-02.") == 1


@pytest.mark.parametrize("width", [80, 140])
def test_it_speaks_vietnamese_within_the_width(width: int) -> None:
    lines = due("vi", width)
    assert max(map(len, lines)) <= width
    told = " ".join(" ".join(lines).split())
    for name in ("hạn theo quy định", "hạn cam kết", "ngày hẹn trả", "hạn dùng để xét"):
        assert name in told
    assert "05/03/2026" in told


def test_days_are_those_of_the_authority() -> None:
    late = moment(FRIDAY, 1)
    told = "\n".join(due("en", promised_return=late, timezone="Europe/Paris"))
    assert "2026-03-05" in told
    assert "2026-03-06" not in told


def test_before_it_is_accepted_there_is_nothing_to_show() -> None:
    state = {"intake": {"authority": {"timezone": None}}, "due": None}
    assert due_table({"state": state}, ZONE, "en", GOVERNED.common).row_count == 0
