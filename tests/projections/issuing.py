"""An office that issues reports, over stores in memory; and a summer of which it reports."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from adapters import catalogue
from domain.calendar.days import DeclaredDay, Kind
from domain.dossier.events import (
    Annulled,
    Corrected,
    DossierEvent,
    EntryConfirmed,
    Received,
    ResultArrived,
    Told,
)
from domain.dossier.values import Carrier
from domain.law import Law, enact
from domain.procedure.events import Published
from domain.procedure.procedure import Procedure
from domain.register import Register
from domain.reports.documents import Documents
from domain.store import EventStore, Recording
from domain.testimony import Code, EventRef, Testimony
from projections.issued.kept import Kept, Order
from projections.issued.office import Office, Recomputed
from projections.issued.shown import recomputed as as_json
from projections.report import Grouping, Period
from projections.report.asking import Asked
from tests.adapters.memory import MemoryEventStore
from tests.adapters.memory_register import MemoryRegister
from tests.domain.case import XRAY, ZONE
from tests.domain.procedure.definitions import a_term, a_version

RELEASE: Final = "this release"
SHORT: Final = "2.000001"
"""A procedure of three working days; the other has ten."""
LONG_AGO: Final = date(2021, 1, 1)

Q2: Final = Period(date(2024, 4, 1), date(2024, 6, 30), date(2024, 6, 30))
Q3: Final = Period(date(2024, 7, 1), date(2024, 9, 30), date(2024, 9, 30))


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def june(day: int, hour: int = 9) -> datetime:
    return moment(date(2024, 6, day), hour)


def july(day: int, hour: int = 9) -> datetime:
    return moment(date(2024, 7, day), hour)


def september(day: int, hour: int = 9) -> datetime:
    return moment(date(2024, 9, day), hour)


def october(day: int, hour: int = 9) -> datetime:
    return moment(date(2024, 10, day), hour)


def version(code: str, days: int, first_day: date = LONG_AGO, **said: Any) -> Procedure:
    terms = [a_term(days=days)]
    return Procedure.model_validate(a_version(first_day, code=code, terms=terms, **said))


def a_law(*more: Any, days: int = 10) -> Law:
    """Ten working days for the one procedure, three for the other; all else as shipped."""
    shipped = catalogue.law(ZONE)
    published = [
        Published(procedure=one, known_on=LONG_AGO)
        for one in (version(XRAY, days), version(SHORT, 3))
    ]
    enacted = [*published, *more]
    return enact(ZONE, enacted, shipped.common, shipped.calendar, shipped.registry)


LAW: Final = a_law()


def closed_on(day: date, law: Law = LAW, position: int | None = None) -> Law:
    """The law, and that all offices were shut on the day."""
    declared = DeclaredDay(
        kind=Kind.CLOSURE,
        day=day,
        scope="VN",
        name_vi="Bão",
        name_en="Storm",
        basis="F",
        announced_on=day - timedelta(days=7),
        learnt=position,
    )
    assert law.calendar
    return replace(law, calendar=replace(law.calendar, declared=(*law.calendar.declared, declared)))


@dataclass(slots=True)
class MemoryDocuments:
    """Keeps the promises of domain.reports.documents.Documents."""

    kept: dict[tuple[str, str], bytes] = field(default_factory=dict)
    law: dict[str, str] = field(default_factory=dict)

    async def keep(
        self, number: str, sha256: str, document: bytes, texts: Mapping[str, str]
    ) -> None:
        self.kept.setdefault((number, sha256), document)
        self.law = {**texts, **self.law}

    async def document(self, number: str, sha256: str) -> bytes | None:
        return self.kept.get((number, sha256))

    async def texts(self, wanted: Collection[str]) -> Mapping[str, str]:
        return {hashed: text for hashed, text in self.law.items() if hashed in wanted}


@dataclass(slots=True)
class Case:
    """What is told of dossiers, and what the office makes of it."""

    store: EventStore[DossierEvent]
    register: Register
    documents: Documents
    law: Law = LAW
    """As the release comes with it."""
    now: datetime = july(1)
    release: str = RELEASE

    @property
    def office(self) -> Office:
        return Office(
            self.store, self.register, self.documents, self.law, lambda: self.now, self.release
        )

    async def told(
        self,
        dossier: str,
        event: DossierEvent,
        at: datetime,
        typed: datetime | None = None,
        **said: Any,
    ) -> Told:
        """Of the dossier, that it happened then; recorded as soon, or when it was typed."""
        named = said.pop("request_id", f"{dossier} {event.kind} {at.isoformat()}")
        testimony: Told = Testimony(
            event, Code("dossier-code", dossier), at, "one-stop", named, **said
        )
        (version,) = await self.store.versions([dossier])
        recording = Recording(dossier, version, (testimony,), b"", typed or at)
        await self.store.append([recording])
        return testimony

    async def received(self, dossier: str, at: datetime, **said: Any) -> Told:
        named = {"procedure": XRAY, "owed": (Carrier.PAPER,), "promised_return": None, **said}
        typed = named.pop("typed", None)
        unit = named.pop("unit", "one-stop")
        return await self.told(dossier, Received(**named), at, typed, unit=unit, actor="hanh")

    async def result(
        self, dossier: str, at: datetime, typed: datetime | None = None, **said: Any
    ) -> Told:
        return await self.told(dossier, ResultArrived(carrier=Carrier.PAPER), at, typed, **said)

    async def annulled(self, dossier: str, target: EventRef, at: datetime) -> Told:
        event = Annulled(target=target, reason="Nhập nhầm", approver="Lê Út")
        return await self.told(dossier, event, at, actor="hanh")

    async def corrected(
        self, dossier: str, target: EventRef, at: datetime, field: str, new: Any
    ) -> Told:
        event = Corrected(target=target, field=field, new=new, reason="Nhập nhầm", approver="Lê Út")
        return await self.told(dossier, event, at, actor="hanh")

    async def confirmed(self, dossier: str, target: EventRef, at: datetime) -> Told:
        return await self.told(dossier, EntryConfirmed(target=target), at, actor="minh")

    async def issue(
        self, period: Period, *by: Grouping, request_id: str | None = None, **said: Any
    ) -> Kept:
        named = request_id or f"{period} {by} {self.now}"
        asked = Asked(period, by)
        return await self.office.issue(Order(asked, "minh", "office", named, **said))

    async def again(self, number: str, known_at: datetime | None = None) -> dict[str, Any]:
        """The report computed again, as it is printed."""
        return as_json(await self.computed(number, known_at), RELEASE)

    async def computed(self, number: str, known_at: datetime | None = None) -> Recomputed:
        return await self.office.recomputed(number, known_at)


def in_memory() -> Case:
    store = MemoryEventStore()
    case = Case(store, MemoryRegister(store), MemoryDocuments())
    store.now = lambda: case.now
    return case


def difference(found: Mapping[str, Any]) -> dict[str, int]:
    """The cells that differ, by how much."""
    return {line["cell"]: line["difference"] for line in found["cells"] if line["difference"]}


def by_cause(found: Mapping[str, Any], cell: str) -> dict[str, int]:
    """What each cause adds to a cell, where it adds anything."""
    (line,) = (line for line in found["cells"] if line["cell"] == cell)
    return {cause: adds for cause, adds in line["causes"].items() if adds}


def causes(found: Mapping[str, Any]) -> dict[str, list[str]]:
    """By the dossier's code, what moved it."""
    return {one["code"]: [move["cause"] for move in one["moves"]] for one in found["dossiers"]}


def must_add_up(found: Mapping[str, Any]) -> None:
    """Cell by cell, of the whole and of every group; and from dossier to dossier."""
    for line in [*found["cells"], *(line for group in found["groups"] for line in group["cells"])]:
        assert line["now"] - line["issued"] == line["difference"] == sum(line["causes"].values())
    for one in found["dossiers"]:
        moves = one["moves"]
        assert [move["to"] for move in moves[:-1]] == [move["from"] for move in moves[1:]]
        assert (moves[0]["from"], moves[-1]["to"]) == (one["issued"], one["now"])
    bridge = found["carried_over"]
    came, went = len(bridge["came"]), len(bridge["went"])
    assert bridge["open_then"] + came - went == bridge["carried_over"]
    assert sum(bridge["causes"].values()) == came - went
