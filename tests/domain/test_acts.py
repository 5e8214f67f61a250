"""Acts: deeds in hoso itself, refused outright when their conditions fail."""

from dataclasses import dataclass

import pytest

from domain.dossier.events import (
    ACTS,
    Annulled,
    DivergenceConverged,
    DivergenceDispelled,
    DivergenceFound,
    DivergenceKind,
    EntryConfirmed,
    IntakeRefused,
    LateCause,
    LateCauseConfirmed,
    LateCauseRecorded,
    Reconciled,
    Returned,
    Stopped,
    StopReason,
    Told,
    Transferred,
    WithdrawalRequested,
    Withdrawn,
)
from domain.dossier.lifecycle import Stage
from domain.dossier.refusals import (
    ActorRequired,
    AlreadyClosed,
    AlreadyFound,
    CarrierDoesNotSpeak,
    ContentAgrees,
    EnteredByTheWatch,
    EntryNotConfirmable,
    LateCauseNotConfirmable,
    NotDivergent,
    NotEnded,
    NothingToReconcile,
    NotReturned,
    OpenDivergence,
    OriginalNotReturned,
    SamePerson,
    SecondPersonRequired,
    Unfulfilled,
    WorkAfterClose,
)
from domain.dossier.values import Carrier, Instant
from domain.refusals import ActNotPostable, Gravity, Reason, Refused
from domain.request import OverrideRequest
from domain.testimony import EventRef
from tests.domain.case import (
    APPLICATION,
    CENTRE,
    DEPARTMENT,
    DIGITAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    NOBODY,
    PAPER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    came_in,
    closed,
    given_out,
    moment,
    on,
    received,
    result,
)
from tests.domain.spec import APPROVED, Asked, given

RECEIPT, RESULT, RETURN = Instant.RECEIPT, Instant.RESULT, Instant.RETURN

returned = (received(), result(PAPER, THURSDAY), given_out(PAPER, FRIDAY))
diverging = (received(), came_in(PAPER), came_in(DIGITAL, TUESDAY))
given_out_apart = (*returned, given_out(DIGITAL, THURSDAY, 10))


def reconciled(
    *settles: Instant,
    speaks: dict[Instant, Carrier] | None = None,
    second: str | None = "chi",
    entered_by: str | None = None,
) -> Told:
    event = Reconciled(settles=settles, speaks=speaks or {}, reason="x", second_person=second)
    return on(FRIDAY, event, 15, actor="hanh", entered_by=entered_by)


@dataclass(frozen=True)
class Refusal:
    past: tuple[Told, ...]
    act: Told
    reasons: tuple[Reason, ...]

    @property
    def asked(self) -> Asked:
        return given(*self.past).when(self.act)


receipt_apart = DivergenceFound(divergence=DivergenceKind.RECEIPT, since=moment(MONDAY))
found, again = on(THURSDAY, receipt_apart), on(FRIDAY, receipt_apart)

REFUSED = (
    Refusal(returned[:2], closed(FRIDAY), (NotReturned("resolved"),)),
    Refusal(given_out_apart, closed(FRIDAY), (OpenDivergence((DivergenceKind.RETURN,)),)),
    Refusal(
        (*returned, closed(FRIDAY)),
        closed(NEXT_MONDAY),
        (AlreadyClosed(), WorkAfterClose("dossier.completed")),
    ),
    Refusal(returned, reconciled(RETURN), (NothingToReconcile((RETURN,)),)),
    Refusal(
        (received(), came_in(PAPER)),
        reconciled(RECEIPT, speaks={RECEIPT: DIGITAL}),
        (NothingToReconcile((RECEIPT,)), CarrierDoesNotSpeak(RECEIPT, DIGITAL)),
    ),
    Refusal(diverging, reconciled(RECEIPT, second=None), (SecondPersonRequired((RECEIPT,)),)),
    Refusal((received(),), closed(FRIDAY, why="withdrawn"), (NotEnded("withdrawn", "received"),)),
    Refusal(
        (came_in(PAPER, object="original:deed"), *returned),
        closed(FRIDAY),
        (OriginalNotReturned(("original:deed",)),),
    ),
    Refusal(
        returned,
        on(FRIDAY, LateCauseConfirmed(cause=LateCause.OFFICER), 12, actor="chi"),
        (LateCauseNotConfirmable("officer"),),
    ),
    Refusal(
        diverging,
        on(FRIDAY, DivergenceConverged(divergence=DivergenceKind.RECEIPT), 12),
        (NotDivergent(DivergenceKind.RECEIPT),),
    ),
    Refusal((*diverging, found), again, (AlreadyFound(DivergenceKind.RECEIPT),)),
    Refusal(
        diverging,
        on(FRIDAY, Reconciled(content=(APPLICATION,), reason="x"), 15, actor="hanh"),
        (ContentAgrees((APPLICATION,)),),
    ),
    Refusal(
        returned,
        on(FRIDAY, EntryConfirmed(target=returned[0].ref), 12, actor=returned[0].actor),
        (EntryNotConfirmable(returned[0].source, returned[0].request_id),),
    ),
    Refusal(
        returned,
        on(FRIDAY, LateCauseConfirmed(cause=LateCause.OFFICER), 12, entered_by="a service"),
        (ActorRequired("dossier.late-cause-confirmed"),),
    ),
)

