"""The application: every route, and every error as `{what, cure}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import islice
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from ebbline.config import VERSION
from ebbline.errors import EbblineError, LedgerError, UsageError
from ebbline.export.claims_json import line
from ebbline.ledger import ClaimQuery
from ebbline.picture.asked import actor_meant, matching, place_meant
from ebbline.picture.brief import brief, near_names, to_html
from ebbline.records import Report
from ebbline.web.answers import Teller, passages, report_answer
from ebbline.web.asking import CLAIM_ID, REPORT_ID, BriefAsked, ClaimsAsked, Part
from ebbline.web.desk import Desk, View
from ebbline.web.guard import App, Guard, Hosts

NO_TELEMETRY: Any = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)
"""FastAPI reports to OpenTelemetry by itself, and the environment can point that anywhere: all of it is off."""

_SCHEMA = "see /openapi.json for what may be asked"


class Json(JSONResponse):
    """JSON in UTF-8, whatever characters a report holds."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return line(content).encode()


class Page(Response):
    """A whole HTML page that carries its own policy."""

    media_type = "text/html"


class NotThereError(EbblineError):
    """Nothing stands under this address; `gone` for what was withdrawn."""

    def __init__(self, what: str, cure: str, *, gone: bool = False) -> None:
        super().__init__("address", what, cure)
        self.gone = gone


def create_app(ledger: FilePath, *, clock: Callable[[], dt.datetime], hosts: Hosts) -> App:
    """The guarded application over one ledger: it only reads, and it always masks."""
    app = FastAPI(
        title="Ebbline",
        version=VERSION,
        docs_url=None,  # both pages would load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Json,
        telemetry=NO_TELEMETRY,
    )
    app.state.desk = Desk(ledger, clock=clock)
    app.include_router(_routes)
    app.add_exception_handler(RequestValidationError, _wrong_words)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(EbblineError, _ours)
    app.add_exception_handler(Exception, _unforeseen)
    return Guard(app, hosts)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
_routes = APIRouter()

# Routes are plain functions: each runs whole in one worker thread, as a ledger's connection has to.


@_routes.get("/", response_class=Page, summary="The picture of the ledger, one self-contained page")
def picture(desk: TheDesk) -> Page:
    """Drawn again only when the ledger has changed."""
    return Page(desk.picture())


@_routes.get("/brief", response_class=Page, summary="A brief with its citations, one self-contained page")
def brief_page(desk: TheDesk, asked: Annotated[BriefAsked, Query()]) -> Page:
    """All claims, or those of an actor, a place or some days."""
    with desk.view() as view:
        _known(view, asked.actor, asked.place)
        made = brief(view.store, mask=view.mask, actor=asked.actor, place=asked.place, start=asked.start, end=asked.end)
        return Page(to_html(made).encode("utf-8", "replace"))


@_routes.get("/api/claims", summary="Claims that fit, in the order of reports and offsets")
def claims(desk: TheDesk, asked: Annotated[ClaimsAsked, Query()]) -> Json:
    """`more` says whether others follow; private names are shown, and found, only as roles."""
    with desk.view() as view:
        teller = Teller(view)
        found = list(
            islice(matching(view.store, view.mask, asked.query(view)), asked.offset, asked.offset + asked.limit + 1)
        )
        told = [teller.claim(original, masked) for original, masked in found[: asked.limit]]
        return Json(_part(asked, "claims", told, more=len(found) > asked.limit))


@_routes.get("/api/claims/{claim_id}", summary="One claim with its sentences and citation")
def claim(desk: TheDesk, claim_id: Annotated[str, Path(pattern=CLAIM_ID)]) -> Json:
    """Claims that no current reading holds any more are not shown."""
    with desk.view() as view:
        try:
            report_id = view.store.claim(claim_id).report_id
        except LedgerError as error:
            raise NotThereError("there is no such claim", "list the claims at /api/claims") from error
        # The mask knows the persons of current readings only.
        for original, masked in matching(view.store, view.mask, ClaimQuery(report_id=report_id)):
            if original.claim_id == claim_id:
                return Json(Teller(view).claim(original, masked))
    raise NotThereError(
        "an earlier reading made this claim, the current one does not",
        f"list the claims of the current one at /api/claims?report={report_id}",
    )


@_routes.get("/api/reports", summary="The reports, by origin")
def reports(desk: TheDesk, asked: Annotated[Part, Query()]) -> Json:
    """What is said of each report, without its text."""
    with desk.view() as view:
        found = list(islice(view.store.reports(), asked.offset, asked.offset + asked.limit + 1))
        told = [report_answer(view, report) for report in found[: asked.limit]]
        return Json(_part(asked, "reports", told, more=len(found) > asked.limit))


