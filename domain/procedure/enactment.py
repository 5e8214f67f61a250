"""From definitions to events, and what is irregular about events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from domain.procedure.events import Abolished, Amended, ProcedureEvent, Published
from domain.procedure.procedure import Procedure
from domain.procedure.refusals import (
    AbolishedWhileNotInForce,
    AmendedAfterAbolition,
    AmendedBeforePublished,
    AmendedWithoutTransition,
    PublishedTwice,
)
from domain.procedure.timeline import DAY, Timeline, order_of_knowledge, timelines
from domain.refusals import Reason


def enactments(definitions: Iterable[Procedure]) -> tuple[ProcedureEvent, ...]:
    """What must have been said for these versions to stand, by the day it could be known."""
    by_code: dict[str, list[Procedure]] = defaultdict(list)
    for version in sorted(definitions, key=lambda each: each.valid_from):
        by_code[version.code].append(version)
    events = (event for versions in by_code.values() for event in _of(versions))
    return tuple(sorted(events, key=order_of_knowledge))


def _of(versions: Sequence[Procedure]) -> Iterator[ProcedureEvent]:
    in_force = False
    for version in versions:
        # Its end is another event's to tell, and may become known much later.
        begun = version.model_copy(update={"valid_to": None, "abolition": None})
        said = Amended if in_force else Published
        yield said(procedure=begun, decision=version.publication, known_on=version.known_on)
        in_force = True
        if version.abolition and version.valid_to:
            in_force = False
            yield Abolished(
                code=version.code,
                effective_on=version.valid_to + DAY,
                transition=version.abolition.transition,
                decision=version.abolition.decision,
                known_on=version.abolition.decision.day,
            )


def judge(known: Sequence[ProcedureEvent], event: ProcedureEvent) -> tuple[Reason, ...]:
    """What is irregular about one more event, among all that is known."""
    before = set(irregularities(known))
    return tuple(reason for reason in irregularities((*known, event)) if reason not in before)


def irregularities(events: Iterable[ProcedureEvent]) -> tuple[Reason, ...]:
    """Of everything that is known: a publication that comes late puts an amendment right."""
    said = sorted(events, key=order_of_knowledge)
    folded = timelines(said)
    found = dict.fromkeys(
        reason for event in said for reason in _irregular(event, folded[event.code], said)
    )
    return tuple(found)


def _irregular(
    event: ProcedureEvent, timeline: Timeline, said: Sequence[ProcedureEvent]
) -> Iterator[Reason]:
    day = event.effective_on.isoformat()
    match event:
        case Published() if _in_force_before(event, timeline) or _rivals(event, said):
            yield PublishedTwice(event.code, day)
        case Amended():
            if not (_in_force_before(event, timeline) or _others(event, said)):
                yield _nothing_to_amend(event, timeline)
            if event.procedure.transition is None:
                yield AmendedWithoutTransition(event.code, day)
        case Abolished() if not _in_force_before(event, timeline):
            yield AbolishedWhileNotInForce(event.code, day)


def _in_force_before(event: ProcedureEvent, timeline: Timeline) -> bool:
    return any(version.in_force(event.effective_on - DAY) for version in timeline.versions)


def _nothing_to_amend(event: Amended, timeline: Timeline) -> Reason:
    day = event.effective_on
    begun = any(version.valid_from < day for version in timeline.versions)
    ends = [end.effective_on for end in timeline.ends if end.effective_on < day]
    if begun and ends:
        return AmendedAfterAbolition(event.code, day.isoformat(), max(ends).isoformat())
    return AmendedBeforePublished(event.code, day.isoformat())


def _others(
    event: Published | Amended, said: Sequence[ProcedureEvent]
) -> list[Published | Amended]:
    """Versions of the same day that say something else: a repetition is no rival."""
    return [
        other
        for other in said
        if isinstance(other, Published | Amended)
        and (other.code, other.effective_on) == (event.code, event.effective_on)
        and other.procedure != event.procedure
    ]


def _rivals(event: Published, said: Sequence[ProcedureEvent]) -> list[Published]:
    return [other for other in _others(event, said) if isinstance(other, Published)]
