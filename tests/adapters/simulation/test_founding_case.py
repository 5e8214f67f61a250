"""The folds arrive at the published figures, and what is worth replaying is there."""

from collections import Counter
from datetime import date, datetime
from itertools import chain

import pytest

from adapters.simulation.judging import Judged, as_published
from domain.dossier.divergence import divergences
from domain.dossier.dossier import fold, local_day
from domain.dossier.timeliness import Timeliness
from domain.dossier.values import Carrier
from domain.law import Law
from projections import timeliness
from projections.report import Grouping, Period, Row, as_json, rows, total
from tests.adapters.simulation.founding import (
    CASE,
    DECLARED,
    LAW,
    figures,
    histories,
    recorded,
    requests,
    steps,
)

STANDARDS = "standards-metrology-quality"


def late(kind: str) -> Judged:
    (one,) = [each for each in figures().late if each.late_by == kind]
    return one


def happened(judged: Judged, kind: str, carrier: Carrier | None = None) -> datetime:
    """When it first did."""
    told = [each for each in histories()[judged.code] if each.event.kind == f"dossier.{kind}"]
    return min(
        each.occurred_at
        for each in told
        if carrier is None or getattr(each.event, "carrier", None) is carrier
    )


def report(by: Grouping | None, law: Law = DECLARED) -> list[Row]:
    """As `hoso report timeliness` counts it."""
    spans = chain.from_iterable(timeliness.rows(known, law) for known in recorded())
    return rows(spans, Period(CASE.opens, CASE.closes, CASE.closes), (by,) if by else ())


def test_the_published_figures_come_out() -> None:
    assert (len(figures().judged), figures().early, len(figures().late)) == (311, 137, 3)
    assert as_published(CASE, figures())


def test_a_report_says_the_same() -> None:
    by_field = report(Grouping.FIELD)
    told = as_json(total(by_field))

    assert told["received"]["total"] == 311
    assert (told["resolved"]["early"], told["resolved"]["late"]) == (137, 3)
    assert told["resolved"]["on_time"] == figures().on_time
    assert told["open"] == {
        "in_time": figures().open,
        "overdue": 0,
        "undetermined": 0,
        "total": figures().open,
    }
    assert told["ended"]["total"] == figures().ended
    assert told["received"]["carried_over"] == figures().carried_over
    assert len(by_field) == 4
    assert [row.key for row in by_field if row.resolved.late] == [STANDARDS]


def test_the_rest_is_as_the_case_has_it() -> None:
    told = figures()

    assert 8 <= told.carried_over <= 13
    assert 15 <= told.open <= 25
    assert told.troubled == 0
    assert 3 <= told.ended <= 6
    assert 28 <= told.procedures <= 34
    assert told.on_time > 130
    assert max(told.fields, key=lambda name: told.fields[name]) == STANDARDS
    assert told.fields[STANDARDS] > 311 / 2


def test_carriers_lag_and_diverge_far_more_often_than_a_dossier_is_late() -> None:
    assert figures().lagging >= 60
    assert figures().diverged >= 10
    assert all(one.diverged for one in figures().late)


def test_one_was_late_by_receipt() -> None:
    """Paper on a Friday afternoon, scanned on Monday; the department counts from Monday."""
    one = late("receipt")
    paper, digital = (happened(one, "carrier-received", carrier) for carrier in Carrier)
    registered = happened(one, "transfer-acknowledged", Carrier.PAPER)

    assert "receipt" in one.diverged
    assert (paper.strftime("%a"), paper.hour) in {("Fri", 15), ("Fri", 16)}
    assert digital.strftime("%a") == registered.strftime("%a") == "Mon"
    assert one.standing.ended_on
    assert one.standing.due_on
    assert happened(one, "result-signed").date() < one.standing.due_on < one.standing.ended_on


def test_one_was_late_by_result() -> None:
    """Signed digitally on the due day, after the seal or the courier had gone."""
    one = late("result")
    digital, paper = (
        happened(one, "result-arrived", carrier) for carrier in (Carrier.DIGITAL, Carrier.PAPER)
    )

    assert one.dossier.clock.owed == (Carrier.DIGITAL, Carrier.PAPER)
    assert digital.date() == one.standing.due_on
    assert paper.date() == one.standing.ended_on
    assert paper.date() > digital.date()


def test_one_was_late_by_return() -> None:
    """The applicant fetched the paper at the department: it never was at the counter."""
    one = late("return")

    assert one.dossier.clock.owed == (Carrier.DIGITAL, Carrier.PAPER)
    assert Carrier.PAPER not in one.dossier.result.arrived
    assert local_day(one.dossier.result.arrived[Carrier.DIGITAL], LAW.zone) == one.standing.due_on
    assert happened(one, "returned", Carrier.PAPER).date() == one.standing.ended_on


def test_every_late_dossier_has_its_cause_by_two_people() -> None:
    causes = [one.dossier.clock.late_cause for one in figures().late]

    assert all(each and each.recorded_by != each.confirmed_by for each in causes)
    assert {each.cause for each in causes if each} == {"channel-divergence"}


