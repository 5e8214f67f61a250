"""What is irregular about promises, the result and the end."""

from dataclasses import dataclass

from domain.dossier.refusals.base import Irregular


@dataclass(frozen=True, slots=True)
class SecondReschedule(Irregular):
    """The return date is put off at most once (NĐ 61/2018 Art. 19(9))."""

    code = "second-reschedule"
    allowed: int


@dataclass(frozen=True, slots=True)
class ApologyLate(Irregular):
    """The apology comes at the latest one day before the return date (NĐ 61/2018 Art. 19(9))."""

    code = "apology-late"
    until: str


@dataclass(frozen=True, slots=True)
class PromiseShortened(Irregular):
    """A printed promise never gets shorter (NĐ 61/2018 Art. 17(3), 20)."""

    code = "promise-shortened"
    promised: str
    now: str


@dataclass(frozen=True, slots=True)
class SignerWithoutAuthority(Irregular):
    """On that day the signer held no position or delegation that may sign it (NĐ 30/2020
    Art. 13)."""

    code = "signer-without-authority"
    signer: str
    day: str


@dataclass(frozen=True, slots=True)
class IssuedUnsigned(Irregular):
    """Numbered and sealed before it was signed (NĐ 30/2020 Art. 14, 15)."""

    code = "issued-unsigned"


@dataclass(frozen=True, slots=True)
class ArrivedUnissued(Irregular):
    """A result was drafted and came to the desk without number and date: no result document
    exists (NĐ 61/2018 Art. 20)."""

    code = "arrived-unissued"


@dataclass(frozen=True, slots=True)
class WithdrawalUnsigned(Irregular):
    """The applicant did not sign the request to withdraw."""

    code = "withdrawal-unsigned"
