"""Both lanes: colours, what travels, what is lost, and what was annulled."""

from datetime import date
from typing import Any, Final

from adapters.web.lanes import COLOURS, Lanes, Stop
from adapters.web.names import NOBODYS, Names
from adapters.web.rendering import STATICS
from tests.adapters.web.visiting import LAW, ZONE

DAY: Final = date(2019, 7, 12)
STYLE: Final = STATICS["hoso.css"].body.decode()


def at(organisation: str) -> dict[str, Any]:
    return {"holder": {"organisation": organisation}, "since": "2019-07-12T00:00:00Z"}


def to(taker: str, giver: str | None = None) -> dict[str, Any]:
    given = {"organisation": giver} if giver else None
    return {"in_transit": {"giver": given, "taker": {"organisation": taker}, "since": ""}}


def line(kind: str = "dossier.noted", annulled: bool = False, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "annulled": annulled, "data": {}, **more}


def lanes() -> Lanes:
    return Lanes(Names(LAW, "en", ZONE))


def paper(told: dict[str, Any], lanes: Lanes) -> Stop:
    stop = lanes.after(told, DAY)["paper"]
    assert stop
    return stop


def test_a_holder_keeps_its_colour_and_the_key_tells_each_once() -> None:
    ours = lanes()
    bands = [paper(line(paper=at(name)), ours).band for name in ("a", "b", "a")]
    assert bands == ["c1", "c2", "c1"]
    assert [(each.band, each.holder) for each in ours.legend] == [("c1", "a"), ("c2", "b")]


def test_with_more_holders_than_colours_they_come_again() -> None:
    ours = lanes()
    bands = [paper(line(paper=at(str(number))), ours).band for number in range(COLOURS + 1)]
    assert bands == [*(f"c{number + 1}" for number in range(COLOURS)), "c1"]


def test_whoever_is_no_body_has_a_colour_of_his_own_and_takes_none() -> None:
    ours = lanes()
    for nobody in NOBODYS:
        assert paper(line(paper=at(nobody)), ours).band == nobody
    assert paper(line(paper=at("a")), ours).band == "c1"


def test_the_style_sheet_knows_every_band() -> None:
    for band in (*(f"c{number + 1}" for number in range(COLOURS)), *NOBODYS, "nobody"):
        assert f".{band} {{" in STYLE or f".{band}, " in STYLE
        assert f".from-{band}" in STYLE
        assert f".to-{band}" in STYLE


def test_what_travels_is_striped_from_giver_to_taker() -> None:
    ours = lanes()
    stop = paper(line(paper=to("b", giver="a")), ours)
    assert (stop.band, stop.holder, stop.towards) == ("transit from-c1 to-c2", "a", "b")
    unknown = paper(line(paper=to("b")), ours)
    assert unknown.band == "transit from-nobody to-c2"
    assert unknown.holder == "not recorded"


def test_what_did_not_move_is_known_as_such() -> None:
    ours = lanes()
    moved = [paper(line(paper=at(name)), ours).moved for name in ("a", "a", "b")]
    assert moved == [True, False, True]


def test_they_are_apart_wherever_both_are_known_to_be_elsewhere() -> None:
    apart = (
        (at("a"), None, False),
        (at("a"), at("a"), False),
        (at("a"), at("b"), True),
        (to("b", "a"), at("a"), True),
        (to("b", "a"), to("b", "a"), False),
        (to("b", "a"), to("c", "a"), True),
        ({"holder": {"organisation": "a", "desk": "1"}, "since": ""}, at("a"), True),
        ({"holder": {"organisation": "a"}, "since": "another day"}, at("a"), False),
    )
    for one, other, expected in apart:
        ours = lanes()
        ours.after(line(paper=one, digital=other), DAY)
        assert ours.apart is expected


def test_what_was_annulled_leaves_both_where_they_were() -> None:
    ours = lanes()
    ours.after(line(paper=at("a"), digital=at("b")), DAY)
    annulled = line("dossier.result-arrived", annulled=True)
    annulled["data"] = {"carrier": "paper", "desk": {"organisation": "c"}}
    stop = paper(annulled, ours)
    assert (stop.holder, stop.moved, stop.is_result) == ("a", False, False)
    assert ours.apart


def test_the_result_is_followed_once_it_is_there() -> None:
    ours = lanes()
    arrived = line("dossier.result-arrived", paper=at("a"), digital=at("a"))
    arrived["data"] = {"carrier": "paper", "desk": {"organisation": "a"}}
    stops = ours.after(arrived, DAY)
    assert [stop and stop.is_result for stop in stops.values()] == [True, False]


def test_a_result_that_came_nobody_knows_where_moves_nothing() -> None:
    arrived = line("dossier.result-arrived", paper=at("a"))
    arrived["data"] = {"carrier": "paper"}
    assert not paper(arrived, lanes()).is_result
