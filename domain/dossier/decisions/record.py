"""Rules of the record itself: a mistake is mended by two people (TT 01/2018/TT-VPCP
Art. 17(1)(b))."""

from collections.abc import Iterator

from domain.dossier import events
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.refusals import SamePerson
from domain.law import Law
from domain.refusals import Reason
from domain.second_person import is_second_person, known_as, teller


def approved_by_another(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    event = told.event
    if not isinstance(event, events.Corrected | events.Annulled):
        return
    if not is_second_person(known_as(event.approver), teller(told)):
        yield SamePerson(event.approver, ("told", "approved"))
