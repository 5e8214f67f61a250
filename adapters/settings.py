"""The environment, read once."""

import os
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.dossier.values import Zone


def default_data_dir() -> Path:
    """Where the XDG base directory specification puts a user's data."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    # The specification has relative paths ignored.
    home = named if named.is_absolute() else Path.home() / ".local" / "share"
    return home / "hoso"


def _listed(value: object) -> object:
    """What an environment variable lists."""
    if not isinstance(value, str):
        return value
    return tuple(each.strip() for each in value.split(",") if each.strip())


HostName = Annotated[
    str, StringConstraints(to_lower=True, pattern=r"^(\*\.)?[A-Za-z0-9._-]+$|^\[[0-9A-Fa-f:.]+\]$")
]

Network = IPv4Network | IPv6Network


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
    """The installation's own token; empty: one is made and kept under `data_dir`."""
    lang: Literal["en", "vi"] = "en"
    """The language of messages."""
    log_format: Literal["json", "console"] | None = None
    """Of what is logged; none: for people on a terminal, JSON elsewhere."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is logged; every request is logged as info."""
    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 0.0
    """From the signal that ends a server until it takes nothing new: `/readyz` answers 503, so
    that whoever distributes the load turns to others first."""
    sources_dir: Path | None = None
    """Where the profiles of sources are that are not shipped; empty: `sources` under `data_dir`."""
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Addresses and networks (CIDR), with commas between them, of proxies whose X-Forwarded-For
    and X-Forwarded-Proto are believed."""
    allowed_hosts: Annotated[tuple[HostName, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Names, with commas between them, that the Host of a request may be; `*.example` for all
    below; empty: any."""
    requests_per_minute: Annotated[int, Field(ge=1)] = 60_000
    """Of one key, or of one address without a key, at once or spread, in each process."""
    failed_logins_per_minute: Annotated[int, Field(ge=1)] = 30
    """Of one address."""
    requests_at_once: Annotated[int, Field(ge=2)] = 2_000
    """That a process works on; one client has at most half of them."""
    body_idle_seconds: Annotated[float, Field(gt=0)] = 10.0
    """In which some of a request's body must come."""
    body_seconds: Annotated[float, Field(gt=0)] = 30.0
    """In which it must be there, and one more for each 10,000 bytes of it."""

    @property
    def profiles_dir(self) -> Path:
        return self.sources_dir or self.data_dir / "sources"

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
