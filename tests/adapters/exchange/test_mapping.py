"""A mapping is checked when it is read, and against the log that it is for."""

from pathlib import Path

import pytest

from adapters.exchange import BadFile, load_mapping, read, survey
from tests.adapters.exchange.logs import (
    CSV_MAPPING,
    XES_MAPPING,
    Trace,
    csv_text,
    mapping,
    written,
    xes,
    xes_bodies,
)

CASE = {"concept:name": "A-1", "opened": "2020-03-02T08:00:00", "via": "desk"}
SENT = {"concept:name": "sent", "time:timestamp": "2020-03-04T08:00:00"}


def refusal(folder: Path, text: str | bytes) -> BadFile:
    with pytest.raises(BadFile) as refused:
        load_mapping(written(folder, "m.toml", text))
    assert refused.value.code == "bad-mapping"
    return refused.value


def changed(old: str, new: str) -> str:
    assert old in XES_MAPPING
    return XES_MAPPING.replace(old, new)


def test_a_sound_mapping_is_read(tmp_path: Path) -> None:
    assert load_mapping(written(tmp_path, "m.toml", XES_MAPPING)).source == "register"


def test_a_byte_order_mark_makes_no_difference(tmp_path: Path) -> None:
    path = written(tmp_path, "m.toml", "\ufeff" + XES_MAPPING)

    assert load_mapping(path) == mapping()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("speed = 1\n" + XES_MAPPING, "speed", id="unknown key"),
        pytest.param(changed("promised", "promise"), "case.promise", id="unknown key inside"),
        pytest.param(changed('source = "register"\n', ""), "source", id="missing key"),
        pytest.param(changed('code = "concept:name"', ""), "case.code", id="missing inside"),
        pytest.param(changed("Ho_Chi_Minh", "Nowhere"), "timezone", id="unknown zone"),
        pytest.param(changed("Asia/Ho_Chi_Minh", "Asia"), "timezone", id="a folder of zones"),
        pytest.param(changed("Asia/Ho_Chi_Minh", "../x"), "timezone", id="a path for a zone"),
        pytest.param(changed('"post"', '"fax"'), "channel.values.mail", id="unknown channel"),
        pytest.param(changed(".received", ".recieved"), "case_event[1].kind", id="unknown kind"),
        pytest.param(changed("dossier.completed", "x"), "case_event[2].kind", id="no kind"),
        pytest.param(changed("completed", "received"), "case_event", id="a kind of the case twice"),
        pytest.param(
            XES_MAPPING + '[times]\nformat = "%d/%m"\n', "times.format", id="no full date"
        ),
        pytest.param(
            XES_MAPPING + '[times.formats]\ndue = "%Q"\n', "times.formats.due", id="no format"
        ),
        pytest.param(
            XES_MAPPING + '[times.formats]\nduo = "%x"\n', "times.formats", id="format of nothing"
        ),
        pytest.param(
            changed('stand_in = "permit"', ""), "procedure", id="neither procedure nor a stand-in"
        ),
        pytest.param(
            'unrecorded = ["procedure"]\n' + XES_MAPPING, "procedure", id="a procedure and none"
        ),
        pytest.param('unrecorded = ["time"]\n' + XES_MAPPING, "unrecorded[1]", id="unrecordable"),
        pytest.param(
            changed('stand_in = "permit"', 'stand_in = "a"\nattribute = "b"'),
            "procedure.stand_in",
            id="a procedure twice over",
        ),
        pytest.param(
            changed('values = { desk = "direct", mail = "post", web = "online" }', ""),
            "channel.values",
            id="an attribute without values",
        ),
        pytest.param(
            XES_MAPPING + '[[activity]]\nname = "a"\nkind = "dossier.noted"\n' * 2,
            "activity",
            id="an activity twice",
        ),
        pytest.param(
            XES_MAPPING + '[[case_event]]\nkind = "dossier.noted"\nat = "due"\n',
            "case_event[3].data",
            id="noted without a name",
        ),
        pytest.param(
            XES_MAPPING + '[[activity]]\nname="a"\nkind="dossier.noted"\ndata={x=2020-01-01}\n',
            "activity[1].data.x",
            id="a date that JSON lacks",
        ),
        pytest.param(
            'authority = "a"\n' + changed("promised", "authority"),
            "authority",
            id="two authorities",
        ),
        pytest.param("source = ", "", id="no TOML"),
        pytest.param("x = " + "[" * 5_000, "", id="bottomless TOML"),
        pytest.param(b"source = '\xe9'", "", id="not UTF-8"),
    ],
)
def test_a_wrong_mapping_is_refused_by_its_key(tmp_path: Path, text: str | bytes, key: str) -> None:
    refused = refusal(tmp_path, text)

    assert refused.params["key"] == key
    assert refused.message.startswith(f"m.toml: {key}" if key else "m.toml: ")
    assert str(refused.params["reason"]) in refused.message


