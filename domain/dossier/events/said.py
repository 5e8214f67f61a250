"""The base of all events of a dossier."""

from pydantic import BaseModel, ConfigDict


class Said(BaseModel):
    """Something said of a dossier.

    Kinds and field names are what is stored: add, never rename or reuse.
    """

    # Stored events of a later release may have fields that this one doesn't know.
    model_config = ConfigDict(frozen=True, extra="ignore")
