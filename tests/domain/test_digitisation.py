"""Paper components against scans: what was not scanned, what has no paper, what comes later."""

import pytest

from domain.dossier.digitisation import expected_late, undigitised, unmatched
from domain.dossier.dossier import Dossier
from domain.dossier.events import CarrierReceived, Digitised, SupplementReceived, Told
from domain.dossier.refusals import ScanChanged, ScanWithoutMatch
from domain.dossier.values import Carrier, Channel, Component
from domain.procedure.component import ChannelDifference, Form, RequiredComponent
from tests.domain.case import (
    APPLICATION,
    DIGITAL,
    MONDAY,
    PAPER,
    TUESDAY,
    WEDNESDAY,
    on,
    received,
)
from tests.domain.spec import given

PLAN = "plan"


def came(carrier: Carrier, *codes: str) -> Told:
    listed = tuple(Component(code=code) for code in codes)
    return on(MONDAY, CarrierReceived(carrier=carrier, components=listed), 8, request_id=carrier)


def scanned(code: str, hour: int = 10, **said: object) -> Told:
    event = Digitised.model_validate({"component": code, "matches_paper": True, **said})
    return on(MONDAY, event, hour, request_id=f"{code} {hour}")


def known(*told: Told) -> Dossier:
    return given(*told).dossier


def test_what_came_on_paper_and_was_not_scanned_is_listed() -> None:
    paper = came(PAPER, PLAN, APPLICATION)

    assert undigitised(known(paper)) == (APPLICATION, PLAN)
    assert undigitised(known(paper, scanned(PLAN))) == (APPLICATION,)
    assert undigitised(known(paper, scanned(PLAN), scanned(APPLICATION))) == ()


def test_what_was_uploaded_need_not_be_scanned() -> None:
    assert undigitised(known(came(PAPER, PLAN), came(DIGITAL, PLAN))) == ()


def test_a_new_paper_is_scanned_anew() -> None:
    brought = on(TUESDAY, SupplementReceived(supplement="1", items=(PLAN,), carrier=PAPER))
    way = (came(PAPER, PLAN), received(), scanned(PLAN), brought)
    again = on(WEDNESDAY, Digitised(component=PLAN, matches_paper=True))

    assert undigitised(known(*way)) == (PLAN,)
    assert undigitised(known(*way, again)) == ()


def test_a_scan_without_its_paper_is_listed_once_the_paper_is_known() -> None:
    assert unmatched(known(scanned(PLAN))) == ()
    assert unmatched(known(came(PAPER, APPLICATION), scanned(PLAN))) == (PLAN,)
    assert unmatched(known(came(PAPER, APPLICATION, PLAN), scanned(PLAN))) == ()


def test_a_scan_whose_hash_or_pages_change_is_found() -> None:
    first = scanned(PLAN, sha256="a" * 64, pages=2)
    way = (came(PAPER, PLAN), received(), first)

    given(*way).when(scanned(PLAN, 11, sha256="a" * 64)).finds()
    given(*way).when(scanned(PLAN, 11, sha256="b" * 64)).irregular(ScanChanged(PLAN))
    given(*way).when(scanned(PLAN, 11, pages=3)).irregular(ScanChanged(PLAN))
    given(*way).when(scanned(PLAN, 11, matches_paper=False)).irregular(ScanWithoutMatch(PLAN))


def asked(code: str, form: Form, **said: object) -> RequiredComponent:
    named = {"code": code, "name_vi": code, "name_en": code, "form": form}
    return RequiredComponent.model_validate({**named, **said})


COMPONENTS = (
    asked(APPLICATION, Form.ORIGINAL),
    asked("copy", Form.COPY),
    asked("licence", Form.COPY, original_required=True),
    asked("file", Form.ELECTRONIC),
    asked(
        "photograph",
        Form.ORIGINAL,
        differs=(ChannelDifference(channels=("online",), form=Form.ELECTRONIC),),
    ),
)


@pytest.mark.parametrize(
    ("channel", "late"),
    [
        (
            Channel.DIRECT,
            dict.fromkeys((APPLICATION, "copy", "licence", "photograph"), DIGITAL),
        ),
        (Channel.ONLINE, dict.fromkeys((APPLICATION, "licence"), PAPER)),
    ],
)
def test_a_component_comes_first_on_one_carrier_and_late_on_the_other(
    channel: Channel, late: dict[str, Carrier]
) -> None:
    on_channel = [each for each in (c.on(channel.value) for c in COMPONENTS) if each]

    assert expected_late(known(received(channel=channel)), on_channel) == late


def test_what_lies_on_the_later_carrier_is_expected_no_more() -> None:
    way = (came(PAPER, APPLICATION), received(channel=Channel.DIRECT), scanned(APPLICATION))

    assert APPLICATION not in expected_late(known(*way), COMPONENTS)
