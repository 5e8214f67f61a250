"""The environment, read once."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from adapters.settings import Settings, default_data_dir

NAMES = ("DATA_DIR", "DATABASE_URL", "TIMEZONE", "AUTH_TOKEN", "LANG")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(f"HOSO_{name}", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


def test_without_any_variable_the_database_is_ours_and_the_days_are_vietnamese() -> None:
    settings = Settings()
    assert (settings.database_url, settings.auth_token, settings.lang) == (None, None, "en")
    assert settings.zone.key == "Asia/Ho_Chi_Minh"
    assert settings.data_dir == Path.home() / ".local" / "share" / "hoso"


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = (str(tmp_path), "postgresql:///hoso", "Asia/Tokyo", "0123456789abcdef", "vi")
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(f"HOSO_{name}", value)
    settings = Settings()
    assert (settings.data_dir, settings.lang) == (tmp_path, "vi")
    assert (settings.database_url, settings.zone.key) == ("postgresql:///hoso", "Asia/Tokyo")
    assert settings.auth_token
    assert settings.auth_token.get_secret_value() == "0123456789abcdef"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_variable_is_none_at_all(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    usual = Settings()
    monkeypatch.setenv(f"HOSO_{name}", "")
    assert Settings() == usual


def test_data_is_kept_where_xdg_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_data_dir() == tmp_path / "hoso"


def test_a_relative_xdg_directory_is_ignored_as_xdg_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    assert default_data_dir() == Path.home() / ".local" / "share" / "hoso"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", "Asia"),
        ("AUTH_TOKEN", "too short"),
        ("LANG", "fr"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HOSO_{name}", value)
    with pytest.raises(ValidationError) as wrong:
        Settings()
    (error,) = wrong.value.errors()
    assert error["loc"] == (name.lower(),)


def test_the_token_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSO_AUTH_TOKEN", "0123456789abcdef")
    assert "0123456789abcdef" not in repr(Settings())


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().lang = "vi"  # type: ignore[misc]
