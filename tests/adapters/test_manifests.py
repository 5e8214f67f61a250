"""A source's day against what is recorded: missing here, missing there, differing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.postgres.database import Database
from tests.adapters.calling import problem
from tests.adapters.exchange.hearing import payload, progress
from tests.adapters.hearing import Installation, in_memory, on_postgres

pytestmark = pytest.mark.anyio

DAY = "2019-08-27"


class ManifestPromises:
    async def test_what_was_lost_is_found_and_sent_again(self, office: Installation) -> None:
        await office.tell("national", [payload(MaHoSo=code) for code in ("H-1", "H-2")], "portal")
        await office.tell(
            "national", progress(MaHoSo="H-2", ThoiDiemXuLy="20190827150000"), "portal"
        )
        said = {"H-1": 4, "H-2": "4", "H-3": 2}

        found = await compared(office, said)

        assert found == {
            "agreeing": 1,
            "missing_here": [{"dossier": "H-3", "there": 2, "here": None}],
            "missing_there": [],
            "differing": [{"dossier": "H-1", "there": 4, "here": 2}],
        }

        lost = progress(MaHoSo="H-1", ThoiDiemXuLy="20190827160000")
        await office.tell("national", [payload(MaHoSo="H-3"), lost], "portal")
        assert await compared(office, said) == whole(3)

    async def test_what_the_source_told_of_and_does_not_list_is_missing_there(
        self, office: Installation
    ) -> None:
        await office.tell("national", [payload(MaHoSo=code) for code in ("H-2", "H-1")])
        await office.tell("national", payload(MaHoSo="H-9", NgayTiepNhan="20190828080000"))
        await office.tell("national", payload(MaHoSo="H-0", NgayTiepNhan="20190826235959"))

        found = await compared(office, {})

        assert found["missing_there"] == [
            {"dossier": "H-1", "there": None, "here": 2},
            {"dossier": "H-2", "there": None, "here": 2},
        ]

    async def test_it_is_compared_as_it_was_at_the_days_end(self, office: Installation) -> None:
        await office.tell("national", [payload(MaHoSo="H-1"), progress(MaHoSo="H-1")])

        assert await compared(office, {"H-1": 2}) == whole(1)
        assert await compared(office, {"H-1": 4}, "2019-08-28") == whole(1)
        assert (await compared(office, {"H-1": 1}, "2019-08-26"))["missing_here"] == [
            {"dossier": "H-1", "there": 1, "here": None}
        ]

    async def test_what_is_out_of_reach_is_missing_here_and_nowhere_else(
        self, office: Installation
    ) -> None:
        await office.tell("national", payload(MaHoSo="H-1"), "portal")
        said = {"H-1": 2, "H-0": 2}

        theirs = await compared(office, said, source="status-only", by="land")
        ours = await compared(office, said, by="portal")

        assert [one["dossier"] for one in theirs["missing_here"]] == ["H-0", "H-1"]
        assert [one["here"] for one in theirs["missing_here"]] == [None, None]
        assert theirs["missing_there"] == []
        assert [one["dossier"] for one in ours["missing_here"]] == ["H-0"]


class TestInMemory(ManifestPromises):
    @pytest.fixture
    async def office(self) -> AsyncIterator[Installation]:
        async with in_memory() as office:
            yield office

    async def test_a_status_in_the_sources_own_words(self, office: Installation) -> None:
        found = (await office.manifest("onegate", DAY, {"A-1": "đang xử lý"}, "onegate")).json()

        assert found["missing_here"] == [{"dossier": "A-1", "there": 4, "here": None}]

    async def test_a_word_that_means_nothing_is_refused_and_the_rest_compared(
        self, office: Installation
    ) -> None:
        await office.tell("national", [payload(MaHoSo=code) for code in ("H-1", "H-2")])

        found = (await office.manifest("national", DAY, {"H-1": "xong", "H-2": 2})).json()

        (refused,) = found["refused"]
        assert (refused["dossier"], refused["code"]) == ("H-1", "unknown-value")
        assert refused["params"]["map"] == "maps.status"
        assert (found["agreeing"], found["missing_there"]) == (1, [])

    @pytest.mark.parametrize("day", ["1900-01-01", "2025-11-20"])
    async def test_the_first_day_and_today(self, office: Installation, day: str) -> None:
        assert await compared(office, {}, day) == whole(0)

    async def test_another_source_is_not_its_own_to_compare(self, office: Installation) -> None:
        answer = await office.manifest("national", DAY, {}, "onegate")

        assert problem(answer) == (403, "source-not-yours")

    @pytest.mark.parametrize(
        ("day", "dossiers"),
        [
            ("27/08/2019", {}),
            ("0001-01-01", {}),
            ("1899-12-31", {}),
            ("2025-11-21", {}),
            ("9999-12-31", {}),
            (DAY, {"": 2}),
            (DAY, {"H-1": None}),
            (DAY, {"H-1": True}),
        ],
    )
    async def test_a_manifest_that_is_none(
        self, office: Installation, day: str, dossiers: dict[str, Any]
    ) -> None:
        answer = await office.manifest("national", day, dossiers)

        assert problem(answer) == (422, "invalid-field")


class TestOnPostgres(ManifestPromises):
    @pytest.fixture
    async def office(self, database: Database) -> AsyncIterator[Installation]:
        async with on_postgres(database) as office:
            yield office


async def compared(
    office: Installation,
    said: dict[str, Any],
    day: str = DAY,
    *,
    source: str = "national",
    by: str = "administrator",
) -> dict[str, Any]:
    answer = await office.manifest(source, day, said, by)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["source"], found["day"], found["refused"]) == (source, day, [])
    names = ("agreeing", "missing_here", "missing_there", "differing")
    return {name: found[name] for name in names}


def whole(agreeing: int) -> dict[str, Any]:
    nothing: list[Any] = []
    return {
        "agreeing": agreeing,
        "missing_here": nothing,
        "missing_there": nothing,
        "differing": nothing,
    }
