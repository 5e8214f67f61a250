"""docs/http.md says what the interface is."""

from tests.architecture.http_page import COMMAND, PAGE, page


def test_the_page_is_fresh() -> None:
    written = PAGE.read_text("utf-8")
    assert (written == page(written)) is True, f"docs/http.md is stale; run: {COMMAND}"
