"""Forty dossiers on one slip, and whatever else may come out of a box."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.postgres.database import Database
from tests.adapters.calling import problem
from tests.adapters.listing import (
    CENTRE,
    DEPARTMENT,
    POST,
    SLIP,
    Office,
    became,
    findings,
    in_memory,
    on_postgres,
)

pytestmark = pytest.mark.anyio

FORTY = tuple(f"HS-{number:02}" for number in range(1, 41))
MISSING, UNWANTED, SURPLUS = "HS-39", "HS-40", "HS-41"
REFUSED = [{"dossier": UNWANTED, "reason": "Sai thành phần hồ sơ"}]


class ConsignmentPromises:
    async def test_forty_by_courier_one_missing_one_refused_one_surplus(
        self, office: Office
    ) -> None:
        await office.opened(*FORTY, SURPLUS)
        sent = await office.sent(*FORTY, via=POST)
        assert set(became(sent).values()) == {"handed-over"}
        assert set((await office.states()).values()) == {"in-transit"}

        said: dict[str, Any] = {"refused": REFUSED, "surplus": [SURPLUS]}
        receipt = await office.received(*FORTY[:38], **said)
        assert receipt.json()["totals"] == {
            "received": 38,
            "refused": 1,
            "missing": 1,
            "surplus": 1,
        }
        told = became(receipt)
        assert (told[MISSING], told[UNWANTED], told[SURPLUS]) == ("missing", "refused", "surplus")
        assert findings(receipt, SURPLUS) == ["no-handover"]
        assert findings(receipt, MISSING) == findings(receipt, FORTY[0]) == []

        states = await office.states()
        assert (states[MISSING], states[UNWANTED], states[SURPLUS]) == (
            "missing",
            "refused",
            "surplus",
        )
        assert [states[code] for code in FORTY[:38]] == ["received"] * 38

    async def test_what_is_missing_stays_in_transit_until_it_comes(self, office: Office) -> None:
        await office.opened("HS-1", "HS-2")
        await office.sent("HS-1", "HS-2")
        await office.received("HS-1")
        seen = (await office.client.get("/v1/dossiers/HS-2")).json()["state"]["custody"]
        holding = seen["holdings"]["file/paper"]
        assert holding["holder"] == CENTRE
        assert holding["transit"]["since"] == "2025-11-04T02:00:00Z"

        await office.received("HS-2", occurred_at="2025-11-05T09:00:00+07:00")
        assert await office.states() == {"HS-1": "received", "HS-2": "received"}

    async def test_what_is_refused_travels_back_and_is_taken_back(self, office: Office) -> None:
        await office.opened(UNWANTED)
        await office.sent(UNWANTED)
        await office.received(refused=REFUSED)
        assert await office.states() == {UNWANTED: "refused"}
        back = await office.tell(
            UNWANTED, "transfer-acknowledged", 6, carrier="paper", object="file", taker=CENTRE
        )
        assert back.json()["findings"] == []
        assert await office.states() == {UNWANTED: "taken-back"}

    async def test_the_courier_acknowledges_as_a_holder_in_between(self, office: Office) -> None:
        await office.opened("HS-1")
        await office.sent("HS-1", via=POST)
        taken = await office.received("HS-1", taker=POST)
        assert findings(taken, "HS-1") == []
        (line,) = (await office.client.get(f"/v1/consignments/{SLIP}")).json()["dossiers"]
        assert (line["state"], line["holder"], line["via"]) == ("in-transit", POST, POST)

        came = await office.received("HS-1", occurred_at="2025-11-04T16:00:00+07:00")
        assert findings(came, "HS-1") == []
        assert await office.states() == {"HS-1": "received"}

    async def test_the_same_calls_again_record_nothing_twice(self, office: Office) -> None:
        await office.opened("HS-1", MISSING, UNWANTED, SURPLUS)
        listed = ("HS-1", MISSING, UNWANTED)
        said: dict[str, Any] = {"refused": REFUSED, "surplus": [SURPLUS]}
        sent, receipt = await office.sent(*listed), await office.received("HS-1", **said)
        head = await office.engine.store.head()
        for first, again in (
            (sent, await office.sent(*listed)),
            (receipt, await office.received("HS-1", **said)),
            (receipt, await office.received("HS-1", **said, occurred_at="2025-11-04T03:00:00Z")),
        ):
            assert again.content == first.content
            assert again.headers["idempotent-replayed"] == "true"
        assert "idempotent-replayed" not in sent.headers
        assert await office.engine.store.head() == head

    async def test_a_failure_of_one_undoes_no_other(self, office: Office) -> None:
        await office.opened("HS-1")
        for system in ("a", "b"):
            await office.post(
                "dossiers",
                **{"dossier": "twin", "code_system": system, "source": "x", "request_id": system},
            )
        sent = await office.sent("HS-1", "HS-9", "twin")
        assert became(sent) == {"HS-1": "handed-over", "HS-9": "unknown", "twin": "not-recorded"}
        codes = {one["dossier"]: one.get("code") for one in sent.json()["dossiers"]}
        assert codes == {"HS-1": None, "HS-9": "unknown-dossier", "twin": "ambiguous-code"}
        assert all(one["message"] for one in sent.json()["dossiers"] if "code" in one)
        assert await office.states() == {"HS-1": "in-transit"}

    async def test_an_acknowledgement_by_the_wrong_unit_is_recorded_with_a_finding(
        self,
        office: Office,
    ) -> None:
        await office.opened("HS-1", "HS-2")
        await office.sent("HS-1", "HS-2")
        astray = await office.received("HS-1", taker={"organisation": "archive"})
        assert findings(astray, "HS-1") == ["wrong-custodian"]
        # The box of another is not missed by who got one dossier of it by mistake.
        assert became(astray) == {"HS-1": "received"}
        assert await office.states() == {"HS-1": "received", "HS-2": "in-transit"}

    async def test_an_acknowledgement_of_what_was_never_handed_over_and_one_made_twice(
        self,
        office: Office,
    ) -> None:
        await office.opened("HS-1", "HS-2")
        await office.sent("HS-1")
        orphan = await office.received("HS-1", "HS-2")
        assert became(orphan) == {"HS-1": "received", "HS-2": "surplus"}
        assert findings(orphan, "HS-2") == ["no-handover"]
        twice = await office.received("HS-1", occurred_at="2025-11-04T11:00:00+07:00")
        assert findings(twice, "HS-1") == ["no-handover"]
        assert await office.states() == {"HS-1": "received", "HS-2": "surplus"}

    async def test_duplicates_count_once_by_whichever_code(self, office: Office) -> None:
        await office.opened("HS-1")
        await office.tell("HS-1", "code-assigned", 3, system="register", value="7/2025")
        sent = await office.sent("HS-1", "HS-1", "7/2025")
        assert became(sent) == {"HS-1": "handed-over"}
        assert len(await office.events("HS-1")) == 4

    async def test_who_both_takes_and_refuses_a_dossier_is_asked_which(
        self, office: Office
    ) -> None:
        await office.opened(UNWANTED)
        await office.sent(UNWANTED)
        head = await office.engine.store.head()
        answer = await office.received(UNWANTED, refused=REFUSED)
        assert problem(answer) == (422, "told-twice")
        assert await office.engine.store.head() == head

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"dossiers": []}, "empty-list"),
            ({"dossiers": None}, "invalid-field"),
            ({"dossiers": [""]}, "invalid-field"),
            ({"slip": "x" * 201}, "invalid-field"),
            ({"slip": "a\0b"}, "invalid-field"),
            ({"taker": {"desk": "room 2"}}, "invalid-field"),
            ({"taker": {**DEPARTMENT, "floor": "2"}}, "unknown-field"),
            ({"carrier": "pigeon"}, "invalid-field"),
            ({"colour": "red"}, "unknown-field"),
            ({"occurred_at": "2025-11-04T09:00:00"}, "time-without-offset"),
        ],
    )
    async def test_a_list_that_is_wrong_itself_records_nothing(
        self, office: Office, said: dict[str, Any], code: str
    ) -> None:
        await office.opened("HS-1")
        head = await office.engine.store.head()
        assert problem(await office.sent("HS-1", **said)) == (422, code)
        assert await office.engine.store.head() == head

    async def test_an_empty_receipt_is_refused_with_a_code(self, office: Office) -> None:
        await office.opened("HS-1")
        await office.sent("HS-1")
        assert problem(await office.received()) == (422, "empty-list")
        assert await office.states() == {"HS-1": "in-transit"}

    async def test_a_time_to_come_is_refused_of_each(self, office: Office) -> None:
        await office.opened("HS-1")
        sent = await office.sent("HS-1", occurred_at="2099-01-01T09:00:00+07:00")
        (one,) = sent.json()["dossiers"]
        assert (one["outcome"], one["code"]) == ("not-recorded", "occurred-in-future")

    async def test_a_slip_that_nobody_told_of_is_not_there(self, office: Office) -> None:
        await office.opened("HS-1")
        answers = [
            await office.client.get("/v1/consignments/9/2025"),
            await office.received("HS-1", slip="9/2025"),
        ]
        for answer in answers:
            assert problem(answer) == (404, "unknown-slip")
            assert answer.json()["params"] == {"slip": "9/2025"}

    async def test_a_slip_of_both_carriers_is_received_carrier_by_carrier(
        self, office: Office
    ) -> None:
        await office.opened("HS-1")
        await office.tell("HS-1", "carrier-received", 3, carrier="digital", desk=CENTRE)
        for carrier in ("paper", "digital"):
            await office.sent("HS-1", carrier=carrier)
        assert problem(await office.received("HS-1")) == (422, "invalid-field")
        assert became(await office.received("HS-1", carrier="paper")) == {"HS-1": "received"}
        lines = (await office.client.get(f"/v1/consignments/{SLIP}")).json()["dossiers"]
        assert {one["carrier"]: one["state"] for one in lines} == {
            "paper": "received",
            "digital": "in-transit",
        }

    async def test_what_is_told_late_and_what_is_corrected_count(self, office: Office) -> None:
        """The handover comes to hoso after its answer; then its slip turns out to be another."""
        await office.opened("HS-1")
        taken = {"carrier": "paper", "object": "file", "taker": DEPARTMENT}
        await office.tell("HS-1", "transfer-acknowledged", 7, **taken)
        await office.sent("HS-1")
        assert await office.states() == {"HS-1": "received"}

        handover = (await office.events("HS-1"))[-1].told
        target = {"source": handover.source, "request_id": handover.request_id}
        mended = {"target": target, "field": "slip", "new": "06/2025", "approver": "minh"}
        answer = await office.tell("HS-1", "corrected", 8, **mended, reason="Ghi nhầm số phiếu")
        assert answer.status_code == 201, answer.text
        assert await office.states("06/2025") == {"HS-1": "received"}
        assert problem(await office.client.get(f"/v1/consignments/{SLIP}")) == (404, "unknown-slip")

    async def test_without_the_token_nothing_is_told_or_recorded(self, office: Office) -> None:
        await office.opened("HS-1")
        head = await office.engine.store.head()
        office.client.headers.pop("Authorization")
        answers = [await office.sent("HS-1"), await office.received("HS-1")]
        answers += [
            await office.client.get(f"/v1/consignments/{SLIP}"),
            await office.checked("HS-1"),
        ]
        assert {problem(answer) for answer in answers} == {(401, "unauthorized")}
        assert await office.engine.store.head() == head


async def test_the_interface_describes_what_a_list_may_say() -> None:
    async with in_memory() as office:
        told = (await office.client.get("/openapi.json")).json()
    paths = told["paths"]
    for path, lists_ in (
        ("/v1/consignments", {"slip", "giver", "taker", "carrier", "via", "dossiers"}),
        ("/v1/consignments/{slip}/receipt", {"taker", "received", "refused", "surplus"}),
        ("/v1/shelf-checks", {"desk", "carrier", "codes"}),
    ):
        content = paths[path]["post"]["requestBody"]["content"]["application/json"]
        schema = told["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        assert lists_ | {"occurred_at", "actor"} <= schema["properties"].keys()
    assert "get" in paths["/v1/consignments/{slip}"]


class TestInMemory(ConsignmentPromises):
    @pytest.fixture
    async def office(self) -> AsyncIterator[Office]:
        async with in_memory() as office:
            yield office


class TestOnPostgres(ConsignmentPromises):
    @pytest.fixture
    async def office(self, database: Database) -> AsyncIterator[Office]:
        async with on_postgres(database) as office:
            yield office
