"""What the tables say follows from the samples."""

import pytest

from benchmarks.figures import figures, quantile, ratios
from benchmarks.measurement import Sample, together
from tests.benchmarks.samples import area, sample


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 50), (0.99, 99), (1.0, 100)], ids=str
)
def test_a_quantile_is_a_value_that_somebody_waited(share: float, expected: int) -> None:
    assert quantile(list(range(100, 0, -1)), share) == expected


def test_one_waited_alone() -> None:
    assert quantile([7.0], 0.99) == 7.0


def test_processes_that_ran_at_once_add_up() -> None:
    both = together([Sample(100, 1.0, [0.1]), Sample(300, 2.0, [0.2])])

    assert both.rate == pytest.approx(250)
    assert both.done == 400
    assert both.latencies == [0.1, 0.2]


def test_figures_are_medians_over_the_rounds_in_milliseconds() -> None:
    found = figures([sample(30, 0.001, 0.009), sample(10, 0.002), sample(20, 0.003)])

    assert found.rate == 20
    assert found.done == 60
    assert found.p50 == pytest.approx(2)
    assert found.p99 == pytest.approx(3)


def test_where_nobody_waits_there_are_no_latencies() -> None:
    found = figures([sample(30)])

    assert found.p50 is None
    assert found.p99 is None


def test_kinds_are_told_apart_over_all_rounds() -> None:
    rounds = [
        Sample(1, 1.0, kinds={"read": [0.001], "report": []}),
        Sample(1, 1.0, kinds={"read": [0.003, 0.002]}),
    ]

    assert figures(rounds).kinds == {"read": pytest.approx({"p50": 2.0, "p99": 3.0})}


def test_above_one_hoso_is_ahead_whatever_is_compared() -> None:
    found = {
        "hoso": figures([sample(300, 0.002), sample(100, 0.004), sample(200, 0.003)]),
        "peer": figures([sample(100, 0.006), sample(50, 0.004), sample(80, 0.009)]),
    }

    rate, p50 = ratios(area("rate", "p50"), found)

    assert [rate.metric, p50.metric] == ["rate", "p50"]
    assert [rate.ratio, rate.lowest, rate.highest] == pytest.approx([200 / 80, 2, 3])
    assert [p50.ratio, p50.lowest, p50.highest] == pytest.approx([6 / 3, 1, 3])


def test_only_what_was_measured_is_compared() -> None:
    assert ratios(area(), {"hoso": figures([sample(1)])}) == []
    assert ratios(area("p50"), {"hoso": figures([sample(1)]), "peer": figures([sample(1)])}) == []


def test_of_several_of_ours_the_first_is_compared_by_everything() -> None:
    found = {name: figures([sample(1, 0.1)]) for name in ("hoso", "hoso, 2 processes", "peer")}

    compared = [(one.metric, one.ours) for one in ratios(area("rate", "p99"), found)]

    assert compared == [("rate", "hoso"), ("rate", "hoso, 2 processes"), ("p99", "hoso")]
