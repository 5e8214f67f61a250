"""One dossier as the simulation sees it: what was drawn of it, and how far it has come."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.simulation.case import Kind, Unit
from adapters.simulation.processes import Signal
from domain.dossier.events import Told
from domain.procedure.component import RequiredComponent
from domain.procedure.procedure import Procedure

Side = tuple[str, str]
"""An object, and a carrier of it."""


@dataclass(slots=True, eq=False)
class Plan:
    """What comes with the applicant."""

    kind: Kind
    procedure: Procedure
    unit: Unit
    applicant: str
    channel: str
    cases: tuple[str, ...]
    owed: tuple[str, ...]
    arrives_at: datetime
    accepted_at: datetime
    supplemented_at: datetime | None = None
    """When what the desk had asked for comes in."""
    paid_at: datetime | None = None
    refused: bool = False
    withdraws_after: float | None = None
    """Office minutes after the acceptance."""
    refile_of: "Plan | None" = None
    matter: "Matter | None" = None
    """What became of it."""

    @property
    def components(self) -> tuple[RequiredComponent, ...]:
        return self.procedure.asks_for(self.channel, self.cases)

    @property
    def originals(self) -> tuple[str, ...]:
        return tuple(f"original:{each.code}" for each in self.components if each.original_required)

    @property
    def on_paper(self) -> bool:
        return self.channel != "online"


@dataclass(slots=True, eq=False)
class Matter:
    """Where it is and what is decided of it; the record of it is `requests`."""

    plan: Plan
    code: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    read: list[Told] = field(default_factory=list)
    heard: int = 0
    """What the domain read of the first so many requests."""
    known_at: datetime | None = None
    """When all that was said of it so far will have reached hoso."""

    promised: datetime | None = None
    due: datetime | None = None
    """By what the handler plans: the slip, else the law."""
    typed_at: datetime | None = None
    """When the hand-in is in the Centre's system, and can be scanned."""
    in_system_at: datetime | None = None
    """When the acceptance is."""
    allowance: float = 0
    """Office minutes from the acceptance until it is due."""
    registered_at: datetime | None = None
    """From when the department's own software counts."""

    accepted: Signal = field(default_factory=Signal)
    at_unit: Signal = field(default_factory=Signal)
    """A carrier of it is with the handler."""
    paper_at_unit: Signal = field(default_factory=Signal)
    drafted: bool = False
    number: str | None = None
    outcome: str = "granted"
    arrived: dict[str, datetime] = field(default_factory=dict)
    returned: dict[str, datetime] = field(default_factory=dict)
    leaves_at: datetime | None = None
    """The morning until which the result is kept."""
    fetched: bool = False
    """At the department, never at the counter."""
    ended: Signal = field(default_factory=Signal)
    """Withdrawn or stopped."""
    wanted: dict[Side, Signal] = field(default_factory=lambda: defaultdict(Signal))
    """Fired when somebody who heeds an alarm asks for the object on the carrier."""
    asked_by: dict[Side, str] = field(default_factory=dict)
    """The alarm for which that was, by the name of its request."""
    because: dict[Side, str] = field(default_factory=dict)
    """The alarm for which the next thing is done with it."""

    @property
    def is_over(self) -> bool:
        return self.ended.at is not None

    @property
    def owes_paper(self) -> bool:
        return "paper" in self.plan.owed
