"""Takes personal data and free text out of an event, for the vault's references."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from domain.dossier.values import Sealed, Subject, SubjectRef

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class References:
    """What the vault gave for each text, and for the subject."""

    texts: Mapping[str, Sealed]
    subject: SubjectRef | None


def free_texts(model: BaseModel) -> Iterator[str]:
    """What people wrote freely, wherever it stands in the model."""
    for name, value in _fields(model):
        if _is_free(model, name):
            yield from _texts(value)
        for part in _parts(value):
            yield from free_texts(part)


def subject(model: BaseModel) -> Subject | None:
    found = (value for _, value in _fields(model) if isinstance(value, Subject))
    return next(found, None)


def is_private(model: BaseModel) -> bool:
    """Whether it holds something that the vault takes."""
    if not _private_fields(type(model)):
        return False
    return subject(model) is not None or next(free_texts(model), None) is not None


def claims_sealed(model: BaseModel) -> bool:
    """Whether it already names entries of the vault, which only the engine may do."""
    return bool(_private_fields(type(model))) and any(
        isinstance(value, Sealed | SubjectRef) or any(claims_sealed(part) for part in _parts(value))
        for _, value in _fields(model)
    )


def sealed(model: M, references: References) -> M:
    """The same with references in place of what the vault took."""
    return model.model_copy(
        update={
            name: _sealed(value, references, free=_is_free(model, name))
            for name, value in _fields(model)
        }
    )


def _sealed(value: Any, references: References, *, free: bool) -> Any:
    if isinstance(value, Subject):
        return references.subject
    if free and isinstance(value, str | dict):
        return references.texts[next(_texts(value))]
    if isinstance(value, tuple):
        return tuple(_sealed(part, references, free=False) for part in value)
    return sealed(value, references) if isinstance(value, BaseModel) else value


def _fields(model: BaseModel) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(model, name)) for name in _private_fields(type(model)))


@cache
def _private_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """Those that can hold, however deep, what the vault takes or what it gave for it."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if _is_private(field.annotation))


def _is_private(annotation: Any) -> bool:
    if annotation in (Sealed, Subject, SubjectRef):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_private_fields(annotation))
    return any(_is_private(argument) for argument in get_args(annotation))


def _is_free(model: BaseModel, name: str) -> bool:
    return name in _free_fields(type(model))


@cache
def _free_fields(model: type[BaseModel]) -> frozenset[str]:
    """A field that can hold a `Sealed` is one that people write freely."""
    fields = model.model_fields.items()
    return frozenset(name for name, field in fields if is_free(field.annotation))


def is_free(annotation: Any) -> bool:
    return annotation is Sealed or any(is_free(argument) for argument in get_args(annotation))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield json.dumps(value, ensure_ascii=False, sort_keys=True)


def _parts(value: Any) -> Iterator[BaseModel]:
    """Nested models, but for those that are taken or kept whole."""
    for part in value if isinstance(value, tuple) else (value,):
        if isinstance(part, BaseModel) and not isinstance(part, Subject | Sealed | SubjectRef):
            yield part
