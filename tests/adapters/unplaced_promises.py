"""What domain.unplaced.Unplaced and Awaited promise, as tests for whoever keeps it."""

from dataclasses import dataclass, replace
from typing import Any, Final

import anyio
import pytest

from adapters.worker.placing import Placing
from domain.access import Reach
from domain.dossier.events import DossierEvent
from domain.engine import Engine
from domain.placing import Tried, tried
from domain.posting import post
from domain.refusals import Refused
from domain.request import Posted, canonical
from domain.store import RecordedEvent
from domain.unplaced import Awaited, Kept, State, Unplaced, Wanted, Why
from tests.adapters.asking import posted

SECRET: Final = "Nguyễn Văn A, CCCD 080085001234"


@dataclass
class Desk:
    """An engine, what it could not place, and the worker that tries again."""

    engine: Engine
    unplaced: Unplaced
    awaited: Awaited

    async def keeps(self, *told: Posted) -> list[str]:
        prints = [self.engine.vault.fingerprint(canonical(one.request)) for one in told]
        return [*await self.unplaced.keep(told, prints)]

    async def opens(self, code: str = "HS-1", **fields: Any) -> RecordedEvent[DossierEvent]:
        receipt = posted("received", dossier=code, **fields)
        answer = await self.engine.perform(receipt, opens=True)
        return answer.events[0]

    async def tries(self) -> int:
        """How much the worker then places."""
        return await Placing(self.engine, self.unplaced, self.awaited).round()

    async def all(self, reach: Reach = None, **wanted: Any) -> list[Kept]:
        return [*await self.unplaced.waiting(Wanted(reach, None, **wanted))]

    async def one(self, id: str) -> Kept:
        return await self.unplaced.one(id, None)

    async def told(self) -> list[str]:
        """The request ids of all that is recorded, in its order."""
        return [event.told.request_id for event in await self.engine.store.after(0, 1000)]


def note(request_id: str, unit: str | None = None, reach: Reach = None, **fields: Any) -> Posted:
    """Something that may be told of any dossier, in the name of a unit."""
    said = posted("noted", request_id, name="ghi chú", **fields)
    said = replace(said, request=said.request.model_copy(update={"unit": unit}))
    return replace(said, reach=reach)


