"""T24 and T25: paper against digital, and the record of it all (TT 01/2018/TT-VPCP Art. 17(1)(b);
NĐ 61/2018 Art. 5(1)(c), 19(6))."""

from typing import Any

import pytest

from domain.dossier.events import (
    Annulled,
    CarrierFound,
    CarrierLost,
    Corrected,
    DivergenceConverged,
    DivergenceDispelled,
    DivergenceFound,
    DivergenceKind,
    DossierEvent,
    HandlerAssigned,
    Reconciled,
    Told,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    AlreadyFound,
    CarrierDoesNotSpeak,
    CorrectionDoesNotFit,
    NotDivergent,
    NothingToReconcile,
    OpenDivergence,
    SamePerson,
    SecondPersonRequired,
    UnknownTarget,
)
from domain.dossier.values import LOST, Carrier, Instant
from domain.refusals import ActNotPostable, Refused
from tests.domain.case import DIGITAL, NOBODY, PAPER, closed, given_out, moment, on, result
from tests.domain.transitions.case import (
    CENTRE,
    HANDLER,
    accepted,
    handed_in,
    leads,
    march,
    under_law,
)

apart = (handed_in(PAPER), accepted(), handed_in(DIGITAL, day=march(6)))
found = on(march(6), DivergenceFound(divergence=DivergenceKind.RECEIPT, since=moment(march(6))), 10)


def reconciled(
    settles: Instant = Instant.RECEIPT,
    speaks: dict[Instant, Carrier] | None = None,
    second: str | None = "chi",
) -> Told:
    event = Reconciled(
        settles=(settles,), speaks=speaks or {}, reason="Theo sổ", second_person=second
    )
    return on(march(7), event, actor="hanh")


def ends(event: type[DivergenceConverged | DivergenceDispelled]) -> Told:
    return on(march(7), event(divergence=DivergenceKind.RECEIPT), 11)


def test_t24_what_disagrees_is_entered_once() -> None:
    asked = under_law(*apart).when(found)

    assert asked.decided().findings == ()
    asked.then(stage=Stage.RECEIVED)
    again = on(march(6), found.event, 11)
    under_law(*apart, found).when(again).refused(AlreadyFound(DivergenceKind.RECEIPT))


@pytest.mark.parametrize("end", [DivergenceConverged, DivergenceDispelled])
def test_t24_and_ends_once(end: type[DivergenceConverged | DivergenceDispelled]) -> None:
    assert under_law(*apart, found).when(ends(end)).decided().findings == ()
    assert under_law(*apart, found, ends(end)).dossier.custody.divergences == ()
    under_law(*apart).when(ends(end)).refused(NotDivergent(DivergenceKind.RECEIPT))


def test_t24_or_a_person_says_which_carrier_speaks() -> None:
    asked = under_law(*apart, found).when(reconciled(speaks={Instant.RECEIPT: PAPER}))

    assert asked.decided().findings == ()
    asked.then(started_at=moment(march(4), 8))
    settled = under_law(*apart, found, asked.told)
    assert settled.dossier.custody.divergences == ()
    settled.when(ends(DivergenceConverged)).refused(NotDivergent(DivergenceKind.RECEIPT))


def test_t24_what_agrees_is_not_reconciled() -> None:
    under_law(*apart[:2]).when(reconciled()).refused(NothingToReconcile((Instant.RECEIPT,)))
    under_law(*apart[:2]).when(reconciled(speaks={Instant.RECEIPT: DIGITAL})).refused(
        NothingToReconcile((Instant.RECEIPT,)), CarrierDoesNotSpeak(Instant.RECEIPT, DIGITAL)
    )


def test_t24_an_instant_that_decides_lateness_takes_two() -> None:
    for second in (None, "hanh"):
        under_law(*apart).when(reconciled(second=second)).refused(
            SecondPersonRequired((Instant.RECEIPT,))
        )


def test_t24_nothing_is_closed_while_paper_and_digital_disagree() -> None:
    past = (*apart, result(PAPER, march(8)), given_out(PAPER, march(8), 10))

    under_law(*past).when(closed(march(8))).refused(OpenDivergence((DivergenceKind.RECEIPT,)))
    assert under_law(*past, reconciled()).when(closed(march(8))).decided().findings == ()


@pytest.mark.parametrize(
    "told", [found, ends(DivergenceConverged), ends(DivergenceDispelled), reconciled()]
)
def test_t24_no_service_settles_it(told: Told) -> None:
    with pytest.raises(Refused) as refusal:
        under_law(*apart).when(told).recorded()
    assert refusal.value.reasons == (ActNotPostable(told.event.kind),)


