"""From a log's words to events as a service posts them: pure, one record at a time.

`source_seq` counts within the case, not the file: a later export that has more cases, or more
events at a case's end, then says the same of the old ones, and a repeat is a repeat. Where times
tie, it puts what opens the case first, then its activities in the log's order, then its end.

A profile hears its source piece by piece and in any order, so nothing can be counted there. An
event's id is made of all that the event says, and where times tie, the lifecycle decides.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from pydantic_core import to_json

from adapters.exchange.mapping import (
    NOTED,
    OFFICER,
    RECEIVED,
    SUBMITTED,
    UNIT,
    Activity,
    CaseEvent,
    Event,
    Item,
    Rule,
    Telling,
)
from adapters.exchange.records import Attributes, Body
from adapters.exchange.times import Moment
from adapters.exchange.words import Words
from domain.dossier.events import KINDS
from domain.request import Mode
from domain.testimony import Provenance

FIRST_ACTIVITY: Final = 1_000
AFTER_ACTIVITIES: Final = 1_000_000_000
STAND_IN: Final = "stand-in:"
"""Keeps a procedure that the log does not name apart from any that the law knows."""

Keyed: TypeAlias = Callable[[bytes], bytes]
"""A keyed hash. An id made of names by a plain one would give them away to whoever guesses."""


def case_bodies(rule: CaseEvent, case: Words) -> Iterator[Body]:
    """The event that an attribute of the case tells of, and what it implies; none where it has no
    value. Raises BadRecord."""
    if not case.allow(rule) or not (rule.must_be or case.value(rule.at)):
        return
    data = _data(rule, case, case)
    if rule.kind == NOTED and case.mapping.profile is None:
        data["attributes"] = case.besides(case.mapping.case_names)
    body = _envelope(case, case.moment(rule.at, rule.precision)) | _known(
        kind=rule.kind,
        request_id=f"{case.dossier}#{rule.kind}",
        source_seq=_case_seq(rule, case),
        actor=_lent(rule.kind, case, case.mapping.case.officer, OFFICER),
        unit=case.named(case.mapping.case.unit, UNIT),
        data=data,
    )
    yield body
    yield from _implied_by(rule, body, case)


def event_bodies(spec: Event, event: Words, case: Words, ordinal: int) -> Iterator[Body]:
    """An activity as an event, of its rule's kind or noted, and what it implies.

    `ordinal` counts the events of the case from 1. Raises BadRecord.
    """
    rule = rule_of(spec, event)
    kind, own = (rule.kind if rule else NOTED), event.value(spec.id)
    officer, unit = case.mapping.case.officer, case.mapping.case.unit
    body = _envelope(event, event.moment(spec.at)) | _known(
        kind=kind,
        request_id=_request_id(spec, event, ordinal),
        source_ref=own,
        source_seq=FIRST_ACTIVITY + ordinal,
        actor=event.named(spec.actor, OFFICER) or _lent(kind, case, officer, OFFICER),
        unit=event.named(spec.unit, UNIT) or _lent(kind, case, unit, UNIT),
        data=_activity_data(spec, rule, event, case),
    )
    yield body
    if rule:
        yield from _implied_by(rule, body, event)


def item_bodies(rule: Item, entry: Words, case: Words) -> Iterator[Body]:
    """The event that an entry of a list tells of, and what it implies; none where it has no time.
    Raises BadRecord."""
    if not entry.allow(rule) or entry.value(rule.at) is None:
        return
    body = _envelope(entry, entry.moment(rule.at, rule.precision)) | _known(
        kind=rule.kind,
        request_id=f"{case.dossier}#{rule.of}",
        actor=entry.named(case.mapping.case.officer, OFFICER),
        unit=entry.named(case.mapping.case.unit, UNIT),
        data=_data(rule, entry, case),
    )
    yield body
    yield from _implied_by(rule, body, entry)


def said_once(body: Body, keyed: Keyed, unit: str | None = None) -> Body:
    """As a source that is heard piece by piece says it: the same again has the same id, and
    whatever is said otherwise another one, unless the source gives ids of its own. So is what
    another unit says, by whose word alone nobody else's is one that came before: `unit` tells it
    where the profile names none."""
    told = {name: value for name, value in body.items() if name not in OF_A_LOG}
    said = told if unit is None else {"unit": unit, **told}
    if "source_ref" in said:
        return said
    del said["request_id"]
    return {**said, "request_id": _made_of(said, keyed)}


OF_A_LOG: Final = frozenset({"source_seq", "provenance"})
"""What stands for a place in a log, or says that it came in one."""


def _made_of(said: Body, keyed: Keyed) -> str:
    kind: str = said["kind"]
    return f"{kind}#{keyed(to_json(_in_order(said))).hex()[:32]}"


def _in_order(value: Any) -> Any:
    """With names in one order: which map stands first in a file says nothing."""
    if not isinstance(value, dict):
        return value
    return {name: _in_order(part) for name, part in sorted(value.items())}


def rule_of(spec: Event, event: Words) -> Activity | None:
    """What the mapping makes of the event's activity. Raises BadRecord `no-activity`."""
    return event.mapping.rules.get(_activity(spec, event))


def event_leftovers(spec: Event, rule: Rule | None, event: Words) -> Attributes:
    """What the event has and neither the mapping's [event] nor the activity's rule uses."""
    return event.besides(spec.names | rule.sources if rule else spec.names)