class UnplacedPromises:
    async def test_what_is_kept_is_there_as_it_came(self, desk: Desk) -> None:
        told = note("1", "H58.1", frozenset({"H58.1", 'a "desk", {x}\\'}), code_system="slip")
        (id,) = await desk.keeps(told)
        (kept,) = await desk.all()
        assert (kept.id, kept.state, kept.kind) == (id, State.WAITING, "dossier.noted")
        assert (kept.source, kept.request_id) == ("portal", "1")
        assert (kept.dossier, kept.code_system, kept.unit) == ("HS-1", "slip", "H58.1")
        assert kept.occurred_at == told.request.occurred_at
        assert (kept.reach, kept.entered_by) == (told.reach, "cán bộ một cửa")
        assert await desk.unplaced.texts([kept]) == [canonical(told.request).decode()]

    async def test_the_same_request_again_is_the_same(self, desk: Desk) -> None:
        once = await desk.keeps(note("1"), note("2"))
        assert await desk.keeps(note("2"), note("1"), note("2")) == [once[1], once[0], once[1]]
        assert [kept.id for kept in await desk.all()] == once

    async def test_another_body_under_the_same_id_is_refused_and_all_others_are_kept(
        self, desk: Desk
    ) -> None:
        await desk.keeps(note("1"))
        other = posted("noted", "1", name="khác")
        with pytest.raises(Refused) as refused:
            await desk.keeps(note("0"), other, note("2"))
        assert [reason.code for reason in refused.value.reasons] == ["request-id-reused"]
        assert [kept.request_id for kept in await desk.all()] == ["1", "0", "2"]

    async def test_nothing_is_kept_of_nothing(self, desk: Desk) -> None:
        assert await desk.keeps() == []

    async def test_who_keeps_the_same_at_once_keeps_it_once(self, desk: Desk) -> None:
        told = [note(str(number), dossier=f"HS-{number % 3}") for number in range(20)]
        found: list[list[str]] = []

        async def keeping(turned: bool) -> None:
            ids = await desk.keeps(*(reversed(told) if turned else told))
            found.append([*reversed(ids)] if turned else ids)

        async with anyio.create_task_group() as tasks:
            for number in range(6):
                tasks.start_soon(keeping, number % 2 == 1)
        assert len(found) == 6
        assert all(ids == found[0] for ids in found)
        assert len(await desk.all()) == 20

    async def test_it_is_listed_page_by_page_in_the_order_in_which_it_came(
        self, desk: Desk
    ) -> None:
        ids = await desk.keeps(*(note(str(9 - number)) for number in range(5)))
        first = [kept.id for kept in await desk.all(limit=2)]
        rest = [kept.id for kept in await desk.all(after=first[-1], limit=9)]
        assert first + rest == ids
        with pytest.raises(Refused, match="unknown-unplaced"):
            await desk.all(after="nothing is called so")

    async def test_who_speaks_for_some_units_sees_what_was_told_in_their_name(
        self, desk: Desk
    ) -> None:
        mine, theirs, nobodys = await desk.keeps(
            note("1", "H58.1"), note("2", "H58.2"), note("3", None)
        )
        reach = frozenset({"H58.1", "desk"})
        assert [kept.id for kept in await desk.all(reach)] == [mine]
        assert await desk.all(frozenset()) == []
        assert (await desk.unplaced.one(mine, reach)).id == mine
        for other in (theirs, nobodys, "nothing is called so"):
            with pytest.raises(Refused, match="unknown-unplaced"):
                await desk.unplaced.one(other, reach)

    async def test_the_first_who_sets_it_aside_is_remembered(self, desk: Desk) -> None:
        (id,) = await desk.keeps(note("1"))
        first = await desk.unplaced.dismissed(id, "chị Ba", SECRET)
        assert first.state is State.DISMISSED
        assert await desk.unplaced.dismissed(id, "anh Tư", "nhầm") == first
        assert await desk.all() == [first]
        assert first.dismissed
        assert (first.dismissed.by, first.dismissed.reason) == ("chị Ba", SECRET)
        assert [*await desk.unplaced.waiting(Wanted())] == []

    async def test_the_first_who_places_it_is_remembered(self, desk: Desk) -> None:
        (id,) = await desk.keeps(note("1"))
        event = await desk.opens()
        await desk.unplaced.placed({id: event}, "chị Ba")
        first = await desk.one(id)
        await desk.unplaced.placed({id: event}, None)
        assert await desk.one(id) == first
        assert await desk.unplaced.dismissed(id, "anh Tư", "nhầm") == first
        assert (first.state, first.dismissed) == (State.PLACED, None)
        assert first.placed
        assert (first.placed.dossier, first.placed.by) == (event.told.dossier, "chị Ba")
        assert first.placed.position == event.position

    async def test_why_it_was_refused_stays_with_it(self, desk: Desk) -> None:
        (id,) = await desk.keeps(note("1"))
        why = Why("code-taken", {"system": "slip", "value": "12"})
        await desk.awaited.refused(id, [why], 7)
        kept = await desk.one(id)
        assert (kept.refused, kept.seen, kept.state) == ((why,), 7, State.WAITING)


