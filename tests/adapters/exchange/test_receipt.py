"""The one real log that we have, of which we did not write a word."""

import itertools
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.exchange import Body, Mapping, load_mapping, survey
from domain.request import read as read_request
from tests.adapters.exchange.logs import bodies

ROOT = Path(__file__).parents[3]
LOG = ROOT.parent / "shared" / "data" / "receipt.xes.gz"

pytestmark = pytest.mark.skipif(not LOG.exists(), reason="the receipt log is not at hand")


@pytest.fixture(scope="module")
def receipt() -> Mapping:
    return load_mapping(ROOT / "examples" / "receipt.toml")


@pytest.fixture(scope="module")
def events(receipt: Mapping) -> list[Body]:
    return bodies(LOG, receipt)


def test_every_record_becomes_an_event(receipt: Mapping, events: list[Body]) -> None:
    surveyed = survey(LOG, receipt)

    assert (surveyed.lines, surveyed.problems, surveyed.dossiers) == (11_340, 0, 1_434)
    assert len(events) == 11_340


def test_nothing_of_it_is_left_out_unsaid(receipt: Mapping) -> None:
    surveyed = survey(LOG, receipt)

    assert (surveyed.left_out, surveyed.unseen_activities, surveyed.nested) == ((), (), 0)
    assert surveyed.unrecorded == ("carriers", "components")


def test_the_kinds_are_as_many_as_the_log_has(events: list[Body]) -> None:
    assert Counter(event["kind"] for event in events) == {
        "dossier.noted": 8_557,
        "dossier.received": 1_434,
        "dossier.completed": 1_329,
        "dossier.supplement-requested": 20,
    }


def test_the_channels_are_as_many_as_the_log_has(events: list[Body]) -> None:
    received = [event for event in events if event["kind"] == "dossier.received"]

    assert Counter(event["data"]["channel"] for event in received) == {
        "online": 1_271,
        "direct": 110,
        "post": 53,
    }


def test_lateness_by_local_day_is_what_was_computed_another_way(events: list[Body]) -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    of_kind = {
        kind: {event["dossier"]: event for event in events if event["kind"] == kind}
        for kind in ("dossier.received", "dossier.completed")
    }
    days = [
        (
            datetime.fromisoformat(ended["occurred_at"]).astimezone(zone).date(),
            datetime.fromisoformat(of_kind["dossier.received"][code]["data"]["promised_return"])
            .astimezone(zone)
            .date(),
        )
        for code, ended in of_kind["dossier.completed"].items()
    ]

    assert Counter(end <= promised for end, promised in days) == {True: 1_020, False: 309}


def test_an_empty_group_is_no_unit(events: list[Body]) -> None:
    activities = [event for event in events if event["request_id"].startswith("task-")]

    assert sum("unit" not in event for event in activities) == 1_936
    assert "EMPTY" not in {event.get("unit") for event in events}


def test_request_ids_are_unique_and_the_same_in_every_reading(
    receipt: Mapping, events: list[Body]
) -> None:
    assert len({event["request_id"] for event in events}) == len(events)
    assert bodies(LOG, receipt) == events


def test_the_log_keeps_its_order_where_times_tie(events: list[Body]) -> None:
    for _, of_case in itertools.groupby(events, key=lambda event: event["dossier"]):
        numbers = [event["source_seq"] for event in of_case]

        assert numbers == sorted(set(numbers))


def test_the_engine_can_read_every_event(events: list[Body]) -> None:
    kinds = [read_request(event).event.kind for event in events]

    assert kinds == [event["kind"] for event in events]


def test_it_is_read_at_a_good_pace(receipt: Mapping) -> None:
    begun = time.process_time()

    bodies(LOG, receipt)

    # Measured: 0.4 s of processor time on the slowest machine at hand; five times that is wrong.
    assert time.process_time() - begun < 2
