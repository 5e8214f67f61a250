"""Where a command writes what is no text."""

from pathlib import Path

import pytest

from adapters.cli import forms
from projections.report.asking import Wrong


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)


@pytest.mark.usefixtures("terminal")
def test_a_terminal_is_spared_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="needs-a-file"):
        forms.ready(None, "xlsx")

    forms.ready(None, "csv")
    forms.ready(tmp_path / "report.xlsx", "xlsx")


def test_what_is_written_is_what_was_made(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    forms.write(b"PK\x00\r\n", tmp_path / "báo cáo.xlsx")
    forms.write(b"PK\x00\r\n", None)

    assert (tmp_path / "báo cáo.xlsx").read_bytes() == capfdbinary.readouterr().out == b"PK\x00\r\n"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="cannot-write") as wrong:
        forms.write(b"", tmp_path / "nowhere" / "report.csv")

    assert wrong.value.params["file"].endswith("report.csv")
