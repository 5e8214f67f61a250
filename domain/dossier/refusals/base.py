"""The two classes of what can be irregular about a dossier."""

from dataclasses import dataclass

from domain.refusals import Gravity, Reason


@dataclass(frozen=True, slots=True)
class Irregular(Reason):
    gravity = Gravity.IRREGULAR


@dataclass(frozen=True, slots=True)
class Unfulfilled(Reason):
    """A condition of an act that does not hold."""

    gravity = Gravity.ACT
