"""The counter-run: alarms are heeded, and whatever nobody touched stays as it was."""

from collections import defaultdict
from datetime import datetime
from functools import cache
from io import StringIO
from typing import Final

import pytest
from rich.console import Console

from adapters.messages import LANGS, Lang
from adapters.simulation import Step, simulate
from adapters.simulation.alarms import Became
from adapters.simulation.comparing import Comparison, Late, compared
from adapters.simulation.telling import tables
from domain.calendar.office_time import working_minutes_between
from domain.dossier.decisions import judge
from domain.dossier.events import DivergenceKind, Told
from domain.dossier.timeliness import Timeliness
from domain.request import Mode, read
from tests.adapters.simulation.founding import CASE, LAW, digest, figures, heeded, steps, told

WITHIN: Final = 240
"""Working minutes."""


@cache
def comparison() -> Comparison:
    return compared(CASE, LAW, CASE.seed, steps(), heeded())


def late(kind: str) -> Late:
    (one,) = [each for each in comparison().late if each.judged.late_by == kind]
    return one


def by_dossier(run: tuple[Step, ...]) -> dict[str, list[tuple[str, str, datetime]]]:
    """What happened, when, and when hoso knew: numbers of books and requests aside."""
    found: dict[str, list[tuple[str, str, datetime]]] = defaultdict(list)
    for step in run:
        said = step.request["kind"], step.request["occurred_at"], step.recorded_at
        found[step.request["dossier"]].append(said)
    return {code: sorted(said) for code, said in found.items()}


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert digest(simulate(CASE, LAW, CASE.seed, heeded=True)) == digest(heeded())
    assert digest(heeded()) != digest(steps())


def test_nobody_heeds_alarms_in_the_case_itself() -> None:
    assert not [step for step in steps() if "correlation_id" in step.request]
    assert comparison().unheeded.became(Became.HANDLED) == 0


def test_whom_nobody_did_anything_for_fared_the_same() -> None:
    touched = {step.request["dossier"] for step in heeded() if "correlation_id" in step.request}
    unheeded, now = by_dossier(steps()), by_dossier(heeded())

    assert touched
    assert unheeded.keys() == now.keys()
    assert [code for code in unheeded if unheeded[code] != now[code] and code not in touched] == []


def test_each_of_the_three_began_before_it_was_due() -> None:
    assert len(comparison().late) == 3
    for one in comparison().late:
        began, due_on = one.alarms[0], one.judged.standing.due_on
        assert due_on
        assert began.alarm.since.date() <= due_on
        assert began.left > 0
        assert began.alarm.since < began.alarm.raised_at


@pytest.mark.parametrize(
    ("kind", "about", "saved"),
    [
        ("receipt", DivergenceKind.RECEIPT, True),
        # The alarm of the receipt brings no seal; that of the result comes after the due day.
        ("result", DivergenceKind.RECEIPT, False),
        # Within the last hour of the due day.
        ("return", DivergenceKind.RESULT, False),
    ],
)
def test_which_of_them_would_have_been_on_time(
    kind: str, about: DivergenceKind, saved: bool
) -> None:
    one = late(kind)

    assert one.alarms[0].alarm.kind is about
    assert one.saved is saved
    assert one.heeded is (Timeliness.ON_TIME if saved else Timeliness.LATE)


def test_the_alarm_of_the_third_came_in_the_last_hour() -> None:
    assert 0 < late("return").alarms[0].left < 60
    assert all(each.left == 0 for each in late("return").alarms[1:])


def test_no_other_dossier_is_late_for_it() -> None:
    assert comparison().newly_late == ()
    assert len(comparison().heeded.figures.judged) == len(figures().judged)


def test_every_alarm_has_one_end() -> None:
    for run in comparison().runs:
        counts = [run.became(became) for became in Became]
        assert sum(counts) == len(run.alarms)
        assert len({each.name for each in run.alarms}) == len(run.alarms)
    assert comparison().heeded.became(Became.HANDLED) >= 40


def test_what_two_people_settle_for_an_alarm_they_settle_within_four_hours() -> None:
    calendar = LAW.calendar_of(CASE.centre, LAW.zone)
    raised = {each.name: each.raised_at for each in comparison().heeded.alarms}
    assert calendar
    acts = [step for step in heeded() if step.request["kind"] == "dossier.reconciled"]
    done = [step for step in acts if "correlation_id" in step.request]

    assert done
    for step in done:
        since = raised[step.request["correlation_id"]]
        assert 0 <= working_minutes_between(calendar, since, step.recorded_at) <= WITHIN


def test_no_promise_and_no_due_date_moves() -> None:
    unheeded = {one.code: one.standing.due_on for one in figures().judged}
    now = {one.code: one.standing.due_on for one in comparison().heeded.figures.judged}

    assert now == unheeded


def test_what_people_decide_may_be_decided_when_they_do() -> None:
    known: dict[str, list[Told]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for step in heeded():
        name = step.request["source"], step.request["request_id"]
        if name in seen:
            continue
        seen.add(name)
        posted, history = read(step.request), known[step.request["dossier"]]
        if posted.request.mode is Mode.DECIDE:
            assert judge(history, told(posted), LAW) == ()
        history.append(told(posted))


def test_nothing_is_known_before_it_happened() -> None:
    for step in heeded():
        assert datetime.fromisoformat(step.request["occurred_at"]) <= step.recorded_at


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", ("A simulation", "1 of the 3 late dossiers would have been on time", "13 min")),
        ("vi", ("Đây là mô phỏng", "Trong 3 hồ sơ quá hạn, 1 hồ sơ sẽ đúng hạn", "13 phút")),
    ],
)
def test_it_is_told_in_both_languages(lang: Lang, says: tuple[str, ...]) -> None:
    console = Console(width=200, file=StringIO(), record=True)
    for part in tables(comparison(), lang):
        console.print(part)
    shown = console.export_text()

    assert lang in LANGS
    assert all(each in shown for each in says)
    assert all(one.judged.code in shown for one in comparison().late)
    assert shown.startswith(says[0])
