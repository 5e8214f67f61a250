"""What is made quickly is what dataclasses would have made."""

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from domain import testimony
from domain.dossier.custody import Custody
from domain.dossier.dossier import Dossier
from domain.dossier.events import DossierEvent
from domain.dossier.handover import Holding, Transit
from domain.dossier.work import Supplement, Work
from domain.frozen import maker, replace
from domain.store import RecordedEvent
from tests.domain.case import CENTRE, DEPARTMENT, TUESDAY, moment, received

AT = moment(TUESDAY)
TOLD = received()

each_value = pytest.mark.parametrize(
    "value",
    [
        TOLD,
        RecordedEvent(1, "s", 1, AT, TOLD),
        Dossier(),
        Custody(),
        Transit(DEPARTMENT, CENTRE, AT),
        Holding(DEPARTMENT, AT),
    ],
    ids=lambda value: type(value).__name__,
)


def values_of(value: Any) -> list[Any]:
    return [getattr(value, field.name) for field in fields(value)]


@each_value
def test_it_is_the_value_that_the_class_makes(value: Any) -> None:
    made = maker(type(value))(*values_of(value))

    assert made == value
    assert type(made) is type(value)
    assert repr(made) == repr(value)


@each_value
def test_it_is_as_frozen(value: Any) -> None:
    made = maker(type(value))(*values_of(value))

    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(value)[0].name, None)


def test_every_field_must_be_given() -> None:
    make: Callable[..., Any] = maker(Transit)

    with pytest.raises(TypeError):
        make(DEPARTMENT, CENTRE, AT)


def test_a_class_may_be_named_with_what_it_holds() -> None:
    assert maker(testimony.Testimony[DossierEvent])(*values_of(TOLD)) == TOLD


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (Work(), {"handler": "hanh"}),
        (Supplement("1", AT, items=("plan",)), {"until": AT, "lapsed": True}),
        (TOLD, {"occurred_at": moment(TUESDAY, 17), "actor": None}),
        (TOLD, {}),
    ],
)
def test_a_value_is_replaced_as_dataclasses_would(value: Any, changes: dict[str, Any]) -> None:
    before = values_of(value)
    after = replace(value, **changes)

    assert after == dataclasses.replace(value, **changes)
    assert type(after) is type(value)
    assert values_of(value) == before
