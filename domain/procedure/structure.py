"""Reading what a file tells into a model, with everything that is wrong about its shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.procedure.soundness import Flaw
from domain.procedure.words import Defined

M = TypeVar("M", bound=Defined)

NAMED: Final[Mapping[tuple[str, str], str]] = {
    ("missing", "unit"): "term-without-unit",
    ("enum", "role"): "step-nobody-can-do",
    ("missing", "role"): "step-nobody-can-do",
}
"""What the shape of a part says about it, by the kind of error and the key."""

SHAPES: Final[Mapping[str, str]] = {"missing": "key-missing", "extra_forbidden": "unknown-field"}


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """The model, or as much of it as could be read; and what could not."""

    model: M | None
    flaws: tuple[Flaw, ...] = ()
    unread: frozenset[str] = frozenset()


def read(model: type[M], told: object, blanks: Mapping[str, Any]) -> Read[M]:
    """Nothing that the model does not know is passed over in silence.

    `blanks` stand for parts that must be there and cannot be read, so that the rest is judged.
    """
    try:
        return Read(model.model_validate(told, extra="forbid"))
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False)
    flaws = tuple(_flaw(each) for each in errors)
    unread = frozenset(str(each["loc"][0]) for each in errors if each["loc"])
    return Read(_rest(model, told, unread, blanks), flaws, unread)


def _rest(
    model: type[M], told: object, unread: frozenset[str], blanks: Mapping[str, Any]
) -> M | None:
    if not isinstance(told, Mapping):
        return None
    kept = {key: value for key, value in told.items() if key not in unread}
    blank = {key: value for key, value in blanks.items() if key in unread}
    return model.model_validate({**kept, **blank})


def _flaw(error: ErrorDetails) -> Flaw:
    loc = error["loc"]
    key = str(loc[-1]) if loc else ""
    rule = NAMED.get((error["type"], key)) or SHAPES.get(error["type"], "value-not-allowed")
    return Flaw(path(*loc), rule, error["msg"].lower())


def path(*parts: str | int) -> str:
    """As a reader writes it: terms[1].length.unit."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return written.removeprefix(".")
