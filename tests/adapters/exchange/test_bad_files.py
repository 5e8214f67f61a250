"""A file that is bad as a whole is refused with its reason, before anything is recorded."""

import gzip
from pathlib import Path

import pytest

from adapters.exchange import BadFile, Survey, read, survey
from tests.adapters.exchange.logs import CSV_MAPPING, csv_text, mapping, written, xes

CASE = {"concept:name": "A-1", "opened": "2020-03-02T08:00:00", "via": "desk"}
EVENT = {"concept:name": "checked", "time:timestamp": "2020-03-03T08:00:00"}
GOOD_XES = xes([(CASE, [EVENT] * 20)])
HEADER = ["case", "opened", "concept:name", "time:timestamp"]
ROW = ["A-1", "2020-03-02", "checked", "2020-03-03T08:00:00"]
GOOD_CSV = csv_text(HEADER, [ROW] * 20)
GOOD_NDJSON = '{"dossier": "A-1", "kind": "dossier.noted"}\n' * 20


def surveyed(path: Path) -> Survey:
    name = path.name
    if ".xes" in name:
        return survey(path, mapping())
    return survey(path, mapping(CSV_MAPPING) if ".csv" in name else None)


def refusal(path: Path) -> BadFile:
    with pytest.raises(BadFile) as refused:
        surveyed(path)
    return refused.value


def test_the_good_ones_are_not_refused(tmp_path: Path) -> None:
    good = {"a.xes": GOOD_XES, "b.csv": GOOD_CSV, "c.ndjson": GOOD_NDJSON, "d.xes.gz": GOOD_XES}
    good |= {"e.csv.gz": GOOD_CSV, "f.jsonl": GOOD_NDJSON, "g.jsonl.gz": GOOD_NDJSON}

    counts = {name: surveyed(written(tmp_path, name, text)).lines for name, text in good.items()}

    # 20 events, and in the logs the case's acceptance.
    assert counts == {name: 20 if "json" in name else 21 for name in good}


def test_a_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ndjson.gz", GOOD_NDJSON).rename(tmp_path / "A.NDJSON.GZ")

    assert survey(path, None).lines == 20


def test_a_reading_that_is_given_up_leaves_nothing_open(tmp_path: Path) -> None:
    # What is left open is a warning, and a warning fails the test.
    for path, by in [
        (written(tmp_path, "a.csv.gz", GOOD_CSV), mapping(CSV_MAPPING)),
        (written(tmp_path, "a.xes", GOOD_XES), mapping()),
        (written(tmp_path, "a.ndjson", GOOD_NDJSON), None),
    ]:
        assert next(read(path, by)).problem is None


@pytest.mark.parametrize(
    ("name", "good"),
    [("a.xes.gz", GOOD_XES), ("a.csv.gz", GOOD_CSV), ("a.ndjson.gz", GOOD_NDJSON)],
)
def test_a_packed_file_cut_anywhere_is_refused(tmp_path: Path, name: str, good: str) -> None:
    whole = gzip.compress(good.encode())

    for cut in range(len(whole)):
        path = tmp_path / name
        path.write_bytes(whole[:cut])

        expected = {0: "empty-file", 1: "bad-gzip"}.get(cut, "truncated")
        assert refusal(path).code == expected, f"cut at {cut} of {len(whole)}"


