"""The text routes: `/api/v1/…`, read-only, for Excel, Power BI and programs.

Answers are made in a few threads of their own, so that many or slow questions wait
for each other and not the visitors for them.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import anyio
import anyio.to_thread
import duckdb
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route

from etl.live import Signature
from pages import text
from pages.api import answers, description, index, package, parameters
from pages.api.description import MOST_ROWS, TextRoute
from pages.api.problem import Moved, Problem
from pages.queries import open_data
from pages.queries.open_data import Known

AT_ONCE, WAITING = 4, 40
"""Questions that are answered at the same time, and those that may wait."""
_threads = anyio.CapacityLimiter(AT_ONCE)
_packing = anyio.CapacityLimiter(1)
"""Who waits for the package must not hold up who asks a figure."""


@dataclass(frozen=True)
class Question:
    """A request on one build."""

    request: Request
    live: Signature
    known: Known
    headers: Mapping[str, str]

    @property
    def is_csv(self) -> bool:
        """Whether the address ends in .csv."""
        ending: str = self.request.path_params["format"]
        return ending == "csv"

    def check(self, route: TextRoute) -> None:
        """Hold the address against the route.

        Raises:
            Problem: Another ending, or a parameter that the route does not have.
            Moved: A former id.
        """
        ending = self.request.path_params["format"]
        if ending not in description.FORMATS:
            raise Problem(
                404,
                "Deze vorm is er niet.",
                found=f".{ending}",
                expected=".csv of .json",
            )
        query = self.request.query_params
        parameters.check_names(query, route, ending)
        parameters.follow_renames(query, self.known, self.request.url.path)

    @property
    def is_international(self) -> bool:
        """Whether the CSV is meant for programs."""
        return parameters.is_international(self.request.query_params)


Answer = Callable[[Question], Response]


def _endpoint(
    answer: Answer, threads: anyio.CapacityLimiter = _threads
) -> Callable[[Request], Awaitable[Response]]:
    """What every route does: on one build, bounded in number and in time."""

    def work(request: Request) -> Response:
        live = open_data.live_build()
        if live is None:
            later = {"Retry-After": "60"}
            raise Problem(503, "Er is nu geen databank om uit te lezen.", headers=later)
        known = open_data.known(live)
        headers = answers.freshness(request, known)
        if answers.is_unchanged(request, headers):
            return answers.unchanged(headers)
        return answer(Question(request, live, known, headers))

    async def handler(request: Request) -> Response:
        if threads.statistics().tasks_waiting >= WAITING:
            later = {"Retry-After": "5"}
            raise Problem(503, "Er komen nu te veel vragen tegelijk.", headers=later)
        return await anyio.to_thread.run_sync(work, request, limiter=threads)

    return handler


def _index(question: Question) -> Response:
    parameters.check_names(question.request.query_params, description.INDEX, "")
    document = index.document(question.known, open_data.indicators(question.live))
    return JSONResponse(document, headers=question.headers)


def _indicators(question: Question) -> Response:
    question.check(description.INDICATORS)
    rows = open_data.indicators(question.live)
    if question.is_csv:
        return answers.delimited(
            rows, "indicatoren", question.is_international, question.headers
        )
    about = {"build": answers.build(question.known)}
    return answers.structured(about, rows, question.headers)


def _areas(question: Question) -> Response:
    question.check(description.AREAS)
    query = question.request.query_params
    rows = open_data.areas(question.live, parameters.types_of(query, question.known))
    if question.is_csv:
        return answers.delimited(
            rows, "gebieden", question.is_international, question.headers
        )
    about = {"build": answers.build(question.known)}
    return answers.structured(about, rows, question.headers)


def _one_indicator(question: Question) -> Response:
    indicator = question.request.path_params["indicator"]
    now = question.known.former.get(("indicator", indicator))
    if now is not None:
        ending, query = (
            question.request.path_params["format"],
            question.request.url.query,
        )
        address = f"{description.ROOT}indicators/{now}.{ending}"
        raise Moved(f"{address}?{query}" if query else address)
    question.check(description.ONE_INDICATOR)
    return _figures_of(question, indicator)


def _figures(question: Question) -> Response:
    question.check(description.FIGURES)
    if not {"indicator", "gebied", "regio"} & set(question.request.query_params):
        raise Problem(
            400,
            "Noem minstens een indicator, een gebied of een regio. Alles samen staat in het "
            f"pakket: {description.PACKAGE}",
            expected="indicator=…, gebied=… of regio=…",
        )
    return _figures_of(question, None)


def _figures_of(question: Question, indicator: str | None) -> Response:
    query, known = question.request.query_params, question.known
    wanted = parameters.wanted(query, known, indicator)
    rows = open_data.figures(question.live, wanted, MOST_ROWS + 1)
    if rows.height > MOST_ROWS:
        count = text.number(open_data.count(question.live, wanted), 0)
        most = text.number(MOST_ROWS, 0)
        raise Problem(
            400,
            f"Dit zijn {count} rijen, meer dan {most} in één antwoord. Beperk met "
            "regio, gebied, gebiedstype, uitsplitsing, van of tot, of neem het pakket met alles: "
            f"{description.PACKAGE}",
            found=f"{count} rijen",
            expected=f"ten hoogste {most} rijen",
        )
    described = open_data.indicators(question.live)
    if question.is_csv:
        full = open_data.with_origin(rows, described, known.build_id)
        name = "_".join(
            [*(wanted.indicators or [])[:1], *filter(None, [wanted.region])]
        )
        return answers.delimited(
            full,
            name.replace(":", "_") or "cijfers",
            question.is_international,
            question.headers,
        )
    shown = described.filter(described["indicator"].is_in(rows["indicator"].unique()))
    about = {"build": answers.build(known), "indicatoren": shown.to_dicts()}
    return answers.structured(about, rows, question.headers)


def _package(question: Question) -> Response:
    parameters.check_names(question.request.query_params, description.EVERYTHING, "")
    try:
        file = package.make(question.live)
    except package.PackagingError as error:
        raise Problem(500, "Het pakket kon niet gemaakt worden.") from error
    name = f"spitsregio-monitor-{question.known.build_id}.zip"
    return FileResponse(file, 200, dict(question.headers), filename=name)


def _nothing_here(_request: Request) -> Response:
    raise HTTPException(404)


def _problem(_request: Request, error: Exception) -> Response:
    """One of our own, or one of the router's in our words."""
    if isinstance(error, Problem):
        return answers.problem(error)
    if isinstance(error, Moved):
        return RedirectResponse(error.address, 307, answers.EVERYONE)
    if isinstance(error, duckdb.InterruptException):
        seconds = f"{open_data.SECONDS:.0f} seconden"
        return answers.problem(
            Problem(503, f"Dit duurde langer dan {seconds}. Vraag minder in één keer.")
        )
    return answers.problem(
        Problem(500, "Er ging iets mis bij het maken van dit antwoord.")
    )


