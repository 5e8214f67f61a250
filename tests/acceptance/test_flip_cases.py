"""Two dossiers whose class hangs on the carrier: found, listed as contested, and settled."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from adapters.postgres.embedded import running
from tests.acceptance.installation import ROOT, Installation

CASES: Final = ROOT / "examples" / "flip-cases"
RECEIPT: Final = "000.00.12.H39-190809-9001"
RESULT: Final = "000.00.12.H39-190812-9002"
PERIOD: Final = {"from": "2019-08-01", "to": "2019-08-31"}


@pytest.fixture(scope="module")
def told(shared: Installation) -> Iterator[Installation]:
    """What the counter told, and no more."""
    with running(shared.data):
        done = shared.ok("import", str(CASES / "requests.ndjson"), "--json").json
        assert (done["recorded"], done["rejected"]) == (10, 0)
        yield shared


def flips(installation: Installation, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = installation.ok(
        "divergences", "--kind", "flip", *more, "--json"
    ).json
    return found


def total(installation: Installation) -> dict[str, Any]:
    days = [part for name, day in PERIOD.items() for part in (f"--{name}", day)]
    found: dict[str, Any] = installation.ok("report", "timeliness", *days, "--format", "json").json
    return dict(found["total"])


def test_the_flips_are_named_and_the_dossiers_are_contested(told: Installation) -> None:
    one, other = sorted(flips(told), key=lambda each: str(each["code"]))

    assert (one["code"], other["code"]) == (RECEIPT, RESULT)
    # By the scan it is due on another day; by the paper the due day passed without a result.
    assert one["found_at"] == "2019-08-12T00:45:00Z"
    assert other["found_at"] == "2019-08-19T17:00:00Z"
    assert one["needs_person"]
    assert other["needs_person"]
    assert total(told)["resolved"]["late"] == 2
    assert total(told)["contested"] == 2


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("early, on time or late", "a person who reconciles them")),
        ("vi", ("kết luận trước hạn, đúng hạn, quá hạn", "2 sai lệch")),
    ],
)
def test_people_read_what_would_settle_them(
    told: Installation, lang: str, words: tuple[str, ...]
) -> None:
    shown = told.ok("divergences", "--kind", "flip", HOSO_LANG=lang, COLUMNS="220").out

    assert all(word in shown for word in (*words, RECEIPT, RESULT))


def test_the_list_behind_the_number_names_them(told: Installation) -> None:
    with told.serving() as server, server.client() as client:
        asked = {**PERIOD, "cell": "contested", "token": server.token}
        page = client.get("/dossiers", params=asked, follow_redirects=True)

    assert page.status_code == 200
    assert RECEIPT in page.text
    assert RESULT in page.text


def test_the_other_carrier_gives_the_other_class(standing: Installation) -> None:
    standing.ok("import", str(CASES / "requests.ndjson"))
    assert len(flips(standing)) == 2
    standing.ok("import", str(CASES / "by-digital.ndjson"))

    assert flips(standing) == []
    assert {each["ended_by"] for each in flips(standing, "--all")} == {"long-an-o15"}
    settled = total(standing)
    assert (settled["resolved"]["on_time"], settled["resolved"]["late"]) == (2, 0)
    assert settled["contested"] == 0
