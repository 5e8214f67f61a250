"""What can be wrong with a definition, and irregular about its enactment."""

from dataclasses import dataclass

from domain.refusals import Gravity, Malformed, Reason, Refused


@dataclass(frozen=True, slots=True)
class InvalidDefinition(Malformed):
    """Something in a file of definitions that cannot be published.

    `path` leads to it in the file; `rule` is a stable name of what it breaks.
    """

    code = "invalid-definition"
    file: str
    path: str
    rule: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.why} ({self.rule})"


class DefinitionRefused(Refused):
    """Definitions that cannot be published; `reasons` are all that is wrong with them."""

    def __init__(self, *reasons: InvalidDefinition) -> None:
        super().__init__(*reasons)
        self.problems = reasons

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True, slots=True)
class Irregular(Reason):
    gravity = Gravity.IRREGULAR


@dataclass(frozen=True, slots=True)
class PublishedTwice(Irregular):
    """A procedure was published while it was in force: an amendment was meant."""

    code = "procedure-published-twice"
    procedure: str
    day: str


@dataclass(frozen=True, slots=True)
class AmendedBeforePublished(Irregular):
    code = "procedure-amended-before-published"
    procedure: str
    day: str


@dataclass(frozen=True, slots=True)
class AmendedAfterAbolition(Irregular):
    """An abolition leaves nothing in force for a later version to amend."""

    code = "procedure-amended-after-abolition"
    procedure: str
    day: str
    """The first of the later version."""
    ended: str


@dataclass(frozen=True, slots=True)
class AmendedWithoutTransition(Irregular):
    """It does not say what becomes of dossiers in flight; they keep the old rules."""

    code = "procedure-amended-without-transition"
    procedure: str
    day: str


@dataclass(frozen=True, slots=True)
class AbolishedWhileNotInForce(Irregular):
    code = "procedure-abolished-while-not-in-force"
    procedure: str
    day: str
