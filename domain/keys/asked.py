"""What is asked for: a key, or a new secret for one."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.access import Role
from domain.dossier.values import Moment
from domain.request import Name


class NewKey(BaseModel):
    """A key that is to be made."""

    model_config = ConfigDict(frozen=True)

    role: Role
    units: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    """Ids or codes of the bodies that it speaks for; none for auditor, administrator, monitor."""
    sources: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    """The sources in whose name it posts; a service names at least one."""
    name: Name | None = None
    """What it is called, such as the software that gets it."""
    expires_at: Moment | None = None
    """By default in a year; in two at the latest."""


class Rotation(BaseModel):
    """A new secret for a key."""

    model_config = ConfigDict(frozen=True)

    expires_at: Moment | None = None
    """Of the new secret; by default in a year, in two at the latest."""
    overlap_until: Moment | None = None
    """Until when the old secret stays good, too; by default it is refused at once."""