def test_every_wrong_key_is_named_at_once(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "speed = 1\nbreadth = 2\n" + XES_MAPPING)

    assert refused.message == ("m.toml: speed: there is no such key; breadth: there is no such key")


def test_a_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"m\.toml: it cannot be read: No such file"):
        load_mapping(tmp_path / "m.toml")


def test_a_mapping_must_give_some_event(tmp_path: Path) -> None:
    nothing = 'source = "x"\ntimezone = "UTC"\n[case]\ncode = "a"\ncode_system = "b"\n'

    assert refusal(tmp_path, nothing).params["key"] == "event"


def test_a_channel_may_be_unrecorded_but_not_forgotten(tmp_path: Path) -> None:
    start, _, rest = XES_MAPPING.partition("[channel]")
    without = start + "[procedure]" + rest.partition("[procedure]")[2]

    assert refusal(tmp_path, without).params["key"] == "channel"
    received, _ = xes_bodies(
        tmp_path, [(CASE, [SENT])], mapping(without, 'unrecorded = ["channel"]')
    )
    assert "channel" not in received["data"]


def test_what_the_log_lacks_is_refused_with_what_it_has(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xes", xes([(CASE, [SENT])]))
    by = mapping(changed('at = "opened"', 'at = "openned"'))

    with pytest.raises(BadFile) as refused:
        survey(path, by)

    assert refused.value.code == "attribute-missing"
    assert refused.value.params["attribute"] == "openned"
    assert "opened" in refused.value.message


def test_what_the_events_lack_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xes", xes([(CASE, [SENT])]))
    by = mapping(changed('id = "id"\n', 'id = "id"\nactor = "who"\n'))

    with pytest.raises(BadFile) as refused:
        survey(path, by)

    assert (refused.value.params["level"], refused.value.params["attribute"]) == ("event", "who")


def test_a_csv_is_refused_at_its_header(tmp_path: Path) -> None:
    header = ["case", "concept:name", "time:timestamp"]
    path = written(tmp_path, "a.csv", csv_text(header, [["A-1", "x", "2020-03-02"]]))

    with pytest.raises(BadFile) as refused:
        next(read(path, mapping(CSV_MAPPING)))

    assert refused.value.params["attribute"] == "opened"
    assert refused.value.params["has"] == "case, concept:name, time:timestamp"


def test_what_a_log_declares_it_does_not_lack(tmp_path: Path) -> None:
    declared = '<global scope="trace"><date key="reopened" value="1970-01-01"/></global>'
    path = written(tmp_path, "a.xes", xes([(CASE, [SENT])], declared))
    by = mapping(changed('at = "closed"', 'at = "reopened"'))

    assert survey(path, by).lines == 2


def test_values_that_mean_nothing_are_no_values(tmp_path: Path) -> None:
    by = mapping(more='absent = ["-"]')
    case = CASE | {"closed": "-", "via": "-", "due": "-"}

    received, sent = xes_bodies(tmp_path, [(case, [SENT | {"note": "-", "id": "-"}])], by)

    assert received["data"]["channel"] == "direct"
    assert "promised_return" not in received["data"]
    assert (sent["request_id"], sent["data"]["attributes"]) == ("A-1#1", {})


def test_an_activity_becomes_the_event_it_stands_for(tmp_path: Path) -> None:
    rule = """
[[activity]]
name = "sent"
kind = "dossier.supplement-requested"
data = { supplement = "2" }
data_from = { legal_basis = "basis", by = "nobody" }
data_times = { until = "until", since = "nobody" }
"""
    by = mapping(XES_MAPPING + rule, more="ignore = ['noise']")
    event = SENT | {"basis": "Art. 19", "until": "2020-03-09", "noise": "x", "lost": "y"}
    log: list[Trace] = [(CASE, [event])]

    _, told = xes_bodies(tmp_path, log, by)

    assert told["kind"] == "dossier.supplement-requested"
    assert told["data"] == {
        "supplement": "2",
        "legal_basis": "Art. 19",
        "until": "2020-03-09T00:00:00+07:00",
    }
    optional = mapping(XES_MAPPING.replace('"id"]', '"id", "nobody"]') + rule, "ignore = ['noise']")
    surveyed = survey(written(tmp_path, "a.xes", xes(log)), optional)
    assert surveyed.left_out == ("event: lost",)


def test_an_activity_that_the_log_lacks_is_reported(tmp_path: Path) -> None:
    rule = '[[activity]]\nname = "send"\nkind = "dossier.returned"\n'
    path = written(tmp_path, "a.xes", xes([(CASE, [SENT])]))

    assert survey(path, mapping(XES_MAPPING + rule)).unseen_activities == ("send",)


def test_an_acceptance_that_is_an_activity_borrows_from_the_case(tmp_path: Path) -> None:
    text = changed('[[case_event]]\nkind = "dossier.received"\nat = "opened"\n', "")
    rule = '[[activity]]\nname = "in"\nkind = "dossier.received"\n'
    officer = text.replace('promised = "due"', 'officer = "officer"\nunit = "unit"')
    case = CASE | {"officer": "An", "unit": "Land"}

    received, sent = xes_bodies(
        tmp_path, [(case, [SENT | {"concept:name": "in"}, SENT])], mapping(officer + rule)
    )

    assert (received["actor"], received["unit"]) == ("An", "Land")
    assert received["data"]["channel"] == "direct"
    assert "actor" not in sent
    assert "unit" not in sent


@pytest.mark.parametrize(("said", "code"), [("", "no-procedure"), ("Hunting", "unknown-procedure")])
def test_a_procedure_may_be_looked_up(tmp_path: Path, said: str, code: str) -> None:
    looked_up = 'attribute = "about"\nvalues = { Fishing = "F-1" }'
    by = mapping(changed('stand_in = "permit"', looked_up))
    log: list[Trace] = [(CASE | {"about": "Fishing"}, []), (CASE | {"about": said}, [])]
    path = written(tmp_path, "a.xes", xes(log))

    good, bad = read(path, by)

    assert good.body is not None
    assert good.body["data"]["procedure"] == "F-1"
    assert bad.problem is not None
    assert bad.problem.code == code


def test_ids_may_begin_anew_in_each_case(tmp_path: Path) -> None:
    by = mapping(changed('id = "id"', 'id = "id"\nid_within = "case"'))

    _, sent = xes_bodies(tmp_path, [(CASE, [SENT | {"id": "7"}])], by)

    assert (sent["request_id"], sent["source_ref"]) == ("A-1#7", "7")


def test_a_case_may_lack_its_acceptance_where_the_mapping_says_so(tmp_path: Path) -> None:
    by = mapping(changed('at = "opened"', 'at = "opened"\nrequired = false'))

    found = xes_bodies(tmp_path, [(CASE | {"opened": ""}, [SENT])], by)

    assert [body["kind"] for body in found] == ["dossier.noted"]
