"""XES as other programs write it."""

from pathlib import Path

import pytest

from adapters.exchange import survey
from tests.adapters.exchange.logs import (
    XES_MAPPING,
    attribute,
    bodies,
    lines,
    mapping,
    problems,
    written,
    xes,
    xes_bodies,
)

CASE = {"concept:name": "A-1", "opened": "2020-03-02T08:00:00", "via": "web"}
CHECKED = {"concept:name": "checked", "time:timestamp": "2020-03-03T08:00:00"}
SENT = {"concept:name": "sent", "time:timestamp": "2020-03-04T08:00:00"}


def log(inside: str, head: str = "") -> str:
    return f"<log>{head}<trace>{inside}</trace></log>"


def test_a_trace_becomes_an_acceptance_and_its_events(tmp_path: Path) -> None:
    received, checked = xes_bodies(tmp_path, [(CASE | {"due": "2020-03-20"}, [CHECKED])])

    assert received == {
        "dossier": "A-1",
        "code_system": "register",
        "kind": "dossier.received",
        "occurred_at": "2020-03-02T08:00:00+07:00",
        "precision": "instant",
        "source": "register",
        "request_id": "A-1#dossier.received",
        "source_seq": 0,
        "provenance": "imported",
        "data": {
            "procedure": "stand-in:permit",
            "channel": "online",
            "promised_return": "2020-03-20T00:00:00+07:00",
            "timezone": "Asia/Ho_Chi_Minh",
        },
    }
    assert checked == {
        "dossier": "A-1",
        "code_system": "register",
        "kind": "dossier.noted",
        "occurred_at": "2020-03-03T08:00:00+07:00",
        "precision": "instant",
        "source": "register",
        "request_id": "A-1#1",
        "source_seq": 1_001,
        "provenance": "imported",
        "data": {"name": "checked", "attributes": {}},
    }


def test_where_times_tie_a_case_opens_first_and_ends_last(tmp_path: Path) -> None:
    one_time = "2020-03-02T08:00:00"
    events = [CHECKED | {"time:timestamp": one_time}, SENT | {"time:timestamp": one_time}]

    told = xes_bodies(tmp_path, [(CASE | {"closed": one_time}, events)])

    in_order = sorted(told, key=lambda body: (body["occurred_at"], body["source_seq"]))
    assert [body["request_id"] for body in in_order] == [
        "A-1#dossier.received",
        "A-1#1",
        "A-1#2",
        "A-1#dossier.completed",
    ]


def test_a_longer_export_says_the_same_of_what_it_had(tmp_path: Path) -> None:
    short = [(CASE, [CHECKED])]
    earlier = ({**CASE, "concept:name": "A-0"}, [CHECKED, SENT])
    longer = [earlier, (CASE | {"closed": "2020-03-05T08:00:00"}, [CHECKED, SENT])]

    before = {body["request_id"]: body for body in xes_bodies(tmp_path, short)}
    after = {body["request_id"]: body for body in xes_bodies(tmp_path, longer)}

    assert before.items() <= after.items()
    assert len(after) == 7


def test_an_id_of_the_log_names_the_event(tmp_path: Path) -> None:
    _, named, unnamed = xes_bodies(tmp_path, [(CASE, [CHECKED | {"id": "t-9"}, SENT])])

    assert (named["request_id"], named["source_ref"]) == ("t-9", "t-9")
    assert unnamed["request_id"] == "A-1#2"
    assert "source_ref" not in unnamed


def test_a_code_that_two_traces_share_counts_on(tmp_path: Path) -> None:
    told = xes_bodies(tmp_path, [(CASE, [CHECKED]), (CASE, [SENT])])

    assert [body["request_id"] for body in told if body["kind"] == "dossier.noted"] == [
        "A-1#1",
        "A-1#2",
    ]


def test_attributes_of_every_type_are_kept_in_their_own_words(tmp_path: Path) -> None:
    types = {"int": "007", "float": "1.50", "boolean": "true", "date": "2020-01-01", "id": "x"}
    extra = "".join(attribute(f"my {kind}", value, kind) for kind, value in types.items())
    event = "".join(attribute(name, value) for name, value in CHECKED.items())
    case = "".join(attribute(name, value) for name, value in CASE.items())
    path = written(tmp_path, "a.xes", log(f"{case}<event>{event}{extra}</event>"))

    kept = bodies(path, mapping())[1]["data"]["attributes"]

    assert kept == {f"my {kind}": value for kind, value in types.items()}


def test_attributes_inside_attributes_are_passed_over_and_counted(tmp_path: Path) -> None:
    inner = attribute("inner", "1") + attribute("inner too", "2")
    outer = f'<string key="outer" value="o">{inner}</string>'
    listed = f'<list key="many"><values>{attribute("one", "1")}</values></list>'
    event = "".join(attribute(name, value) for name, value in CHECKED.items())
    case = "".join(attribute(name, value) for name, value in CASE.items())
    head = f'<string key="about the log" value="x">{inner}</string>'
    content = log(f"{case}<event>{event}{outer}{listed}</event>", head)
    path = written(tmp_path, "a.xes", content)

    assert bodies(path, mapping())[1]["data"]["attributes"] == {"outer": "o"}
    assert survey(path, mapping()).nested == 3


