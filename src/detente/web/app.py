"""The app: routes to views and actions, errors to one object, and the guard around it all."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from detente.errors import DetenteError
from detente.web import actions, views
from detente.web.asked import Asked
from detente.web.fetching import fetch_into
from detente.web.pages.overview import overview
from detente.web.problems import Problem, ProblemError, no_page, of_error
from detente.web.security import Guard
from detente.web.site import Site
from detente.workspace import Workspace
from detente.workspace.jobs import Jobs

_LOG: Final = logging.getLogger("detente.web")
_STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".svg": "image/svg+xml"}
#: The most files of one upload.
_FILES: Final = 10_000

View = Callable[[Site, Request], Response]
Action = Callable[[Site, Request, FormData], Response]
PAGES: Final = ("/", "/review", "/search", "/import", "/method")


def create_app(
    workspace: Workspace,
    *,
    port: int,
    host: str = "127.0.0.1",
    allowed: Iterable[str] = (),
    token: str = "",
    ahead: bool = False,
) -> ASGIApp:
    """The app of a workspace, guarded for the address that it listens on; the caller closes the workspace.

    `ahead`: what the first page shows is begun before somebody asks for it.
    """
    jobs = Jobs(workspace, fetch_into)
    # Folders of the server's machine are named only by the person who sits at it.
    site = Site.of(workspace, jobs, folders=not token)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        jobs.start()
        first = asyncio.create_task(run_in_threadpool(_begin, site)) if ahead else None
        yield
        if first:
            await first
        await run_in_threadpool(jobs.stop)
        await run_in_threadpool(site.held.close)

    app = Starlette(routes=_routes(site), lifespan=lifespan, exception_handlers=_handlers(site))
    return Guard(app, port=port, host=host, allowed=allowed, token=token)


def _begin(site: Site) -> None:
    # A ledger that cannot be read is told of on the page, not here.
    with suppress(DetenteError):
        overview(site.held, Asked(), site.urls, 0.0)


def _routes(site: Site) -> list[Route]:
    looks: tuple[tuple[str, View], ...] = (
        ("/", views.show_overview),
        ("/dyads.json", views.show_overview),
        ("/dyads.csv", views.show_overview),
        ("/dyads/{pair}", views.show_dyad),
        ("/dyads/{pair}/{part}", views.show_part),
        ("/events/{id}", views.show_event),
        ("/reports/{id}", views.show_report),
        *((f"/review{form}", views.show_review) for form in ("", ".json", ".csv")),
        ("/review/{id}", views.show_review),
        ("/review/{id}/effects", views.show_effects),
        *((f"/search{form}", views.show_search) for form in ("", ".json", ".csv")),
        *((f"/import{form}", views.show_imports) for form in ("", ".json", ".csv")),
        ("/import/{job}", views.show_job),
        *((f"/method{form}", views.show_method) for form in ("", ".json", ".csv")),
    )
    does: tuple[tuple[str, Action], ...] = (
        ("/review/undo", actions.undo),
        ("/review/keys", actions.keys),
        ("/review/{id}", actions.decide),
        ("/reports/{id}/records", actions.add),
        ("/dyads/{pair}/seen", actions.seen),
        ("/import/{job}/retry", actions.retry),
    )
    return [
        Route("/static/{name}", _static),
        *(Route(path, _acting(site, action), methods=["POST"]) for path, action in does),
        Route("/import", _importing(site), methods=["POST"]),
        *(Route(path, _looking(site, view)) for path, view in looks),
    ]


def _looking(site: Site, view: View) -> Callable[[Request], Awaitable[Response]]:
    async def look(request: Request) -> Response:
        return await run_in_threadpool(view, site, request)

    return look


def _acting(site: Site, action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def act(request: Request) -> Response:
        async with request.form() as form:
            return await run_in_threadpool(action, site, request, form)

    return act


def _importing(site: Site) -> Callable[[Request], Awaitable[Response]]:
    async def act(request: Request) -> Response:
        async with request.form(max_files=_FILES, max_part_size=32 * 1024**2) as form:
            files = await actions.uploaded(form)
            return await run_in_threadpool(actions.import_, site, form, files)

    return act


async def _static(request: Request) -> Response:
    """One of the app's own files; names carry versions, so browsers may keep them."""
    path = _STATIC / request.path_params["name"]
    if path.parent != _STATIC or not path.is_file() or path.suffix not in _TYPES:
        raise HTTPException(404)
    age = "public, max-age=31536000, immutable" if any(sign.isdigit() for sign in path.stem) else "no-cache"
    return FileResponse(path, media_type=_TYPES[path.suffix], headers={"Cache-Control": age})


def _handlers(site: Site) -> dict[type[Exception] | int, Callable[[Request, Exception], Awaitable[Response]]]:
    """Every error becomes one `Problem`."""

    def answering(make: Callable[[Request, Exception], Problem]) -> Callable[[Request, Exception], Awaitable[Response]]:
        async def answer(request: Request, error: Exception) -> Response:
            return await run_in_threadpool(site.problem, request, make(request, error))

        return answer

    return {
        ProblemError: answering(lambda _, error: error.problem if isinstance(error, ProblemError) else _broken(error)),
        DetenteError: answering(lambda _, error: of_error(error) if isinstance(error, DetenteError) else _broken(error)),
        HTTPException: answering(_of_http),
        Exception: answering(lambda _, error: _broken(error)),
    }


def _of_http(request: Request, error: Exception) -> Problem:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return no_page(request.url.path[:200], PAGES)
    if status == 405:
        return Problem("This address is not asked in that way.", request.method, "Open it in the browser.", 405)
    words = error.detail if isinstance(error, HTTPException) else ""
    return Problem(f"The request cannot be read: {words}.", "", "Go back and try again.", status)


def _broken(error: Exception) -> Problem:
    _LOG.error("a page broke", exc_info=error)
    hint = "Nothing was lost. The terminal that runs `detente serve` says what broke; `detente doctor` checks the workspace."
    return Problem("This page broke.", type(error).__name__, hint, 500)
