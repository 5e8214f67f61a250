"""Steps of the internal process (quy trình nội bộ, TT 01/2018/TT-VPCP Art. 8)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from domain.procedure.words import Defined, Role, Text

Hours = Annotated[Decimal, Field(ge=0, le=5000, multiple_of=Decimal("0.25"))]
"""Working hours, in quarters."""


class Step(Defined):
    number: Annotated[int, Field(ge=1, le=100)]
    role: Role
    unit: Text | None = None
    """Where the role acts, as the published table says it."""
    what_vi: Text
    what_en: Text
    hours: Hours
    supplement_within: Hours | None = None
    """A supplement is asked for within so many working hours of the receipt."""
    form: Text | None = None
    """The form that is filled in, or what comes out."""
