"""What is said of an outage."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.dossier.values import Moment
from domain.lawmaking.outages import Failure
from domain.request import Name


class Declaration(BaseModel):
    """That a source was cut off from hoso, and since when."""

    model_config = ConfigDict(frozen=True)

    source: Name
    """As its events name it."""
    since: Annotated[Moment, Field(alias="from")]
    until: Annotated[Moment | None, Field(alias="to")] = None
    """Left out while it is not over."""
    reason: Failure
    document: Name | None = None
    """The number of what it is recorded in."""
    actor: Name
    """Who declares it."""


class Said(BaseModel):
    """That somebody confirms it, or takes it back."""

    model_config = ConfigDict(frozen=True)

    actor: Name
    """Who says so; who confirms it is somebody else than who declared it."""


class End(Said):
    """That it is over, or was over sooner than declared."""

    until: Annotated[Moment, Field(alias="to")]
