"""The watch in the simulated offices: it enters what the real one would, and changes nothing."""

from datetime import datetime, time, timedelta

from adapters.simulation.records import nobody
from adapters.simulation.run import play
from adapters.simulation.world import built
from domain.dossier.divergence import entries
from domain.dossier.events import Told
from domain.testimony import Code
from domain.watch import as_it_was, body
from tests.adapters.simulation.founding import (
    CASE,
    LAW,
    digest,
    heeded,
    histories,
    is_of_the_watch,
    read_steps,
    steps,
    told,
)

END = datetime.combine(CASE.closes + timedelta(days=1), time(), LAW.zone)


def test_without_the_watch_the_same_requests_come() -> None:
    world = built(CASE, LAW, CASE.seed)
    world.records.heard = nobody
    play(world, CASE.seed, CASE.closes)
    unwatched = [step for step in world.records.in_order() if step.recorded_at < END]

    assert digest(unwatched) == digest(step for step in steps() if not is_of_the_watch(step))
    assert any(map(is_of_the_watch, steps()))


def test_it_enters_what_the_rules_say_of_all_that_is_known_then() -> None:
    known: dict[str, list[Told]] = {}
    for step, posted in read_steps():
        history = known.setdefault(step.request["dossier"], [])
        if is_of_the_watch(step):
            now, code = step.recorded_at, Code("dossier-code", step.request["dossier"])
            new = [body(code, each) for each in entries(as_it_was(history, now), LAW, now)]
            assert {**step.request, "provenance": None} in [
                {**each, "provenance": None} for each in new
            ]
        history.append(told(posted))


def test_at_the_end_nothing_is_left_to_enter() -> None:
    for history in histories().values():
        assert entries(as_it_was(history, END), LAW, END) == ()


def test_it_misses_nothing_on_any_evening() -> None:
    """Nothing that is known by then calls for something that was not entered."""
    for evening in (datetime(2019, month, 12, 20, tzinfo=LAW.zone) for month in range(1, 9)):
        known: dict[str, list[Told]] = {}
        for step, posted in read_steps():
            if step.recorded_at <= evening:
                known.setdefault(step.request["dossier"], []).append(told(posted))
        for history in known.values():
            assert entries(as_it_was(history, evening), LAW, evening) == ()


def test_whoever_looks_has_no_name_and_enters_once() -> None:
    for run in (steps(), heeded()):
        names = [step.request["request_id"] for step in run if is_of_the_watch(step)]
        assert len(names) == len(set(names)) > 400
