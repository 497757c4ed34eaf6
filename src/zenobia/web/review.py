"""Judgements as the page sends them, each made into one call of the library."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zenobia import api
from zenobia.errors import BadInput
from zenobia.model import Span

Sent = Mapping[str, Any]
# A merge of more incidents than this was not looked at one by one.
_MOST_IDS = 200


async def judge(request: Request) -> Response:
    sent = await _sent(request)
    return await run_in_threadpool(_judged, request, sent)


async def undo(request: Request) -> Response:
    sent = await _sent(request)
    return await run_in_threadpool(_undone, request, sent)


def history(request: Request) -> Response:
    told = api.history(request.app.state.ledger, request.path_params.get("id"))
    return JSONResponse({"history": told})


ROUTES = [
    Route("/api/judgements", judge, methods=["POST"]),
    Route("/api/judgements/{id}/undo", undo, methods=["POST"]),
    Route("/api/history", history),
    Route("/api/history/{id}", history),
]


def _undone(request: Request, sent: Sent) -> Response:
    return _answer(api.undo(_reviewer(request, sent), request.path_params["id"]))


def _judged(request: Request, sent: Sent) -> Response:
    verdict = _text(sent, "verdict")
    act = _ACTS.get(verdict)
    if act is None:
        raise BadInput(f"“{verdict[:40]}” is no verdict; it is one of {', '.join(_ACTS)}")
    return _answer(act(_reviewer(request, sent), sent))


def _accept(by: api.Reviewer, sent: Sent) -> api.Changed:
    return api.accept(by, claim_id=_id(sent, "claim_id"), incident_id=_id(sent, "incident_id"))


def _reject(by: api.Reviewer, sent: Sent) -> api.Changed:
    return api.reject(by, claim_id=_id(sent, "claim_id"), incident_id=_id(sent, "incident_id"))


def _correct(by: api.Reviewer, sent: Sent) -> api.Changed:
    at, span = _span(sent, "at"), _span(sent, "span")
    return api.correct(by, _text(sent, "claim_id"), _text(sent, "slot"), sent.get("value"), at=at, span=span)


def _add(by: api.Reviewer, sent: Sent) -> api.Changed:
    span = _span(sent, "span")
    if span is None:
        raise BadInput("mark the words of the report that say it")
    slots = [{**each, "span": _span(each, "span")} for each in _records(sent, "slots")]
    realis = _text(sent, "realis") if sent.get("realis") else "asserted"
    return api.add_claim(by, _text(sent, "article_id"), _text(sent, "kind"), span, realis=realis, slots=slots)


def _same(by: api.Reviewer, sent: Sent) -> api.Changed:
    pair = _ids(sent, "pair")
    if len(pair) != 2:
        raise BadInput("a pair is the ids of two claims")
    return api.judge_pair(by, pair[0], pair[1], sent["verdict"] == "same")


def _merge(by: api.Reviewer, sent: Sent) -> api.Changed:
    return api.merge(by, _ids(sent, "incident_ids"))


def _split(by: api.Reviewer, sent: Sent) -> api.Changed:
    return api.split(by, _text(sent, "incident_id"), _ids(sent, "claim_ids"))


def _note(by: api.Reviewer, sent: Sent) -> api.Changed:
    return api.note(by, claim_id=_id(sent, "claim_id"), incident_id=_id(sent, "incident_id"))


_ACTS: Mapping[str, Callable[[api.Reviewer, Sent], api.Changed]] = {
    "accept": _accept,
    "reject": _reject,
    "correct": _correct,
    "add": _add,
    "same": _same,
    "not same": _same,
    "merge": _merge,
    "split": _split,
    "note": _note,
}


def _answer(changed: api.Changed) -> Response:
    told = {
        "judgements": [api.judgement_record(judgement) for judgement in changed.judgements],
        "changed": {
            "claims": [{"was": was, "is": now} for was, now in changed.claims],
            "incidents": list(changed.incidents),
            "incident": changed.incident,
        },
    }
    return JSONResponse(told, 201)


def _reviewer(request: Request, sent: Sent) -> api.Reviewer:
    name = sent.get("reviewer") or request.app.state.reviewer
    why = sent.get("why") or ""
    if not isinstance(name, str) or not isinstance(why, str):
        raise BadInput("reviewer and why are text")
    return api.Reviewer(name, why, request.app.state.ledger.store)


async def _sent(request: Request) -> Sent:
    """The record that a request holds. Raises BadInput where it holds none."""
    body = await request.body()
    try:
        sent = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise BadInput("this is no JSON") from None
    if not isinstance(sent, dict):
        raise BadInput("a judgement is one JSON object")
    return sent


def _text(sent: Sent, name: str) -> str:
    said = sent.get(name)
    if not isinstance(said, str) or not said or len(said) > 200:
        raise BadInput(f"{name} is wanted, as text")
    return said


def _id(sent: Sent, name: str) -> str | None:
    return _text(sent, name) if sent.get(name) is not None else None


def _ids(sent: Sent, name: str) -> list[str]:
    said = sent.get(name)
    if not isinstance(said, list) or not all(isinstance(each, str) for each in said) or len(said) > _MOST_IDS:
        raise BadInput(f"{name} is a list of {_MOST_IDS} ids at most")
    return said


def _records(sent: Sent, name: str) -> list[dict[str, Any]]:
    said = sent.get(name) or []
    if (
        not isinstance(said, list)
        or not all(isinstance(each, dict) for each in said)
        or len(said) > _MOST_IDS
    ):
        raise BadInput(f"{name} is a list of records")
    return said


def _span(sent: Sent, name: str) -> Span | None:
    """Two offsets in the article's text, the second excluded."""
    said = sent.get(name)
    if said is None:
        return None
    is_pair = isinstance(said, list) and len(said) == 2
    if not is_pair or not all(isinstance(each, int) and not isinstance(each, bool) for each in said):
        raise BadInput(f"{name} is two offsets in the report's text: [start, end]")
    try:
        return Span(*said)
    except ValueError:
        raise BadInput(
            f"{name} is two offsets in the report's text, the first not after the second"
        ) from None