class AwaitedPromises:
    async def test_what_came_is_tried_once(self, desk: Desk) -> None:
        await desk.keeps(note("1"), note("2"))
        assert await desk.awaited.next() == "HS-1"
        assert await desk.awaited.next() is None
        await desk.awaited.done("HS-1", again=False)
        assert await desk.awaited.next() is None

    async def test_what_was_not_tried_to_the_end_is_tried_again_after_the_others(
        self, desk: Desk
    ) -> None:
        await desk.keeps(note("1"))
        await desk.keeps(note("2", dossier="HS-2"))
        assert await desk.awaited.next() == "HS-1"
        await desk.awaited.done("HS-1", again=True)
        assert [await desk.awaited.next() for _ in range(3)] == ["HS-2", "HS-1", None]

    async def test_a_dossier_stirs_the_codes_that_it_bears_and_no_other(self, desk: Desk) -> None:
        await desk.keeps(note("1"), note("2", dossier="slip 7"), note("3", dossier="HS-3"))
        assert await desk.tries() == 0
        await desk.opens("HS-0")
        await desk.engine.perform(
            posted("code-assigned", dossier="HS-0", system="slip", value="slip 7")
        )
        while await desk.awaited.stirred():
            pass
        assert await desk.awaited.next() == "slip 7"
        assert await desk.awaited.next() is None

    async def test_what_stirs_while_it_is_tried_is_tried_again(self, desk: Desk) -> None:
        await desk.keeps(note("1"))
        assert await desk.awaited.next() == "HS-1"
        await desk.opens()
        while await desk.awaited.stirred():
            pass
        assert await desk.awaited.next() is None
        await desk.awaited.done("HS-1", again=False)
        assert await desk.awaited.next() == "HS-1"

    async def test_who_has_a_code_has_it_alone(self, desk: Desk) -> None:
        await desk.keeps(*(note(str(number), dossier=f"HS-{number}") for number in range(10)))
        found: list[str | None] = []

        async def asking() -> None:
            found.append(await desk.awaited.next())

        async with anyio.create_task_group() as tasks:
            for _ in range(12):
                tasks.start_soon(asking)
        had = [code for code in found if code]
        assert sorted(had) == sorted({f"HS-{number}" for number in range(10)})