def test_t24_what_is_lost_is_with_nobody_and_may_be_found_art_21() -> None:
    lost = on(march(5), CarrierLost(carrier=PAPER), 8)
    again = on(march(6), CarrierFound(carrier=PAPER, desk=CENTRE, reconstituted=True), 8)

    leads(under_law(*apart[:2]).when(lost), Stage.RECEIVED, Stage.RECEIVED, 2)
    leads(under_law(*apart[:2], lost).when(again), Stage.RECEIVED, Stage.RECEIVED, 2)
    for past, holder in (((lost,), LOST), ((lost, again), CENTRE)):
        held = under_law(*apart[:2], *past).dossier.custody.of("file", PAPER)
        assert held is not None
        assert held.holder == holder


def test_t24_a_lost_original_cannot_go_back_and_keeps_nothing_open_art_21() -> None:
    lost = on(march(8), CarrierLost(carrier=PAPER, object="original:deed"), 10)
    past = (
        handed_in(PAPER, object="original:deed"),
        accepted(),
        result(PAPER, march(8)),
        given_out(PAPER, march(8), 11),
    )

    assert under_law(*past, lost).when(closed(march(8))).decided().findings == ()


receipt = accepted()


def corrected(field: str, new: Any, *, told_by: str = "hanh", **said: Any) -> Told:
    event = Corrected(
        target=said.pop("target", receipt.ref),
        field=field,
        new=new,
        reason="Gõ nhầm",
        approver="chi",
        **said,
    )
    return on(march(7), event, actor=told_by, request_id=f"{field} {new}")


def annulled(target: Any = receipt.ref, **envelope: Any) -> Told:
    event = Annulled(target=target, reason="Nhầm hồ sơ", approver="chi", moved_to="H39.12-1")
    return on(march(7), event, **{"actor": "hanh", **envelope})


def test_t25_a_field_is_corrected_and_what_was_told_stays_tt01_2018_art_17() -> None:
    asked = under_law(receipt).when(corrected("channel", "post", old="direct"))

    leads(asked, Stage.RECEIVED, Stage.RECEIVED, 2)
    assert under_law(receipt, asked.told).dossier.intake.channel == "post"
    assert asked.past == (receipt,)


def test_t25_a_correction_of_the_time_reclassifies() -> None:
    earlier = moment(march(1), 9).isoformat()

    under_law(receipt).when(corrected("occurred_at", earlier)).then(started_at=moment(march(1)))


def test_t25_an_event_that_should_not_stand_here_is_annulled() -> None:
    assigned = on(march(5), HandlerAssigned(handler=HANDLER))
    past = under_law(receipt, assigned)

    leads(past.when(annulled(assigned.ref)), Stage.IN_PROGRESS, Stage.RECEIVED, 2)


@pytest.mark.parametrize("told", [corrected("channel", "post"), annulled()])
@pytest.mark.parametrize("who", [{"actor": "chi"}, {"entered_by": "chi"}])
def test_t25_somebody_else_approves_it(told: Told, who: dict[str, Any]) -> None:
    event: DossierEvent = told.event

    under_law(receipt).when(on(march(7), event, **who)).irregular(
        SamePerson("chi", ("told", "approved"))
    )


@pytest.mark.parametrize("told", [corrected("channel", "post", target=NOBODY), annulled(NOBODY)])
def test_t25_of_an_event_that_nobody_knows(told: Told) -> None:
    under_law(receipt).when(told).irregular(UnknownTarget("nobody", "never"))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (corrected("colour", "red"), "the event has no such field"),
        (corrected("channel", "post", old="online"), "it had another value"),
        (corrected("channel", "by pigeon"), "it cannot take the new value"),
    ],
)
def test_t25_a_correction_that_does_not_fit(told: Told, why: str) -> None:
    event = told.event
    assert isinstance(event, Corrected)

    under_law(receipt).when(told).irregular(CorrectionDoesNotFit(event.field, why))
    under_law(receipt, told).then(stage=Stage.RECEIVED)


def test_t25_no_service_takes_back_what_a_person_did() -> None:
    past = (receipt, result(PAPER, march(5)), given_out(PAPER, march(5), 10))
    act = closed(march(6))

    for told in (annulled(act.ref), corrected("why", "unclaimed", target=act.ref)):
        with pytest.raises(Refused) as refusal:
            under_law(*past, act).when(told).recorded()
        assert refusal.value.reasons == (ActNotPostable(told.event.kind),)
