"""From a log's words to an event as a service posts it: pure, one record at a time.

`source_seq` counts within the case, not the file: a later export that has more cases, or more
events at a case's end, then says the same of the old ones, and a repeat is a repeat. Where times
tie, it puts what opens the case first, then its activities in the log's order, then its end.
"""

from typing import Final

from adapters.exchange.mapping import NOTED, RECEIVED, Activity, CaseEvent, Event, Rule
from adapters.exchange.records import Attributes, Body
from adapters.exchange.times import Moment
from adapters.exchange.words import Words
from domain.testimony import Provenance

FIRST_ACTIVITY: Final = 1_000
AFTER_ACTIVITIES: Final = 1_000_000_000
STAND_IN: Final = "stand-in:"
"""Keeps a procedure that the log does not name apart from any that the law knows."""


def case_body(rule: CaseEvent, case: Words) -> Body | None:
    """The event that an attribute of the case tells of, or None where it has no value.

    Raises BadRecord.
    """
    if not rule.must_be and case.value(rule.at) is None:
        return None
    data = _implied(rule.kind, case) | _extra(rule, case)
    if rule.kind == NOTED:
        data["attributes"] = case.besides(case.mapping.case_names)
    return _envelope(case, case.moment(rule.at, rule.precision)) | _known(
        kind=rule.kind,
        request_id=f"{case.dossier}#{rule.kind}",
        source_seq=_case_seq(rule, case),
        actor=_lent(rule.kind, case, case.mapping.case.officer),
        unit=case.value(case.mapping.case.unit),
        data=data,
    )


def event_body(spec: Event, event: Words, case: Words, ordinal: int) -> Body:
    """An activity as an event: of its rule's kind, or noted. Raises BadRecord.

    `ordinal` counts the events of the case from 1.
    """
    rule = rule_of(spec, event)
    kind = rule.kind if rule else NOTED
    return _envelope(event, event.moment(spec.at)) | _known(
        kind=kind,
        request_id=_request_id(spec, event, ordinal),
        source_ref=event.value(spec.id),
        source_seq=FIRST_ACTIVITY + ordinal,
        actor=event.value(spec.actor) or _lent(kind, case, case.mapping.case.officer),
        unit=event.value(spec.unit) or _lent(kind, case, case.mapping.case.unit),
        data=_activity_data(spec, rule, event, case),
    )


def rule_of(spec: Event, event: Words) -> Activity | None:
    """What the mapping makes of the event's activity. Raises BadRecord `no-activity`."""
    return event.mapping.rules.get(_activity(spec, event))


def event_leftovers(spec: Event, rule: Rule | None, event: Words) -> Attributes:
    """What the event has and neither the mapping's [event] nor the activity's rule uses."""
    return event.besides(spec.names | rule.sources if rule else spec.names)


def _lent(kind: str, case: Words, name: str | None) -> str | None:
    """The case's word for what an event lacks: true of its acceptance, of the rest a guess."""
    return case.value(name) if kind == RECEIVED else None


def _activity(spec: Event, event: Words) -> str:
    name = event.value(spec.activity)
    if name is None:
        says = f"has an event without an activity in {spec.activity!r}"
        raise event.wrong("no-activity", says, attribute=spec.activity)
    return name


def _activity_data(spec: Event, rule: Activity | None, event: Words, case: Words) -> Body:
    noted: Body = {}
    if rule is None or rule.kind == NOTED:
        attributes = event_leftovers(spec, rule, event)
        noted = {"name": _activity(spec, event), "attributes": attributes}
    return noted | (_implied(rule.kind, case) | _extra(rule, event) if rule else {})


def _implied(kind: str, case: Words) -> Body:
    """What an acceptance has to say; the other kinds imply nothing."""
    if kind != RECEIVED:
        return {}
    mapping = case.mapping
    return _known(
        procedure=_procedure(case),
        field=mapping.procedure.field,
        channel=_channel(case),
        promised_return=case.time(mapping.case.promised),
        timezone=mapping.timezone,
        authority=mapping.authority or case.value(mapping.case.authority),
    )


def _extra(rule: Rule, words: Words) -> Body:
    said = {key: words.value(name) for key, name in rule.data_from.items()}
    times = {key: words.time(name) for key, name in rule.data_times.items()}
    return rule.data | _known(**said) | _known(**times)


def _procedure(case: Words) -> str | None:
    procedure = case.mapping.procedure
    if procedure.attribute is None:
        return procedure.stand_in and STAND_IN + procedure.stand_in
    said = case.value(procedure.attribute)
    if said is None:
        says = f"names no procedure in {procedure.attribute!r}"
        raise case.wrong("no-procedure", says, attribute=procedure.attribute)
    if procedure.values and said not in procedure.values:
        raise case.wrong("unknown-procedure", f"is of an unknown procedure: {said!r}", value=said)
    return procedure.values.get(said, said)


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
    if said not in handed.values:
        raise case.wrong("unknown-channel", f"came by an unknown channel: {said!r}", value=said)
    return handed.values[said].value


def _envelope(words: Words, at: Moment) -> Body:
    return {
        "dossier": words.dossier,
        "code_system": words.mapping.case.code_system,
        "occurred_at": at.at,
        "precision": at.precision.value,
        "source": words.mapping.source,
        "provenance": Provenance.IMPORTED.value,
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