def _implied_by(rule: Telling, body: Body, words: Words) -> Iterator[Body]:
    for implied in rule.implies:
        if words.allow(implied):
            also = {"kind": implied.kind, "request_id": f"{body['request_id']}#{implied.kind}"}
            yield {**body, **also, "data": _data(implied, words, words)}


def _lent(kind: str, case: Words, name: str | None, by: str) -> str | None:
    """The case's word for what an event lacks: true of its acceptance, of the rest of a log a
    guess. A profile's record speaks for itself alone."""
    own = kind == RECEIVED or case.mapping.profile is not None
    return case.named(name, by) if own else None


def _activity(spec: Event, event: Words) -> str:
    name = event.value(spec.activity)
    if name is None:
        says = f"has an event without an activity in {spec.activity!r}"
        raise event.wrong("no-activity", says, attribute=spec.activity)
    return name


def _activity_data(spec: Event, rule: Activity | None, event: Words, case: Words) -> Body:
    noted: Body = {}
    if rule is None or rule.kind == NOTED:
        noted = {"name": _activity(spec, event)}
        if event.mapping.profile is None:
            noted["attributes"] = event_leftovers(spec, rule, event)
    return noted | (_data(rule, event, case) if rule else {})


def _data(rule: Rule, words: Words, case: Words) -> Body:
    """What the kind implies, and what the rule says beyond that."""
    data = _implied(rule.kind, case) | _extra(rule, words)
    carrier = case.mapping.carrier
    if carrier and "carrier" in KINDS[rule.kind].model_fields:
        return {"carrier": carrier.value, **data}
    return data


def _implied(kind: str, case: Words) -> Body:
    """What an acceptance has to say; a profile's hand-in says as much of it as it may. The other
    kinds imply nothing."""
    mapping = case.mapping
    if kind == RECEIVED:
        promised = mapping.case.promised
        return _handed_in(case) | _known(
            field=mapping.procedure.field,
            promised_return=case.earliest(mapping.case.promised_before) or case.time(promised),
            timezone=mapping.timezone,
        )
    return _handed_in(case) if kind == SUBMITTED and mapping.profile else {}


def _handed_in(case: Words) -> Body:
    return _known(
        procedure=_procedure(case),
        channel=_channel(case),
        authority=case.mapping.authority or case.value(case.mapping.case.authority),
        subject=_subject(case),
    )


def _subject(case: Words) -> Body | None:
    """Who the applicant is; nobody without a name."""
    subject = case.mapping.subject
    if subject is None or case.value(subject.name) is None:
        return None
    return _known(**{key: case.value(name) for key, name in subject.attributes.items()})


def _extra(rule: Rule, words: Words) -> Body:
    said: Body = {key: _said(rule, key, name, words) for key, name in rule.data_from.items()}
    times = {key: words.time(name) for key, name in rule.data_times.items()}
    data = dict(rule.data)
    for key, value in _known(**said, **times).items():
        _put(data, key, value)
    return data


def _said(rule: Rule, key: str, name: str, words: Words) -> str | int | None:
    by = rule.data_maps.get(key)
    return words.meant(name, by) if by else words.value(name)


def _put(data: Body, key: str, value: object) -> None:
    """At its place; "taker.organisation" is the organisation of the taker."""
    *outer, last = key.split(".")
    for part in outer:
        data[part] = dict(data.get(part, {}))
        data = data[part]
    data[last] = value


def _procedure(case: Words) -> str | None:
    procedure = case.mapping.procedure
    if procedure.attribute is None:
        return procedure.stand_in and STAND_IN + procedure.stand_in
    said = case.value(procedure.attribute)
    if said is None:
        says = f"names no procedure in {procedure.attribute!r}"
        raise case.wrong("no-procedure", says, attribute=procedure.attribute)
    if not procedure.values:
        return said
    code = "unknown-value" if case.mapping.profile else "unknown-procedure"
    return str(case.looked_up(said, procedure.values, "procedure.values", code))


def _channel(case: Words) -> str | None:
    handed = case.mapping.channel
    if handed is None:
        return None
    said = case.value(handed.attribute)
    if said is None and handed.default is not None:
        return handed.default.value
    if said is None:
        attribute = handed.attribute or ""
        raise case.wrong("no-channel", f"names no channel in {attribute!r}", attribute=attribute)
    code = "unknown-value" if case.mapping.profile else "unknown-channel"
    values = {word: channel.value for word, channel in handed.values.items()}
    return str(case.looked_up(said, values, "channel.values", code))


def _envelope(words: Words, at: Moment) -> Body:
    mode = words.mapping.mode
    return {
        "dossier": words.dossier,
        "code_system": words.mapping.case.code_system,
        "occurred_at": at.at,
        "precision": at.precision.value,
        "source": words.mapping.source,
        "provenance": Provenance.IMPORTED.value,
        **({} if mode is Mode.RECORD else {"mode": mode.value}),
    }


def _case_seq(rule: CaseEvent, case: Words) -> int:
    place = case.mapping.case_event.index(rule)
    return place + AFTER_ACTIVITIES if rule.comes_last else place


def _request_id(spec: Event, event: Words, ordinal: int) -> str:
    own = event.value(spec.id)
    if own is None:
        return f"{event.dossier}#{ordinal}"
    return own if spec.id_within == "log" else f"{event.dossier}#{own}"


def _known(**fields: object) -> Body:
    return {name: value for name, value in fields.items() if value is not None}
