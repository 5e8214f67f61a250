"""What holds of any dossier, whatever is told of it, in whatever order, however often."""

import asyncio
import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, replace
from functools import reduce
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.decisions import judge, walk
from domain.dossier.dossier import Dossier, evolve, fold
from domain.dossier.events import DossierEvent, ResultArrived, Told
from domain.dossier.history import load, store
from domain.dossier.lifecycle import Stage, row_of
from domain.dossier.order import in_order
from domain.request import read
from domain.sealing import claims_sealed, free_texts, subject
from domain.vault import taken
from projections import report, timeliness
from projections.dossier_view import view
from projections.history import lines
from projections.timeliness import Span
from projections.view import state
from tests import strategies
from tests.adapters.memory import MemoryVault
from tests.domain.case import FRIDAY, LAW, MONDAY
from tests.domain.spec import posted, recorded
from tests.domain.strategies import SECRET, dossiers, secretive, stored_events, things
from tests.domain.transitions.case import SHIPPED
from tests.domain.transitions.strategies import under_law
from tests.strategies import events_

PERIOD = report.Period(MONDAY, FRIDAY, FRIDAY)
few = settings(max_examples=50, deadline=None)


def document(spans: Sequence[Span]) -> dict[str, Any]:
    by = (report.Grouping.FIELD,)
    return report.document(report.cells_by_group(spans, PERIOD, by), PERIOD, by, None)


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


def _said(span: Span) -> dict[str, object]:
    return {name: told for name, told in asdict(span).items() if name not in ("from_on", "to_on")}


@few
@given(dossiers())
def test_nothing_changes_what_was_before(told: list[Told]) -> None:
    dossier = Dossier()
    for one in told:
        before = deepcopy(dossier), deepcopy(one)
        after = evolve(dossier, one)
        assert (dossier, one) == before
        dossier = after


@settings(max_examples=40, deadline=None)
@given(st.lists(strategies.testimonies(), max_size=5))
def test_a_dossier_takes_whatever_is_told_of_whatever_time_in_whatever_order(
    told: list[Told],
) -> None:
    """No order, no sense: evolve is total."""
    stands = reduce(evolve, told, Dossier())

    assert stands.stage in Stage
    assert fold(told) == fold(told[::-1])


@few
@given(dossiers())
def test_the_stage_goes_where_the_table_says_and_nowhere_else(told: list[Told]) -> None:
    before = Dossier()
    for step in walk(told, LAW):
        event, after = step.told.event, step.dossier
        row = row_of(event)
        if isinstance(event, ResultArrived) and after.ended_at is None:
            assert after.stage is before.stage
        elif row.moves.get(before.stage) is Stage.IN_PROGRESS:
            assert after.stage in {Stage.IN_PROGRESS, Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_FEE}
        else:
            assert after.stage is row.moves.get(before.stage, before.stage)
        assert before.stage in row.regular or step.reasons or before.reported
        before = after


@few
@given(under_law(10))
def test_under_the_law_as_it_is_shipped_whatever_is_told_is_judged(told: list[Told]) -> None:
    steps = list(walk(told, SHIPPED))

    for step in steps:
        assert all(reason.code for reason in step.reasons)
        assert judge([other for other in told if other != step.told], step.told, SHIPPED) == (
            step.reasons
        )
    if steps:
        json.dumps(state(steps[-1].dossier, SHIPPED))


@few
@given(under_law(8), st.data())
def test_what_is_found_under_the_law_hangs_on_no_order_of_delivery(
    told: list[Told], data: Any
) -> None:
    shuffled = data.draw(st.permutations([*told, *told[:2]]))

    assert [step.reasons for step in walk(shuffled, SHIPPED)] == [
        step.reasons for step in walk(told, SHIPPED)
    ]


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
