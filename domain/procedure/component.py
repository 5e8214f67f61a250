"""What an applicant hands in."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.calendar.term import Length
from domain.procedure.words import Channel, Defined, Name, Text

Count = Annotated[int, Field(ge=1, le=100)]


class Form(StrEnum):
    """What a document must be (loại bản)."""

    ORIGINAL = "original"
    """Bản chính."""
    COPY = "copy"
    """Bản sao, compared with the original by the desk."""
    CERTIFIED = "certified"
    """Bản sao có chứng thực."""
    ELECTRONIC = "electronic"


class ChannelDifference(Defined):
    """How a component differs on some channels: a file in place of three photographs."""

    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    form: Form | None = None
    count: Count | None = None
    asked: bool = True
    """False where the component is not asked for at all."""


class RequiredComponent(Defined):
    """A document that the procedure asks for, in one set of the dossier."""

    code: str
    name_vi: Text
    name_en: Text
    form: Form = Form.ORIGINAL
    count: Count = 1
    original_required: bool = False
    """The original of an issued document is given up with the dossier: it is owed back, or
    replaced by the result (NĐ 61/2018/NĐ-CP Art. 20)."""
    case: Name | None = None
    """Asked for in this case of the procedure alone."""
    no_older_than: Length | None = None
    """At the receipt."""
    differs: tuple[ChannelDifference, ...] = ()

    def on(self, channel: str) -> "RequiredComponent | None":
        """As it is asked for on the channel; None where it is not."""
        found = next((each for each in self.differs if channel in each.channels), None)
        if found is None:
            return self
        if not found.asked:
            return None
        told = found.model_dump(include={"form", "count"}, exclude_none=True)
        return self.model_copy(update=told)
