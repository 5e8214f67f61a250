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


def ambiguous(name: str, bearers: Sequence[tuple[Code, str]]) -> None:
    """Raises Refused when several dossiers bear the code."""
    if len({stream for _, stream in bearers}) > 1:
        systems = tuple(sorted(code.system for code, _ in bearers))
        raise Refused(AmbiguousCode(name, systems))


def found_by(
    name: Code | str, bearers: Sequence[tuple[Code, str]], borne: Sequence[tuple[Code, str]]
) -> Code | str:
    """By what the one of `bearers` is named alone: where others bear the name, too, whom its teller
    may not know of, it is the code with its system."""
    return name if len(bearers) == len(borne) else bearers[0][0]


def assigned(event: DossierEvent) -> Code | None:
    """The code that the event gives its dossier; None if it gives none."""
    return Code(event.system, event.value) if isinstance(event, CodeAssigned) else None


def not_taken(code: Code, bearers: Sequence[tuple[Code, str]], stream: str) -> None:
    """Raises Refused when another dossier than that of `stream` bears the code."""
    if any(bearer != stream for _, bearer in bearers):
        raise Refused(CodeTaken(code.system, code.value))


def new_code(request: Request) -> Code:
    return Code(request.code_system or DOSSIER_CODE, request.dossier)
