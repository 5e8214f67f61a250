"""The page of the interface, whose parts are ours to serve: an office may have no way out."""

from pathlib import Path
from typing import Final

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

PARTS: Final = Path(fastapi_offline.__file__).parent / "static"
AT: Final = "/docs/parts"


def docs(app: FastAPI) -> None:
    """`/docs`, for a browser, with what it is made of beside it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def page() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url=f"{AT}/swagger-ui-bundle.js",
            swagger_css_url=f"{AT}/swagger-ui.css",
            swagger_favicon_url=f"{AT}/favicon.png",
        )

    app.include_router(router)
    app.mount(AT, StaticFiles(directory=PARTS))
