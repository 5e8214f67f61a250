"""What holds of any dossier, whatever is told of it, in whatever order, however often."""

import asyncio
import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.decisions import walk
from domain.dossier.dossier import Dossier, evolve, fold
from domain.dossier.events import DossierEvent, Told
from domain.dossier.history import load, store
from domain.dossier.order import in_order
from domain.request import read
from domain.sealing import claims_sealed, free_texts, subject
from domain.vault import taken
from projections import report, timeliness
from projections.dossier_view import view
from projections.history import lines
from projections.timeliness import Span
from projections.view import state
from tests.adapters.memory import MemoryVault
from tests.domain.case import FRIDAY, LAW, MONDAY
from tests.domain.spec import posted, recorded
from tests.domain.strategies import SECRET, dossiers, secretive, stored_events, things
from tests.strategies import events_

PERIOD = report.Period(MONDAY, FRIDAY, FRIDAY)
few = settings(max_examples=100, deadline=None)


def document(spans: Sequence[Span]) -> dict[str, Any]:
    return report.document(spans, PERIOD, report.Grouping.FIELD, None)


def shown(told: Sequence[Told]) -> bytes:
    """All that people see of a dossier, but for the order of knowledge."""
    spans = list(timeliness.rows(recorded(*told), LAW)) if told else []
    findings = [r.code for step in walk(told, LAW) for r in step.findings]
    return json.dumps([state(fold(told), LAW), document(spans), findings]).encode()


@few
@given(dossiers(), st.data())
def test_any_shuffle_and_repetition_tells_the_same_story(told: list[Told], data: Any) -> None:
    repeated = data.draw(st.lists(st.sampled_from(told), max_size=4)) if told else []
    shuffled = data.draw(st.permutations([*told, *repeated]))

    assert fold(shuffled) == fold(told)
    assert shown(shuffled) == shown(told)


@few
@given(dossiers())
def test_whatever_is_told_can_be_shown(told: list[Told]) -> None:
    if not told:
        return
    known = recorded(*told)
    judged = [step.told.ref for step in walk(told, LAW)]

    json.dumps([view(known, LAW).state, lines(known, LAW)])
    assert len(lines(known, LAW)) == len(told)
    assert len(judged) + len(in_order(told).annulled) == len(told)


@few
@given(dossiers())
def test_every_span_follows_another_and_says_something_new(told: list[Told]) -> None:
    spans = list(timeliness.rows(recorded(*told), LAW)) if told else []

    for span, following in pairwise(spans):
        assert span.to_on == following.from_on > span.from_on
        assert _said(span) != _said(following)
    assert [span.to_on for span in spans[-1:]] in ([], [None])


def _said(span: Span) -> tuple[object, ...]:
    return (span.received_on, span.due_on, span.ended_on, span.channel, span.field, span.unit)


@few
@given(dossiers())
def test_nothing_changes_what_was_before(told: list[Told]) -> None:
    dossier = Dossier()
    for one in told:
        before = deepcopy(dossier), deepcopy(one)
        after = evolve(dossier, one)
        assert (dossier, one) == before
        dossier = after


@few
@given(st.one_of(events_(), things(), stored_events()))
def test_every_event_comes_back_from_the_store_as_it_went(event: DossierEvent) -> None:
    again = load(event.kind, store(event))

    assert again == event
    assert store(again) == store(event)


@few
@given(secretive())
def test_the_vault_leaves_nothing_of_a_person_or_a_free_text(event: DossierEvent) -> None:
    vault = MemoryVault()
    (stored,) = asyncio.run(taken(vault, [event]))

    assert SECRET not in store(stored).decode()
    assert sorted(vault.texts.values()) == sorted(free_texts(event))
    assert (list(free_texts(stored)), subject(stored)) == ([], None)


@few
@given(dossiers())
def test_what_the_vault_took_changes_no_story(told: list[Told]) -> None:
    kept = asyncio.run(taken(MemoryVault(), [one.event for one in told]))
    stored = [replace(one, event=event) for one, event in zip(told, kept, strict=True)]

    assert fold(stored).stage == fold(told).stage
    assert fold(stored).ended_at == fold(told).ended_at


@few
@given(dossiers())
def test_a_request_says_what_the_testimony_says(told: list[Told]) -> None:
    for one in told:
        body = posted(one).request.model_dump(mode="json")
        if claims_sealed(one.event):
            continue
        assert read(body).event == one.event
