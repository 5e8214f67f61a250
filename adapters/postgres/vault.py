"""The vault in the same database: keeps what events must not hold."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg import AsyncConnection
from uuid6 import uuid7

from adapters.postgres.database import Database
from domain.dossier.values import Sealed, Subject, SubjectRef

SALT: Final = 16
"""Bytes: as long as the commitment's security asks for (128 bits)."""

KEEP: Final = (
    "INSERT INTO hoso_vault (entry, subject_id, field, value, salt) "
    "SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[])"
)


@dataclass(frozen=True, slots=True)
class PostgresVault:
    """Keeps the promises of domain.vault.Vault."""

    database: Database
    key: bytes
    _keyed: "hmac.HMAC" = field(init=False, repr=False, compare=False)
    """Begun once: beginning costs most."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keyed", hmac.new(self.key, digestmod=hashlib.sha256))

    async def seal(self, texts: Sequence[str]) -> Sequence[Sealed]:
        entries = [_entry("text", text) for text in texts]
        if entries:
            async with self.database.connection() as conn:
                await conn.execute(KEEP, _columns(entries, None))
        return [Sealed(entry=entry.id, commitment=entry.commitment) for entry in entries]

    async def open(self, entries: Sequence[str]) -> Sequence[str | None]:
        async with self.database.connection() as conn:
            cursor = await conn.execute(
                "SELECT entry, value FROM hoso_vault WHERE entry = ANY(%s)", (list(entries),)
            )
            texts = dict(await cursor.fetchall())
        return [texts.get(entry) for entry in entries]

    async def refer(self, authority: str, subject: Subject) -> SubjectRef:
        told = subject.model_dump(exclude_none=True)
        async with self.database.transaction() as conn:
            subject_id = await self._subject(conn, authority, subject.id)
            commitments = await _keep(conn, subject_id, told)
        return SubjectRef(subject_id=subject_id, commitments=commitments)

    def fingerprint(self, body: bytes) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(body)
        return keyed.digest()

    async def _subject(
        self, conn: AsyncConnection[Any], authority: str, identity: str | None
    ) -> str:
        """The person's id: found again by the identifying number, else a new one."""
        hashed = self.fingerprint(identity.encode()) if identity else None
        cursor = await conn.execute(
            "INSERT INTO hoso_subjects (subject_id, authority, identity) VALUES (%s, %s, %s) "
            "ON CONFLICT (authority, identity) DO UPDATE SET identity = excluded.identity "
            "RETURNING subject_id",
            (str(uuid7()), authority, hashed),
        )
        row = await cursor.fetchone()
        assert row is not None  # inserted or updated: either way a row
        return str(row[0])


async def opened_vault(database: Database) -> PostgresVault:
    """The vault with the key that the migrations made."""
    async with database.connection() as conn:
        cursor = await conn.execute("SELECT key FROM hoso_keys WHERE name = 'fingerprint'")
        row = await cursor.fetchone()
    assert row is not None  # made when the database was migrated
    return PostgresVault(database, row[0])


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    field: str
    value: str
    salt: bytes

    @property
    def commitment(self) -> str:
        """SHA-256(0x02 | salt | field | 0x00 | value), hex: hides the value while the salt is
        kept, proves it when both are shown."""
        told = b"\x02" + self.salt + self.field.encode() + b"\0" + self.value.encode()
        return hashlib.sha256(told).hexdigest()


def _entry(field: str, value: str) -> _Entry:
    return _Entry(str(uuid7()), field, value, secrets.token_bytes(SALT))


def _columns(entries: Sequence[_Entry], subject_id: str | None) -> list[list[Any]]:
    """The parameters of KEEP."""
    rows = [(one.id, subject_id, one.field, one.value, one.salt) for one in entries]
    return [list(column) for column in zip(*rows, strict=True)]


async def _keep(
    conn: AsyncConnection[Any], subject_id: str, told: Mapping[str, str]
) -> dict[str, str]:
    entries = [_entry(field, value) for field, value in told.items()]
    await conn.execute(KEEP, _columns(entries, subject_id))
    return {entry.field: entry.commitment for entry in entries}
