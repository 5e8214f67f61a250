"""Paper documents against their scans (NĐ 107/2021; TT 01/2023/TT-VPCP)."""

from datetime import datetime

import pytest

from domain.dossier.divergence import Divergence, Exit
from domain.dossier.events import DivergenceKind, Reconciled, SupplementReceived, Told
from domain.dossier.refusals import ContentAgrees, OpenDivergence, ScanChanged, ScanWithoutMatch
from domain.dossier.values import Channel
from tests.domain.case import closed, given_out, on, result
from tests.domain.divergence.case import (
    DIGITAL,
    PAPER,
    at,
    came,
    found,
    known,
    owed_on_both,
    scanned,
    watched,
)
from tests.domain.transitions.case import CENTRE, march, under_law

ONE, OTHER = "a" * 64, "b" * 64
PLAN, FORM = "business-registration", "declaration"

listed = (came(PAPER, at(march(4), 8), CENTRE, (FORM, PLAN)), owed_on_both())
scanned_form = scanned(FORM, at(march(4), 8, 30), sha256=ONE, pages=2)
scanned_both = (*listed, scanned_form, scanned(PLAN, at(march(4), 8, 40)))
changed = scanned(FORM, at(march(6), 9), sha256=OTHER)


def components(*told: Told, until: datetime) -> list[Divergence]:
    seen = found(*told, until=until)
    return [each for each in seen if each.kind is DivergenceKind.COMPONENT]


def agreed(*codes: str, day: int = 7) -> Told:
    event = Reconciled(content=codes, reason="Đã đối chiếu bản giấy")
    return on(march(day), event, actor="hanh")


def test_a_paper_that_was_not_scanned_with_the_others() -> None:
    way = (*listed, scanned_form)

    assert components(*way, until=at(march(4), 9, 59)) == []
    (missing,) = components(*way, until=at(march(4), 10))
    assert (missing.object, missing.since) == (PLAN, at(march(4), 8))
    assert (missing.unrecorded, missing.owner) == (True, CENTRE)
    assert missing.ends == (Exit.SCAN, Exit.PERSON)


def test_until_there_are_two_lists_nothing_is_compared() -> None:
    late = scanned(FORM, at(march(4), 14))
    (missing,) = components(*listed, late, until=at(march(4), 14))

    assert (missing.object, missing.raised_at) == (PLAN, at(march(4), 14))


def test_it_converges_when_it_is_scanned() -> None:
    told = watched((*listed, scanned_form), at(march(4), 10))
    late = scanned(PLAN, at(march(5), 8))
    *_, ended = watched((*told, late), at(march(5), 9))

    assert components(*told, late, until=at(march(5), 9)) == []
    assert (ended.event.kind, ended.occurred_at) == (
        "dossier.divergence-converged",
        at(march(5), 8),
    )


def test_where_nothing_is_listed_nothing_is_missed() -> None:
    assert components(*listed, until=at(march(8), 9)) == []
    assert components(owed_on_both(), scanned_form, until=at(march(8), 9)) == []


def test_what_was_sent_online_may_be_followed_by_any_original() -> None:
    online = owed_on_both(channel=Channel.ONLINE)
    sent = came(DIGITAL, at(march(4), 8), CENTRE, (FORM, PLAN))
    original = came(PAPER, at(march(6), 8), CENTRE, (FORM,))

    assert components(sent, online, original, until=at(march(8), 9)) == []
    assert len(components(sent, owed_on_both(), original, until=at(march(8), 9))) == 1


CONTRADICTIONS = {
    "another file": scanned(FORM, at(march(6), 9), sha256=OTHER),
    "other pages": scanned(FORM, at(march(6), 9), pages=3),
    "another paper": scanned(FORM, at(march(6), 9), matches_paper=False),
}


@pytest.mark.parametrize("scan", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_scan_that_shows_something_else_is_found_at_once(scan: Told) -> None:
    (contradicts,) = components(*scanned_both, scan, until=at(march(6), 9))

    assert (contradicts.object, contradicts.since) == (FORM, at(march(6), 9))
    assert (contradicts.unrecorded, contradicts.needs_person) == (False, True)
    assert len(contradicts.evidence) == 2


def test_a_scan_whose_hash_changes_is_recorded_with_a_finding() -> None:
    under_law(*scanned_both).when(changed).finds(ScanChanged(FORM))
    other = scanned(FORM, at(march(6), 9), sha256=ONE, matches_paper=False)
    under_law(*scanned_both).when(other).finds(ScanWithoutMatch(FORM))
    assert len(under_law(*scanned_both).when(changed).recorded().events) == 1


def test_a_scan_that_mends_one_that_did_not_match_is_in_order() -> None:
    bad = scanned(FORM, at(march(4), 8, 30), sha256=ONE, matches_paper=False)
    mended = scanned(FORM, at(march(6), 9), sha256=OTHER)

    way = (*listed, bad, scanned(PLAN, at(march(4), 8, 40)))

    assert [each.object for each in components(*way, until=at(march(5), 9))] == [FORM]
    under_law(*way).when(mended).finds()
    assert components(*way, mended, until=at(march(6), 9)) == []


def test_a_new_paper_has_a_scan_of_its_own() -> None:
    brought = on(march(5), SupplementReceived(items=(FORM,), carrier=PAPER))

    assert components(*scanned_both, brought, changed, until=at(march(6), 9)) == []
    under_law(*scanned_both, brought).when(changed).finds()


def test_a_person_settles_what_the_paper_shows() -> None:
    way = (*scanned_both, changed)

    under_law(*way).when(agreed(FORM)).decided()
    assert components(*way, agreed(FORM), until=at(march(8), 9)) == []
    again = scanned(FORM, at(march(8), 8), sha256=ONE)
    assert len(components(*way, agreed(FORM), again, until=at(march(8), 9))) == 1


def test_and_what_was_never_scanned() -> None:
    way = (*listed, scanned_form)
    told = watched(way, at(march(4), 10, 30))

    entered = known(*told, until=at(march(4), 11)).custody.divergences
    assert [each.key.object for each in entered] == [PLAN]
    assert known(*told, agreed(PLAN), until=at(march(8), 9)).custody.divergences == ()


def test_content_that_agrees_is_not_reconciled() -> None:
    under_law(*scanned_both).when(agreed(FORM)).refused(ContentAgrees((FORM,)))
    under_law(*scanned_both, changed).when(agreed(FORM, PLAN)).refused(ContentAgrees((PLAN,)))


def test_nothing_is_closed_while_content_is_open() -> None:
    way = (*scanned_both, changed, result(PAPER, march(8)), result(DIGITAL, march(8)))
    returned = (*way, given_out(PAPER, march(8), 10), given_out(DIGITAL, march(8), 10))
    asked = under_law(*returned).when(closed(march(8)))

    assert known(*returned, until=at(march(8), 12)).ended_at == at(march(8), 9)
    asked.refused(OpenDivergence((DivergenceKind.COMPONENT,)))
