"""What a written time means."""

from zoneinfo import ZoneInfo

import pytest

from adapters.exchange.times import Moment, checked_pattern, moment
from domain.testimony import Precision

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")


def read(text: str, zone: ZoneInfo = SAIGON, pattern: str | None = None) -> Moment:
    return moment(text, zone, pattern, Precision.INSTANT)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2011-10-11T13:42:22.688+02:00", "2011-10-11T13:42:22.688000+02:00"),
        ("2011-10-11T13:42:22Z", "2011-10-11T13:42:22+00:00"),
        ("2011-10-11T13:42:22", "2011-10-11T13:42:22+07:00"),
        ("2011-10-11 13:42:22", "2011-10-11T13:42:22+07:00"),
    ],
)
def test_an_offset_is_kept_and_a_missing_one_is_the_zones(text: str, at: str) -> None:
    assert read(text) == Moment(at, Precision.INSTANT)


@pytest.mark.parametrize(
    ("text", "pattern", "precision"),
    [
        ("2011-10-11", None, "day"),
        ("20111011", None, "day"),
        ("2011-10-11T13:42", None, "minute"),
        ("2011-10-11T13:42+07:00", None, "minute"),
        ("2011-10-11T13:42:00", None, "instant"),
        ("11/10/2011", "%d/%m/%Y", "day"),
        ("11/10/2011 13:42", "%d/%m/%Y %H:%M", "minute"),
        ("11/10/2011 13:42:07", "%d/%m/%Y %H:%M:%S", "instant"),
        ("%H 11/10/2011", "%%H %d/%m/%Y", "day"),
    ],
)
def test_a_time_claims_no_more_precision_than_its_text(
    text: str, pattern: str | None, precision: str
) -> None:
    assert read(text, pattern=pattern).precision == precision


def test_a_mapping_may_claim_less_precision_than_the_text_but_not_more() -> None:
    whole = moment("2011-10-11T13:42:22", SAIGON, None, Precision.DAY)
    bare = moment("2011-10-11", SAIGON, None, Precision.MINUTE)

    assert whole == Moment("2011-10-11T13:42:22+07:00", Precision.DAY)
    assert bare == Moment("2011-10-11T00:00:00+07:00", Precision.DAY)


def test_a_time_that_occurs_twice_is_the_first_of_both() -> None:
    assert read("2011-10-30T02:30:00", AMSTERDAM).at == "2011-10-30T02:30:00+02:00"


def test_a_time_that_the_clocks_skipped_is_moved_on_by_the_gap() -> None:
    assert read("2011-03-27T02:30:00", AMSTERDAM).at == "2011-03-27T03:30:00+02:00"


def test_an_offset_with_seconds_which_rfc_3339_lacks_becomes_utc() -> None:
    # Amsterdam kept mean solar time, 19 min 32 s ahead of Greenwich, until 1937.
    assert read("1910-06-01T12:00:00", AMSTERDAM).at == "1910-06-01T11:40:28+00:00"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2011-13-01", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00x"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(text)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("%d/%m %H:%M", "year, month and day"),
        ("%Y", "year, month and day"),
        ("%Q", "not a strptime format"),
        ("%d/%m/%Y %", "not a strptime format"),
    ],
)
def test_a_format_that_gives_no_date_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        checked_pattern(pattern)


@pytest.mark.parametrize("pattern", ["%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z", "%d %b %y", "%Y-%j"])
def test_a_format_that_gives_a_date_is_kept(pattern: str) -> None:
    assert checked_pattern(pattern) == pattern
