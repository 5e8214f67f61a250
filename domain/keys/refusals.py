"""Why a key is not made, or nothing more is done with it."""

from dataclasses import dataclass

from domain.refusals import Gravity, Malformed, Reason


@dataclass(frozen=True, slots=True)
class UnknownUnit(Malformed):
    """No authority, unit or desk of the registry has this id or code."""

    code = "unknown-unit"
    unit: str
    close: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class UnitsRequired(Malformed):
    """The role is one of units, and none was named."""

    code = "units-required"
    role: str


@dataclass(frozen=True, slots=True)
class UnitsOfAll(Malformed):
    """The role is one of the whole installation."""

    code = "units-of-all"
    role: str


@dataclass(frozen=True, slots=True)
class SourcesRequired(Malformed):
    """A service says in the name of which sources it speaks."""

    code = "sources-required"
    role: str


@dataclass(frozen=True, slots=True)
class UnknownKey(Malformed):
    code = "unknown-key"
    key: str


@dataclass(frozen=True, slots=True)
class KeyRevoked(Reason):
    """It was taken back, which is for good."""

    code = "key-revoked"
    gravity = Gravity.ACT
    key: str
