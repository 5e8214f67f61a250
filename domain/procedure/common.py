"""What holds for all procedures: decrees on the one-stop, its slips, tolerances, and the rules
that hoso follows where the law leaves room.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.procedure.term import Term
from domain.procedure.words import Carrier, Defined, DepartmentField, Name, Text


class Default(StrEnum):
    """The rules that hoso follows where the law leaves room, by name."""

    STARTS_AS_THE_TERM_NAMES = "clock-starts-as-the-term-names"
    STARTS_AT_ACCEPTANCE = "clock-starts-at-acceptance-when-nothing-else-is-known"
    STARTS_AFTER_THE_CHECK_WINDOW = "clock-starts-at-the-latest-after-the-check-window"
    TYPING_STARTS_NOTHING = "scan-typing-and-code-start-nothing"
    ENDS_AT_THE_LAST_CARRIER_OWED = "clock-ends-at-the-last-carrier-owed"
    DUE_IS_THE_EARLIER = "due-is-the-earlier-of-promised-and-legal"
    A_PROMISE_IS_NEVER_SHORTENED = "later-announcement-never-shortens-a-promise"
    IRREGULAR_SUPPLEMENT_CONTINUES = "irregular-supplement-continues-the-clock"
    A_WORSENING_ENTRY_COUNTS = "late-entry-that-worsens-counts-at-once"
    AN_IMPROVING_ENTRY_WAITS = "late-entry-that-improves-waits-for-a-second-person"
    UNCOMPUTABLE_IS_UNDETERMINED = "uncomputable-date-is-undetermined"
    RECEIPT_PINS_THE_SUBSTANCE = "receipt-pins-terms-components-supplement-and-carriers"
    THE_ACT_PINS_THE_FORMS = "day-of-act-pins-forms-signers-and-notices"
    SILENT_AMENDMENT_KEEPS_OLD = "amendment-without-transition-keeps-the-old-rules"
    CARRIERS_MAY_DIFFER_A_LITTLE = "carriers-may-differ-by-a-tolerance"


class Contested(StrEnum):
    """Which dossiers a rule makes contested."""

    CLASS_DIFFERS_OTHERWISE = "class-differs-otherwise"
    """Those whose class (early, on time, late) would be another under the other reading."""
    NEVER = "never"


class DefaultRule(Defined):
    name: Default
    says_vi: Text
    says_en: Text
    otherwise_vi: Text
    """The other reading that the law allows."""
    otherwise_en: Text
    contested: Contested
    legal_basis: Text


class Compared(StrEnum):
    """What is compared between the carriers."""

    RECEIPT = "receipt"
    CUSTODY = "custody"
    COMPONENT = "component"
    RESULT = "result"
    RETURN = "return"
    ABSENCE = "absence"
    """A handover that should have been by now."""
    TRANSIT = "transit"
    """Handed over, and acknowledged by nobody yet."""
    ENTRY = "entry"
    """What happened and when it was recorded."""


class Tolerance(Defined):
    """How far the carriers may lie apart before it is a divergence."""

    compared: Compared
    carrier: Carrier | None = None
    """Only for this carrier; None for both."""
    working_minutes: Annotated[int, Field(ge=0, le=100_000)]
    rule: Default
    legal_basis: Text


class Account(StrEnum):
    """Whose time a working minute is."""

    APPLICANT = "applicant"
    """What the applicant must bring or pay is waited for, in the time that he has for it."""
    EXCLUDED = "excluded"
    """Time that the term does not count."""
    OPINION = "opinion"
    """Another agency was asked, and its deadline has not passed."""
    OVERDUE_AGENCY = "overdue-agency"
    """Another agency was asked, and has not answered by its deadline."""
    OTHER_CARRIER = "other-carrier"
    """One carrier is where it should be, and waits for the other."""
    TRANSIT = "transit"
    """Handed over, and acknowledged by nobody yet."""
    CUSTODIAN = "custodian"
    """Who holds it, for a step of the process where the handover named one."""
    UNRECORDED = "unrecorded"
    """No record says where it was."""


class Precedence(Defined):
    """An account in its rank: the first one that a minute may be charged to has it."""

    name: Account
    legal_basis: Text | None = None
    """None where hoso chose the rank, and no law gives the account."""


class Limits(Defined):
    """How often a decree allows something in one case."""

    intake_supplements: Annotated[int, Field(ge=0)] | None = None
    supplements: Annotated[int, Field(ge=0)] | None = None
    """Times that the applicant may be asked at all (NĐ 63/2010/NĐ-CP Art. 20(4))."""
    reschedules: Annotated[int, Field(ge=0)] | None = None


class Decree(Defined):
    """An act that binds every procedure while it is in force."""

    name: Name
    name_vi: Text
    name_en: Text
    issued_on: date
    valid_from: date
    valid_to: date | None = None
    terms: tuple[Term, ...] = ()
    limits: Limits = Limits()
    sourced: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Slip(Defined):
    """A form of the one-stop desk. Its number shifts from act to act; its name stays."""

    name: Name
    number: Text
    title_vi: Text
    title_en: Text
    valid_from: date
    valid_to: date | None = None
    legal_basis: Text

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class FieldName(Defined):
    name: DepartmentField
    name_vi: Text
    name_en: Text


class Common(Defined):
    """All of it, as the files tell it; each file tells some of it."""

    rules: tuple[DefaultRule, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    decrees: tuple[Decree, ...] = ()
    slips: tuple[Slip, ...] = ()
    fields: tuple[FieldName, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    """The accounts of working time in their order."""

    def rule(self, name: Default) -> DefaultRule:
        """Raises KeyError where the installation's files do not tell the rule."""
        return {rule.name: rule for rule in self.rules}[name]

    def decrees_on(self, day: date) -> tuple[Decree, ...]:
        return tuple(decree for decree in self.decrees if decree.in_force(day))

    def slip(self, name: str, day: date) -> Slip | None:
        """The form of that name on the day of the act."""
        found = (slip for slip in self.slips if slip.name == name and slip.in_force(day))
        return next(found, None)

    def tolerance(
        self, compared: Compared, carrier: str | None = None, own: Collection[Tolerance] = ()
    ) -> Tolerance | None:
        """The procedure's own tolerance before the common one, a carrier's before both's."""
        ranked = (
            found
            for source in (own, self.tolerances)
            for wanted in (carrier, None)
            for found in source
            if found.compared is compared and found.carrier == wanted
        )
        return next(ranked, None)
