"""A source that knows little speaks its own vocabulary."""

import re
import shutil
from pathlib import Path

import pytest

from adapters.exchange import BadFile, read, survey
from adapters.exchange.mapping_file import shipped
from adapters.exchange.profile_files import load_profile, mapping_named, profiles
from adapters.exchange.records import Seen
from domain.request import read as read_request
from tests.adapters.exchange.hearing import (
    CSV,
    JSON,
    MINE,
    NDJSON,
    bodies,
    hashed,
    heard,
    kinds,
    mine,
    status_only,
)
from tests.adapters.exchange.logs import written

DOCS = Path(__file__).parents[3] / "docs" / "sources.md"
SAID = {"ma": "A-1", "tt": "đang xử lý", "luc": "2019-08-27 15:00", "phong": "Phòng Đo lường"}


# A system that knows a code, a status and a time.


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ('{"code": "A", "status": 4, "since": "2019-08-27T15:00:00"}', JSON),
        ('[{"code": "A", "status": "4", "since": "2019-08-27T15:00:00"}]', JSON),
        ('\ufeff{"code": " A ", "status": 4, "since": "2019-08-27T15:00:00"}\n\n', NDJSON),
        ("code;status;since\nA;4;2019-08-27T15:00:00\n", CSV),
    ],
)
def test_it_may_speak_json_ndjson_or_csv(text: str, media: str) -> None:
    (body,) = bodies(status_only(), text, media)

    assert body["dossier"] == "A"
    assert body["data"] == {"status": 4}
    assert body["occurred_at"] == "2019-08-27T15:00:00+07:00"
    assert read_request(body).event.kind == "dossier.status-reported"


def test_the_same_in_another_form_is_the_same() -> None:
    one = bodies(status_only(), {"code": "A", "status": 4, "since": "2019-08-27T15:00:00"})

    assert bodies(status_only(), "since,code,status\n2019-08-27T15:00:00,A,4\n", CSV) == one


def test_a_status_says_since_when() -> None:
    (line,) = heard(status_only(), {"code": "A", "status": 4})

    assert line.problem
    assert line.problem.code == "no-time"


# What a profile says.


def test_units_officers_and_statuses_are_translated() -> None:
    first, _ = bodies(mine(), {**SAID, "can_bo": "Nguyễn An"})

    assert (first["unit"], first["actor"], first["data"]) == ("tdc", "an", {"status": 4})


@pytest.mark.parametrize(
    ("said", "value", "map"),
    [
        ({"phong": "Phòng Lạ"}, "Phòng Lạ", "maps.unit"),
        ({"can_bo": "Ai Đó"}, "Ai Đó", "maps.officer"),
        ({"tt": "chờ"}, "chờ", "maps.status"),
    ],
)
def test_an_unknown_value_is_refused_by_its_map_and_the_good_ones_are_kept(
    said: dict[str, str], value: str, map: str
) -> None:
    first, *rest = heard(mine(), [{**SAID, **said}, SAID])

    assert first.problem
    assert first.problem.code == "unknown-value"
    assert dict(first.problem.params) == {"dossier": "A-1", "value": value, "map": map}
    assert [line.problem for line in rest] == [None, None]


def test_a_status_implies_that_the_taker_has_it() -> None:
    at_work, acknowledged = bodies(mine(), SAID)

    assert acknowledged["kind"] == "dossier.transfer-acknowledged"
    assert acknowledged["data"] == {"taker": {"organisation": "tdc"}}
    assert acknowledged["occurred_at"] == at_work["occurred_at"]
    assert read_request(acknowledged).event.kind == "dossier.transfer-acknowledged"


@pytest.mark.parametrize("said", [{"tt": "xong"}, {"phong": ""}])
def test_another_status_or_an_unnamed_taker_implies_nothing(said: dict[str, str]) -> None:
    assert kinds(bodies(mine(), {**SAID, **said})) == ["status-reported"]


def test_a_source_speaks_for_its_carrier_where_a_kind_has_one() -> None:
    reported, acknowledged = bodies(mine(more='carrier = "paper"\n'), SAID)

    assert "carrier" not in reported["data"]
    assert acknowledged["data"]["carrier"] == "paper"