each_refusal = pytest.mark.parametrize(
    "case", REFUSED, ids=[case.reasons[0].code for case in REFUSED]
)


@each_refusal
def test_an_act_whose_conditions_fail_is_refused(case: Refusal) -> None:
    case.asked.refused(*case.reasons)


@each_refusal
def test_no_approval_overrides_the_conditions_of_an_act(case: Refusal) -> None:
    failing = tuple(reason for reason in case.reasons if reason.gravity is Gravity.ACT)

    case.asked.refused(*failing, override=APPROVED)


@each_refusal
def test_no_service_reports_an_act(case: Refusal) -> None:
    with pytest.raises(Refused) as refusal:
        case.asked.recorded()

    assert refusal.value.reasons == (ActNotPostable(case.act.event.kind),)


@each_refusal
def test_an_act_of_the_past_is_imported_without_its_conditions(case: Refusal) -> None:
    assert case.asked.imported().event is not None


def test_every_condition_stands_here() -> None:
    shown = {reason.code for case in REFUSED for reason in case.reasons}

    assert shown >= {condition.code for condition in Unfulfilled.__subclasses__()}


AN_ACT_OF_EACH_KIND = (
    closed(FRIDAY),
    reconciled(RECEIPT),
    on(FRIDAY, LateCauseConfirmed(cause=LateCause.OFFICER), 12, actor="chi"),
    on(FRIDAY, DivergenceFound(divergence=DivergenceKind.RECEIPT, since=moment(MONDAY)), 12),
    on(FRIDAY, DivergenceConverged(divergence=DivergenceKind.RECEIPT), 12),
    on(FRIDAY, DivergenceDispelled(divergence=DivergenceKind.RECEIPT), 12),
    on(FRIDAY, EntryConfirmed(target=NOBODY), 12),
)
recorded_cause = on(THURSDAY, LateCauseRecorded(cause=LateCause.OFFICER), actor="hanh")
settled = (*diverging, found, recorded_cause, *returned[1:], given_out(DIGITAL, FRIDAY, 9))


def test_there_are_no_other_acts() -> None:
    assert {type(act.event) for act in AN_ACT_OF_EACH_KIND} == ACTS


@pytest.mark.parametrize("act", AN_ACT_OF_EACH_KIND, ids=lambda act: act.event.kind)
@pytest.mark.parametrize("past", [(), returned, diverging, settled])
def test_no_service_reports_an_act_whatever_was_told(past: tuple[Told, ...], act: Told) -> None:
    with pytest.raises(Refused) as refusal:
        given(*past).when(act).recorded()

    assert refusal.value.reasons == (ActNotPostable(act.event.kind),)


def test_a_returned_dossier_is_closed() -> None:
    asked = given(*returned).when(closed(FRIDAY))

    asked.then(stage=Stage.CLOSED)
    assert asked.recorded(override=APPROVED).findings == ()


ENDED: dict[str, tuple[Told, ...]] = {
    "withdrawn": (received(), on(TUESDAY, WithdrawalRequested()), on(WEDNESDAY, Withdrawn())),
    "stopped": (received(), on(WEDNESDAY, Stopped(reason=StopReason.FORGERY))),
    "refused": (on(MONDAY, IntakeRefused(legal_basis="TT 28/2012")),),
    "unclaimed": (received(), result(PAPER, WEDNESDAY)),
}
came_apart = (came_in(PAPER), came_in(DIGITAL, TUESDAY))


