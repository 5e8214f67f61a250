"""Opening a file to import: by its suffix, as a stream, with every fault of a file named."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO, TypeAlias

from adapters.exchange.errors import BadFile

Stream: TypeAlias = io.BufferedReader | gzip.GzipFile
Format: TypeAlias = Literal["xes", "csv", "ndjson"]

FORMATS: dict[str, Format] = {
    ".xes": "xes",
    ".csv": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
CHUNK = 64 * 1024
LONGEST_LINE = 1_000_000


def format_of(path: Path) -> Format:
    """The format by the file's suffix, `.gz` aside. Raises BadFile `unknown-suffix`."""
    name = path.name.lower().removesuffix(".gz")
    found = FORMATS.get(Path(name).suffix)
    if found is None:
        known = ", ".join(FORMATS)
        message = f"{path.name} does not end in any of {known} (each also with .gz)."
        raise BadFile("unknown-suffix", {"file": path.name, "known": known}, message)
    return found


@contextmanager
def opened(path: Path) -> Iterator[Stream]:
    """The file's bytes, unpacked.

    Raises BadFile, also for what is found wrong while they are read: `unreadable`,
    `empty-file`, `truncated`, `bad-gzip`, `not-utf-8`.
    """
    try:
        zipped = path.name.lower().endswith(".gz")
        with gzip.open(path) if zipped else path.open("rb") as stream:
            if not stream.peek(1):
                raise bad_file(path, "empty-file", "is empty")
            yield stream
    except EOFError:
        raise bad_file(path, "truncated", "ends before its compressed data does") from None
    except (gzip.BadGzipFile, zlib.error) as fault:
        raise bad_file(path, "bad-gzip", f"is not sound gzip: {fault}") from None
    except UnicodeDecodeError:
        raise bad_file(path, "not-utf-8", "is not UTF-8 text; save it as UTF-8 first") from None
    except OSError as fault:
        raise bad_file(path, "unreadable", f"cannot be read: {fault.strerror}") from None


def bad_file(path: Path, code: str, reason: str) -> BadFile:
    """A refusal whose sentence begins with the file's name."""
    return BadFile(code, {"file": path.name}, f"{path.name} {reason}.")


def utf8_chunks(stream: Stream) -> Iterator[bytes]:
    """The bytes piece by piece, each checked. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk := stream.read(CHUNK):
        decoder.decode(chunk)
        yield chunk
    decoder.decode(b"", final=True)


@contextmanager
def opened_text(path: Path) -> Iterator[TextIO]:
    """The file's text, line ends as they are. Raises what `opened` does."""
    with opened(path) as stream, io.TextIOWrapper(stream, "utf-8-sig", newline="") as text:
        yield text


def text_lines(text: TextIO) -> Iterator[str]:
    """The lines with their ends, none so long that it would fill the memory.

    Raises BadFile `line-too-long` and UnicodeDecodeError.
    """
    number = 1
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise line_too_long(number)
        yield line
        number += 1


def line_too_long(number: int) -> BadFile:
    """Nobody writes such a line; a file made to exhaust the memory does."""
    message = f"Line {number} or the row it begins is longer than {LONGEST_LINE} characters."
    return BadFile("line-too-long", {"line": number, "most": LONGEST_LINE}, message)
