"""Where the source names the law: every act and article in docstrings and in the common law."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from tests.architecture import ROOT, syntax_of

COMMON: Final = ROOT / "domain" / "procedure" / "catalogue" / "common"

ACT: Final = (
    r"(?:NĐ|TT|QĐ) \d+(?:/\d{4})?(?:/[A-ZĐ]+(?:-[A-ZĐ][A-Za-z]*)+)?"
    r"|QCVN \d+:\d{4}(?:/[A-ZĐ]+)?"
    r"|(?:(?:Civil|Labour) Code|BLDS) \d{4}"
    r"|Luật [\w ]+? \d{4}"
)
REF: Final = r"\d+(?:\([0-9a-zđ]+\))*[a-zđ]?(?:[-–]\d+)?"
REFS: Final = rf"Arts?\. {REF}(?:(?:, | and ){REF})*"
NAMED: Final = re.compile(
    rf"(?P<act>{ACT})(?:,? (?:(?P<articles>{REFS})|(?P<annex>Annex [IVX]+)))?|(?P<more>{REFS})"
)
LEFT_OVER: Final = re.compile(r"Arts?\. ?\d|\b(?:NĐ|TT|QĐ) ?\d|Điều \d")
"""What only the law can be meant by, and NAMED does not read."""

ALPHABET: Final = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
ALIASES: Final = {"BLDS 2015": "Civil Code 2015", "QĐ 766": "QĐ 766/QĐ-TTg"}

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Article:
    """An article of an act, down to its point; of the act as a whole without a number."""

    act: str
    number: str = ""

    def __str__(self) -> str:
        if self.number and not self.number.startswith("Annex"):
            return f"{self.act} Art. {self.number}"
        return f"{self.act} {self.number}".rstrip()

    @property
    def vietnamese(self) -> str:
        """As it is cited: điểm đ khoản 1 Điều 5."""
        if self.number.startswith("Annex"):
            return self.number.replace("Annex", "Phụ lục")
        article, *inside = re.findall(r"\w+", self.number) or [""]
        cited = [f"khoản {part}" if part.isdigit() else f"điểm {part}" for part in inside]
        return " ".join([*reversed(cited), f"Điều {article}"]) if article else ""

    @property
    def key(self) -> tuple[object, ...]:
        return (*_natural(self.act), *_natural(self.number))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said in the source."""

    path: str
    name: str
    """A class, function, field or constant; the rule of a file; empty for the module itself."""
    kind: str | None = None
    """The kind of event that it says something of."""
    reason: str | None = None
    """The code of the reason."""

    def within(self, name: str) -> "Place":
        return replace(self, name=f"{self.name}.{name}" if self.name else name)


@dataclass(frozen=True, slots=True)
class Said:
    place: Place
    text: str


def articles(text: str) -> Iterator[Article]:
    """Every article that the text names: one for each of a list or a range. Without an act it is
    one of the act that was named before."""
    act = ""
    for found in NAMED.finditer(_one_line(text)):
        act = _act(found["act"]) if found["act"] else act
        if listed := found["articles"] or found["more"]:
            refs = re.findall(REF, listed)
            yield from (Article(act, number) for ref in refs for number in _numbers(ref) if act)
        else:
            yield Article(act, found["annex"] or "")


def left_over(text: str) -> list[str]:
    """What looks like the law and is not read as such: of no act, or written otherwise."""
    line = _one_line(text)
    first = re.search(ACT, line)
    named_from = first.start() if first else len(line)
    return LEFT_OVER.findall(line[:named_from] + NAMED.sub("", line[named_from:]))


def index(said: Iterator[Said]) -> Mapping[Article, list[Place]]:
    """Articles in their order, each with where it is named."""
    places: dict[Article, set[Place]] = {}
    for one in said:
        for article in articles(one.text):
            places.setdefault(article, set()).add(one.place)
    ordered = sorted(places, key=lambda article: article.key)
    return {article: sorted(places[article], key=_by_name) for article in ordered}


def everything() -> Iterator[Said]:
    yield from docstrings("domain")
    yield from legal_bases()


def docstrings(*folders: str) -> Iterator[Said]:
    """Each docstring of modules, classes, functions and fields."""
    for path, tree in syntax_of(*folders):
        yield from _said(tree, Place(path, ""))


def legal_bases() -> Iterator[Said]:
    """The legal basis of each rule, term and slip that holds for all procedures."""
    for file in sorted(COMMON.glob("*.toml")):
        told = tomllib.loads(file.read_text("utf-8"))
        yield from _bases(file.relative_to(ROOT).as_posix(), told)


def _bases(path: str, told: Mapping[str, Any]) -> Iterator[Said]:
    name = next((told[key] for key in ("name", "clock", "compared") if key in told), "")
    if "legal_basis" in told:
        yield Said(Place(path, name), told["legal_basis"])
    for rows in told.values():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping):
                yield from _bases(path, row)


def _said(node: ast.Module | Definition, place: Place) -> Iterator[Said]:
    if text := ast.get_docstring(node):
        yield Said(place, text)
    for statement, after in pairwise([*node.body, ast.Pass()]):
        if isinstance(statement, Definition):
            yield from _said(statement, _place(statement, place))
        elif (name := _assigned(statement)) and (text := _text(after)):
            yield Said(place.within(name), text)


def _place(node: Definition, outer: Place) -> Place:
    """Its stored kind and its code are constants of the class."""
    given = dict(_constants(node))
    inner = outer.within(node.name)
    return replace(
        inner,
        kind=given.get("kind", inner.kind),
        reason=given.get("code", inner.reason),
    )


def _constants(node: Definition) -> Iterator[tuple[str, str]]:
    for statement in node.body if isinstance(node, ast.ClassDef) else ():
        name = _assigned(statement)
        match statement:
            case ast.Assign(value=ast.Constant(value=str(text))) if name:
                yield name, text
            case ast.AnnAssign(value=ast.Constant(value=str(text))) if name:
                yield name, text
            case _:
                pass


def _assigned(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return None


def _text(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
        case _:
            return None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _act(written: str) -> str:
    if re.fullmatch(r"NĐ \d+/\d{4}", written):
        return f"{written}/NĐ-CP"
    return ALIASES.get(written, written)


def _numbers(ref: str) -> Iterator[str]:
    if span := re.fullmatch(r"(\d+)[-–](\d+)", ref):
        yield from map(str, range(int(span[1]), int(span[2]) + 1))
    else:
        yield re.sub(r"\)([a-zđ])$", r")(\1)", ref)


def _natural(text: str) -> Iterator[tuple[int, int | str]]:
    """Numbers by their value, letters of points as the alphabet has them."""
    for part in re.findall(r"\d+|\w+", text):
        if part.isdigit():
            yield (0, int(part))
        else:
            yield (2, ALPHABET.index(part)) if len(part) == 1 and part in ALPHABET else (1, part)


def _by_name(place: Place) -> tuple[str, str]:
    return (place.path, place.name)
