"""Codes: what a dossier is called in a request, and whose that is."""

from collections.abc import Sequence

from domain.dossier.events import CodeAssigned, DossierEvent
from domain.dossier.refusals import CodeTaken
from domain.refusals import AmbiguousCode, Refused
from domain.request import DOSSIER_CODE, Request
from domain.testimony import Code


def code_of(request: Request) -> Code | str:
    """What to look a dossier up by: a code of a system, or of any."""
    return Code(request.code_system, request.dossier) if request.code_system else request.dossier


Bearer = tuple[Code, str]
"""A code, and the stream of the dossier that bears it."""

Bearers = Sequence[Bearer]


def meant(name: str, bearers: Bearers) -> Bearer | None:
    """Which of those who bear the code it means: where they are several, the national one. None
    where nobody bears it. Raises Refused where several do, and none of them nationally."""
    if not of_several(bearers):
        return bearers[0] if bearers else None
    for one in bearers:
        if one[0].system == DOSSIER_CODE:
            return one
    raise Refused(AmbiguousCode(name, tuple(sorted(code.system for code, _ in bearers))))


def of_several(bearers: Bearers) -> bool:
    """Whether the code alone leads to more than one dossier."""
    return len({stream for _, stream in bearers}) > 1


def found_by(name: Code | str, code: Code, borne: Bearers) -> Code | str:
    """By what the dossier of the code is named alone: the name, unless others bear that, too."""
    return code if of_several(borne) else name


def assigned(event: DossierEvent) -> Code | None:
    """The code that the event gives its dossier; None if it gives none."""
    return Code(event.system, event.value) if isinstance(event, CodeAssigned) else None


def not_taken(code: Code, bearers: Bearers, stream: str) -> None:
    """Raises Refused when another dossier than that of `stream` bears the code."""
    if any(bearer != stream for _, bearer in bearers):
        raise Refused(CodeTaken(code.system, code.value))


def new_code(request: Request) -> Code:
    return Code(request.code_system or DOSSIER_CODE, request.dossier)
