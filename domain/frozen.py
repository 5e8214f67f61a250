"""Frozen values made quickly: to replay a dossier makes several of them for each event.

A frozen dataclass sets each of its fields by name, past its own guard, which takes four times as
long as to set them. Both are for dataclasses with slots that do nothing else when they are made.
"""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast, get_origin

P = ParamSpec("P")
T = TypeVar("T")


def maker(of: Callable[P, T]) -> Callable[P, T]:
    """Makes values of that class, which inherits no field. It takes all of them, in order."""
    plain = get_origin(of) or of
    twin = _twin(plain)

    def make(*values: Any) -> Any:
        made = twin(*values)
        made.__class__ = plain
        return made

    return cast("Callable[P, T]", make)


def _twin(of: Any) -> type[Any]:
    """A class with the same fields at the same places of memory, but not frozen: its values may
    become those of the other."""
    bases = getattr(of, "__orig_bases__", of.__bases__)
    own = [(each.name, Any) for each in fields(of)]
    return make_dataclass(of.__name__, own, bases=bases, slots=True)


@cache
def _slots(of: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields, each with what sets it."""
    return tuple((each.name, getattr(of, each.name).__set__) for each in fields(of))


if TYPE_CHECKING:
    # So that what is given is checked as it is of any dataclass.
    from dataclasses import replace
else:

    def replace(value: T, /, **changes: Any) -> T:
        """As dataclasses.replace; but what names no field is passed over."""
        after = object.__new__(type(value))
        for name, put in _slots(type(value)):
            put(after, changes[name] if name in changes else getattr(value, name))
        return after


__all__ = ["maker", "replace"]