def test_a_packed_file_with_a_wrong_byte_is_refused(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(GOOD_XES.encode()))
    whole[-6] ^= 0xFF  # the checksum
    path = tmp_path / "a.xes.gz"
    path.write_bytes(whole)

    assert refusal(path).code == "bad-gzip"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("a.xes", GOOD_XES[:-40], "bad-xml", id="XML cut off"),
        pytest.param("a.xes", "case,when\n", "bad-xml", id="a CSV called XES"),
        pytest.param("a.xes", "<feed><entry/></feed>", "not-xes", id="XML but not XES"),
        pytest.param("a.xes", "<log><logentry/></log>", "not-xes", id="another kind of log"),
        pytest.param("a.xes", "<html><body/></html>", "not-xes", id="a page"),
        pytest.param("a.xes", "<!DOCTYPE html><html/>", "doctype-refused", id="a page in full"),
        pytest.param("a.xes", '<log><string value="x"/></log>', "not-xes", id="no key"),
        pytest.param("a.xes", " \n", "bad-xml", id="only space"),
        pytest.param("a.xes", GOOD_XES.encode("utf-16"), "not-utf-8", id="UTF-16"),
        pytest.param("a.xes", b"<log a='\xe9'/>", "not-utf-8", id="Latin-1"),
        pytest.param("a.xes.gz", "<log>", "bad-xml", id="soundly packed, unsound inside"),
        pytest.param("a.csv", GOOD_CSV.encode("utf-16"), "not-utf-8", id="a CSV in UTF-16"),
        pytest.param("a.csv", b"case,pr\xe9nom\n", "not-utf-8", id="a CSV in Latin-1"),
        pytest.param("a.csv", "\n" * 200 + GOOD_CSV, "no-header", id="no header"),
        pytest.param("a.csv", '"a"b,c\n', "no-header", id="a header of no sense"),
        pytest.param("a.csv", "a;b\n1;2\n", "attribute-missing", id="other columns"),
        pytest.param("a.csv", f'{GOOD_CSV}A-1,"open\nA-2,x\n', "bad-csv", id="an open quote"),
        pytest.param("a.csv", ",".join(map(str, range(1_001))), "too-many-attributes", id="wide"),
        pytest.param("a.ndjson", b'{"a": "\xff"}\n', "not-utf-8", id="NDJSON in Latin-1"),
        pytest.param("a.ndjson", " " * 1_000_001, "line-too-long", id="an endless line"),
        pytest.param("a.txt", GOOD_CSV, "unknown-suffix", id="no suffix of ours"),
        pytest.param("gz", GOOD_CSV, "unknown-suffix", id="no suffix at all"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    tmp_path: Path, name: str, content: str | bytes, code: str
) -> None:
    assert refusal(written(tmp_path, name, content)).code == code


@pytest.mark.parametrize("name", ["a.xes", "a.csv", "a.ndjson", "a.xes.gz"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(written(tmp_path, name, "")).code == "empty-file"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "absent.xes")

    assert (refused.code, refused.params["file"]) == ("unreadable", "absent.xes")
    assert "No such file" in refused.message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()

    assert refusal(tmp_path / "a.csv").code == "unreadable"


def test_entities_that_multiply_are_refused_before_they_do(tmp_path: Path) -> None:
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE log [<!ENTITY l0 "lol">{more}]><log x="&l9;">&l9;</log>'

    assert refusal(written(tmp_path, "a.xes", bomb)).code == "doctype-refused"


def test_a_file_of_this_machine_cannot_be_drawn_in(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "do not read")
    drawn = f'<!DOCTYPE log [<!ENTITY e SYSTEM "{secret.as_uri()}">]><log>&e;</log>'

    refused = refusal(written(tmp_path, "a.xes", drawn))

    assert refused.code == "doctype-refused"
    assert "do not read" not in repr((refused.message, refused.params))


def test_a_doctype_behind_a_long_comment_is_refused_too(tmp_path: Path) -> None:
    late = f"<!--{'x' * 200_000}--><!DOCTYPE log><log/>"

    assert refusal(written(tmp_path, "a.xes", late)).code == "doctype-refused"


def test_an_unknown_entity_is_not_passed_over(tmp_path: Path) -> None:
    unknown = '<log><trace><string key="concept:name" value="&who;"/></trace></log>'

    assert refusal(written(tmp_path, "a.xes", unknown)).code == "bad-xml"


@pytest.mark.parametrize(
    ("name", "by", "code"),
    [
        ("a.xes", None, "mapping-required"),
        ("a.csv.gz", None, "mapping-required"),
        ("a.ndjson", mapping(), "mapping-not-used"),
    ],
)
def test_a_mapping_belongs_to_logs_and_to_them_only(
    tmp_path: Path, name: str, by: object, code: str
) -> None:
    path = written(tmp_path, name, GOOD_CSV)

    with pytest.raises(BadFile) as refused:
        survey(path, by)  # type: ignore[arg-type]

    assert refused.value.code == code
