"""Stands in for curl where a machine has none: as much of it as docs/tutorial.md uses.

Only of the standard library, for it is started for every request.
"""

import argparse
import sys
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

TIMED_OUT = 28
"""As curl has it."""


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("curl", allow_abbrev=False)
    parser.add_argument("url")
    parser.add_argument("-s", "--silent", action="store_true")
    parser.add_argument("-i", "--include", action="store_true")
    parser.add_argument("-N", "--no-buffer", action="store_true")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("-d", "--data")
    parser.add_argument("--data-binary")
    parser.add_argument("-o", "--output")
    parser.add_argument("--max-time", type=float)
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    asked = options(words)
    place = urlsplit(asked.url)
    # Between two pieces; curl has it of all.
    connection = HTTPConnection(place.netloc, timeout=asked.max_time)
    body = _body(asked)
    headers = {name: value.strip() for name, _, value in (h.partition(":") for h in asked.header)}
    if body is not None:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    path = place.path + (f"?{place.query}" if place.query else "")
    connection.request("GET" if body is None else "POST", path, body, headers)
    answer = connection.getresponse()
    with _out(asked.output) as out:
        if asked.include:
            out.write(_head(answer))
        return _pass_on(answer, out)


def _body(asked: argparse.Namespace) -> bytes | None:
    if asked.data_binary == "@-":
        return sys.stdin.buffer.read()
    # Of --data alone curl leaves line ends as they are, too.
    return None if asked.data is None else asked.data.encode()


def _out(named: str | None) -> BinaryIO:
    return Path(named).open("wb") if named else sys.stdout.buffer


def _head(answer: HTTPResponse) -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in answer.getheaders())
    return f"HTTP/1.1 {answer.status} {answer.reason}\r\n{fields}\r\n".encode()


def _pass_on(answer: HTTPResponse, out: BinaryIO) -> int:
    try:
        while piece := answer.read1(65_536):
            out.write(piece)
            out.flush()
    except TimeoutError:
        return TIMED_OUT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
