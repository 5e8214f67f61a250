"""From a list to a request for each dossier: what is said, of which, under which name."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.consignment import Consignment, Receipt, Sent, receiving, sending, sent_with
from domain.dossier.refusals import ToldTwice, UnknownSlip
from domain.listed import Became, Found, Planned, read_as
from domain.refusals import InvalidField, Refused, UnknownDossier
from domain.shelf import ShelfCheck, checking
from domain.slip import Line, LineState, OnSlip
from domain.testimony import Code
from tests.domain.case import (
    ARCHIVE,
    CENTRE,
    DEPARTMENT,
    DIGITAL,
    LAW,
    PAPER,
    TUESDAY,
    WEDNESDAY,
    moment,
)

AT = "2026-03-03T09:00:00+07:00"
SLIP = "05/2026"
WAY = {"slip": SLIP, "giver": {"organisation": "centre"}, "taker": {"organisation": "department"}}


def named(*codes: str, **also: str) -> Found:
    """Codes that lead to streams of their own, and others that lead to the same ones."""
    streams = {code: f"stream of {code}" for code in codes}
    return Found({**streams, **{code: streams[of] for code, of in also.items()}}, {})


def line(code: str, state: LineState = LineState.IN_TRANSIT, **said: Any) -> Line:
    sent: datetime = moment(TUESDAY)
    told = {"giver": CENTRE, "taker": DEPARTMENT, "sent_at": sent, **said}
    return Line(Code("dossier-code", code), "file", PAPER, state, sent, **told)


def on_slip(*lines_: Line) -> Sent:
    on_it = {f"stream of {each.dossier.value}": (each,) for each in lines_}
    return sent_with(SLIP, on_it, receipt("A"))


def receipt(*received: str, **said: Any) -> Receipt:
    told = {"taker": {"organisation": "department"}, "occurred_at": AT, "received": received}
    return read_as(Receipt, {**told, **said})


def became(planned: list[Planned]) -> dict[str, Became]:
    return {each.named: each.becomes for each in planned}


def test_each_dossier_is_handed_over_once_on_the_slip() -> None:
    body = {**WAY, "carrier": "paper", "occurred_at": AT, "dossiers": ["A", "B", "A", "7"]}
    planned = sending(read_as(Consignment, body), named("A", "B", **{"7": "B"}))

    assert [each.named for each in planned] == ["A", "B"]
    assert planned[0].kind == "dossier.transferred"
    assert planned[0].data == {**WAY, "carrier": "paper", "object": "file"}


def test_what_is_not_named_is_missing_where_it_was_still_awaited() -> None:
    sent = on_slip(
        line("A"),
        line("B"),
        line("C", LineState.MISSING),
        line("D", LineState.RECEIVED),
        line("E", LineState.RECALLED),
        line("F", taker=ARCHIVE),
    )
    planned = receiving(receipt("A"), sent, named("A"), LAW)

    assert became(planned) == {
        "A": Became.RECEIVED,
        "B": Became.MISSING,
        "C": Became.MISSING,
    }
    assert planned[-1].kind == "dossier.shelf-checked"
    assert planned[-1].data == {
        **{"object": "file", "carrier": "paper", "slip": SLIP, "present": False},
        "desk": {"organisation": "department"},
    }


def test_a_slip_of_that_number_from_another_office_misses_nothing() -> None:
    sent = on_slip(line("A"), line("B"), line("C", giver=ARCHIVE))
    with pytest.raises(Refused) as refusal:
        receiving(receipt("A", "B"), sent, named("A", "B"), LAW)
    (reason,) = refusal.value.reasons
    assert isinstance(reason, InvalidField)
    assert reason.field == "giver"
    mine = receipt("A", giver={"organisation": "centre"})
    planned = receiving(mine, sent, named("A"), LAW)
    assert became(planned) == {"A": Became.RECEIVED, "B": Became.MISSING}


def test_who_is_named_by_another_of_its_codes_is_not_missing() -> None:
    sent = on_slip(line("A"), line("B"))

    assert became(receiving(receipt("A", "7"), sent, named("A", "B", **{"7": "B"}), LAW)) == {
        "A": Became.RECEIVED,
        "7": Became.RECEIVED,
    }


def test_the_slip_says_what_is_surplus_whatever_list_it_was_put_on() -> None:
    sent = on_slip(line("A"), line("C", LineState.SURPLUS, sent_at=None))
    planned = receiving(receipt("B", "C", surplus=["A"]), sent, named("A", "B", "C"), LAW)

    assert became(planned) == {
        **dict.fromkeys("BC", Became.SURPLUS),
        "A": Became.RECEIVED,
    }


def test_a_dossier_is_either_taken_or_refused_by_whichever_code() -> None:
    told = receipt("A", refused=[{"dossier": "7", "reason": "Sai"}])

    with pytest.raises(Refused) as refused:
        receiving(told, on_slip(line("A")), named("A", **{"7": "A"}), LAW)
    assert refused.value.reasons == (ToldTwice(("7",)),)


def test_a_receipt_says_which_of_several_carriers() -> None:
    as_data = replace(line("A"), carrier=DIGITAL)
    both = {"stream of A": (line("A"), as_data)}
    only_surplus = {"stream of A": (line("A", LineState.SURPLUS, sent_at=None),)}

    assert sent_with(SLIP, both, receipt("A", carrier="paper")).carrier is PAPER
    # What nobody is said to have sent is on the slip no more than what nobody told of.
    nothing: OnSlip = {}
    for known in (nothing, only_surplus):
        with pytest.raises(Refused) as refused:
            sent_with(SLIP, known, receipt("A"))
        assert refused.value.reasons == (UnknownSlip(SLIP),)
    for unclear in (receipt("A"), receipt("A", carrier="paper", object="result")):
        with pytest.raises(Refused) as refused:
            sent_with(SLIP, both, unclear)
        assert isinstance(refused.value.reasons[0], InvalidField)


codes = st.lists(st.sampled_from("ABCDEF"), max_size=6)


@drawn(codes.filter(bool), codes, codes)
def test_each_dossier_of_a_shelf_is_told_of_once(
    listed: list[str], there: list[str], unknown: list[str]
) -> None:
    body = {"desk": {"organisation": "centre"}, "carrier": "paper", "occurred_at": AT}
    asked = read_as(ShelfCheck, {**body, "codes": listed})
    known = named(*(code for code in listed if code not in unknown))
    at_the_desk = {f"stream of {code}": Code("dossier-code", code) for code in there}
    planned = checking(asked, known, at_the_desk)

    seen = set(listed) - set(unknown)
    assert became(planned) == {
        **dict.fromkeys(seen, Became.PRESENT),
        **dict.fromkeys(set(there) - seen, Became.MISSING),
    }
    assert len(planned) == len(became(planned))


def test_codes_that_lead_nowhere_are_named() -> None:
    known = Found({}, {"typo": UnknownDossier("typo")})
    (outcome,) = known.outcomes()

    assert (outcome.named, outcome.became) == ("typo", Became.UNKNOWN)


def test_text_is_read_in_one_normal_form() -> None:
    told = receipt(normalize("NFD", "Đơn số 7"), occurred_at=moment(WEDNESDAY).isoformat())

    assert told.received == ("Đơn số 7",)
