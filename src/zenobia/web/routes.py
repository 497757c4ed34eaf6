"""The questions that the page asks, each answered by the function of the library that a script would call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zenobia import api
from zenobia.errors import BadInput, NotFound
from zenobia.web import asking

Answer = Callable[[Request], Any]
_TYPES = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json", "json": "application/json"}
_WORLD = (-180.0, -90.0, 180.0, 90.0)


def about(request: Request) -> Any:
    beside: api.CodedTable | None = request.app.state.beside
    return {
        **api.about(_ledger(request)),
        "reviewer": request.app.state.reviewer,
        "beside": beside.record if beside is not None else None,
    }


def summary(request: Request) -> Any:
    return api.summary(_ledger(request), asking.asked_in(request.query_params))


def values(request: Request) -> Any:
    query = request.query_params
    found = api.facet_values(
        _ledger(request), asking.asked_in(query), query.get("facet", ""), query.get("named", "")
    )
    return {"values": found}


def map_(request: Request) -> Any:
    query = request.query_params
    return api.mapped(_ledger(request), asking.asked_in(query), asking.zoom(query))


def towns(request: Request) -> Any:
    query = request.query_params
    return {"towns": api.towns(asking.box(query) or _WORLD, asking.zoom(query))}


def incidents(request: Request) -> Any:
    query = request.query_params
    return api.listed(
        _ledger(request),
        asking.asked_in(query),
        sort=query.get("sort") or "day",
        only=query.get("only"),
        **_page(request),
    )


def incident(request: Request) -> Any:
    return api.incident_opened(_ledger(request), request.path_params["id"])


def article(request: Request) -> Any:
    return api.article_opened(_ledger(request), request.path_params["id"])


def original(request: Request) -> Response:
    """The kept bytes for the user's disk; no browser is to show a stranger's page under this address."""
    page = api.original_page(_ledger(request), request.path_params["id"])
    name = quote(page.name.rpartition("/")[2][-100:] or "page", safe="")
    return Response(
        page.content,
        media_type="application/octet-stream",
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}.original"},
    )


def control(request: Request) -> Any:
    query = request.query_params
    return api.control_map(_ledger(request), query.get("on") or None, asking.box(query))


def comparison(request: Request) -> Any:
    beside: api.CodedTable | None = request.app.state.beside
    if beside is None:
        raise NotFound("there is no table to compare with; start with: zenobia serve --compare FILE")
    return api.comparison(_ledger(request), beside, asking.asked_in(request.query_params))


def places(request: Request) -> Any:
    query = request.query_params
    return {"places": api.place_candidates(_ledger(request), _named(request), query.get("country") or None)}


def actors(request: Request) -> Any:
    query = request.query_params
    found = api.actor_candidates(
        _named(request), on=query.get("on") or None, country=query.get("country") or None
    )
    return {"actors": found}


def queue(request: Request) -> Any:
    return api.queue(_ledger(request), asking.asked_in(request.query_params), **_page(request))


def download(request: Request) -> Response:
    format_ = request.query_params.get("format", "csv")
    told = api.download(_ledger(request), asking.asked_in(request.query_params), format_)
    name = f'attachment; filename="zenobia-incidents.{format_}"'
    return Response(
        told.encode("utf-8", "replace"), media_type=_TYPES[format_], headers={"content-disposition": name}
    )


def answered(answer: Answer) -> Answer:
    """The endpoint as a route has it: what it returns becomes JSON."""

    def endpoint(request: Request) -> Response:
        told = answer(request)
        return told if isinstance(told, Response) else JSONResponse(told)

    return endpoint


ROUTES = [
    Route("/api/about", answered(about)),
    Route("/api/summary", answered(summary)),
    Route("/api/values", answered(values)),
    Route("/api/map", answered(map_)),
    Route("/api/towns", answered(towns)),
    Route("/api/incidents", answered(incidents)),
    Route("/api/incidents/{id}", answered(incident)),
    Route("/api/articles/{id}", answered(article)),
    Route("/api/articles/{id}/original", answered(original)),
    Route("/api/control", answered(control)),
    Route("/api/comparison", answered(comparison)),
    Route("/api/places", answered(places)),
    Route("/api/actors", answered(actors)),
    Route("/api/queue", answered(queue)),
    Route("/api/download", download),
]


def _ledger(request: Request) -> api.Ledger:
    ledger: api.Ledger = request.app.state.ledger
    return ledger


def _page(request: Request) -> dict[str, Any]:
    query = request.query_params
    return {
        "offset": asking.number(query, "offset", 0, most=10**9),
        "limit": asking.number(query, "limit", 50, most=api.MOST_AT_ONCE),
    }


def _named(request: Request) -> str:
    named = request.query_params.get("named", "").strip()
    if not 0 < len(named) <= 200:
        raise BadInput("give a name: ?named=palmyra")
    return named
