"""A visit: who looks at which page, in which language, and how pages link to each other."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from adapters.messages import LANGS, Lang
from adapters.web.texts import said
from domain.access import Principal, Reach

IN_A_PATH: Final = "/%:@!$&'()*+,;="
"""What may stand in a path (RFC 3986, 3.3); whatever else a client sent is escaped."""


class Wrong(Exception):
    """Something in the address cannot be read. `key` names the sentence that says so."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


@dataclass(frozen=True, slots=True)
class Visit:
    request: Request
    lang: Lang
    chosen: bool = False
    """Whether the address names the language: then links keep it."""

    @property
    def query(self) -> QueryParams:
        return self.request.query_params

    @property
    def reach(self) -> Reach:
        """Of whose dossiers the visitor sees something."""
        visitor: Principal = self.request.state.principal
        return visitor.reach

    @property
    def path(self) -> str:
        """As it stands in the address, still escaped."""
        raw: bytes = (
            self.request.scope.get("raw_path") or quote(self.request.scope["path"]).encode()
        )
        return quote(raw, safe=IN_A_PATH)

    def say(self, key: str, /, **params: Any) -> str:
        return said(key, self.lang, **params)

    def link(self, path: str, **query: Any) -> str:
        """An address of ours; parameters that are None are left out."""
        return address(path, {**query, "lang": self.lang if self.chosen else None})

    def dossier(self, code: str, **query: Any) -> str:
        return self.link(f"/dossiers/{escaped(code)}", **query)

    def here(self, **changed: Any) -> str:
        """This page with other parameters; the token never stays in an address."""
        return address(self.path, {**self.query, **changed, "token": None})


def escaped(code: str) -> str:
    """A code as one segment of a path."""
    return quote(code, safe="")


def address(path: str, query: dict[str, Any]) -> str:
    given = {name: str(value) for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def visit_of(request: Request, default: Lang) -> tuple[Visit, Wrong | None]:
    """The visit, and what is wrong with its language: a page must be told in one all the same."""
    asked = request.query_params.get("lang")
    for lang in LANGS:
        if asked == lang:
            return Visit(request, lang, chosen=True), None
    preferred = accepted(request.headers.get("accept-language", "")) or default
    return Visit(request, preferred), Wrong("wrong_lang") if asked else None


def accepted(header: str) -> Lang | None:
    """The language of ours that a browser likes best (RFC 9110, 12.5.4); None for neither."""
    liked: dict[Lang, float] = {}
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        for lang in LANGS:
            if tag.lower().split("-")[0] == lang:
                liked[lang] = max(liked.get(lang, 0.0), _weight(weight))
    best = max(liked, key=lambda lang: liked[lang], default=None)
    return best if best and liked[best] else None


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