def test_a_name_that_comes_twice_loses_neither_value(tmp_path: Path) -> None:
    event = "".join(attribute(name, value) for name, value in CHECKED.items())
    case = "".join(attribute(name, value) for name, value in CASE.items())
    twice = attribute("note", "one") + attribute("note", "two")
    path = written(tmp_path, "a.xes", log(f"{case}<event>{event}{twice}</event>"))

    kept = bodies(path, mapping())[1]["data"]["attributes"]

    assert kept == {"note": "one", "note (2)": "two"}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_makes_no_difference(tmp_path: Path, mark: str) -> None:
    path = written(tmp_path, "a.xes", mark + xes([(CASE, [CHECKED])]))

    assert len(bodies(path, mapping())) == 2


@pytest.mark.parametrize(
    ("written_as", "says"),
    [
        ("a &amp; b", "a & b"),
        ("a &#38; b", "a & b"),
        ("a &#x26; b", "a & b"),
        ("&amp;#38;", "&#38;"),
        ("&amp;amp;", "&amp;"),
        ("&amp;lol;", "&lol;"),
        ("&lt;&gt;&quot;&apos;&#233;&#xE9;", "<>\"'éé"),
        ("one&#10;two", "one\ntwo"),
    ],
)
def test_references_to_characters_are_those_characters(
    tmp_path: Path, written_as: str, says: str
) -> None:
    content = xes([(CASE, [CHECKED | {"note": "here"}])]).replace('"here"', f'"{written_as}"')

    told = bodies(written(tmp_path, "a.xes", content), mapping())[1]

    assert told["data"]["attributes"] == {"note": says}


def test_comments_and_processing_instructions_say_nothing(tmp_path: Path) -> None:
    content = xes([(CASE, [CHECKED])]).replace("<event>", "<!-- <event> --><?pi <event>?><event>")

    assert len(bodies(written(tmp_path, "a.xes", content), mapping())) == 2


def test_equal_words_are_equal_however_they_are_composed(tmp_path: Path) -> None:
    rule = '[[activity]]\nname = "Tiếp nhận"\nkind = "dossier.supplement-received"\n'
    decomposed = "Tie\u0302\u0301p nha\u0323\u0302n"

    _, told = xes_bodies(
        tmp_path,
        [(CASE, [CHECKED | {"concept:name": decomposed}])],
        mapping(XES_MAPPING + rule),
    )

    assert told["kind"] == "dossier.supplement-received"


@pytest.mark.parametrize(
    ("case", "event", "found"),
    [
        pytest.param({}, {"time:timestamp": ""}, [(1, "no-time")], id="no time"),
        pytest.param({}, {"time:timestamp": "soon"}, [(1, "bad-time")], id="no such time"),
        pytest.param({}, {"concept:name": " "}, [(1, "no-activity")], id="no activity"),
        pytest.param({"via": "fax"}, {}, [(1, "unknown-channel")], id="unknown channel"),
        pytest.param({"opened": ""}, {}, [(1, "no-time")], id="no acceptance"),
        pytest.param({"due": "soon"}, {}, [(1, "bad-time")], id="no such promise"),
        pytest.param({"closed": "x"}, {}, [(1, "bad-time")], id="no such end"),
        pytest.param({"concept:name": ""}, {}, [(1, "no-code")], id="no code"),
    ],
)
def test_a_bad_record_is_named_and_the_rest_is_kept(
    tmp_path: Path, case: dict[str, str], event: dict[str, str], found: list[tuple[int, str]]
) -> None:
    good = ({**CASE, "concept:name": "A-2"}, [SENT])
    path = written(tmp_path, "a.xes", xes([(CASE | case, [CHECKED | event]), good]))

    assert problems(path, mapping()) == found
    surveyed = survey(path, mapping())
    assert surveyed.problems == len(found)
    assert surveyed.lines - surveyed.problems >= 2


def test_an_event_that_could_not_be_read_keeps_its_number(tmp_path: Path) -> None:
    bad = CHECKED | {"time:timestamp": "soon"}
    path = written(tmp_path, "bad.xes", xes([(CASE, [bad, SENT])]))
    repaired = xes_bodies(tmp_path, [(CASE, [CHECKED, SENT])])

    assert problems(path, mapping()) == [(1, "bad-time")]
    assert lines(path, mapping())[-1].body == repaired[-1]


def test_an_event_outside_of_any_trace_is_named(tmp_path: Path) -> None:
    event = "".join(attribute(name, value) for name, value in CHECKED.items())
    content = xes([(CASE, [SENT])]).replace("</log>", f"<event>{event}</event></log>")

    path = written(tmp_path, "a.xes", content)

    assert problems(path, mapping()) == [(2, "event-outside-trace")]


def test_a_trace_without_events_still_tells_of_itself(tmp_path: Path) -> None:
    (received,) = xes_bodies(tmp_path, [(CASE, [])])

    assert received["kind"] == "dossier.received"


def test_a_log_without_traces_is_read_and_empty(tmp_path: Path) -> None:
    assert survey(written(tmp_path, "a.xes", "<log/>"), mapping()).lines == 0
