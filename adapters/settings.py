"""The environment, read once."""

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.dossier.values import Zone


def default_data_dir() -> Path:
    """Where the XDG base directory specification puts a user's data."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    # The specification has relative paths ignored.
    home = named if named.is_absolute() else Path.home() / ".local" / "share"
    return home / "hoso"


class Settings(BaseSettings):
    """Environment variables, each with the prefix HOSO_."""

    model_config = SettingsConfigDict(env_prefix="HOSO_", frozen=True, env_ignore_empty=True)

    data_dir: Path = Field(default_factory=default_data_dir)
    """Where the embedded database and the token are kept."""
    database_url: str | None = None
    """A PostgreSQL of yours, 15 or later; empty: the embedded one, under `data_dir`."""
    timezone: Zone = "Asia/Ho_Chi_Minh"
    """IANA zone of local days where an authority names none of its own."""
    auth_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    """The bearer token; empty: one is made and kept under `data_dir`."""
    lang: Literal["en", "vi"] = "en"
    """The language of messages."""

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
