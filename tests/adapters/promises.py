"""What domain.store.EventStore and domain.vault.Vault promise, as tests for whoever keeps it."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, cast
from uuid import uuid4

import anyio
import pytest
from hypothesis import HealthCheck, given, settings

from domain.dossier.events import CodeAssigned, DossierEvent, Noted, Told
from domain.dossier.values import Subject
from domain.refusals import Refused
from domain.store import Conflict, EventStore, RecordedEvent, Recording
from domain.testimony import Code, Testimony
from domain.vault import Vault
from tests.strategies import testimonies

Store = EventStore[DossierEvent]

NOON: Final = datetime(2025, 11, 3, 12, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
BODY: Final = b"the fingerprint of a body"


def told(request_id: str = "", code: str = "HS-1", **envelope: Any) -> Told:
    """A note on a dossier; `request_id` is a new one by default."""
    said = {"occurred_at": NOON, "source": "portal", **envelope}
    dossier = Code("dossier-code", code)
    return Testimony(Noted(name="ghi chú"), dossier, request_id=request_id or str(uuid4()), **said)


def on_slip(code: str) -> Told:
    """A note on the dossier that a slip calls so."""
    return replace(told(), dossier=Code("slip", code))


def assigned(code: str, *, to: str) -> Told:
    """What a slip calls the dossier `to`, too."""
    return replace(told(code=to), event=CodeAssigned(system="slip", value=code))


def recording(stream: str, after: int, *testimonies: Told) -> Recording[DossierEvent]:
    """By default one note, on a dossier with a code of its own."""
    return Recording(stream, after, testimonies or (told(code=f"of {stream}"),), BODY)


async def positions(store: Store) -> list[int]:
    return [event.position for event in await store.after(0, 10_000)]


class EventStorePromises:
    async def test_an_empty_store_knows_nothing(self, store: Store) -> None:
        assert await store.head() == 0
        assert list(await store.after(0, 10)) == []
        assert list(await store.history("nobody")) == []
        assert list(await store.versions(["nobody"])) == [0]
        assert list(await store.recorded([("portal", "never")])) == [None]
        assert list(await store.streams([Code("portal", "HS-1"), "HS-1"])) == [(), ()]
        assert list(await store.dossiers("", 10)) == []
        assert await store.known_at(NOON) == 0

    async def test_nothing_is_recorded_where_nothing_was_asked(self, store: Store) -> None:
        assert list(await store.append([])) == []
        assert await store.head() == 0

    async def test_all_events_of_a_request_follow_each_other(self, store: Store) -> None:
        both = told("r", "a"), told("r", "a", ordinal=1)
        other = told("s", "b")
        events = await store.append([recording("a", 0, *both), recording("b", 0, other)])
        assert [(e.position, e.stream, e.version) for e in events] == [
            (1, "a", 1),
            (2, "a", 2),
            (3, "b", 1),
        ]
        assert [event.told for event in events] == [*both, other]
        assert list(await store.after(0, 10)) == list(events)

    async def test_one_batch_may_carry_a_dossier_on(self, store: Store) -> None:
        await store.append([recording("a", 0), recording("b", 0), recording("a", 1)])
        assert [e.version for e in await store.history("a")] == [1, 2]
        assert list(await store.versions(["b", "nobody", "a"])) == [1, 0, 2]

    async def test_recording_times_never_decrease_and_are_now(self, store: Store) -> None:
        begun = datetime.now(UTC)
        for version in range(10):
            await store.append([recording("a", version), recording("b", version)])
        times = [event.recorded_at for event in await store.after(0, 100)]
        assert all(earlier <= later for earlier, later in pairwise(times))
        assert begun <= times[0]
        assert times[-1] <= datetime.now(UTC)

    @pytest.mark.parametrize("after", [0, 1, 3, 7], ids="a decision made on version {}".format)
    async def test_a_stream_that_stands_elsewhere_is_a_conflict(
        self, store: Store, after: int
    ) -> None:
        await store.append([recording("a", 0), recording("a", 1)])
        await self.nothing_is_recorded(store, [recording("b", 0), recording("a", after)])

    async def test_a_request_recorded_meanwhile_is_a_conflict(self, store: Store) -> None:
        await store.append([recording("a", 0, told("same", "a"))])
        await self.nothing_is_recorded(
            store, [recording("b", 0), recording("c", 0, told("same", "c"))]
        )

    async def test_a_request_twice_in_a_batch_is_a_conflict(self, store: Store) -> None:
        await self.nothing_is_recorded(
            store, [recording("b", 0, told("same", "b")), recording("c", 0, told("same", "c"))]
        )

    async def test_the_same_request_id_of_another_source_is_another_request(
        self, store: Store
    ) -> None:
        await store.append([recording("a", 0, told("same", "a"))])
        await store.append([recording("a", 1, told("same", "a", source="Bưu điện"))])
        led_to = await store.recorded([("Bưu điện", "same"), ("x", "same"), ("portal", "same")])
        assert [one and one.events[0].version for one in led_to] == [2, None, 1]

    async def test_the_code_of_another_stream_is_a_conflict(self, store: Store) -> None:
        await store.append([recording("a", 0, told(code="HS-1"))])
        await self.nothing_is_recorded(
            store, [recording("b", 0), recording("c", 0, told(code="HS-1"))]
        )

    async def test_one_code_for_two_streams_of_a_batch_is_a_conflict(self, store: Store) -> None:
        await self.nothing_is_recorded(
            store, [recording("b", 0, told(code="HS-1")), recording("c", 0, told(code="HS-1"))]
        )

    async def test_a_plain_code_is_of_one_dossier_when_it_is_recorded(self, store: Store) -> None:
        await store.append([recording("a", 0, told(code="HS-1"))])
        await store.append([replace(recording("a", 1, told(code="HS-1")), sole=True)])
        await store.append([recording("b", 0, on_slip("HS-1"))])
        for stream, after, one in (("a", 2, told(code="HS-1")), ("b", 1, on_slip("HS-1"))):
            await self.nothing_is_recorded(
                store, [replace(recording(stream, after, one), sole=True)]
            )
            await store.append([recording(stream, after, one)])

    async def test_a_dossier_may_be_carried_on_while_the_event_before_is_under_way(
        self, store: Store
    ) -> None:
        chain = [recording("a", 0)]
        for version in range(1, 20):
            chain.append(replace(recording("a", version), behind=chain[-1].pending))
        async with anyio.create_task_group() as tasks:
            for one in chain:
                tasks.start_soon(store.append, [one])
        log = await store.after(0, 100)
        assert [event.told for event in log] == [told for one in chain for told in one.told]

    async def test_what_is_behind_one_that_failed_fails_though_its_place_is_free(
        self, store: Store
    ) -> None:
        """Another process took the version that it was decided on: it would fit, and be wrong."""
        first = recording("a", 0, told("same", "a"))
        second = replace(recording("a", 1), behind=first.pending)
        third = replace(recording("a", 2), behind=second.pending)
        await store.append([recording("a", 0, told("same", "a"))])
        for one in (first, second, third):
            await self.nothing_is_recorded(store, [one])
            assert one.pending.failed

    async def test_an_assigned_code_leads_to_the_dossier_from_then_on(self, store: Store) -> None:
        await store.append([recording("a", 0, told(code="HS-1"))])
        await store.append([recording("a", 1, assigned("05", to="HS-1"))])
        borne = (Code("slip", "05"), "a")
        found = await store.streams(["05", Code("slip", "05"), Code("portal", "05")])
        assert list(found) == [(borne,), (borne,), ()]
        await store.append([recording("a", 2, on_slip("05"))])
        assert list(await store.dossiers("", 10)) == ["a"]

    async def test_a_batch_may_go_on_under_a_code_that_it_assigns(self, store: Store) -> None:
        await store.append([recording("a", 0, assigned("05", to="HS-1"), on_slip("05"))])
        assert [e.version for e in await store.history("a")] == [1, 2]

    async def test_a_code_that_the_dossier_has_is_assigned_once_more(self, store: Store) -> None:
        for version in range(2):
            await store.append([recording("a", version, assigned("05", to="HS-1"))])
        again = replace(assigned("06", to=""), dossier=Code("slip", "06"))
        await store.append([recording("b", 0, on_slip("06"), again)])
        found = await store.streams(["05", "06"])
        assert list(found) == [((Code("slip", "05"), "a"),), ((Code("slip", "06"), "b"),)]

    async def test_an_assigned_code_counts_since_it_is_said_to_be(self, store: Store) -> None:
        early = replace(assigned("HS-1", to="b"), occurred_at=NOON - timedelta(days=1))
        await store.append([recording("a", 0, told(code="HS-1")), recording("b", 0, early)])
        (found,) = await store.streams(["HS-1"])
        assert found == ((Code("slip", "HS-1"), "b"), (Code("dossier-code", "HS-1"), "a"))

    @pytest.mark.parametrize(
        "earlier",
        [
            pytest.param(on_slip("05"), id="as it was opened under it"),
            pytest.param(assigned("05", to="a"), id="as it was assigned to it"),
        ],
    )
    async def test_a_code_that_another_stream_bears_cannot_be_assigned(
        self, store: Store, earlier: Told
    ) -> None:
        await store.append([recording("a", 0, earlier)])
        await self.nothing_is_recorded(
            store, [recording("b", 0), recording("c", 0, assigned("05", to="c"))]
        )

    async def test_a_code_is_not_assigned_to_two_streams_of_a_batch(self, store: Store) -> None:
        to_both = [recording(stream, 0, assigned("05", to=stream)) for stream in "ac"]
        await self.nothing_is_recorded(store, [recording("b", 0), *to_both])

    async def test_no_dossier_is_opened_under_a_code_that_its_batch_assigns(
        self, store: Store
    ) -> None:
        under, other = recording("c", 0, on_slip("05")), recording("b", 0)
        given = recording("a", 0, assigned("05", to="a"))
        await self.nothing_is_recorded(store, [other, given, under])
        await self.nothing_is_recorded(store, [other, under, given])

    async def nothing_is_recorded(
        self, store: Store, recordings: list[Recording[DossierEvent]]
    ) -> None:
        before = await store.after(0, 100)
        with pytest.raises(Conflict):
            await store.append(recordings)
        assert list(await store.after(0, 100)) == list(before)
        assert list(await store.streams(["of b"])) == [()]
        (event,) = await store.append([recording(str(uuid4()), 0)])
        assert event.position == len(before) + 1

    async def test_what_a_request_led_to_is_told_with_its_body(self, store: Store) -> None:
        events = await store.append(
            [recording("a", 0, told("r", "a"), told("r", "a", ordinal=1)), recording("b", 0)]
        )
        (led_to,) = await store.recorded([("portal", "r")])
        assert led_to
        assert list(led_to.events) == list(events[:2])
        assert led_to.fingerprint == BODY

    async def test_a_dossier_is_found_by_any_of_its_codes(self, store: Store) -> None:
        slip = replace(told(code="05"), dossier=Code("slip", "05"), occurred_at=NOON)
        await store.append([recording("a", 0, told(code="HS-1"), slip)])
        found = await store.streams(["HS-1", Code("slip", "05"), Code("slip", "HS-1")])
        assert list(found) == [
            ((Code("dossier-code", "HS-1"), "a"),),
            ((Code("slip", "05"), "a"),),
            (),
        ]

    async def test_a_plain_code_finds_every_dossier_that_bears_it(self, store: Store) -> None:
        slip = replace(told(), dossier=Code("slip", "HS-1"), occurred_at=NOON - timedelta(days=1))
        await store.append([recording("a", 0, told(code="HS-1")), recording("b", 0, slip)])
        (found,) = await store.streams(["HS-1"])
        assert found == ((Code("slip", "HS-1"), "b"), (Code("dossier-code", "HS-1"), "a"))

    async def test_known_at_is_the_last_position_recorded_by_then(self, store: Store) -> None:
        for version in range(6):
            await store.append([recording("a", version), recording("b", version)])
        log = await store.after(0, 100)
        times = [event.recorded_at for event in log]
        for at in {at + shift for at in times for shift in (-MICROSECOND, MICROSECOND * 0)}:
            assert await store.known_at(at) == sum(time <= at for time in times)
        assert await store.known_at(times[0] - timedelta(days=1)) == 0
        assert await store.known_at(datetime.now(UTC)) == 12

    async def test_what_will_be_known_nobody_tells(self, store: Store) -> None:
        with pytest.raises(Refused) as refused:
            await store.known_at(datetime.now(UTC) + timedelta(minutes=1))
        assert [reason.code for reason in refused.value.reasons] == ["not-known-yet"]

    async def test_a_history_ends_where_knowledge_ended(self, store: Store) -> None:
        for version in range(3):
            await store.append([recording("a", version), recording("b", version)])
        known = [[e.position for e in await store.history("b", known_to=to)] for to in range(7)]
        assert known == [[], [], [2], [2], [2, 4], [2, 4], [2, 4, 6]]
        both = await store.histories(["b", "a"], known_to=4)
        assert [(e.stream, e.version) for e in both] == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]

    async def test_of_a_history_the_first_events_may_be_asked_for(self, store: Store) -> None:
        for version in range(3):
            await store.append([recording("a", version), recording("b", version)])
        first = [[e.version for e in await store.history("b", most=most)] for most in (0, 2, 9)]
        assert first == [[], [1, 2], [1, 2, 3]]
        for known_to, versions in ((0, []), (2, [1]), (6, [1, 2])):
            limited = await store.history("b", known_to=known_to, most=2)
            assert [event.version for event in limited] == versions

    async def test_the_log_is_read_page_by_page(self, store: Store) -> None:
        await store.append([recording("a", 0, *(told(code="a") for _ in range(7)))])
        pages, position = [], 0
        while page := await store.after(position, 3):
            pages.append([event.position for event in page])
            position = page[-1].position
        assert pages == [[1, 2, 3], [4, 5, 6], [7]]

    async def test_dossiers_are_listed_page_by_page_in_order(self, store: Store) -> None:
        await store.append([recording(stream, 0) for stream in "dbeac"])
        assert list(await store.dossiers("", 2)) == ["a", "b"]
        assert list(await store.dossiers("b", 10)) == ["c", "d", "e"]
        assert list(await store.dossiers("e", 10)) == []

    async def test_a_follower_hears_of_what_was_and_of_what_comes(self, store: Store) -> None:
        await store.append([recording("a", 0)])
        async with following(store, 0) as heads:
            assert await soon(anext(heads)) == 1
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(store.append, [recording("a", 1), recording("b", 0)])
                assert await soon(anext(heads)) == 3

    async def test_a_follower_at_the_head_hears_nothing_old(self, store: Store) -> None:
        await store.append([recording("a", 0)])
        async with following(store, 1) as heads, anyio.create_task_group() as tasks:
            tasks.start_soon(store.append, [recording("a", 1)])
            assert await soon(anext(heads)) == 2

    async def test_of_many_decisions_on_one_version_one_is_recorded(self, store: Store) -> None:
        won: list[RecordedEvent[DossierEvent]] = []

        async def try_to() -> None:
            try:
                won.extend(await store.append([recording("a", 0, told(code="a"))]))
            except Conflict:
                return

        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(try_to)
        assert list(await store.after(0, 100)) == won
        assert [event.position for event in won] == [1]

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(said=testimonies())
    async def test_whatever_can_be_said_is_kept_word_for_word(
        self, store: Store, said: Told
    ) -> None:
        stream = str(uuid4())
        dossier = replace(said.dossier, system=stream)
        said = replace(said, dossier=dossier, event=_its_own(said, stream), request_id=stream)
        (event,) = await store.append([Recording(stream, 0, (said,), BODY)])
        assert event.told == said
        assert list(await store.history(stream)) == [event]
        ((found,),) = await store.streams([said.dossier])
        assert found == (said.dossier, stream)
        (led_to,) = await store.recorded([(said.source, said.request_id)])
        assert led_to
        assert led_to.events == (event,)


def _its_own(said: Told, system: str) -> DossierEvent:
    """The event; a code that it assigns is one that no other example assigns."""
    if isinstance(said.event, CodeAssigned):
        return said.event.model_copy(update={"system": system})
    return said.event


def following(store: Store, position: int) -> "aclosing[Any]":
    """The follower, closed at the end of the block."""
    return aclosing(cast(Any, store.follow(position)))


async def soon(answer: Awaitable[int]) -> int:
    with anyio.fail_after(10):
        return await answer


async def heads_of(heads: AsyncIterator[int], until: int) -> list[int]:
    """What the follower yields until it has come to `until`."""
    heard = [await soon(anext(heads))]
    while heard[-1] < until:
        heard.append(await soon(anext(heads)))
    return heard


CHI: Final = Subject(name="Nguyễn Thị Ngọc Ánh", id="079188001234", address="Thủ Đức")


class VaultPromises:
    async def test_what_was_sealed_opens_again(self, vault: Vault) -> None:
        texts = ["Hồ sơ giấy về sau", "", "🧾 50.000₫", "Hồ sơ giấy về sau"]
        entries = [sealed.entry for sealed in await vault.seal(texts)]
        assert list(await vault.open(entries)) == texts
        assert list(await vault.open([*reversed(entries), "nothing"])) == [*reversed(texts), None]

    async def test_nothing_is_sealed_where_nothing_was_given(self, vault: Vault) -> None:
        assert list(await vault.seal([])) == []

    async def test_the_same_text_is_never_sealed_alike(self, vault: Vault) -> None:
        one, two = await vault.seal(["đồng ý", "đồng ý"])
        assert one.entry != two.entry
        assert one.commitment != two.commitment

    async def test_large_texts_are_kept_too(self, vault: Vault) -> None:
        texts = [f"{number} {'ghi chú ' * 4_000}" for number in range(200)]
        with anyio.fail_after(20):
            sealed = await vault.seal(texts)
        assert list(await vault.open([one.entry for one in sealed])) == texts

    async def test_a_person_is_the_same_within_an_authority(self, vault: Vault) -> None:
        first = await vault.refer("H58", CHI)
        again = await vault.refer("H58", Subject(name="N. T. Ngọc Ánh", id=CHI.id))
        assert again.subject_id == first.subject_id

    async def test_a_person_is_another_one_to_another_authority(self, vault: Vault) -> None:
        assert (await vault.refer("H58", CHI)).subject_id != (
            await vault.refer("H59", CHI)
        ).subject_id

    async def test_without_a_number_nobody_is_known_again(self, vault: Vault) -> None:
        nameless = Subject(name=CHI.name)
        one, two = await vault.refer("H58", nameless), await vault.refer("H58", nameless)
        assert one.subject_id != two.subject_id

    async def test_each_field_has_a_commitment_of_its_own(self, vault: Vault) -> None:
        one, two = await vault.refer("H58", CHI), await vault.refer("H58", CHI)
        assert one.commitments.keys() == {"name", "id", "address"}
        assert not set(one.commitments.values()) & set(two.commitments.values())

    async def test_many_who_ask_at_once_hear_of_one_person(self, vault: Vault) -> None:
        found: set[str] = set()

        async def ask() -> None:
            found.add((await vault.refer("H58", CHI)).subject_id)

        async with anyio.create_task_group() as tasks:
            for _ in range(10):
                tasks.start_soon(ask)
        assert len(found) == 1

    async def test_a_body_is_known_again_by_its_fingerprint(self, vault: Vault) -> None:
        assert vault.fingerprint(b"one") == vault.fingerprint(b"one")
        assert vault.fingerprint(b"one") != vault.fingerprint(b"two")
