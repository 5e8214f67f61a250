"""A command that was forked is the program, as far as anybody can tell from outside."""

from tests.acceptance.installation import Installation

SAID = [
    (("--help",), {"COLUMNS": "60"}),
    (("replay", "nobody"), {"HOSO_LANG": "vi"}),
    (("replay", "nobody", "--version", "0"), {}),
    (("replay", b"\xff".decode("utf-8", "surrogateescape")), {}),
    (("doctor", "--json"), {"HOSO_DATABASE_URL": "postgresql://hoso@127.0.0.1:1/hoso"}),
    (("report", "timeliness", "--from", "2019-01-01", "--to", "2019-12-31"), {}),
    (("report", "timeliness", "--from", "2019-01-01", "--to", "2019-12-31"), {"COLUMNS": "80"}),
    (("rebuild", "--workers", "2"), {}),
    (("token",), {}),
]


def test_it_says_what_the_program_says(standing: Installation) -> None:
    """One after the other: none is told of the environment of the one before."""
    for words, environment in SAID:
        forked = standing.run(*words, **environment)
        assert forked == standing.cold(*words, **environment)
        assert forked.out or forked.err
