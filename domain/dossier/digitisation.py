"""Digitisation: paper components against their scans, and which carrier comes first
(NĐ 61/2018 Art. 17(1); NĐ 107/2021; TT 01/2023/TT-VPCP)."""

from collections.abc import Iterable, Mapping

from domain.dossier.dossier import Dossier
from domain.dossier.values import Carrier, Channel
from domain.procedure.component import Form, RequiredComponent


def undigitised(dossier: Dossier) -> tuple[str, ...]:
    """Components on paper with no file: never scanned, or not since a new paper took its place."""
    documents = dossier.custody.documents
    return tuple(
        code
        for code in sorted(documents.paper)
        if code not in documents.digital
        or (documents.scans.get(code) and not documents.of_this_paper(code))
    )


def unmatched(dossier: Dossier) -> tuple[str, ...]:
    """Scans with no paper, once it is known what came on paper."""
    documents = dossier.custody.documents
    if not documents.paper:
        return ()
    return tuple(sorted(documents.scans.keys() - documents.paper.keys()))


def expected_late(dossier: Dossier, asked: Iterable[RequiredComponent]) -> Mapping[str, Carrier]:
    """The carrier on which each component may lag behind the other, and does not lie yet: of paper
    its scan, of what was sent online the paper that follows by post (TT 02/2022/TT-BKHCN).

    `asked` is what the version of the receipt asks for on the dossier's channel.
    """
    channel = dossier.intake.channel
    late = {each.code: _late(each, channel) for each in asked}
    lying = dossier.custody.documents
    return {code: on for code, on in late.items() if on and code not in lying.on(on)}


def _late(component: RequiredComponent, channel: Channel | None) -> Carrier | None:
    """None where it is expected on one carrier alone."""
    if component.form is Form.ELECTRONIC:
        return None
    if channel is not Channel.ONLINE:
        return Carrier.DIGITAL
    # An uploaded copy is what was asked for; what must be seen itself comes after it.
    seen = component.original_required or component.form is not Form.COPY
    return Carrier.PAPER if seen else None
