"""An outage is declared by one person and confirmed by another; only then it counts."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

import pytest

from domain.access import Principal, Role
from domain.keys.key import INSTALLATION
from domain.lawmaking.outages import SentAgain, judged_anew
from domain.outage import Outage
from domain.outages.asked import Declaration, End, Said
from domain.outages.desk import Done, Outages
from domain.outages.known import State
from domain.outages.refusals import (
    OutageAhead,
    OutageBackwards,
    OutageConfirmedByWhoDeclares,
    OutageNotLonger,
    OutageTakenBack,
    UnknownOutage,
)
from domain.refusals import Reason, Refused, SourceNotYours
from domain.register import LAW
from domain.reports.law_text import entries, entries_of, law_of, text
from domain.store import Conflict
from tests.domain.calendar.words import at
from tests.domain.entering import Installation, a_holiday, run

BEGAN: Final = "12/06/2019 07:00"
BACK: Final = "13/06/2019 08:10"
ONE: Final = Principal("k-one", Role.LEADER)
OTHER: Final = Principal("k-other", Role.LEADER)


def said(since: str = BEGAN, until: str | None = BACK, **more: Any) -> Declaration:
    told = {"source": "one-stop", "reason": "network", "actor": "Hạnh", **more}
    times = {"from": at(since), "to": at(until) if until else None}
    return Declaration.model_validate({**told, **times})


class Office:
    """An installation at noon of the day after; everything is asked of it at once."""

    def __init__(self) -> None:
        self.here = Installation(now=at("13/06/2019 12:00"))
        self.desk = Outages(self.here.book, self.here.register, lambda: self.here.now)

    def declares(self, of: Declaration | None = None, by: Principal = ONE) -> Done:
        return run(self.desk.declare, of or said(), by)

    def confirms(self, number: int = 1, actor: str = "Minh", by: Principal = OTHER) -> Done:
        return run(self.desk.confirm, number, Said(actor=actor), by)

    def ends(self, until: str, number: int = 1, by: Principal = ONE) -> Done:
        return run(
            self.desk.end, number, End.model_validate({"actor": "Hạnh", "to": at(until)}), by
        )

    def withdraws(self, number: int = 1, by: Principal = ONE) -> Done:
        return run(self.desk.withdraw, number, Said(actor="Hạnh"), by)

    @property
    def counts(self) -> tuple[Outage, ...]:
        return self.here.book.law.outages


@pytest.fixture
def office() -> Office:
    return Office()


def refused(deed: Any, *args: Any, **kwargs: Any) -> Reason:
    with pytest.raises(Refused) as refusal:
        deed(*args, **kwargs)
    (reason,) = refusal.value.reasons
    return reason


def test_it_counts_once_a_second_person_confirms_it(office: Office) -> None:
    declared = office.declares()
    assert (declared.outage.state, declared.outage.number, office.counts) == (State.DECLARED, 1, ())

    confirmed = office.confirms()

    assert confirmed.outage.state is State.CONFIRMED
    assert office.counts == (Outage(1, "one-stop", at(BEGAN), at(BACK)),)
    assert [one.said.entered_by for one in run(office.desk.listed)] == ["k-one"]


@pytest.mark.parametrize(
    ("actor", "by"),
    [
        ("Hạnh", OTHER),
        ("  hạnh ", OTHER),
        ("Minh", ONE),
        ("k-one", OTHER),
        ("Minh", Principal("Hạnh", Role.LEADER)),
    ],
    ids=["same name", "spelt otherwise", "same key", "named as the key", "a key named as he"],
)
def test_never_the_same_person(office: Office, actor: str, by: Principal) -> None:
    office.declares()
    reason = refused(office.confirms, actor=actor, by=by)
    assert reason == OutageConfirmedByWhoDeclares(actor)
    assert office.counts == ()


def test_under_the_token_of_the_installation_names_alone_decide(office: Office) -> None:
    """Everybody enters under it, so it tells nobody apart."""
    office.declares(by=INSTALLATION)
    reason = refused(office.confirms, actor=" HẠNH", by=INSTALLATION)
    assert reason == OutageConfirmedByWhoDeclares(" HẠNH")
    assert office.confirms(by=INSTALLATION).outage.state is State.CONFIRMED


def test_what_was_known_before_it_was_confirmed_stays(office: Office) -> None:
    book = office.here.book
    office.declares()
    office.confirms()
    assert [edition.outages for edition in (book.before(book.entered[1]), book.law)] == [
        (),
        office.counts,
    ]


def test_the_same_again_changes_nothing(office: Office) -> None:
    first, again = office.declares(), office.declares()
    assert (first.repeated, again.repeated, again.outage) == (False, True, first.outage)
    confirmed, once_more = office.confirms(), office.confirms()
    assert (confirmed.repeated, once_more.repeated) == (False, True)
    assert office.confirms(actor="Ba", by=Principal("k-3", Role.LEADER)).outage == confirmed.outage
    assert len(office.here.book.entered) == 2


def test_an_open_one_covers_until_it_is_ended(office: Office) -> None:
    office.declares(said(until=None))
    office.confirms()
    assert office.counts[0].covers(at("01/01/2030 08:00"))

    office.ends(BACK)

    assert office.counts == (Outage(1, "one-stop", at(BEGAN), at(BACK)),)
    assert office.ends(BACK).repeated


def test_one_that_is_ended_before_it_is_confirmed_counts_until_then(office: Office) -> None:
    office.declares(said(until=None))
    office.ends("12/06/2019 16:00")
    assert not office.counts
    office.confirms()
    assert office.counts[0].until == at("12/06/2019 16:00")


def test_an_end_takes_time_away_and_adds_none(office: Office) -> None:
    office.declares()
    office.confirms()
    reason = refused(office.ends, "13/06/2019 09:00")
    assert isinstance(reason, OutageNotLonger)
    assert office.ends("12/06/2019 16:00").outage.until == at("12/06/2019 16:00")
    assert isinstance(refused(office.ends, "12/06/2019 06:00"), OutageBackwards)


def test_what_is_withdrawn_counts_no_longer_and_may_be_declared_anew(office: Office) -> None:
    office.declares()
    office.confirms()
    assert office.withdraws().outage.state is State.WITHDRAWN
    assert (office.counts, office.withdraws().repeated) == ((), True)
    assert refused(office.confirms) == OutageTakenBack(1)
    assert refused(office.ends, BACK) == OutageTakenBack(1)

    anew = office.declares()

    assert (anew.repeated, anew.outage.number) == (False, 4)
    assert office.confirms(4).outage.state is State.CONFIRMED


def test_nobody_declares_what_has_not_come(office: Office) -> None:
    assert isinstance(refused(office.declares, said("13/06/2019 12:01", None)), OutageAhead)
    assert isinstance(refused(office.declares, said(until="13/06/2019 12:01")), OutageAhead)
    assert isinstance(refused(office.declares, said(BACK, BEGAN)), OutageBackwards)
    office.declares(said(until=None))
    assert isinstance(refused(office.ends, "13/06/2019 12:01"), OutageAhead)


def test_what_nobody_declared_is_unknown(office: Office) -> None:
    office.here.enter(a_holiday("03/09/2019", "01/06/2019"), "13/06/2019 12:00")
    for deed in (office.confirms, office.withdraws):
        assert refused(deed, 1) == UnknownOutage(1)
    assert refused(office.ends, BACK, 7) == UnknownOutage(7)


def test_who_has_sources_speaks_of_these_and_nobody_of_hoso(office: Office) -> None:
    theirs = Principal("k-3", Role.LEADER, sources=frozenset({"portal"}))
    assert refused(office.declares, by=theirs) == SourceNotYours("one-stop", ("portal",))
    assert refused(office.declares, said(source="hoso")) == SourceNotYours("hoso", ())
    office.declares()
    for deed in (office.confirms, office.withdraws):
        assert isinstance(refused(deed, by=theirs), SourceNotYours)
    assert office.declares(said(source="portal"), theirs).outage.number == 2


def test_who_has_units_speaks_of_sources_that_its_key_names(office: Office) -> None:
    """An outage re-judges the dossiers of every unit that the source tells of."""
    land = frozenset({"land"})
    nameless = Principal("k-3", Role.LEADER, land, reach=land)
    named = replace(nameless, sources=frozenset({"one-stop"}))
    assert refused(office.declares, by=nameless) == SourceNotYours("one-stop", ())
    office.declares(by=named)
    for deed in (office.confirms, office.withdraws, partial(office.ends, "12/06/2019 16:00")):
        assert refused(deed, by=nameless) == SourceNotYours("one-stop", ())
    office.confirms(by=replace(named, id="k-4"))
    assert office.counts


def test_it_is_looked_at_again_where_others_were_quicker(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that confirm at once, one is the second person and the other finds it confirmed."""
    office.declares()
    enter, quicker = type(office.here.register).enter, [True]

    async def entering(self: Any, stream: str, event: Any, **how: Any) -> Any:
        if quicker.pop() if quicker else False:
            await enter(self, LAW, event, **{**how, "actor": "Ba", "request_id": "theirs"})
        return await enter(self, stream, event, **how)

    monkeypatch.setattr(type(office.here.register), "enter", entering)
    found = office.confirms()

    assert found.repeated
    assert found.outage.confirmed
    assert found.outage.confirmed.actor == "Ba"
    assert len(office.here.book.entered) == 2