def test_a_profile_may_decide() -> None:
    assert "mode" not in bodies(mine(), SAID)[0]
    assert {body["mode"] for body in bodies(mine(more='mode = "decide"\n'), SAID)} == {"decide"}


def test_ids_of_the_sources_own_are_kept() -> None:
    text = MINE.partition("[[case_event]]")[0] + (
        '[event]\nactivity = "viec"\nat = "luc"\nid = "so"\n'
        '[[activity]]\nname = "giao"\nkind = "dossier.handler-assigned"\n'
        'data_from = { handler = "can_bo" }\ndata_maps = { handler = "officer" }\n'
        'implies = [{ kind = "dossier.transfer-acknowledged" }]\n'
    )
    said = {"ma": "A-1", "luc": "2019-08-27", "so": "77", "viec": "giao", "can_bo": "Nguyễn An"}

    assigned, also = bodies(mine(text), said)

    assert (assigned["request_id"], assigned["data"]) == ("77", {"handler": "an"})
    assert also["request_id"] == "77#dossier.transfer-acknowledged"


def test_an_unmapped_activity_is_noted_by_its_name_alone() -> None:
    text = MINE.partition("[[case_event]]")[0] + '[event]\nactivity = "viec"\nat = "luc"\n'
    seen = Seen()

    (line,) = heard(mine(text), {**SAID, "viec": "gọi điện", "cho": "bà A"}, seen=seen)

    assert line.body
    assert line.body["data"] == {"name": "gọi điện"}
    assert seen.dropped == {"cho": 1}


def test_objects_inside_a_record_lend_their_names() -> None:
    by = mine(MINE.replace('at = "luc"', 'at = "khi.luc"'))
    said = {"ma": "A-1", "tt": "xong", "khi": {"luc": "2019-08-27T15:00:00"}}

    assert bodies(by, said)[0]["occurred_at"] == "2019-08-27T15:00:00+07:00"


@pytest.mark.parametrize(
    ("text", "media", "code"),
    [
        ("[1]", JSON, "not-an-object"),
        ('[{"ma": "a\\u0000"}]', JSON, "nul-character"),
        ('{"ma": ' + '{"x":' * 40 + "1" + "}" * 41, JSON, "too-deep"),
        ('{"ma": "A", "ds": [' + ",".join(["{}"] * 1001) + "]}", JSON, "record-too-large"),
        ('{"ma": \n', NDJSON, "not-json"),
        ("ma,tt\nA\n", CSV, "wrong-cell-count"),
    ],
)
def test_a_record_that_is_none_is_told(text: str, media: str, code: str) -> None:
    (line,) = heard(mine(), text, media)

    assert line.problem
    assert line.problem.code == code


@pytest.mark.parametrize(
    ("text", "media", "code"),
    [("{", JSON, "not-json"), ("", CSV, "no-header"), ('ma\n"a', CSV, "bad-csv")],
)
def test_a_text_that_has_no_records_is_refused_whole(text: str, media: str, code: str) -> None:
    with pytest.raises(BadFile) as refused:
        heard(mine(), text, media)
    assert refused.value.code == code


# Where profiles come from.


def test_the_shipped_ones_are_sound_and_have_ids_of_their_own() -> None:
    found = profiles()

    assert list(found.known) == ["national", "status-only"]
    assert found.wrong == ()
    assert found.known["national"].mapping.source == "national"


def test_a_wrong_one_is_named_by_its_key_and_stops_no_other(tmp_path: Path) -> None:
    written(tmp_path, "mine.toml", MINE)
    written(tmp_path, "bad.toml", MINE.replace("Ho_Chi_Minh", "Nowhere"))
    written(tmp_path, "log.toml", MINE.replace("[profile]", ""))
    written(tmp_path, "ours.toml", MINE.replace('"onegate"', '"hoso"', 1))
    written(tmp_path, "twin.toml", MINE)

    found = profiles(tmp_path)

    assert set(found.known) == {*shipped(), "mine"}
    assert [(bad.code, bad.params["file"], bad.params["key"]) for bad in found.wrong] == [
        ("bad-mapping", "bad.toml", "timezone"),
        ("bad-mapping", "log.toml", "profile"),
        ("bad-mapping", "ours.toml", "source"),
        ("bad-mapping", "twin.toml", "source"),
    ]


