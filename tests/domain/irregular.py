"""One case of every irregularity: what was told, what is told then, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.dossier import refusals as r
from domain.dossier.events import (
    Annulled,
    Corrected,
    Digitised,
    ExclusionBegan,
    ExclusionEnded,
    FeePaid,
    HandlerAssigned,
    MilestoneRecorded,
    OpinionReceived,
    OpinionRequested,
    Rescheduled,
    ResultDrafted,
    ResultIssued,
    ResultSigned,
    ShelfChecked,
    SupplementItem,
    SupplementLapsed,
    SupplementReceived,
    SupplementRequested,
    Told,
    VerificationRecorded,
    WithdrawalRequested,
)
from domain.dossier.values import Component
from domain.law import Law, enact
from domain.procedure.term import Exclusion
from tests.domain import case as c
from tests.domain.case import LAW, PAPER, on
from tests.domain.procedure.definitions import CODE, STOPS, abolished, published
from tests.domain.spec import Asked, given
from tests.domain.transitions import case as t
from tests.domain.transitions.case import SHIPPED, accepted, forwarded, handed_in, march

PLAN: Final = (Component(code="plan"),)
STOPS_IN_FLIGHT: Final = enact(
    c.ZONE, (published(date(2013, 1, 27)), abolished(date(2019, 3, 6), transition=STOPS))
)


@dataclass(frozen=True)
class Irregularity:
    past: tuple[Told, ...]
    told: Told
    reason: r.Irregular
    law: Law = LAW

    @property
    def asked(self) -> Asked:
        return given(*self.past, law=self.law).when(self.told)


def under_law(*story: Told, finds: r.Irregular) -> Irregularity:
    """Under the law as it is shipped, the last of it is irregular."""
    return Irregularity(story[:-1], story[-1], finds, SHIPPED)


def wanted(day: int, *items: SupplementItem, supplement: str = "1", relayed: bool = True) -> Told:
    event = SupplementRequested(supplement=supplement, items=items, relayed=relayed)
    return on(march(day), event, 10)


def brought(day: int, supplement: str = "1") -> Told:
    return on(march(day), SupplementReceived(supplement=supplement))


def put_off(day: int, until: int) -> Told:
    return on(march(day), Rescheduled(promised_return=c.moment(march(until), 16)))


def scanned(sha256: str, hour: int) -> Told:
    event = Digitised(component=c.APPLICATION, sha256=sha256, matches_paper=True)
    return on(c.MONDAY, event, hour)


started = c.received()
promised = accepted(promised_return=c.moment(march(11), 16))
evaluated = accepted(t.EVALUATION)
resolved = (started, c.result(PAPER, c.TUESDAY), c.given_out(PAPER, c.TUESDAY, 10))
asked_the_agency = on(march(5), OpinionRequested(agency="health", answer_by=c.moment(march(6))))

OF_THE_LIFE: Final = (
    Irregularity((), c.handed_over(), r.BeforeReceipt("dossier.transferred")),
    Irregularity(
        (started,),
        c.given_out(PAPER, c.FRIDAY),
        r.OutOfOrder("dossier.returned", "received"),
    ),
    Irregularity(
        (*resolved, c.closed(c.WEDNESDAY)),
        c.came_in(PAPER, c.THURSDAY),
        r.WorkAfterClose("dossier.carrier-received"),
    ),
    Irregularity(
        (started,),
        on(c.FRIDAY, Annulled(target=c.NOBODY, reason="Nhầm", approver="chi")),
        r.UnknownTarget("nobody", "never"),
    ),
    Irregularity(
        (started,),
        on(
            c.FRIDAY,
            Corrected(target=started.ref, field="colour", new="red", reason="Nhầm", approver="chi"),
        ),
        r.CorrectionDoesNotFit("colour", "the event has no such field"),
    ),
    Irregularity(
        (started,),
        on(
            c.FRIDAY,
            Annulled(target=started.ref, reason="Nhầm", approver="chi"),
            actor="chi",
        ),
        r.SamePerson("chi", ("told", "approved")),
    ),
    Irregularity(
        (c.received(march(4), procedure=CODE, promised_return=None),),
        on(march(6), ResultDrafted()),
        r.ProcedureStops(CODE, "2019-03-06"),
        STOPS_IN_FLIGHT,
    ),
)

AT_THE_COUNTER: Final = (
    Irregularity((), c.received(procedure="9.999999"), r.UnknownProcedure("9.999999")),
    Irregularity(
        (),
        c.received(procedure=c.ABOLISHED),
        r.ProcedureNotInForce(c.ABOLISHED, "2026-03-02"),
    ),
    Irregularity(
        (c.received(procedure=c.XRAY),),
        c.came_in(PAPER, c.MONDAY, 9, components=PLAN),
        r.UnknownComponent("plan", c.XRAY),
    ),
    under_law(
        on(march(4), accepted().event, actor=t.HANDLER, unit=t.TDC),
        finds=r.OutsideOneStop(t.TDC),
    ),
    under_law(
        handed_in(PAPER, "declaration", "standard"),
        accepted(),
        finds=r.ComponentsMissing(("business-registration",), t.CONFORMITY),
    ),
    under_law(
        accepted(promised_return=c.moment(march(12))),
        finds=r.PromisedBeyondLegal("2019-03-12", "2019-03-11"),
    ),
    under_law(
        accepted(),
        wanted(5, SupplementItem(component="plan", reason="Thiếu")),
        finds=r.ItemBeyondLaw("plan", t.CONFORMITY),
    ),
    under_law(
        accepted(),
        wanted(5, SupplementItem(component="standard")),
        finds=r.ItemWithoutReason(("standard",)),
    ),
    Irregularity(
        (started,),
        on(c.MONDAY, Digitised(component=c.APPLICATION)),
        r.ScanWithoutMatch(c.APPLICATION),
    ),
    Irregularity(
        (started, scanned("a" * 64, 9)),
        scanned("b" * 64, 10),
        r.ScanChanged(c.APPLICATION),
    ),
)

OF_CUSTODY: Final = (
    Irregularity(
        (started, c.came_in(PAPER)),
        c.handed_over(giver=c.ARCHIVE),
        r.WrongCustodian("file", PAPER, c.CENTRE, c.ARCHIVE),
    ),
    Irregularity((started,), c.acknowledged(), r.NoHandover("file", PAPER)),
    under_law(accepted(), forwarded(march(5)), finds=r.TransferLate("2019-03-04")),
    Irregularity(
        (started, c.handed_over()),
        c.handed_over(c.WEDNESDAY, taker=c.ARCHIVE),
        r.StillInTransit("file", PAPER, c.DEPARTMENT),
    ),
    Irregularity(
        (started, c.came_in(PAPER)),
        on(c.TUESDAY, ShelfChecked(carrier=PAPER, desk=c.CENTRE, present=False)),
        r.ShelfContradicts("file", PAPER, c.CENTRE, c.CENTRE),
    ),
)

OF_THE_WORK: Final = (
    under_law(
        accepted(),
        on(march(5), HandlerAssigned(handler=t.HANDLER, unit="long-an-dost-ip")),
        finds=r.OfficerNotInUnit(t.HANDLER, "long-an-dost-ip", "2019-03-05"),
    ),
    Irregularity(
        (started,),
        on(c.TUESDAY, VerificationRecorded(place="Tân An", content="Đạt")),
        r.VerificationIncomplete(("participants",)),
    ),
    Irregularity(
        (started,),
        on(c.TUESDAY, OpinionRequested(agency="health")),
        r.OpinionWithoutDeadline("1"),
    ),
    Irregularity((started,), on(c.TUESDAY, OpinionReceived()), r.OpinionNotRequested("1")),
    under_law(
        accepted(),
        asked_the_agency,
        on(march(6), OpinionReceived(), 10),
        finds=r.OpinionLate("1", "2019-03-06T09:00:00+07:00"),
    ),
    under_law(
        evaluated,
        on(march(5), MilestoneRecorded(milestone="tea-break")),
        finds=r.MilestoneUnknown("tea-break", t.EVALUATION),
    ),
    under_law(
        evaluated,
        on(march(5), ExclusionBegan(why=Exclusion.FEE_WAIT)),
        finds=r.ExclusionUnlawful(Exclusion.FEE_WAIT, t.EVALUATION),
    ),
    Irregularity((started,), on(c.TUESDAY, ExclusionEnded()), r.ExclusionNotBegun("1")),
    Irregularity((started,), on(c.TUESDAY, FeePaid()), r.FeeNotRequested("1")),
)

OF_SUPPLEMENTS: Final = (
    Irregularity(
        (started,),
        on(c.TUESDAY, SupplementReceived(supplement="photo")),
        r.SupplementNotRequested("photo"),
    ),
    under_law(
        accepted(),
        wanted(4),
        brought(5),
        wanted(5, supplement="2"),
        brought(6, "2"),
        wanted(6, supplement="3"),
        finds=r.SupplementRepeated(3, 2),
    ),
    under_law(accepted(), wanted(8), finds=r.SupplementOutOfWindow("2019-03-07")),
    under_law(accepted(), wanted(5, relayed=False), finds=r.SupplementAroundOneStop("1")),
    under_law(
        accepted(),
        wanted(6),
        on(march(27), SupplementLapsed()),
        finds=r.SupplementWindowOpen("1", "2019-03-27"),
    ),
)

OF_THE_RESULT: Final = (
    under_law(promised, put_off(6, 15), put_off(8, 20), finds=r.SecondReschedule(1)),
    under_law(promised, put_off(11, 15), finds=r.ApologyLate("2019-03-10")),
    under_law(promised, put_off(6, 8), finds=r.PromiseShortened("2019-03-11", "2019-03-08")),
    under_law(
        accepted(),
        on(march(6), ResultSigned(signer=t.LEADER)),
        finds=r.SignerWithoutAuthority(t.LEADER, "2019-03-06"),
    ),
    Irregularity(
        (started, on(c.TUESDAY, ResultDrafted())),
        on(c.WEDNESDAY, ResultIssued(number="12")),
        r.IssuedUnsigned(),
    ),
    Irregularity(
        (started, on(c.TUESDAY, ResultSigned())),
        c.result(PAPER, c.WEDNESDAY),
        r.ArrivedUnissued(),
    ),
    Irregularity(
        (started,),
        on(c.TUESDAY, WithdrawalRequested(signed=False)),
        r.WithdrawalUnsigned(),
    ),
)

IRREGULAR: Final = (
    *OF_THE_LIFE,
    *AT_THE_COUNTER,
    *OF_CUSTODY,
    *OF_THE_WORK,
    *OF_SUPPLEMENTS,
    *OF_THE_RESULT,
)
