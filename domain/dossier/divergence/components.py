"""Components: the paper documents against the digital ones and their scans."""

from collections.abc import Iterator
from datetime import datetime

from domain.dossier.divergence.case import Case
from domain.dossier.divergence.divergence import Divergence, Exit, Trace
from domain.dossier.documents import Documents, Scan
from domain.dossier.events import DivergenceKind
from domain.dossier.values import Carrier
from domain.procedure.common import Compared
from domain.procedure.component import Form, RequiredComponent

Span = tuple[datetime, datetime | None]
"""Since when, and until when; None while it lasts."""


def components(case: Case) -> Iterator[Divergence]:
    """Lists are compared where both carriers have one; scans, wherever there are any."""
    documents = case.dossier.custody.documents
    if documents.paper and documents.digital:
        yield from _unlisted(case, documents)
    for code in documents.scans:
        yield from _contradicting(case, code, documents)


def _unlisted(case: Case, documents: Documents) -> Iterator[Divergence]:
    """A component that is on one carrier alone, or came late on the other. What is digital by its
    form has no paper; what was sent online may be followed by paper whenever the post comes."""
    begun = max(min(documents.paper.values()), min(documents.digital.values()))
    on_one = documents.paper.keys() ^ documents.digital.keys()
    for code in sorted({*documents.paper, *documents.digital} if case.tells_past else on_one):
        paper, digital = documents.paper.get(code), documents.digital.get(code)
        if paper is not None and (digital is None or digital > paper):
            yield from _lagging(case, code, Carrier.DIGITAL, begun)
        elif digital != paper and not case.by_post and not _is_digital_alone(case, code):
            yield from _lagging(case, code, Carrier.PAPER, begun)


def _lagging(case: Case, code: str, behind: Carrier, begun: datetime) -> Iterator[Divergence]:
    """`behind`: the carrier on which it is missed, or came last. `begun`: since when there are two
    lists to compare."""
    documents = case.dossier.custody.documents
    ahead = Carrier.DIGITAL if behind is Carrier.PAPER else Carrier.PAPER
    since, came = documents.on(ahead)[code], documents.on(behind).get(code)
    settled_at = documents.agreed.get(code)
    if came and not case.tells_past:
        return
    used_up = case.used_up(since, Compared.COMPONENT, behind)
    if used_up is None or (settled_at and since <= settled_at):
        return
    raised_at, until = max(used_up, begun), came or case.over_at
    if until and until <= raised_at:
        return
    yield Divergence(
        DivergenceKind.COMPONENT,
        code,
        since,
        raised_at,
        (Trace(ahead, since), Trace(behind)),
        ends=(Exit.SCAN if behind is Carrier.DIGITAL else Exit.RECORD, Exit.PERSON),
        owner=case.holder(ahead, "file"),
        unrecorded=True,
        until=until,
    )


def _is_digital_alone(case: Case, code: str) -> bool:
    pinned, channel = case.governing.pinned, case.dossier.intake.channel
    listed = pinned.receipt.components if pinned else ()
    found = next((each for each in listed if each.code == code), None)
    return found is not None and _form(found, channel) is Form.ELECTRONIC


def _form(component: RequiredComponent, channel: str | None) -> Form:
    asked = component.on(channel) if channel else component
    return asked.form if asked else component.form


def _contradicting(case: Case, code: str, documents: Documents) -> Iterator[Divergence]:
    """A scan that does not match the paper, or shows another paper than the first one: other
    pages, another hash (domain rule A30; TT 01/2023/TT-VPCP)."""
    span = _last_span(documents, code)
    if span is None:
        return
    since, until = span
    scans = documents.scans[code]
    yield Divergence(
        DivergenceKind.COMPONENT,
        code,
        since,
        case.used_up(since, Compared.COMPONENT) or since,
        tuple(Trace(Carrier.DIGITAL, scan.at) for scan in scans if scan.at <= (until or scan.at)),
        ends=(Exit.SCAN, Exit.PERSON),
        owner=case.holder(Carrier.DIGITAL, "file"),
        until=until,
    )


def _last_span(documents: Documents, code: str) -> Span | None:
    """When the scans last contradicted each other or the paper. What a person has agreed to is
    what later ones are held against; a new paper is compared with scans of its own."""
    renewed_at, agreed_at = documents.renewed.get(code), documents.agreed.get(code)
    new = documents.of_this_paper(code)
    old = documents.scans[code][: len(documents.scans[code]) - len(new)]
    before, now = _contradicted(old, agreed_at), _contradicted(new, agreed_at)
    if now or before is None or before[1] is not None:
        return now or before
    return before[0], renewed_at


def _contradicted(scans: tuple[Scan, ...], agreed_at: datetime | None) -> Span | None:
    span: Span | None = None
    first: Scan | None = None
    for scan in scans:
        if agreed_at and scan.at <= agreed_at:
            first = scan
        elif _agrees(scan, first or scan):
            span = (span[0], scan.at) if span and span[1] is None else span
            first = first or scan
        elif span is None or span[1] is not None:
            span = (scan.at, None)
    return span


def _agrees(scan: Scan, first: Scan) -> bool:
    return scan.matches is not False and first.shows(scan.pages, scan.sha256)