class PlacingPromises:
    async def test_what_waits_is_placed_in_the_order_in_which_it_came(self, desk: Desk) -> None:
        """Given three notes of a dossier that nobody has opened, when it is opened, then they are
        recorded after it, each once."""
        ids = await desk.keeps(note("b"), note("a"), note("c"))
        assert await desk.tries() == 0
        opening = await desk.opens()
        assert await desk.tries() == 3
        assert await desk.told() == [opening.told.request_id, "b", "a", "c"]
        kept = [await desk.one(id) for id in ids]
        assert [one.placed and (one.placed.by, one.placed.position) for one in kept] == [
            (None, 2),
            (None, 3),
            (None, 4),
        ]
        assert await desk.tries() == 0

    async def test_more_than_a_page_is_placed(self, desk: Desk) -> None:
        await desk.keeps(*(note(str(number)) for number in range(120)))
        await desk.opens()
        assert await desk.tries() == 120
        assert (await desk.told())[1:] == [str(number) for number in range(120)]

    async def test_the_same_request_again_gets_the_first_answer(self, desk: Desk) -> None:
        await desk.keeps(note("1"))
        await desk.opens()
        await desk.tries()
        again = await desk.engine.perform(note("1"))
        assert (again.repeated, again.events[0].position) == (True, 2)
        with pytest.raises(Refused, match="request-id-reused"):
            await desk.engine.perform(posted("noted", "1", name="khác"))

    async def test_it_waits_for_the_reach_of_its_teller(self, desk: Desk) -> None:
        """Given a dossier of one unit, of which another tells, when that one becomes concerned,
        then what it told is recorded in its name."""
        (id,) = await desk.keeps(note("1", "H58.2", frozenset({"H58.2"})))
        await desk.opens()
        assert await desk.tries() == 0
        assert (await desk.one(id)).refused == ()
        await desk.engine.perform(note("2", "H58.2"))
        assert await desk.tries() == 1
        last = (await desk.engine.store.after(0, 10))[-1]
        assert (last.told.request_id, last.told.entered_by) == ("1", "cán bộ một cửa")

    async def test_a_refusal_is_kept_and_tried_again_only_when_its_dossier_stirs(
        self, desk: Desk
    ) -> None:
        """Given an assignment of a code that another dossier bears, when its own dossier is
        opened, then the refusal stays with it; what comes for the code tries it no second time."""
        await desk.opens("HS-9")
        taken = posted("code-assigned", "1", system="dossier-code", value="HS-9")
        (id,) = await desk.keeps(taken)
        await desk.opens()
        assert await desk.tries() == 0
        before = await desk.one(id)
        assert [why.code for why in before.refused] == ["code-taken"]
        assert before.refused[0].params == {"system": "dossier-code", "value": "HS-9"}
        await desk.keeps(note("2"))
        assert await desk.tries() == 1
        assert (await desk.one(id)).seen == before.seen
        assert await desk.tries() == 0
        assert (await desk.one(id)).seen == before.seen + 1

    async def test_what_is_set_aside_is_not_tried(self, desk: Desk) -> None:
        (id,) = await desk.keeps(note("1"))
        await desk.unplaced.dismissed(id, "chị Ba", "gửi thử")
        await desk.opens()
        assert await desk.tries() == 0
        assert (await desk.one(id)).state is State.DISMISSED

    async def test_who_dies_between_recording_and_marking_leaves_nothing_twice(
        self, desk: Desk
    ) -> None:
        (id,) = await desk.keeps(note("1"))
        await desk.opens()
        await desk.engine.perform(note("1"))
        assert (await desk.one(id)).state is State.WAITING
        assert await desk.tries() == 1
        assert await desk.told() == [(await desk.told())[0], "1"]
        assert (await desk.one(id)).state is State.PLACED

    async def test_several_that_try_at_once_place_each_once(self, desk: Desk) -> None:
        codes = [f"HS-{number}" for number in range(4)]
        ids = await desk.keeps(
            *(note(f"{code} {n}", dossier=code) for code in codes for n in "123")
        )
        for code in codes:
            await desk.opens(code)
        placed: list[int] = []

        async def trying() -> None:
            placed.append(await desk.tries())

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(trying)
        assert sum(placed) == len(ids)
        told = (await desk.told())[len(codes) :]
        assert sorted(told) == sorted(f"{code} {n}" for code in codes for n in "123")
        assert all(
            [one for one in told if one.startswith(code)]
            == sorted(one for one in told if one.startswith(code))
            for code in codes
        )

    async def test_two_that_place_the_same_at_once_record_it_once(self, desk: Desk) -> None:
        (id,) = await desk.keeps(note("1"))
        await desk.opens()
        kept, found = await desk.one(id), list[Tried]()

        async def placing() -> None:
            found.extend(await tried(desk.engine, desk.unplaced, desk.awaited, [kept], 1))

        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(placing)
        assert found == [Tried.PLACED] * 4
        assert (await desk.told())[1:] == ["1"]

    async def test_what_comes_at_once_with_its_opening_is_recorded_once(self, desk: Desk) -> None:
        """Whether the opening is seen, or what waits for it is, neither misses the other."""
        codes = [f"HS-{number}" for number in range(8)]

        async def telling(code: str) -> None:
            await post(desk.engine, desk.unplaced, [note(code, dossier=code)])

        async with anyio.create_task_group() as tasks:
            for code in codes:
                tasks.start_soon(telling, code)
                tasks.start_soon(desk.opens, code)
                tasks.start_soon(desk.tries)
        while await desk.tries():
            pass
        assert sorted(one for one in await desk.told() if one in codes) == codes
        assert [*await desk.unplaced.waiting(Wanted())] == []

    async def test_one_that_the_vault_has_lost_keeps_no_other_from_being_placed(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lost, _ = await desk.keeps(note("1"), note("2"))
        await desk.opens()
        texts = type(desk.unplaced).texts

        async def without(self: Any, kept: Any) -> Any:
            if any(one.id == lost for one in kept):
                raise LookupError("the vault no longer has what was told")
            return await texts(self, kept)

        monkeypatch.setattr(type(desk.unplaced), "texts", without)
        assert await desk.tries() == 1
        assert (await desk.one(lost)).state is State.WAITING
