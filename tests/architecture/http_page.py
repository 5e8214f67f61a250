"""Writes the tables of docs/http.md that the code knows; COMMAND does it."""

from collections.abc import Iterator
from typing import Final

from adapters.http.openapi.document import RIGHTS
from adapters.http.openapi.operations import OPERATIONS
from adapters.http.openapi.refusals import MEANS, statuses
from tests.architecture import ROOT
from tests.architecture.language_page import marks

PAGE: Final = ROOT / "docs" / "http.md"
COMMAND: Final = "python -m tests.architecture.http_page"


def page(written: str) -> str:
    """The page with its tables as the code has them now."""
    for name, lines in (("routes", routes()), ("statuses", refusals())):
        begin, end = marks(name)
        before, _, rest = written.partition(begin)
        written = "\n".join([before + begin, "", *lines, "", end + rest.partition(end)[2]])
    return written


def routes() -> Iterator[str]:
    yield from ("| name | route | right |", "| --- | --- | --- |")
    for (method, path), operation in OPERATIONS.items():
        right = RIGHTS.get((method, path))
        yield f"| `{operation.id}` | `{method.upper()} {path}` | {right or 'none'} |"


def refusals() -> Iterator[str]:
    yield from ("| status | meaning | codes |", "| --- | --- | --- |")
    for status, means in MEANS.items():
        codes = ", ".join(f"`{code}`" for code, of in statuses().items() if of == status)
        yield f"| {status} | {means} | {codes} |"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
