"""Rules of the result: drafted by one, signed by another who may, numbered, then at the desk."""

from collections.abc import Iterator

from domain.dossier import events
from domain.dossier.dossier import Dossier
from domain.dossier.events import Told
from domain.dossier.refusals import (
    ArrivedUnissued,
    IssuedUnsigned,
    SamePerson,
    SignerWithoutAuthority,
    WithdrawalUnsigned,
)
from domain.dossier.regime import regime
from domain.law import Law
from domain.refusals import Reason


def by_another(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Who drafted or handled it does not sign it (segregation of duties, ISO 9001:2015 8.6)."""
    if not isinstance(told.event, events.ResultSigned):
        return
    signer = told.event.signer or told.actor
    worked = {dossier.result.document.drafted_by: "drafted", dossier.work.handler: "handled"}
    if signer and signer in worked:
        yield SamePerson(signer, (worked[signer], "signed"))


def by_who_may_sign(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A valid position or delegation at the time of signing (NĐ 30/2020 Art. 13)."""
    if isinstance(told.event, events.ResultSigned):
        yield from _entitled(dossier, told, law, told.event.signer or told.actor)


def signed_by_who_may_sign(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """The signer that the result names, where its signing was not told."""
    if isinstance(told.event, events.ResultIssued) and dossier.result.document.signed_at is None:
        yield from _entitled(dossier, told, law, told.event.signer)


def _entitled(dossier: Dossier, told: Told, law: Law, signer: str | None) -> Iterator[Reason]:
    if signer is None or law.registry.entry(signer) is None:
        return
    day = told.occurred_at.astimezone(dossier.zone(law.zone)).date()
    pinned = regime(dossier, law, day).pinned
    roles = pinned.signers if pinned else ()
    if roles and not any(law.registry.officer_may_sign(signer, role, day) for role in roles):
        yield SignerWithoutAuthority(signer, day.isoformat())


def after_signature(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """Numbered and sealed after it was signed, where the signing is told at all (NĐ 30/2020
    Art. 14, 15)."""
    document = dossier.result.document
    if document.drafted_at and document.signed_at is None:
        yield IssuedUnsigned()


def after_issue(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A result that was drafted is a document only once it has number and date (NĐ 61/2018
    Art. 20)."""
    document = dossier.result.document
    if (document.drafted_at or document.signed_at) and document.issued_at is None:
        yield ArrivedUnissued()


def signed_by_the_applicant(dossier: Dossier, told: Told, law: Law) -> Iterator[Reason]:
    """A written request of the applicant's own (status 7)."""
    if isinstance(told.event, events.WithdrawalRequested) and told.event.signed is False:
        yield WithdrawalUnsigned()
