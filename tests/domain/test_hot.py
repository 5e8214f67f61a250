"""What the engine remembers of a dossier says what the whole history says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dossier.decisions import judge
from domain.dossier.dossier import fold
from domain.dossier.events import Told
from domain.dossier.order import order_of_happening
from domain.hot import Hot, Memory, seen
from domain.law import Law
from domain.store import Pending
from domain.testimony import Code
from tests.domain.case import LAW
from tests.domain.strategies import dossiers
from tests.domain.transitions.case import SHIPPED
from tests.domain.transitions.strategies import under_law

many = settings(max_examples=100, deadline=None)


def says_the_same(told: list[Told], law: Law) -> None:
    """One after the other is recorded, and judged by memory where that can be."""
    hot: Hot | None = Hot("a")
    for number, one in enumerate(told):
        history = told[:number]
        expected = judge(history, one, law)
        reasons, before = seen("a", history, one, law)
        assert reasons == expected
        by_memory = hot.judge(one, law) if hot else None
        if hot and by_memory is not None:
            assert by_memory == expected
            hot = hot.after(one, Pending())
        else:
            hot = before.after(one, Pending()) if before else None
        if hot:
            assert hot.version == number + 1
            assert hot.after(one, Pending())._dossier == fold(told[: number + 1])


@many
@given(dossiers(), st.booleans())
def test_memory_judges_as_the_history_does(told: list[Told], in_order: bool) -> None:
    says_the_same(sorted(told, key=order_of_happening) if in_order else told, LAW)


@many
@given(under_law(8), st.booleans())
def test_memory_judges_as_the_history_does_under_the_law(told: list[Told], in_order: bool) -> None:
    says_the_same(sorted(told, key=order_of_happening) if in_order else told, SHIPPED)


def code(value: str) -> Code:
    return Code("portal", value)


def test_a_dossier_is_remembered_by_every_name_it_was_called() -> None:
    memory, hot = Memory(), Hot("a")
    memory.keep("HS-1", code("HS-1"), hot)
    memory.keep(code("05"), code("05"), hot)
    assert memory.find("HS-1") == (code("HS-1"), hot)
    assert memory.find(code("05")) == (code("05"), hot)
    assert memory.find("05") is None
    memory.forget("a")
    assert memory.find("HS-1") is None
    assert memory.find(code("05")) is None
    assert memory.of("a") is None


def test_the_one_that_was_asked_for_longest_ago_is_forgotten_first() -> None:
    memory = Memory(most=3)
    for name in "abc":
        memory.keep(name, code(name), Hot(name))
    memory.find("a")
    memory.keep("d", code("d"), Hot("d"))
    assert [name for name in "abcd" if memory.find(name)] == ["a", "c", "d"]


def test_a_name_that_leads_elsewhere_by_now_is_not_lost_with_where_it_led() -> None:
    memory = Memory()
    memory.keep("HS-1", code("HS-1"), Hot("guessed"))
    memory.keep("HS-1", code("HS-1"), Hot("real"))
    memory.forget("guessed")
    found = memory.find("HS-1")
    assert found
    assert found[1].stream == "real"


@many
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.sampled_from("xyz")), max_size=20)
)
def test_a_name_leads_to_where_it_led_last_unless_that_is_forgotten(
    done: list[tuple[bool, str, str]],
) -> None:
    memory = Memory()
    leads: dict[str, str] = {}
    for keeps, name, stream in done:
        if keeps:
            memory.keep(name, code(name), Hot(stream))
            leads[name] = stream
        else:
            memory.forget(stream)
            leads = {name: other for name, other in leads.items() if other != stream}
        found = {name: memory.find(name) for name in "abc"}
        assert {name: one[1].stream for name, one in found.items() if one} == leads


@pytest.mark.parametrize("most", [1, 7])
def test_memory_is_bounded(most: int) -> None:
    memory = Memory(most)
    for number in range(100):
        memory.keep(f"HS-{number}", code(f"HS-{number}"), Hot(str(number)))
        memory.keep(code(f"HS-{number}"), code(f"HS-{number}"), Hot(str(number)))
    remembered = [number for number in range(100) if memory.of(str(number))]
    assert remembered == list(range(100 - most, 100))
    assert len(memory._names) == 2 * most