def test_a_directory_need_not_be_there(tmp_path: Path) -> None:
    assert profiles(tmp_path / "none") == profiles()


def test_one_may_begin_with_a_shipped_one(tmp_path: Path) -> None:
    text = 'begins_with = "national"\nsource = "h39"\n[case]\nunit = "DonViXuLy"\n'
    path = written(tmp_path, "h39.toml", text + '[maps.unit]\n"Phòng Đo lường" = "tdc"\n')

    mapping = load_profile(path).mapping

    assert (mapping.source, mapping.case.unit, mapping.case.code) == ("h39", "DonViXuLy", "MaHoSo")
    assert mapping.maps["unit"] == {"Phòng Đo lường": "tdc"}


def test_one_of_the_same_name_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    shutil.copy(shipped()["status-only"], tmp_path / "national.toml")
    text = (tmp_path / "national.toml").read_text().replace('"status-only"', '"national"')
    written(tmp_path, "national.toml", text)

    assert profiles(tmp_path).known["national"].mapping.case.code == "code"


def test_those_that_strangers_copy_are_sound(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)

    assert [load_profile(written(tmp_path, "a.toml", text)).mapping.source for text in shown] == [
        "portal-h39",
        "onegate",
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[profile]", '[profile]\nspeed = "1"', "profile.speed"),
        ('source = "onegate"', 'begins_with = "nothing"', "begins_with"),
        ('"xong" = 9', '"xong" = 11', "maps.status"),
        ('"Nguyễn An" = "an"', '"Nguyễn An" = 5', "maps.officer"),
        ('{ status = "status" }', '{ status = "lost" }', "maps"),
        ('{ status = "status" }', '{ state = "status" }', "case_event[1].data_maps"),
        ('status = "tt"\n', "", "case.status"),
        ('{ status = "tt" }', '{ status = "tt", "status.x" = "tt" }', "case_event[1].data_from"),
        ('unit = "phong"', 'promised_before = "truoc"', "case.promised_before"),
    ],
)
def test_a_wrong_profile_is_refused_by_its_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    assert old in MINE
    with pytest.raises(BadFile) as refused:
        load_profile(written(tmp_path, "mine.toml", MINE.replace(old, new, 1)))

    assert refused.value.params["key"] == key


def test_lists_are_for_records_alone(tmp_path: Path) -> None:
    item = '[[item]]\nof = "ds"\nkind = "dossier.fee-paid"\nat = "luc"\n'

    load_profile(written(tmp_path, "a.toml", MINE + item))
    with pytest.raises(BadFile) as refused:
        load_profile(written(tmp_path, "a.toml", MINE.replace("[profile]", "") + item))
    assert refused.value.params["key"] == "item"


# The same file for an import.


def test_a_profile_imports_a_file_with_the_same_ids(tmp_path: Path) -> None:
    text = "code,status,since,note\nA,4,2019-08-27T15:00:00,x\nB,5,2019-08-28,\n"
    path, by = written(tmp_path, "day.csv", text), status_only().mapping

    found = [line.body for line in read(path, by, hashed)]

    assert found == bodies(status_only(), text, CSV)
    surveyed = survey(path, by)
    assert (surveyed.lines, surveyed.dossiers, surveyed.left_out) == (2, 2, ("note",))


def test_a_profile_imports_ndjson_and_no_log(tmp_path: Path) -> None:
    line = '{"code": "A", "status": 4, "since": "2019-08-27T15:00:00"}\n'
    by = status_only().mapping

    (told,) = read(written(tmp_path, "day.ndjson", line), by, hashed)

    assert told.body == bodies(status_only(), line, NDJSON)[0]
    with pytest.raises(BadFile) as refused:
        survey(written(tmp_path, "day.xes", "<log/>"), by)
    assert refused.value.params["key"] == "profile"


def test_a_mapping_may_be_named_by_its_profile(tmp_path: Path) -> None:
    own = written(tmp_path, "mine.toml", MINE)

    assert mapping_named(Path("mine"), tmp_path) == own
    assert mapping_named(Path("national"), tmp_path) == shipped()["national"]
    assert mapping_named(own, tmp_path / "none") == own
    assert mapping_named(Path("nobody"), tmp_path) == Path("nobody")
