"""The words that definitions of procedures share."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Defined(BaseModel):
    """A part of a definition, as it is stored in an event."""

    # Stored definitions ignore fields of later releases; a publication forbids them
    # (domain/procedure/publication.py).
    model_config = ConfigDict(frozen=True, extra="ignore")


Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""A word of our own: lower case, digits and hyphens."""

Text = Annotated[str, Field(min_length=1, max_length=2000)]

# The dossier's words as they are stored; domain/dossier has them as enums and imports this
# package, so this package cannot import them. A test holds them together.
Channel = Literal["direct", "post", "online"]
Carrier = Literal["paper", "digital"]


class DepartmentField(StrEnum):
    """The fields of a provincial department of science and technology."""

    RADIATION_SAFETY = "radiation-safety"
    STANDARDS = "standards-metrology-quality"
    SCIENCE = "science-technology"
    INTELLECTUAL_PROPERTY = "intellectual-property"


class Role(StrEnum):
    """Who does a step, or signs."""

    ONE_STOP_OFFICER = "one-stop-officer"
    """Công chức tiếp nhận và trả kết quả."""
    UNIT_HEAD = "unit-head"
    """Trưởng phòng, chi cục trưởng."""
    HANDLER = "handler"
    """Chuyên viên thụ lý."""
    DEPARTMENT_LEADER = "department-leader"
    """Giám đốc, phó giám đốc Sở."""
    CLERK = "clerk"
    """Văn thư."""
    CENTRE_SUPERVISOR = "centre-supervisor"
    """Lãnh đạo Trung tâm Phục vụ hành chính công."""
    OPINION_AGENCY = "opinion-agency"
    """Cơ quan được lấy ý kiến."""
    PROVINCIAL_COMMITTEE = "provincial-committee"
    """Ủy ban nhân dân tỉnh, where it is the competent signer."""
    PROCEDURE_CONTROLLER = "procedure-controller"
    """Phòng Kiểm soát thủ tục hành chính."""
    INSPECTOR = "inspector"
    AUDITOR = "auditor"


class Decision(Defined):
    """A decision of an authority (quyết định): its number, and the day it is dated."""

    number: Text
    day: date
