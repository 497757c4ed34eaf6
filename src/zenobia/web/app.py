"""The application: the built page, the questions it asks, and the guard around both."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from zenobia import api
from zenobia.errors import BadInput, NotFound, StoreError, StoreInUse, ZenobiaError
from zenobia.web import review, routes
from zenobia.web.guard import BodyTooLarge, Guard, Keys

ASSETS = Path(str(files("zenobia.web") / "assets"))
"""Where the built page is."""

# By ending and not by what the system's registry says, so that a browser is told the same everywhere.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".topojson": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".pbf": "application/x-protobuf",
    ".txt": "text/plain; charset=utf-8",
    ".map": "application/json",
}
_STATUS: tuple[tuple[type[ZenobiaError], int], ...] = (
    (NotFound, 404),
    (StoreInUse, 409),
    (StoreError, 503),
    (BadInput, 400),
)
_NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Zenobia</title><h1>The page is not built</h1>"
    "<p>This checkout has the server and not the page. Build it with <code>make page</code> (Node is needed), "
    "then reload. Until then the answers are at <a href=/api/about>/api/about</a>, "
    "<a href=/api/summary>/api/summary</a> and <a href=/api/incidents>/api/incidents</a>.</p></html>"
)


def make_app(
    ledger: api.Ledger,
    keys: Keys,
    *,
    reviewer: str = "",
    beside: api.CodedTable | None = None,
    assets: Path = ASSETS,
) -> ASGIApp:
    """The application for one store; `reviewer` is who judges where a judgement does not say it.

    `beside` is a table that others coded, to be compared with.
    """

    def page(request: Request) -> Response:
        index = assets / "index.html"
        if not index.is_file():
            return HTMLResponse(_NOT_BUILT)
        return FileResponse(index, media_type=_TYPES[".html"])

    def asset(request: Request) -> Response:
        return _asset(assets, request.path_params["name"])

    app = Starlette(
        routes=[Route("/", page), Route("/assets/{name:path}", asset), *routes.ROUTES, *review.ROUTES],
        exception_handlers={
            ZenobiaError: _refused,
            HTTPException: _not_served,
            BodyTooLarge: _too_large,
            Exception: _failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.ledger = ledger
    app.state.reviewer = reviewer
    app.state.beside = beside
    return Guard(app, keys)


def _asset(assets: Path, name: str) -> Response:
    """A file of the built page; nothing outside its folder, and nothing of another type."""
    try:
        path = (assets / name).resolve()
        is_there = path.is_relative_to(assets.resolve()) and path.is_file()
    except (OSError, ValueError):  # too long for a name, or with a letter that no name has
        is_there = False
    if not is_there or path.suffix not in _TYPES:
        raise HTTPException(404)
    return FileResponse(path, media_type=_TYPES[path.suffix])


def _refused(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    if status == 400 and request.method == "POST":
        status = 422
    return JSONResponse({"error": str(error)}, status)


def _not_served(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 400)
    told = {404: "there is nothing at this address", 405: "this address does not take that method"}
    return JSONResponse({"error": told.get(status, "this cannot be answered")}, status)


def _too_large(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "that is more than a request may hold"}, 413)


def _failed(request: Request, error: Exception) -> Response:
    """What went wrong is logged; the page learns no more than that something did."""
    return JSONResponse({"error": "this failed inside Zenobia; the terminal shows where"}, 500)
