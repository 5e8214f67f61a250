"""What is irregular at the counter."""

from dataclasses import dataclass

from domain.dossier.refusals.base import Irregular
from domain.refusals import Malformed


@dataclass(frozen=True, slots=True)
class UnknownProcedure(Irregular):
    """No such procedure was ever published."""

    code = "unknown-procedure"
    procedure: str


@dataclass(frozen=True, slots=True)
class ProcedureNotInForce(Irregular):
    """It was not yet, or no longer, in force on the day of receipt."""

    code = "procedure-not-in-force"
    procedure: str
    day: str


@dataclass(frozen=True, slots=True)
class UnknownComponent(Irregular):
    """A component that the procedure does not list (asking for it:
    NĐ 61/2018 Art. 5(1)(đ))."""

    code = "unknown-component"
    component: str
    procedure: str


@dataclass(frozen=True, slots=True)
class OutsideOneStop(Irregular):
    """Accepted by a unit that is no one-stop desk (NĐ 61/2018 Art. 16, 17)."""

    code = "outside-one-stop"
    unit: str


@dataclass(frozen=True, slots=True)
class ComponentsMissing(Irregular):
    """Accepted as complete without components that the procedure asks for (NĐ 61/2018
    Art. 17(1))."""

    code = "components-missing"
    components: tuple[str, ...]
    procedure: str


@dataclass(frozen=True, slots=True)
class PromisedBeyondLegal(Irregular):
    """The return date on the slip is later than the law gives (NĐ 61/2018 Art. 5(1)(đ), 17(3))."""

    code = "promised-beyond-legal"
    promised: str
    legal: str


@dataclass(frozen=True, slots=True)
class ItemBeyondLaw(Irregular):
    """A paper is asked for that the procedure does not list (NĐ 61/2018 Art. 5(1)(đ), 17(1)(a))."""

    code = "item-beyond-law"
    component: str
    procedure: str


@dataclass(frozen=True, slots=True)
class ItemWithoutReason(Irregular):
    """The slip must say why for each item (Mẫu 02, TT 01/2018/TT-VPCP)."""

    code = "item-without-reason"
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScanWithoutMatch(Irregular):
    """Nobody says that the scan matches the paper (NĐ 107/2021; TT 01/2023/TT-VPCP)."""

    code = "scan-without-match"
    component: str


@dataclass(frozen=True, slots=True)
class ScanChanged(Irregular):
    """Another file or other pages than the first scan of the same paper (NĐ 107/2021;
    TT 01/2023/TT-VPCP)."""

    code = "scan-changed"
    component: str


@dataclass(frozen=True, slots=True)
class CodeTaken(Malformed):
    """The code belongs to another dossier."""

    code = "code-taken"
    system: str
    value: str
