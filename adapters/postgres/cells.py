"""Values as PostgreSQL reads them in binary: cells of an array, and of a row of COPY.

psycopg writes arrays value by value in Python; putting cells together costs a third of that.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from struct import Struct, pack
from typing import Final

from psycopg.adapt import Dumper
from psycopg.pq import Format

Cell = bytes
"""The length of a value and its bytes; of no value, the length -1."""

NULL: Final[Cell] = pack(">i", -1)

_LENGTH: Final = Struct(">i").pack
_BIGINT: Final = Struct(">iq").pack
_INTEGER: Final = Struct(">ii").pack
_SMALLINT: Final = Struct(">ih").pack
_ARRAY: Final = Struct(">5i").pack

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""From which PostgreSQL counts microseconds."""

MICROSECOND: Final = timedelta(microseconds=1)

TRUE: Final[Cell] = pack(">ib", 1, 1)
FALSE: Final[Cell] = pack(">ib", 1, 0)

BOOLEAN: Final = 16
BYTEA: Final = 17
BIGINT: Final = 20
SMALLINT: Final = 21
INTEGER: Final = 23
TEXT: Final = 25
TIMESTAMPTZ: Final = 1184
JSONB: Final = 3802


class Binary(bytes):
    """A parameter that is in PostgreSQL's binary form already."""


class BinaryDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> bytes:
        return obj


def text(value: str | None) -> Cell:
    if value is None:
        return NULL
    encoded = value.encode()
    return _LENGTH(len(encoded)) + encoded


word = lru_cache(8192)(text)
"""The same for texts that come again and again."""


def blob(value: bytes) -> Cell:
    return _LENGTH(len(value)) + value


def bigint(value: int | None) -> Cell:
    return NULL if value is None else _BIGINT(8, value)


count = lru_cache(4096)(bigint)
"""The same for versions, of which most are small."""


def integer(value: int) -> Cell:
    return _INTEGER(4, value)


@lru_cache(1024)
def smallint(value: int) -> Cell:
    return _SMALLINT(2, value)


def moment(value: datetime | None) -> Cell:
    if value is None:
        return NULL
    return _BIGINT(8, (value - EPOCH) // MICROSECOND)


def jsonb(value: str | None) -> Cell:
    """Of a JSON text: behind the number of jsonb's binary form."""
    return NULL if value is None else blob(b"\x01" + value.encode())


def array(of: int, cells: Sequence[Cell]) -> Binary | None:
    """The cells of one type as an array; None where each is NULL: unnest reads the same."""
    if cells.count(NULL) == len(cells):
        return None
    return Binary(_ARRAY(1, 1, of, len(cells), 1) + b"".join(cells))


def scalar(cell: Cell) -> Binary | None:
    return None if cell == NULL else Binary(cell[4:])