def test_every_closed_dossier_is_settled() -> None:
    told = histories().values()
    last = {max(one.occurred_at for one in history): fold(history) for history in told}
    closed = {at: one for at, one in last.items() if one.stage.value == "closed"}

    assert len(closed) > 200
    for at, one in closed.items():
        assert not [each for each in divergences(one, LAW, at) if each.needs_person]
    assert len(requests("reconciled")) >= 10


def test_without_the_outage_that_two_people_declared_one_more_would_be_late() -> None:
    """What was kept back came a day later: nobody would have believed when it was recorded."""
    told = as_json(total(report(None, LAW)))
    assert (told["resolved"]["early"], told["resolved"]["late"]) == (137, 4)


def test_what_a_person_reconciles_moves_no_class() -> None:
    for history in histories().values():
        told = fold(history)
        without = fold(one for one in history if one.event.kind != "dossier.reconciled")
        assert told.ended_at == without.ended_at
        assert local_day(told.started_at, LAW.zone) == local_day(without.started_at, LAW.zone)


def test_the_outage_is_resent_out_of_order_and_in_part_twice() -> None:
    resent = [step for step in steps() if step.request["provenance"] == "resent"]
    first_said = [step.request["source_recorded_at"] for step in resent]
    times = Counter(step.request["request_id"] for step in resent)

    assert len(times) >= 5
    assert first_said != sorted(first_said)
    assert max(times.values()) == 2
    assert all(
        said < step.recorded_at.isoformat() for said, step in zip(first_said, resent, strict=True)
    )
    assert {step.recorded_at.date() for step in resent} == {date(2019, 6, 13)}
    (declared,) = DECLARED.outages
    assert all(
        declared.source == step.request["source"]
        and declared.covers(datetime.fromisoformat(step.request["source_recorded_at"]))
        and not declared.covers(step.recorded_at)
        for step in resent
    )


def test_a_wrong_bar_code_is_annulled_the_next_working_day() -> None:
    (annulled,) = requests("annulled")
    target = annulled["data"]["target"]["request_id"]
    (wrong,) = [each for each in requests("result-arrived") if each["request_id"] == target]
    scanned_at = datetime.fromisoformat(wrong["occurred_at"])
    days = LAW.calendar_of(CASE.centre, LAW.zone)

    assert days
    assert wrong["dossier"] == annulled["dossier"] != annulled["data"]["moved_to"]
    assert annulled["data"]["approver"] != annulled["actor"]
    assert annulled["occurred_at"][:10] > wrong["occurred_at"][:10]
    moved = [
        each
        for each in requests("result-arrived", carrier="paper")
        if each["dossier"] == annulled["data"]["moved_to"]
    ]
    assert [each["occurred_at"] for each in moved] == [
        scanned_at.replace(second=0).isoformat(timespec="seconds")
    ]


def test_one_withdrew_and_filed_again() -> None:
    linked = requests("linked", relation="refile-of")
    withdrawn = {each["dossier"] for each in requests("withdrawn")}

    assert linked
    assert {each["data"]["other"] for each in linked} <= withdrawn


def test_some_results_are_never_claimed() -> None:
    for request in requests("completed", why="unclaimed"):
        assert not [each for each in requests("returned") if each["dossier"] == request["dossier"]]
    assert requests("completed", why="unclaimed")


def test_a_procedure_was_abolished_in_flight() -> None:
    in_flight = [
        one
        for one in figures().judged
        for version in LAW.versions(one.procedure)
        if version.valid_to
        and version.valid_to < CASE.closes
        and (received := local_day(one.dossier.started_at, LAW.zone))
        and received <= version.valid_to
        and (one.standing.ended_on or CASE.closes) > version.valid_to
    ]

    assert in_flight
    assert all(one.timeliness in (Timeliness.EARLY, Timeliness.ON_TIME) for one in in_flight)


@pytest.mark.parametrize("saturday", ["2019-01-05", "2019-05-04"])
def test_both_make_up_saturdays_are_worked(saturday: str) -> None:
    at_work = {
        step.request["source"] for step in steps() if step.request["occurred_at"][:10] == saturday
    }

    assert "one-stop" in at_work


def test_originals_are_given_up_and_returned() -> None:
    given = {
        each["dossier"]
        for each in requests("carrier-received")
        if each["data"].get("object", "").startswith("original:")
    }
    closed = {each["dossier"] for each in requests("completed")}
    back = {each["dossier"] for each in requests("returned", why="original")}

    assert given & closed
    assert given & closed <= back <= given


@pytest.mark.parametrize(
    "kind",
    [
        "intake-refused",
        "fee-paid",
        "intake-supplement-received",
        "supplement-received",
        "supplement-lapsed",
        "stopped",
        "verification-recorded",
        "opinion-received",
        "milestone-recorded",
        "sent-back",
    ],
)
def test_it_is_there_to_be_replayed(kind: str) -> None:
    assert requests(kind)