@pytest.mark.parametrize("why", ENDED)
def test_what_ends_without_a_result_need_not_be_returned(why: str) -> None:
    assert given(*ENDED[why]).when(closed(FRIDAY, why=why)).recorded(override=APPROVED).events


@pytest.mark.parametrize("why", ENDED)
def test_but_it_must_have_ended_so(why: str) -> None:
    for other in ENDED.keys() - {why}:
        stage = given(*ENDED[other]).dossier.stage
        given(*ENDED[other]).when(closed(FRIDAY, why=why)).refused(NotEnded(why, stage.value))


def test_a_refusal_that_was_returned_is_closed_as_refused() -> None:
    assert given(*returned).when(closed(FRIDAY, why="refused")).decided().events


@pytest.mark.parametrize("why", ENDED)
def test_and_not_while_the_carriers_disagree(why: str) -> None:
    given(*came_apart, *ENDED[why]).when(closed(FRIDAY, why=why)).refused(
        OpenDivergence((DivergenceKind.RECEIPT,))
    )


def test_two_people_settle_an_instant_that_decides_lateness() -> None:
    asked = given(*diverging).when(reconciled(RECEIPT, speaks={RECEIPT: DIGITAL}))

    assert asked.recorded(override=APPROVED).events
    asked.then(started_at=moment(TUESDAY, 8))


@pytest.mark.parametrize("second", [None, "", "hanh", "clerk-7"])
def test_nobody_is_his_own_second_person(second: str | None) -> None:
    given(*diverging).when(reconciled(RECEIPT, second=second, entered_by="clerk-7")).refused(
        SecondPersonRequired((RECEIPT,))
    )


def test_letting_a_carrier_speak_takes_two_as_well() -> None:
    apart = (*diverging, *given_out_apart[1:])
    moves_the_receipt = reconciled(RETURN, speaks={RECEIPT: PAPER}, second=None)

    given(*apart).when(moves_the_receipt).refused(SecondPersonRequired((RECEIPT,)))


def test_one_person_settles_who_gave_what_out() -> None:
    asked = given(*given_out_apart).when(reconciled(RETURN, second=None))

    assert asked.recorded(override=APPROVED).events


def test_a_settled_dossier_is_closed() -> None:
    settled = reconciled(RETURN, second=None)

    given(*given_out_apart, settled).when(closed(FRIDAY)).then(stage=Stage.CLOSED)
    assert given(*given_out_apart, settled).when(closed(FRIDAY)).recorded(APPROVED).events


def test_what_disagrees_only_since_a_late_testimony_may_be_settled_after_the_end() -> None:
    late = given_out(DIGITAL, THURSDAY, 10)
    way = (*returned, closed(FRIDAY, 12), late)

    assert given(*way).when(reconciled(RETURN, second=None)).recorded(APPROVED).events


def test_acts_of_the_past_leave_no_finding_when_they_are_history() -> None:
    given(received(), closed(WEDNESDAY), came_in(PAPER, MONDAY, 9)).finds()


def test_nobody_approves_his_own_irregularity() -> None:
    early = on(MONDAY, Transferred(giver=CENTRE, taker=DEPARTMENT), 7, actor="hanh")
    himself = OverrideRequest(reason="Đã kiểm tra", approver="hanh")

    given().when(early).refused(SamePerson("hanh", ("acted", "approved")), override=himself)
    given().when(early).recorded(OverrideRequest(reason="Đã kiểm tra", approver="chi"))


def test_an_original_given_back_is_not_the_result() -> None:
    back = on(FRIDAY, Returned(object="original:licence", carrier=PAPER))

    given(received(), back).then(stage=Stage.RECEIVED)
    assert given(received(), back).dossier.result.returned == {}


@pytest.mark.parametrize("how", ["recorded", "decided"])
def test_nobody_strikes_out_what_the_watch_entered(how: str) -> None:
    ours = EventRef("hoso", "divergence-found 1")
    struck = on(FRIDAY, Annulled(target=ours, reason="x", approver="chi"), actor="hanh")
    with pytest.raises(Refused) as refusal:
        getattr(given(*returned).when(struck), how)()
    assert refusal.value.reasons == (EnteredByTheWatch("divergence-found 1"),)