@_routes.get("/api/reports/{report_id}", summary="One report with the sentences that carry claims")
def report(desk: TheDesk, report_id: Annotated[str, Path(pattern=REPORT_ID)]) -> Json:
    """Its other words are not shown."""
    with desk.view() as view:
        found = _report(view, report_id)
        claims = view.store.claims(ClaimQuery(report_id=report_id))
        return Json({**report_answer(view, found), "passages": list(passages(view, found, claims))})


@_routes.get("/api/stories", summary="Stories, each with the reports that are copies of it")
def stories(desk: TheDesk, asked: Annotated[Part, Query()]) -> Json:
    """A story of one report counts too."""
    with desk.view() as view:
        everything = view.store.stories()
        found = list(islice(everything.items(), asked.offset, asked.offset + asked.limit))
        told = [{"story_id": story, "reports": members} for story, members in found]
        return Json(_part(asked, "stories", told, more=asked.offset + len(told) < len(everything)))


@_routes.get("/health", summary="Whether the ledger can be read, and how much it holds")
def health(desk: TheDesk) -> Json:
    """Counts of reports, claims and stories."""
    with desk.view() as view:
        counts = view.store.counts()
    return Json({"status": "ok", "version": VERSION, **{key: counts[key] for key in ("reports", "claims", "stories")}})


def _part(asked: Part, name: str, told: list[dict[str, Any]], *, more: bool) -> dict[str, Any]:
    return {name: told, "limit": asked.limit, "offset": asked.offset, "more": more}


def _report(view: View, report_id: str) -> Report:
    tombstone = view.store.withdrawn(report_id)
    if tombstone is not None:
        # By whom and why may name people: that stays in the ledger.
        raise NotThereError(f"the report was withdrawn on {tombstone.at:%Y-%m-%d}", "", gone=True)
    try:
        return view.store.report(report_id)
    except LedgerError as error:
        raise NotThereError("there is no such report", "list the reports at /api/reports") from error


def _known(view: View, actor: str | None, place: str | None) -> None:
    """Raises NotThereError where no claim, as it is shown, has the actor at the place."""
    who = None if actor is None else actor_meant(view.store, view.mask, actor).names
    where = None if place is None else place_meant(view.store, view.mask, place).names
    for name, asked, query in (("actor", actor, ClaimQuery(actor=who)), ("place", place, ClaimQuery(place=where))):
        if asked is not None and not _found(view, query):
            near = near_names(view.store, view.mask, asked, places=name == "place")
            raise NotThereError(f"no claim names this {name}", f"near it: {', '.join(near)}" if near else _SCHEMA)
    if who is not None and where is not None and not _found(view, ClaimQuery(actor=who, place=where)):
        raise NotThereError("no claim has both this actor and this place", "ask for one of the two")


def _found(view: View, query: ClaimQuery) -> bool:
    return next(matching(view.store, view.mask, query), None) is not None


def _said(status: int, what: str, cure: str) -> Json:
    return Json({"what": what, "cure": cure}, status_code=status)


def _wrong_words(request: Request, error: Exception) -> Response:
    """What was asked is never repeated: it may hold a name."""
    assert isinstance(error, RequestValidationError)
    faults = dict.fromkeys(f"{_parameter(fault)}{_message(fault)}" for fault in error.errors())
    return _said(422, "; ".join(faults), _SCHEMA)


def _parameter(fault: dict[str, Any]) -> str:
    where = [str(part) for part in fault["loc"] if part not in ("query", "path")]
    if fault["type"] == "extra_forbidden":
        return "there is no parameter of this name"
    return f"{where[-1]}: " if where else ""


def _message(fault: dict[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":
        return ""
    words = str(fault["msg"]).removeprefix("Value error, ")
    return words[:1].lower() + words[1:]


def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return _said(405, "the ledger is only read here", "ask with GET")
    return _said(error.status_code, "nothing under this address", _SCHEMA)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, EbblineError)
    if isinstance(error, NotThereError):
        return _said(410 if error.gone else 404, error.what, error.cure)
    if isinstance(error, UsageError):
        return _said(422, error.what, error.cure)
    return _said(503, f"the ledger cannot be read: {error.what}", error.cure)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _said(500, "the program failed at this question", "the terminal of `ebbline serve` says more")