def _not_served(request: Request, error: Exception) -> Response:
    """A path or a method that is not there."""
    if isinstance(error, HTTPException) and error.status_code == 405:
        return answers.problem(
            Problem(
                405,
                "Deze adressen zijn alleen om te lezen.",
                found=request.method,
                expected="GET of HEAD",
                headers={"Allow": "GET, HEAD"},
            )
        )
    return answers.problem(
        Problem(
            404,
            "Dit adres bestaat niet. Een adres eindigt op .csv of .json; "
            f"{description.ROOT} noemt ze allemaal.",
            found=request.url.path,
        )
    )


app = Starlette(
    routes=[
        Route("/v1", _endpoint(_index)),
        Route("/v1/", _endpoint(_index)),
        Route("/v1/package.zip", _endpoint(_package, _packing)),
        Route("/v1/indicators.{format}", _endpoint(_indicators)),
        Route("/v1/areas.{format}", _endpoint(_areas)),
        Route("/v1/values.{format}", _endpoint(_figures)),
        Route("/v1/indicators/{indicator}.{format}", _endpoint(_one_indicator)),
        Route("/{rest:path}", _nothing_here),
    ],
    exception_handlers={
        HTTPException: _not_served,
        Problem: _problem,
        Moved: _problem,
        duckdb.InterruptException: _problem,
        Exception: _problem,
    },
)
ROUTES = [Mount("/api", app=app)]
"""For the launcher, after its own routes under `/api`."""
