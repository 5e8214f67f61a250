"""What a case is made of: every number that the mechanics take, and nothing that they do."""

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from adapters.simulation.chance import Spread
from domain.calendar.hours import WEEK, Hours, Weekday


def _ascending(values: Spread) -> Spread:
    if len(values) < 2 or list(values) != sorted(values):
        raise ValueError("should be at least two numbers, the least first")
    return values


Spreads = Annotated[Spread, AfterValidator(_ascending)]
Share = Annotated[float, Field(ge=0, le=1)]
Times = Annotated[tuple[time, ...], Field(min_length=1)]


class Told(BaseModel):
    """A part of a case as its file tells it: nothing in it that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Desk(Told):
    organisation: str
    desk: str | None = None

    @property
    def holder(self) -> dict[str, str]:
        return self.model_dump(exclude_none=True)


class Unit(Told):
    """A unit of the department, and its counter at the Centre."""

    field: str
    unit: str
    head: str
    handler: str
    counter: Desk
    receiver: str
    receiver_unit: str

    @property
    def holder(self) -> dict[str, str]:
        return {"organisation": self.unit}


class People(Told):
    leaders: tuple[str, ...]
    clerk: str
    clerk_unit: str
    clerks: Desk
    returns: str
    returns_unit: str
    returns_desk: Desk
    supervisor: str
    supervisor_unit: str
    units: tuple[Unit, ...]

    @cached_property
    def by_field(self) -> Mapping[str, Unit]:
        return {unit.field: unit for unit in self.units}


class Rush(Told):
    """How many come in while it lasts, against other windows of the same channel."""

    days: tuple[Weekday, ...] = WEEK
    between: tuple[time, time]
    weight: float


class Arrivals(Told):
    before: int
    """Received in the warm-up, before the period."""
    rushes: Mapping[str, tuple[Rush, ...]]
    """By channel. At the counter and by post people come on working days alone."""
    months: Mapping[int, float]
    """What a day of the month weighs; 1 where nothing is said."""


class Milestone(Told):
    name: str
    at: Share
    """Share of the work."""


class Kind(Told):
    """How often a procedure is asked for, and how its dossiers look."""

    code: str
    weight: float
    channels: Mapping[str, float]
    cases: Mapping[str, float] = Field(default_factory=dict)
    """Shares; "" is the plain case."""
    fee: int | None = None
    """In đồng."""
    verified: Share = 0
    opinion: Share = 0
    milestones: tuple[Milestone, ...] = ()
    excluded: Share = 0
    """How many have time that the term leaves out."""


class Intake(Told):
    """At the counter."""

    waits: Spreads
    """Minutes in the queue, since its ticket was drawn."""
    checks: Spreads
    """Minutes from the hand-over to the acceptance."""
    checks_online: Spreads
    supplemented: Share
    """Sent home once for what is missing, where the term counts from completeness."""
    supplement_days: Spreads
    refused: Share
    pays_later: Share
    """Of those by post and online who owe a fee."""
    pays_days: Spreads
    email: Share
    """Of those at the counter and by post, who want the result on paper and digitally."""
    paper_too: Share
    """Of those online."""


class Typing(Told):
    """How far the record lags behind what happened."""

    live: Share
    live_minutes: Spreads
    later_minutes: Spreads
    """Office minutes: until a quiet hour, or the next morning."""
    scan_seconds: Spreads
    """Of what a machine records: a bar code, a portal."""
    sync_minutes: int
    """The department's own software passes on what happened every so many minutes."""


class Carriage(Told):
    """How dossiers travel."""

    scanner: Hours
    pages: Spreads
    page_minutes: float
    to_department: Times
    to_centre: Times
    ride_minutes: float
    unpack_minutes: Spreads
    hand_on_minutes: Spreads
    """Until the clerk hands the paper on to the unit, and the unit takes it."""
    acknowledge_minutes: Spreads
    """Until somebody at the unit acknowledges the digital file."""


class Work(Told):
    assign_minutes: Spreads
    share: Spreads
    """How much of what is left of the term the work takes."""
    after_supplement: Spreads
    undated_days: Spreads
    """Working days to the milestone from which a term counts."""
    supplemented: Share
    check_share: Spreads
    """How much of what is left of the term it takes to find that something is missing."""
    answer_days: Spreads
    never_answered: Share
    answer_within_days: int
    """Where no term says it."""
    opinion_days: int
    opinion_answer: Spreads
    """Share of the work that passes until the opinion comes."""
    opinion_agency: str
    refused: Share
    withdrawn: Share
    withdrawn_minutes: Spreads
    files_again: Share
    """Of those who withdraw."""
    files_again_days: Spreads


class Release(Told):
    """The result is ready; when does it leave?"""

    at_once_below_days: float
    """Terms so short that nothing is kept."""
    early: Share
    """Kept by nobody, however long the term."""
    lead: float
    """Share of the term by which what is kept leaves before the appointment, in whole days."""
    by_software: Share
    """Kept until the date of the department's own software, not of the slip."""
    reminder: time
    """On the last working day of a week the Centre sends the list of the next week's appointments,
    with all that was in its system by then: those then leave by the slip."""
    morning_minutes: Spreads
    fetched: Share
    """Fetched at the department: the handler calls, and mails the digital result at once."""
    fetched_minutes: Spreads


class Signing(Told):
    rounds: Times
    late_minutes: Spreads
    urgent_minutes: Spreads
    """Until signed what is due on the same day."""
    sent_back: Share
    redraft_minutes: Spreads
    submit_minutes: Spreads
    seal: Hours
    seal_minutes: Spreads
    digital_minutes: Spreads


class Returning(Told):
    notify_minutes: Spreads
    pick_up_days: Spreads
    download_hours: Spreads
    post_days: Spreads
    unclaimed: Share
    unclaimed_days: int
    closing: Times
    """When the Centre closes what is returned."""
    supervision: Times
    """When its supervisor settles what paper and digital disagree on."""


class Mistakes(Told):
    outage_from: date
    outage_hours: tuple[time, time]
    """From that time on the first day until that time of the next working day."""
    resent_minutes: Spreads
    repeated: Share
    misscan_from: date
    """The first paper result on or after the day is scanned onto another dossier."""
    misscan_noticed_minutes: Spreads
    """Office minutes of the next working day."""


class Applicants(Told):
    name: str
    """With {n} in it: nobody is called so."""
    count: int


class Published(Told):
    """What is known of the real case, and what its parameters were calibrated to."""

    early: int
    late: int
    late_field: str


class Case(Told):
    name: str
    opens_warm_up: date
    opens: date
    closes: date
    received: int
    """Counted in the period: received in it, or before and not ended before."""
    published: Published
    seed: int
    """One that gives the published figures."""
    heeded_minutes: Spreads
    """Office minutes until an alarm is heeded, in the counter-run: nobody does in the case."""
    department: str
    centre: str
    code: str
    applicants: Mapping[str, Applicants]
    """By field."""
    people: People
    arrivals: Arrivals
    intake: Intake
    typing: Typing
    carriage: Carriage
    work: Work
    release: Release
    signing: Signing
    returning: Returning
    mistakes: Mistakes
    kinds: tuple[Kind, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.opens_warm_up < self.opens < self.closes:
            raise ValueError("should warm up before it opens, and open before it closes")
        return self


def parse(told: Mapping[str, Any]) -> Case:
    """Raises ValidationError, which names all that is wrong."""
    return Case.model_validate(told)
