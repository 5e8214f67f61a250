"""A dossier may be given further codes; from then on each leads to it, and to it alone."""

from collections.abc import Sequence
from itertools import permutations, product
from typing import Any, Final

import anyio
import pytest

from adapters.postgres.database import Database
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.vault import opened_vault
from domain.admission import admit
from domain.engine import Engine
from domain.knowledge import Moments, known
from domain.refusals import Refused
from domain.request import Posted
from domain.testimony import Code
from tests.adapters.asking import engine_over, posted
from tests.adapters.memory import MemoryEventStore, MemoryVault

pytestmark = pytest.mark.anyio

SLIP: Final = Code("slip", "05")
TAKEN: Final = "code-taken"


def a_receipt(dossier: str = "HS-1") -> Posted:
    return posted("received", dossier=dossier)


def a_note(dossier: str = "HS-1", **fields: Any) -> Posted:
    return posted("noted", name="ghi chú", dossier=dossier, **fields)


def gives(code: Code = SLIP, request_id: str = "", **fields: Any) -> Posted:
    return posted("code-assigned", request_id, system=code.system, value=code.value, **fields)


async def outcome(engine: Engine, request: Posted) -> str:
    """The version that the event has got, or why it was refused; nothing is recorded then."""
    before = await engine.store.head()
    try:
        answer = await engine.perform(request, opens=True)
    except Refused as refused:
        assert await engine.store.head() == before
        return refused.reasons[0].code
    return str(answer.events[0].version)


async def one_by_one(engine: Engine, requests: Sequence[Posted]) -> list[str]:
    return [await outcome(engine, request) for request in requests]


async def as_lines(engine: Engine, requests: Sequence[Posted]) -> list[str]:
    outcomes = await admit(engine, requests)
    return [str(one.event.version) if one.event else one.reasons[0].code for one in outcomes]


def _names(ways: Sequence[Any]) -> str:
    return "-".join(way.__name__ for way in ways)


WAYS: Final = pytest.mark.parametrize("tell", [one_by_one, as_lines])


