"""Every step is what a service or a person could send, when they could have sent it."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from adapters.simulation import simulate
from domain.dossier.decisions import judge, walk
from domain.dossier.dossier import fold
from domain.dossier.events import ACTS, Told
from domain.dossier.values import Carrier
from domain.request import Mode
from tests.adapters.simulation.founding import (
    CASE,
    LAW,
    OTHER_SEEDS,
    digest,
    figures,
    histories,
    is_of_the_watch,
    read_steps,
    steps,
    told,
)

OFFICES = {"one-stop", "department", "hoso"}


def test_another_process_with_another_hash_seed_does_too() -> None:
    says = "from tests.adapters.simulation.founding import *; print(digest(steps()))"
    ran = subprocess.run(
        [sys.executable, "-c", says],
        env={**os.environ, "PYTHONHASHSEED": "3"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == digest(steps())


@pytest.mark.parametrize("seed", OTHER_SEEDS)
def test_other_seeds_have_other_figures_and_the_same_sums(seed: int) -> None:
    other, ours = figures(seed), figures()
    parts = (other.early, other.on_time, len(other.late), other.open, other.troubled, other.ended)

    assert digest(steps(seed)) != digest(steps())
    assert (other.early, other.on_time, other.open) != (ours.early, ours.on_time, ours.open)
    assert len(other.judged) == sum(parts) == CASE.received
    assert 100 < other.early < 175
    assert len(other.late) < 12


def test_steps_come_in_the_order_in_which_they_reach_hoso() -> None:
    assert all(one.recorded_at <= other.recorded_at for one, other in pairwise(steps()))
    assert steps()[0].recorded_at.date() >= CASE.opens_warm_up
    assert steps()[-1].recorded_at.date() <= CASE.closes


def test_nothing_is_known_before_it_happened() -> None:
    for step in steps():
        assert datetime.fromisoformat(step.request["occurred_at"]) <= step.recorded_at


@pytest.mark.parametrize("until", [date(2018, 12, 15), date(2019, 3, 19), date(2019, 6, 12)])
def test_until_cuts_cleanly(until: date) -> None:
    end = datetime.combine(until + timedelta(days=1), time(), LAW.zone)
    upto = [step for step in steps() if step.recorded_at < end]

    assert list(simulate(CASE, LAW, CASE.seed, until)) == upto
    assert upto


def test_the_same_seed_gives_the_same_bytes_and_nothing_after_the_end() -> None:
    assert digest(simulate(CASE, LAW, CASE.seed, date(2030, 1, 1))) == digest(steps())


def test_every_request_is_readable_and_tells_what_is_folded() -> None:
    known: dict[str, list[Told]] = {}
    for _, posted in read_steps():
        known.setdefault(posted.request.dossier, []).append(told(posted))

    assert {code: fold(history) for code, history in known.items()} == {
        code: fold(history) for code, history in histories().items()
    }


def test_a_request_id_is_sent_again_with_the_same_body_alone() -> None:
    bodies: dict[tuple[str, str], object] = {}
    for step in steps():
        key = step.request["source"], step.request["request_id"]
        assert bodies.setdefault(key, step.request) == step.request


def test_everything_says_that_it_is_simulated() -> None:
    assert {step.request["provenance"] for step in steps()} == {"simulated", "resent"}


def test_people_decide_and_services_report() -> None:
    for _, posted in read_steps():
        is_act = type(posted.event) in ACTS
        assert (posted.request.mode is Mode.DECIDE) is is_act
        assert (posted.request.source == "hoso") is is_act


def test_what_people_decide_may_be_decided_when_they_do() -> None:
    """With what hoso knows by then."""
    known: dict[str, list[Told]] = {}
    for _, posted in read_steps():
        history = known.setdefault(posted.request.dossier, [])
        if posted.request.mode is Mode.DECIDE:
            assert judge(history, told(posted), LAW) == ()
        history.append(told(posted))


def test_no_office_works_on_a_day_off() -> None:
    calendar = LAW.calendar_of(CASE.centre, LAW.zone)
    assert calendar
    days = {
        date.fromisoformat(step.request["occurred_at"][:10])
        for step in steps()
        if step.request["source"] in OFFICES and not is_of_the_watch(step)
    }

    assert [day for day in sorted(days) if not calendar.is_working_day(day)] == []
    assert date(2019, 2, 1) in days
    assert date(2019, 2, 11) in days


def test_portals_work_always() -> None:
    online = [step.request for step in steps() if step.request["source"] == "portal"]
    days = {date.fromisoformat(request["occurred_at"][:10]).weekday() for request in online}

    assert {5, 6} <= days


def test_paper_after_three_leaves_with_the_first_courier_of_the_next_day() -> None:
    for history in histories().values():
        moved = [
            each.occurred_at
            for each in history
            if each.event.kind == "dossier.transferred"
            and getattr(each.event, "carrier", None) is Carrier.PAPER
            and each.source == "one-stop"
        ]
        accepted = [each.occurred_at for each in history if each.event.kind == "dossier.received"]
        if moved and accepted:
            same_day = min(moved).date() == accepted[0].date()
            assert same_day is (accepted[0].time() <= time(15))
            assert min(moved).time() in {time(7, 30), time(15)}


EXPECTED = {
    # The applicant fetched the paper where it never was, or got the digital result before it.
    ("out-of-order", "dossier.returned"),
    ("out-of-order", "dossier.result-issued"),
    ("opinion-late", "dossier.opinion-received"),
    # Of a result that was scanned onto its neighbour.
    ("arrived-unissued", "dossier.result-arrived"),
    ("out-of-order", "dossier.transferred"),
}


def test_the_chain_of_custody_and_all_else_is_regular() -> None:
    """But for what is meant to be found; whoever hands over holds it, whoever takes was sent it."""
    found = Counter(
        (reason.code, step.told.event.kind)
        for history in histories().values()
        for step in walk(history, LAW)
        for reason in step.reasons
        # What is still typed at the end leaves gaps in the last days.
        if step.told.occurred_at.date() < date(2019, 8, 30)
    )

    assert set(found) <= EXPECTED
    assert sum(found.values()) < 40


def test_nobody_is_named() -> None:
    names = {
        step.request["data"]["subject"]["name"]
        for step in steps()
        if "subject" in step.request["data"]
    }
    people = {step.request.get("actor") for step in steps()} - {None}

    assert all("Mẫu" in name for name in names)
    assert all(LAW.registry.entry(str(person)) for person in people)
