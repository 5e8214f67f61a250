"""For whom keys are made, and how their tokens are written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import catalogue
from domain.access import OF_ALL, Role
from domain.keys import token as tokens
from domain.keys.asked import NewKey, Rotation
from domain.keys.deciding import LONGEST, make, rotate
from domain.keys.key import Key, Made, Verdict, evolve
from domain.refusals import Refused

REGISTRY: Final = catalogue.registry()
NOW: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY: Final = timedelta(days=1)
CHANCE: Final = st.binary(min_size=tokens.SECRET, max_size=tokens.SECRET)
IDS: Final = st.binary(min_size=tokens.ID, max_size=tokens.ID).map(bytes.hex)


def made(role: Role = Role.SERVICE, **said: Any) -> Made:
    units = () if role in OF_ALL else ("long-an-dost-tdc",)
    sources = ("portal",) if role is Role.SERVICE else ()
    wanted = NewKey(role=role, **{"units": units, "sources": sources, **said})
    return make(wanted, REGISTRY, key="aaaaaaaa", sha256=bytes(32), now=NOW, by="somebody")


def refused(role: Role, **said: Any) -> dict[str, Any]:
    """The code and parameters of why it is not made."""
    with pytest.raises(Refused) as refusal:
        made(role, **said)
    (reason,) = refusal.value.reasons
    return {"code": reason.code, **reason.params}


@pytest.mark.parametrize("role", Role)
def test_there_are_keys_of_every_role(role: Role) -> None:
    assert made(role).role is role


@pytest.mark.parametrize("role", sorted(OF_ALL))
def test_who_is_of_the_whole_installation_has_no_unit(role: Role) -> None:
    assert refused(role, units=("long-an-dost",)) == {"code": "units-of-all", "role": role}


@pytest.mark.parametrize("role", sorted({*Role} - OF_ALL))
def test_everybody_else_has_one_at_least(role: Role) -> None:
    assert refused(role, units=()) == {"code": "units-required", "role": role}


def test_a_service_says_in_whose_name_it_speaks() -> None:
    assert refused(Role.SERVICE, sources=()) == {"code": "sources-required", "role": "service"}
    assert made(Role.CLERK).sources == ()


def test_nobody_speaks_as_hoso() -> None:
    assert refused(Role.SERVICE, sources=("portal", "hoso"))["field"] == "sources"


def test_a_unit_is_named_by_its_id_or_by_a_code_of_today() -> None:
    units = ("000.00.12.H39", "long-an-counter-tdc", "long-an-dost", "H39.12")
    assert made(units=units).units == ("long-an-counter-tdc", "long-an-dost")


@pytest.mark.parametrize(
    ("unit", "close"),
    [
        ("long-an-dots-tdc", "long-an-dost-tdc"),
        ("000.00.21.H39", "000.00.12.H39"),
        ("bưu điện", None),
        # An officer is no unit.
        ("long-an-o01", None),
    ],
)
def test_of_a_unit_that_nobody_knows_close_ones_are_named(unit: str, close: str | None) -> None:
    reason = refused(Role.CLERK, units=(unit,))
    assert (reason["code"], reason["unit"]) == ("unknown-unit", unit)
    assert unit not in (reason["close"] or ())
    if close:
        assert close in reason["close"]


@pytest.mark.parametrize("after", [-DAY, 0 * DAY, LONGEST + DAY])
def test_a_key_expires_within_two_years(after: timedelta) -> None:
    assert refused(Role.CLERK, expires_at=NOW + after)["field"] == "expires_at"
    with pytest.raises(Refused):
        again(evolve(None, made()), Rotation(expires_at=NOW + after))


def again(key: Key, wanted: Rotation) -> Key:
    return evolve(key, rotate(key, wanted, sha256=b"1" * 32, now=NOW, by="somebody"))


def test_the_newest_secret_says_how_the_key_stands() -> None:
    key = evolve(None, made(expires_at=NOW + DAY))
    later = again(key, Rotation())
    assert (key.state(NOW + DAY), later.state(NOW + DAY)) == (Verdict.EXPIRED, Verdict.GOOD)


@given(IDS, CHANCE)
def test_a_token_is_read_as_it_was_written(id: str, secret: bytes) -> None:
    token = tokens.written(id, secret)
    assert tokens.read(token) == (id, tokens.digest(secret))
    assert len(token) == 88


@given(IDS, CHANCE, st.data())
def test_a_slip_of_the_pen_is_no_token(id: str, secret: bytes, data: st.DataObject) -> None:
    token = tokens.written(id, secret)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda each: each != token[at]))
    assert tokens.read(token[:at] + letter + token[at + 1 :]) is None


def test_what_a_browser_holds_needs_the_installations_own_token() -> None:
    seals = {tokens.seal(each, "a", bytes(32)) for each in ("one", "two")}
    assert len(seals) == 2
    assert tokens.mark("one") != tokens.mark("two")


@pytest.mark.parametrize("ours", ["", "x" * 16])
def test_who_shows_nothing_shows_nothing_right(ours: str) -> None:
    assert not tokens.same("", ours)


def test_a_key_of_a_unit_reaches_what_the_registry_says_it_does() -> None:
    key = evolve(None, made(units=("long-an-dost",)))
    principal = key.principal(REGISTRY)
    assert principal.reach == REGISTRY.reach(["long-an-dost"])
    whole = evolve(None, replace(made(Role.AUDITOR)))
    assert whole.principal(REGISTRY).reach is None
