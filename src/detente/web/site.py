"""What all views share: the workspace, imports, flags, addresses, templates; and how a page becomes an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from detente import __version__
from detente.errors import DetenteError
from detente.formats.tables import as_csv
from detente.web.flags import Flags
from detente.web.holdings import Holdings
from detente.web.pages.review import open_items
from detente.web.problems import Problem
from detente.web.render import TURNING, Link, Shell, environment
from detente.web.twins import as_json
from detente.web.urls import Urls
from detente.workspace import Workspace
from detente.workspace.jobs import Jobs

TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
}
KEYS_COOKIE: Final = "detente-keys"


class Answer(NamedTuple):
    """A page before it is made into bytes."""

    page: Any
    """Its object."""
    template: str
    """Its template."""
    here: str
    """Its place in the navigation."""
    rows: Sequence[Mapping[str, Any]] = ()
    """Its main table."""
    twins: tuple[Link, ...] = ()
    """Its other forms."""
    json: object = None
    """Its JSON, where that is not the page's object."""
    status: int = 200
    """Status of the answer."""


@dataclass(frozen=True)
class Site:
    """One running app."""

    held: Holdings
    """The workspace."""
    jobs: Jobs
    """Its imports."""
    flags: Flags
    """Items set aside."""
    urls: Urls
    """Makes addresses."""
    templates: Environment
    """Makes pages."""
    folders: bool
    """Whether folders of this machine may be named for import."""

    @classmethod
    def of(cls, workspace: Workspace, jobs: Jobs, *, folders: bool) -> "Site":
        """The app of a workspace."""
        urls = Urls()
        return cls(Holdings(workspace), jobs, Flags(workspace.folder), urls, environment(urls), folders)

    def respond(self, request: Request, answer: Answer, form: str = "") -> Response:
        """An answer in the form that was asked for."""
        if form == "json":
            return Response(
                as_json(answer.page if answer.json is None else answer.json), answer.status, media_type=TYPES["json"]
            )
        if form == "csv":
            return Response(as_csv(answer.rows), answer.status, media_type=TYPES["csv"])
        return self.html(request, answer.template, answer.page, answer.here, answer.twins, answer.status)

    def html(
        self, request: Request, template: str, page: Any, here: str, twins: tuple[Link, ...] = (), status: int = 200
    ) -> Response:
        """A page as HTML."""
        shell = Shell(
            title=page.title, here=here, to_review=self._waiting(), workspace=self.held.workspace.folder.resolve().name,
            coder=self.held.workspace.settings.coder, version=__version__, query=request.query_params.get("q", "")[:500],
            twins=twins, keys=keys_on(request),
        )  # fmt: skip
        made = self.templates.get_template(template).render(page=page, shell=shell)
        return HTMLResponse(made.translate(TURNING), status)

    def _waiting(self) -> int:
        try:
            return len(open_items(self.held))
        except DetenteError:
            return 0  # the page that tells of the error is shown all the same

    def problem(self, request: Request, problem: Problem) -> Response:
        """An error as a page, or as JSON for programs."""
        wants_json = request.url.path.endswith(".json") or "application/json" in request.headers.get("accept", "")
        if wants_json:
            found = {"error": problem.error, "value": problem.value, "hint": problem.hint}
            return Response(as_json(found), problem.status, media_type=TYPES["json"])
        return self.html(request, "error.html", problem, "", (), problem.status)


def keys_on(request: Request) -> bool:
    """Whether single keys act: yes, unless the person switched them off."""
    return request.cookies.get(KEYS_COOKIE) != "off"
