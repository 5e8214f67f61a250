"""Templates into answers: every value escaped, and headers that let nothing else in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from adapters.messages import LANGS
from adapters.web.visit import Visit, address

POLICY: Final = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

ALWAYS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

NOT_KEPT: Final[Mapping[str, str]] = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
"""Pages show what only some may see: no cache keeps them."""

TYPES: Final[Mapping[str, str]] = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

TEMPLATES: Final = Environment(
    loader=PackageLoader("adapters.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Static:
    """A file of ours that pages link to."""

    body: bytes
    media_type: str
    version: str
    """Changes with its content: what is cached under it is never old."""


def _statics() -> dict[str, Static]:
    found = (each for each in (files("adapters.web") / "static").iterdir() if each.is_file())
    return {each.name: _static(each.name, each.read_bytes()) for each in found}


def _static(name: str, body: bytes) -> Static:
    return Static(body, TYPES[name[name.rindex(".") :]], hashlib.sha256(body).hexdigest()[:16])


STATICS: Final[Mapping[str, Static]] = _statics()


def static_link(name: str) -> str:
    return address(f"/static/{name}", {"v": STATICS[name].version})


def static_answer(request: Request, found: Static) -> Response:
    tag = f'"{found.version}"'
    for_ever = request.query_params.get("v") == found.version
    kept = "public, max-age=31536000, immutable" if for_ever else "no-cache"
    headers = {**ALWAYS, "Cache-Control": kept, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)


def page(
    visit: Visit,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    body = TEMPLATES.get_template(template).render(
        visit=visit,
        say=visit.say,
        link=visit.link,
        static=static_link,
        languages=[(lang, visit.here(lang=lang)) for lang in reversed(LANGS)],
        **values,
    )
    told = {**ALWAYS, **NOT_KEPT, "Content-Language": visit.lang, **(headers or {})}
    return HTMLResponse(body, status, headers=told)
