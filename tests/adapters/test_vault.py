"""The vaults keep what domain.vault.Vault promises, and personal data stays in them."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final, LiteralString

import pytest
from psycopg import sql

from adapters.postgres.database import Database, opened
from adapters.postgres.event_store import PostgresEventStore
from adapters.postgres.read_models import ReadModels
from adapters.postgres.vault import PostgresVault, opened_vault
from domain.admission import admit
from domain.dossier.values import Subject
from domain.request import Posted
from projections import ALL
from tests.adapters.asking import LAW, engine_over, posted
from tests.adapters.databases import Server
from tests.adapters.memory import MemoryVault
from tests.adapters.promises import CHI, VaultPromises

pytestmark = pytest.mark.anyio


class TestInMemory(VaultPromises):
    @pytest.fixture
    def vault(self) -> MemoryVault:
        return MemoryVault()


class TestOnPostgres(VaultPromises):
    @pytest.fixture
    async def vault(self, database: Database) -> PostgresVault:
        return await opened_vault(database)

    async def test_a_commitment_proves_a_text_to_who_is_shown_the_salt(
        self, vault: PostgresVault
    ) -> None:
        (sealed,) = await vault.seal(["Đề nghị bổ sung"])
        ((salt,),) = await rows(
            vault.database, "SELECT salt FROM hoso_vault WHERE entry = %s", sealed.entry
        )
        assert len(salt) == 16
        assert sealed.commitment == commitment(salt, "text", "Đề nghị bổ sung")
        assert sealed.commitment != commitment(salt, "text", "Đề nghị bổ sung.")
        assert sealed.commitment != commitment(bytes(16), "text", "Đề nghị bổ sung")

    async def test_every_field_of_a_person_can_be_proved(self, vault: PostgresVault) -> None:
        refers = await vault.refer("H58", CHI)
        kept = await rows(
            vault.database,
            "SELECT field, value, salt FROM hoso_vault WHERE subject_id = %s",
            refers.subject_id,
        )
        assert {field: value for field, value, _ in kept} == CHI.model_dump(exclude_none=True)
        proved = {field: commitment(salt, field, value) for field, value, salt in kept}
        assert proved == refers.commitments
        assert len({salt for _, _, salt in kept}) == 3

    async def test_fingerprints_and_persons_outlive_the_process(
        self, vault: PostgresVault, conninfo: str
    ) -> None:
        before = await vault.refer("H58", CHI)
        async with opened(conninfo) as database:
            reopened = await opened_vault(database)
            assert reopened.fingerprint(b"body") == vault.fingerprint(b"body")
            after = await reopened.refer("H58", Subject(name="Khác", id=CHI.id))
        assert after.subject_id == before.subject_id

    async def test_another_installation_has_another_key(
        self, vault: PostgresVault, server: Server
    ) -> None:
        with server.database("template1") as elsewhere:
            async with opened(elsewhere) as database:
                other = await opened_vault(database)
        assert len(other.key) == 32
        assert other.fingerprint(b"body") != vault.fingerprint(b"body")
        assert vault.fingerprint(b"body") != hashlib.sha256(b"body").digest()


def commitment(salt: bytes, field: str, value: str) -> str:
    told = b"\x02" + salt + field.encode() + b"\0" + value.encode()
    return hashlib.sha256(told).hexdigest()


async def rows(database: Database, query: LiteralString, *params: str) -> Sequence[Any]:
    async with database.connection() as conn:
        return await (await conn.execute(query, params)).fetchall()


SECRETS: Final = {
    "a name": "Huỳnh Thị Thuỳ Dương",
    "a number": "079188765432",
    "an address": "12/3 hẻm Cống Quỳnh",
    "a phone": "0903777888",
    "a mail": "duong@thu.example.vn",
    "why it was refused": "thiếu chữ ký ở trang ba",
    "why it was recalled": "giao nhầm phòng",
    "what must be mended": "ảnh mờ không đọc được",
    "what was noted": "người nhà bị bệnh",
    "why it was corrected": "bấm nhầm ngày",
    "why it was annulled": "trùng với hồ sơ cũ",
    "why it was reconciled": "sổ giấy đúng hơn",
    "why it was overridden": "lãnh đạo cho phép",
}
TARGET: Final = {"source": "portal", "request_id": "first"}
OVERRIDE: Final = {"reason": SECRETS["why it was overridden"], "approver": "Lê Út"}


def private_requests() -> list[Posted]:
    """Whatever has a place for personal data or free text, with some in it."""
    subject = dict(zip(("name", "id", "address", "phone", "email"), SECRETS.values(), strict=False))
    told = {name: {"reason": text} for name, text in SECRETS.items()}
    mend = {"component": "photo", "reason": SECRETS["what must be mended"]}
    return [
        posted("received", "first", subject=subject, authority="H58"),
        posted("transferred", taker={"organisation": "Phòng"}, carrier="paper"),
        posted("transfer-refused", carrier="paper", **told["why it was refused"]),
        posted("transfer-recalled", carrier="paper", **told["why it was recalled"]),
        posted("supplement-requested", items=[mend]),
        posted("noted", name="gọi", attributes={"vì": SECRETS["what was noted"]}),
        posted("returned", mode="decide", override=OVERRIDE),
        posted(
            "corrected",
            target=TARGET,
            field="channel",
            new="online",
            approver="Lê Út",
            **told["why it was corrected"],
        ),
        posted("annulled", target=TARGET, approver="Lê Út", **told["why it was annulled"]),
    ]


RECONCILED: Final[dict[str, Any]] = {
    "settles": ["receipt"],
    "speaks": {"receipt": "paper"},
    "second_person": "Lê Út",
    "reason": SECRETS["why it was reconciled"],
}


async def test_personal_data_and_free_text_are_in_the_vault_and_nowhere_else(
    database: Database,
) -> None:
    store = PostgresEventStore(database)
    engine = engine_over(store, await opened_vault(database))
    for request in private_requests():
        await engine.perform(request, opens=True)
    outcomes = await admit(
        engine,
        [posted("reconciled", **RECONCILED), posted("noted", name="x", attributes={"y": "z"})],
    )
    assert all(outcome.event for outcome in outcomes)
    await ReadModels(database, store, LAW, ALL).catch_up()

    tables = {table: await everything_in(database, table) for table in await tables_of(database)}
    vault = tables.pop("hoso_vault")
    assert [what for what, text in SECRETS.items() if text not in vault] == []
    for table, content in tables.items():
        assert (table, [what for what, text in SECRETS.items() if text in content]) == (table, [])
    assert {"hoso_events", "hoso_history", "hoso_dossier_view", "hoso_subjects"} <= tables.keys()


async def tables_of(database: Database) -> list[str]:
    found = await rows(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [row[0] for row in found]


async def everything_in(database: Database, table: str) -> str:
    """Every value as text, and bytes as the text that they may be."""
    async with database.connection() as conn:
        cursor = await conn.execute(sql.SQL("TABLE {}").format(sql.Identifier(table)))
        return "\n".join(_shown(value) for row in await cursor.fetchall() for value in row)


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return json.dumps(value, ensure_ascii=False, default=str)
