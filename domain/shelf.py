"""A shelf check: what a unit finds at a desk against what the record says lies there
(NĐ 61/2018 Art. 21)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import groupby

from domain.access import Principal
from domain.dossier.dossier import Dossier, evolve
from domain.dossier.events import Told
from domain.dossier.order import in_order
from domain.dossier.refusals import EmptyList, ShelfContradicts
from domain.dossier.values import Carrier, Holder, Label
from domain.engine import Engine
from domain.law import Law
from domain.listed import (
    Became,
    Codes,
    Found,
    Listing,
    Outcome,
    Planned,
    found,
    reach_of,
    read_as,
    record,
    thing,
)
from domain.places import Places
from domain.refusals import Refused
from domain.speaking import must_speak_for
from domain.testimony import Code

KIND = "dossier.shelf-checked"


class ShelfCheck(Listing):
    """All that lay at a desk, by code, when somebody looked."""

    desk: Holder
    """Without a desk: everything that the organisation has."""
    carrier: Carrier
    object: Label = "file"
    codes: Codes


async def check(
    engine: Engine, places: Places, body: object, by: Principal | None = None
) -> list[Outcome]:
    """Records what lies there, and of each dossier that should and does not, that it is missing.

    Raises Refused where the list itself is wrong; `places` must have come to the end of the log.
    """
    asked = read_as(ShelfCheck, body)
    if not asked.codes:
        raise Refused(EmptyList("codes"))
    known = await found(engine.store, asked.codes, asked.code_system, reach_of(by))
    if by:
        must_speak_for(by, asked.desk.organisation)
    planned = checking(asked, known, await recorded_there(engine, places, asked))
    done = await record(engine, asked, planned, by)
    return [*map(_compared, done), *known.outcomes()]


def checking(asked: ShelfCheck, known: Found, there: Mapping[str, Code]) -> list[Planned]:
    """What was seen, then what was not. `there`: by stream, what should be at the desk."""
    seen = set(known.streams.values())
    present = [
        _planned(asked, (code, asked.code_system), present=True)
        for code in known.once_each(asked.codes)
    ]
    missing = [
        _planned(asked, (code.value, code.system), present=False)
        for stream, code in there.items()
        if stream not in seen
    ]
    return [*present, *missing]


def _planned(asked: ShelfCheck, code: tuple[str, str | None], *, present: bool) -> Planned:
    told = thing(asked.object, asked.carrier)
    desk = asked.desk.model_dump(exclude_none=True)
    became = Became.PRESENT if present else Became.MISSING
    key = (*told.values(), asked.desk.organisation, asked.desk.desk, became)
    return Planned(*code, became, KIND, {**told, "desk": desk, "present": present}, key)


def _compared(outcome: Outcome) -> Outcome:
    """The rule of the decisions says whether what lies there is expected there."""
    findings = outcome.answer.findings if outcome.answer else ()
    contradicts = any(isinstance(finding, ShelfContradicts) for finding in findings)
    if outcome.became is Became.PRESENT and contradicts:
        return replace(outcome, became=Became.UNEXPECTED)
    return outcome


async def recorded_there(engine: Engine, places: Places, asked: ShelfCheck) -> dict[str, Code]:
    """What lay at the desk by the record, when somebody looked: each dossier's stream and code.

    What has been handed on since is not among it: the record knows where that is.
    """
    desk = asked.desk.organisation
    # Whatever was with an office that this one took the place of lies with it now.
    organisations = {desk, *engine.law.registry.predecessors(desk)}
    streams = await places.lying_at(sorted(organisations), asked.object, asked.carrier)
    histories = await engine.store.histories(streams) if streams else ()
    there: dict[str, Code] = {}
    for stream, events in groupby(histories, key=lambda event: event.stream):
        told = [event.told for event in events]
        if lies_there(asked, _as_of(asked, told), engine.law):
            there[stream] = told[0].dossier
    return there


def _as_of(asked: ShelfCheck, told: Iterable[Told]) -> Dossier:
    happened = in_order(told).happened
    return reduce(evolve, (t for t in happened if t.occurred_at <= asked.occurred_at), Dossier())


def lies_there(asked: ShelfCheck, dossier: Dossier, law: Law) -> bool:
    """Whether the record says that it lies at this very desk. What is on its way lies nowhere; of
    what is recorded with the organisation alone, nobody said that it lies at one of its desks."""
    held = dossier.custody.of(asked.object, asked.carrier)
    if held is None or held.transit:
        return False
    day = asked.occurred_at.astimezone(law.zone).date()
    return any(_is_at(asked.desk, holder, law, day) for holder in held.holders)


def _is_at(desk: Holder, holder: Holder, law: Law, day: date) -> bool:
    if desk.desk is not None and holder.desk != desk.desk:
        return False
    return law.registry.same(desk.organisation, holder.organisation, day)
