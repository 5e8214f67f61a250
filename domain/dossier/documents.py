"""What lies in the file on each carrier: the lists of documents, and the scans of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.dossier import events
from domain.dossier.events import Told
from domain.dossier.values import Carrier
from domain.frozen import replace

Listed = Mapping[str, datetime]
"""Since when a component is in the file, by its code."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper component as it was scanned (NĐ 107/2021; TT 01/2023/TT-VPCP)."""

    at: datetime
    pages: int | None
    sha256: str | None
    scanner: str | None
    matches: bool | None
    """"Khớp đúng bản giấy"; None where nobody said so."""

    def shows(self, pages: int | None, sha256: str | None) -> bool:
        """Whether nothing that is told of both says that this is another file or other pages."""
        told = ((self.pages, pages), (self.sha256, sha256))
        return not any(ours and theirs and ours != theirs for ours, theirs in told)


@dataclass(frozen=True, slots=True)
class Documents:
    paper: Listed = field(default_factory=dict)
    digital: Listed = field(default_factory=dict)
    """Scanned ones, too."""
    scans: Mapping[str, tuple[Scan, ...]] = field(default_factory=dict)
    """In the order of happening."""
    renewed: Listed = field(default_factory=dict)
    """When a new paper last took its place: its scan need not be like the old one."""
    agreed: Listed = field(default_factory=dict)
    """When a person last settled what paper and scan disagreed on."""

    def on(self, carrier: Carrier) -> Listed:
        return self.paper if carrier is Carrier.PAPER else self.digital

    def of_this_paper(self, code: str) -> tuple[Scan, ...]:
        """The scans since the last paper came."""
        scans, renewed_at = self.scans.get(code, ()), self.renewed.get(code)
        return tuple(scan for scan in scans if renewed_at is None or scan.at >= renewed_at)


def evolve(documents: Documents, told: Told) -> Documents:
    at = told.occurred_at
    match told.event:
        case events.CarrierReceived(object="file", carrier=carrier, components=came) if came:
            return _listed(documents, carrier, (each.code for each in came), at)
        case events.Digitised() as scanned:
            return _scanned(documents, scanned, at)
        case events.IntakeSupplementReceived() | events.SupplementReceived() as brought:
            return _brought(documents, brought.items, brought.carrier, at)
        case events.Reconciled(content=content) if content:
            return replace(documents, agreed={**documents.agreed, **dict.fromkeys(content, at)})
        case _:
            return documents


def _listed(
    documents: Documents, carrier: Carrier, codes: Iterable[str], at: datetime
) -> Documents:
    """What came first counts: the same list at a second desk brings nothing new."""
    came = dict.fromkeys(codes, at)
    if carrier is Carrier.PAPER:
        return replace(documents, paper={**came, **documents.paper})
    return replace(documents, digital={**came, **documents.digital})


def _scanned(documents: Documents, scanned: events.Digitised, at: datetime) -> Documents:
    code = scanned.component
    scan = Scan(at, scanned.pages, scanned.sha256, scanned.scanner, scanned.matches_paper)
    scans = {**documents.scans, code: (*documents.scans.get(code, ()), scan)}
    return replace(documents, digital={code: at, **documents.digital}, scans=scans)


def _brought(
    documents: Documents, codes: Iterable[str], carrier: Carrier | None, at: datetime
) -> Documents:
    """Of a carrier that was never listed, what completes it is no list either."""
    came = dict.fromkeys(codes, at)
    after = replace(documents, renewed={**documents.renewed, **came}) if came else documents
    if carrier is None or not came or not documents.on(carrier):
        return after
    return _listed(after, carrier, came, at)
