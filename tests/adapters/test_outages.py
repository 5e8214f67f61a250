"""Outages on PostgreSQL: what was sent again is judged anew when one is confirmed or corrected, in
whatever process, and nothing changes of what was known before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pytest

from adapters.postgres.law_entries import PostgresTouched
from adapters.postgres.migrate import migrations
from adapters.postgres.simulation import mark
from adapters.postgres.vault import opened_vault
from domain.access import Principal, Role
from domain.dossier.events import Told
from domain.dossier.timeliness import Timeliness
from domain.lawmaking.outages import SentAgain
from domain.outages.asked import Declaration, End, Said
from domain.outages.desk import Outages
from domain.testimony import Provenance
from projections.report import Period
from projections.timeliness import Span
from tests.adapters.projecting import everything
from tests.adapters.test_lawmaking import BRIDGE, Process
from tests.domain.calendar.words import at, day
from tests.domain.clock.telling import accepted, result

pytestmark = pytest.mark.anyio

IN_SEPTEMBER: Final = Period(day("01/08/2019"), day("30/09/2019"), day("06/09/2019"))
LATER: Final = "06/09/2019 12:00"
"""When the source could be reached again, and everybody is asked."""


class Office(Process):
    """A process that outages are declared in, too."""

    @property
    def outages(self) -> Outages:
        return Outages(self.book, self.register, lambda: self.now)

    async def confirms(self, until: str | None = "05/09/2019 08:00") -> int:
        told = {"source": "one-stop", "reason": "network", "actor": "Hạnh"}
        times = {"from": at("03/09/2019 08:00"), "to": at(until) if until else None}
        said = Declaration.model_validate({**told, **times})
        done = await self.outages.declare(said, Principal("k-one", Role.LEADER))
        await self.models.catch_up()
        number = done.outage.number
        by = Principal("k-other", Role.LEADER)
        await self.outages.confirm(number, Said(actor="Minh"), by)
        return number

    async def stands(self) -> dict[str, Timeliness]:
        """As the read models have it at the end of 6 September."""
        await self.models.catch_up()
        return standings(await self.models.spans(IN_SEPTEMBER))


def standings(spans: Sequence[Span]) -> dict[str, Timeliness]:
    last = {span.code: span for span in sorted(spans, key=lambda span: span.from_on)}
    return {code: span.standing.on(day("06/09/2019")) for code, span in last.items()}


@pytest.fixture
async def here(database: Any) -> Office:
    """Each is due on 3 September, its result came then, and was told of on the sixth."""
    await mark(database, {}, at("01/08/2019 08:00"))
    here = Office(database, await opened_vault(database))
    for stream in ("kept back", "out of it", "another's", "native"):
        await here.tells(stream, accepted("26/08/2019 08:00"))
    await here.shows(LATER)
    await here.tells("kept back", sent_again("03/09/2019 10:05"))
    await here.tells("out of it", sent_again("05/09/2019 08:01"))
    await here.tells("another's", replace(sent_again("03/09/2019 10:05"), source="portal"))
    await here.tells("native", result("03/09/2019 10:00"))
    return here


def sent_again(recorded_at: str) -> Told:
    told = result("03/09/2019 10:00")
    return replace(told, provenance=Provenance.RESENT, source_recorded_at=at(recorded_at))


NONE: Final = dict.fromkeys(("kept back", "out of it", "another's", "native"), Timeliness.OVERDUE)
COUNTED: Final = {**NONE, "kept back": Timeliness.ON_TIME}


async def test_what_was_kept_back_is_told_anew_when_it_is_confirmed(here: Office) -> None:
    assert await here.stands() == NONE

    await here.confirms()

    assert await here.stands() == COUNTED


async def test_told_anew_is_as_built_anew(here: Office) -> None:
    await here.models.catch_up()
    number = await here.confirms(None)
    await here.tells("later", accepted("06/09/2019 08:00"))
    live = [await here.stands() and await everything(here.models)]
    await here.another().models.rebuild()
    live.append(await everything(here.models))
    end = End.model_validate({"actor": "Hạnh", "to": at("04/09/2019 08:00")})
    await here.outages.end(number, end, Principal("k-one", Role.LEADER))
    await here.models.catch_up()
    live.append(await everything(here.models))
    await here.another().models.rebuild()
    live.append(await everything(here.models))

    assert live[0] == live[1] != live[2] == live[3]


async def test_in_every_process_and_for_what_comes_later(here: Office) -> None:
    other = Office(here.database, here.vault, here.now)
    await other.models.catch_up()
    await here.confirms()
    await here.tells("later", accepted("26/08/2019 08:00"))
    await here.tells("later", sent_again("03/09/2019 10:05"))

    assert await other.stands() == {**COUNTED, "later": Timeliness.ON_TIME}


async def test_as_known_before_nothing_changes(here: Office) -> None:
    await here.shows("06/09/2019 14:00")
    await here.confirms()
    await here.shows("07/09/2019 08:00")

    then = await here.models.spans_known(at("06/09/2019 13:00"))
    since = await here.models.spans_known(at("06/09/2019 23:00"))

    assert standings(then) == NONE
    assert standings(since) == COUNTED


async def test_an_open_one_covers_all_until_it_is_ended_and_none_once_withdrawn(
    here: Office,
) -> None:
    number, by = await here.confirms(None), Principal("k-one", Role.LEADER)
    # The other was recorded on the fifth by its source, two days after it happened: late, too.
    assert await here.stands() == COUNTED
    early = End.model_validate({"actor": "Hạnh", "to": at("03/09/2019 10:04")})
    await here.outages.end(number, early, by)
    assert await here.stands() == NONE
    await here.outages.withdraw(number, Said(actor="Hạnh"), by)
    assert await here.stands() == NONE
    await here.confirms()
    assert await here.stands() == COUNTED


async def test_one_that_is_withdrawn_counts_no_longer(here: Office) -> None:
    number = await here.confirms()
    assert await here.stands() == COUNTED
    await here.outages.withdraw(number, Said(actor="Hạnh"), Principal("k-3", Role.LEADER))
    assert await here.stands() == NONE


async def test_only_what_was_sent_again_in_that_time_is_touched(here: Office) -> None:
    touched = PostgresTouched(here.database)
    since, until = at("03/09/2019 08:00"), at("05/09/2019 08:00")
    assert await touched.sent_again(SentAgain("one-stop", since, until)) == ["kept back"]
    assert await touched.sent_again(SentAgain("one-stop", since, None)) == [
        "kept back", "out of it"
    ]  # fmt: skip
    assert await touched.sent_again(SentAgain("one-stop", until, until)) == []
    assert await touched.sent_again(SentAgain("portal", since, until)) == ["another's"]


async def test_it_is_looked_up_without_reading_the_log(here: Office) -> None:
    """Of the many events that nobody sent again none is looked at."""
    async with here.database.transaction() as conn:
        await conn.execute("SET LOCAL enable_seqscan = off")
        cursor = await conn.execute(
            "EXPLAIN SELECT FROM hoso_events WHERE provenance = 'resent' AND source = 'one-stop' "
            "AND source_recorded_at BETWEEN '2019-09-03' AND 'infinity'"
        )
        plan = "\n".join(row[0] for row in await cursor.fetchall())
    assert "hoso_events_sent_again" in plan
    assert 22 in migrations()


async def test_a_change_of_the_law_and_an_outage_stand_beside_each_other(here: Office) -> None:
    await here.confirms()
    done = await here.enter(BRIDGE, "06/09/2019 13:00")

    assert [one.version for one in here.book.changes] == [done.entry.version] == [3]
    assert here.book.law.outages
    assert (await here.stands())["kept back"] is Timeliness.EARLY


async def test_a_simulation_says_when_it_was_entered(here: Office) -> None:
    """Also that the log never goes back."""
    said = {"source": "one-stop", "reason": "power", "actor": "Hạnh", "from": at(LATER)}
    by, later = Principal("k-one", Role.LEADER), at("08/09/2019 08:00")
    then = replace(here.outages, told_at=later)
    await then.declare(Declaration.model_validate(said), by)
    sooner = replace(here.outages, told_at=at("07/09/2019 08:00"))
    await sooner.withdraw(1, Said(actor="Hạnh"), by)

    (outage,) = await Office(here.database, here.vault).outages.listed()

    assert outage.withdrawn
    assert outage.declared.recorded_at == outage.withdrawn.recorded_at == later