def test_who_is_always_too_late_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_late(self: Any, *_: Any, **__: Any) -> Any:
        raise Conflict(LAW)

    monkeypatch.setattr(type(office.here.register), "enter", too_late)
    with pytest.raises(Conflict):
        office.declares()


def test_a_change_of_the_law_leaves_it(office: Office) -> None:
    office.declares()
    office.confirms()
    office.here.enter(a_holiday("03/09/2019", "01/06/2019"), "13/06/2019 12:00")
    law = office.here.book.law
    assert len(law.outages) == 1
    assert law.as_known(at(BACK).date()).outages == law.outages
    assert [one.version for one in office.here.book.changes] == [3]


def test_a_report_keeps_it_with_its_law(office: Office) -> None:
    without = entries_of(office.here.book.law)
    office.declares()
    office.confirms()
    law = office.here.book.law
    kept = {part: entries(text(told)) for part, told in entries_of(law).items()}
    assert law_of(kept).outages == law.outages
    assert law_of(without).outages == ()
    assert [part for part in kept if kept[part] != without[part]] == ["parameters"]


def test_what_each_entry_judges_anew(office: Office) -> None:
    office.declares()
    office.confirms()
    office.ends("12/06/2019 16:00")
    office.withdraws()
    assert [judged_anew(one.event) for one in office.here.book.entered] == [
        None,
        SentAgain("one-stop", at(BEGAN), at(BACK)),
        SentAgain("one-stop", at("12/06/2019 16:00"), None),
        SentAgain("one-stop", at(BEGAN), None),
    ]


def test_a_simulation_says_when_it_was_entered(office: Office) -> None:
    office.here.now = at(BEGAN)
    later = replace(office.desk, told_at=at(BACK))
    done = run(later.declare, said(), ONE)
    assert done.outage.declared.recorded_at == at(BACK)