class Codes:
    @WAYS
    async def test_an_assigned_code_leads_to_the_dossier(self, engine: Engine, tell: Any) -> None:
        given = [a_receipt(), gives(), a_note("05"), a_note("05", code_system="slip"), a_note()]
        assert await tell(engine, given) == ["1", "2", "3", "4", "5"]
        for code in ("05", SLIP, "HS-1"):
            found = await known(engine.store, code, Moments())
            assert [event.version for event in found] == [1, 2, 3, 4, 5]

    @WAYS
    async def test_a_code_is_of_its_system(self, engine: Engine, tell: Any) -> None:
        given = [a_receipt(), gives(), a_note("05", code_system="portal"), a_note("05")]
        assert await tell(engine, given) == ["1", "2", "1", "ambiguous-code"]

    @WAYS
    async def test_a_code_that_is_the_dossiers_is_not_taken(
        self, engine: Engine, tell: Any
    ) -> None:
        own = Code("dossier-code", "HS-1")
        given = [gives(own), gives(own), gives(), gives(), a_note("05"), a_note()]
        assert await tell(engine, given) == ["1", "2", "3", "4", "5", "6"]

    @WAYS
    async def test_the_code_of_another_dossier_is_taken(self, engine: Engine, tell: Any) -> None:
        given = [a_receipt(), a_receipt("HS-2"), gives(), gives(dossier="HS-2")]
        assert await tell(engine, given) == ["1", "1", "2", TAKEN]
        of_another = gives(Code("dossier-code", "HS-2"))
        assert await tell(engine, [of_another, a_note("05"), a_note("HS-2")]) == [TAKEN, "3", "2"]

    @pytest.mark.parametrize(
        "mode",
        [
            pytest.param({"mode": "record"}, id="recorded"),
            pytest.param({"mode": "decide"}, id="decided"),
            pytest.param(
                {"mode": "decide", "override": {"reason": "x", "approver": "y"}}, id="overridden"
            ),
        ],
    )
    async def test_a_taken_code_is_refused_in_every_mode(
        self, engine: Engine, mode: dict[str, Any]
    ) -> None:
        await one_by_one(engine, [a_receipt(), a_receipt("HS-2"), gives()])
        with pytest.raises(Refused) as refused:
            await engine.perform(gives(dossier="HS-2", **mode))
        (reason,) = refused.value.reasons
        assert (reason.code, reason.params) == (TAKEN, {"system": "slip", "value": "05"})

    @WAYS
    async def test_a_refused_assignment_opens_no_dossier(self, engine: Engine, tell: Any) -> None:
        assert await tell(engine, [a_receipt(), gives()]) == ["1", "2"]
        given = [gives(dossier="new"), gives(Code("portal", "new")), a_note("new")]
        assert await tell(engine, given) == [TAKEN, "3", "4"]

    @WAYS
    async def test_a_refused_assignment_does_not_use_up_its_request_id(
        self, engine: Engine, tell: Any
    ) -> None:
        given = [a_receipt(), gives(), gives(SLIP, "r", dossier="HS-2")]
        assert await tell(engine, given) == ["1", "2", TAKEN]
        assert await tell(engine, [gives(Code("slip", "06"), "r", dossier="HS-2")]) == ["1"]

    async def test_an_assignment_that_comes_again_gets_its_first_answer(
        self, engine: Engine
    ) -> None:
        request = gives(SLIP, "same")
        first = await engine.perform(request, opens=True)
        again = await engine.perform(request)
        assert (again.events, again.repeated) == (first.events, True)
        (admitted,) = await admit(engine, [request])
        assert (admitted.event, admitted.reasons) == (None, ())

    async def test_an_annulled_assignment_keeps_its_code(self, engine: Engine) -> None:
        """What was said under it stays findable; a mistake is no reason to lose that."""
        target = {"source": "portal", "request_id": "nhầm"}
        annulled = posted("annulled", target=target, reason="nhầm", approver="Lê Út")
        await one_by_one(engine, [a_receipt(), gives(SLIP, "nhầm"), annulled])
        given = [a_note("05"), gives(dossier="HS-2")]
        assert await one_by_one(engine, given) == ["4", TAKEN]

    async def test_of_many_who_are_given_a_code_at_once_one_gets_it(self, engine: Engine) -> None:
        outcomes: list[str] = []

        async def give(dossier: str) -> None:
            outcomes.append(await asked(engine, gives(dossier=dossier)))

        async with anyio.create_task_group() as tasks:
            for number in range(5):
                tasks.start_soon(give, f"HS-{number}")
        assert sorted(outcomes) == ["1", *[TAKEN] * 4]
        assert await engine.store.head() == 1

    @pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
    @WAYS
    async def test_a_shuffled_import_finds_the_dossier_as_far_as_its_order_allows(
        self, engine: Engine, tell: Any, order: tuple[int, int, int]
    ) -> None:
        """What comes under a code before its assignment opens a provisional dossier: nobody
        could know better. The code is that dossier's then, and its assignment is refused."""
        lines = [a_receipt(), gives(), a_note("05", code_system="slip")]
        outcomes = await tell(engine, [lines[number] for number in order])
        if order.index(1) < order.index(2):
            assert outcomes == ["1", "2", "3"]
            assert len(await engine.store.dossiers("", 10)) == 1
        else:
            assert dict(zip(order, outcomes, strict=True)) == {0: "1", 1: TAKEN, 2: "1"}
            assert len(await engine.store.dossiers("", 10)) == 2

    @WAYS
    async def test_what_came_early_under_a_bare_code_bears_it_in_the_national_system(
        self, engine: Engine, tell: Any
    ) -> None:
        """So a slip may still give it to another dossier; the bare code stays the national one."""
        given = [a_note("05"), a_receipt(), gives(), a_note("05")]
        assert await tell(engine, given) == ["1", "1", "2", "2"]
        under_each = [a_note("05", code_system=system) for system in ("slip", "dossier-code")]
        assert await tell(engine, under_each) == ["3", "3"]

    @pytest.mark.parametrize("ways", [*product((one_by_one, as_lines), repeat=3)], ids=_names)
    async def test_a_bare_code_is_the_national_one_whatever_other_systems_give(
        self, engine: Engine, ways: Sequence[Any]
    ) -> None:
        """Nobody makes another's dossier unusable by opening one of the same code."""
        national, other = {"code_system": "dossier-code"}, {"code_system": "other"}
        opens, more, again = ways
        assert await opens(engine, [a_note("A", **other), a_note("A")]) == ["1", "2"]
        assert await more(engine, [a_note("A", **national), a_note("A")]) == ["1", "2"]
        given = [a_note("A", code_system="third"), a_note("A", **other), a_note("A"), a_note("A")]
        assert await again(engine, given) == ["1", "3", "3", "4"]
        found = await known(engine.store, "A", Moments())
        assert [event.version for event in found] == [1, 2, 3, 4]
        assert {event.told.dossier.system for event in found} == {"dossier-code"}


async def asked(engine: Engine, request: Posted) -> str:
    """As `outcome`, while others record."""
    try:
        return str((await engine.perform(request, opens=True)).events[0].version)
    except Refused as refused:
        return refused.reasons[0].code


class TestInMemory(Codes):
    @pytest.fixture
    def engine(self) -> Engine:
        return engine_over(MemoryEventStore(), MemoryVault())


class TestOnPostgres(Codes):
    @pytest.fixture
    async def engine(self, database: Database) -> Engine:
        return engine_over(PostgresEventStore(database), await opened_vault(database))
