"""The pages that are looked at: each reads what is asked, has its page filled, and answers in the form of the address."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from detente.charts import lanes_svg, series_svg
from detente.charts.png import png
from detente.formats.jsonl import event_to_json
from detente.records import Dyad
from detente.relations.brief import Brief, to_json
from detente.relations.filed import standing
from detente.web.asked import Asked, asked, pair
from detente.web.pages.dyad import dyad_page
from detente.web.pages.event import event_page, find
from detente.web.pages.imports import import_page, job_page
from detente.web.pages.method import method_page
from detente.web.pages.overview import LONG_PATIENCE, PATIENCE, code, overview
from detente.web.pages.report import report_page
from detente.web.pages.review import Effects, beside, effects, review_page
from detente.web.pages.search import search_page
from detente.web.problems import ProblemError
from detente.web.render import Link
from detente.web.site import TYPES, Answer, Site, keys_on
from detente.web.twins import flat
from detente.web.urls import split_form
from detente.workspace import pictures

_MANY_SPARKS = ("cells",)


def show_overview(site: Site, request: Request) -> Response:
    """`/`, `/dyads.json`, `/dyads.csv`."""
    ask = asked(request.query_params)
    page = overview(site.held, ask, site.urls, LONG_PATIENCE if _form(request) else PATIENCE)
    rows = [{name: value for name, value in row._asdict().items() if name not in _MANY_SPARKS} for row in page.rows]
    query = _query(request)
    twins = (Link("JSON", site.urls.overview("json", **query)), Link("CSV", site.urls.overview("csv", **query)))
    return site.respond(request, Answer(page, "overview.html", "overview", rows, twins), _form(request))


def show_dyad(site: Site, request: Request) -> Response:
    """`/dyads/CHN-USA` and its forms."""
    words, form = split_form(request.path_params["pair"])
    dyad = pair(words)
    if elsewhere := _moved(site, request, dyad, words, form):
        return elsewhere
    ask = asked(request.query_params)
    if form in ("md", "docx"):
        return _brief_file(site, dyad, ask, form)
    if form == "json":
        brief = _brief(site, dyad, ask)
        return Response(site.held.workspace.rendered(brief, "json"), media_type=TYPES["json"])
    if form == "csv":
        return site.respond(request, Answer(None, "", "", rows=_event_rows(_brief(site, dyad, ask))), "csv")
    page = dyad_page(site.held, dyad, ask, site.urls)
    query = _query(request)
    twins = tuple(
        Link(text, site.urls.dyad(dyad, kind, **query))
        for text, kind in (("Word", "docx"), ("Markdown", "md"), ("JSON", "json"), ("CSV", "csv"))
    )
    return site.respond(request, Answer(page, "dyad.html", "dyad", twins=twins))


def _moved(site: Site, request: Request, dyad: Dyad, words: str, form: str, part: str = "") -> Response | None:
    """The one address of a pair: codes, in the order of the alphabet."""
    first = Dyad(*sorted((dyad.first, dyad.second)))
    if words == code(first):
        return None
    query = _query(request)
    to = site.urls.part(first, part, form, **query) if part else site.urls.dyad(first, form, **query)
    return RedirectResponse(to, 301)


def _brief(site: Site, dyad: Dyad, ask: Asked) -> Brief:
    return site.held.brief(dyad, ask.as_of or site.held.newest(), ask.since, ask.known)


def _brief_file(site: Site, dyad: Dyad, ask: Asked, form: str) -> Response:
    made = site.held.workspace.rendered(_brief(site, dyad, ask), "docx" if form == "docx" else "markdown")
    headers = {"Content-Disposition": f'attachment; filename="{code(dyad)}.{form}"'} if form == "docx" else {}
    return Response(made, media_type=TYPES[form], headers=headers)


def _event_rows(brief: Brief) -> list[dict[str, Any]]:
    return [
        {
            "id": member.record.id, "act": act.id, "day": act.when.day.isoformat(),
            "standing": standing(member.record, member.report),
            "type": member.record.type, "score": act.score, "actors": [a.country or a.text for a in member.record.actors],
            "recipients": [a.country or a.text for a in member.record.recipients], "certainty": member.record.confidence,
            "publisher": member.report.publisher, "published": member.report.published, "report": member.report.id,
            "quote": event_to_json(member.record)["evidence"]["quote"],
        }
        for act in brief.acts
        for member in act.members
    ]  # fmt: skip


def show_part(site: Site, request: Request) -> Response:
    """`/dyads/CHN-USA/lanes.svg`, `index.png`, `commitments.csv`, `brief.docx`, ..."""
    words, (name, form) = request.path_params["pair"], split_form(request.path_params["part"])
    dyad = pair(words)
    if elsewhere := _moved(site, request, dyad, words, form, name):
        return elsewhere
    ask = asked(request.query_params)
    if name == "brief" and form in ("md", "docx"):
        return _brief_file(site, dyad, ask, form)
    if name in ("lanes", "index") and form in ("svg", "png", "csv", "json"):
        return _picture(site, request, dyad, ask, name, form)
    found = to_json(_brief(site, dyad, ask)).get(name)
    if not isinstance(found, list) or form not in ("csv", "json"):
        raise ProblemError(
            "A pair has no such part.", value=f"{name}.{form}", hint="Such as commitments.csv or lanes.svg.", status=404
        )
    rows = [row for row in found if isinstance(row, dict)]
    return site.respond(request, Answer(None, "", "", rows=rows, json=found), form)


def _picture(site: Site, request: Request, dyad: Dyad, ask: Asked, name: str, form: str) -> Response:
    brief = _brief(site, dyad, ask)
    if name == "lanes":
        lanes = pictures.lanes(brief, everything=ask.everything)
        rows: Sequence[Any] = flat(sorted(lanes.marks))
        svg = lanes_svg(lanes, alone=True) if form in ("svg", "png") else ""
    else:
        index = pictures.index(brief)
        rows = flat(index.cells)
        svg = series_svg(index, alone=True) if form in ("svg", "png") else ""
    headers = {"Content-Disposition": f'inline; filename="{code(dyad)}-{name}.{form}"'}
    if form == "svg":
        return Response(svg, media_type=TYPES["svg"], headers=headers)
    if form == "png":
        return Response(png(svg), media_type=TYPES["png"], headers=headers)
    return site.respond(request, Answer(None, "", "", rows=rows, json=rows), form)


def show_event(site: Site, request: Request) -> Response:
    """`/events/3fa9c1e`; an id that a correction replaced leads to the present one."""
    words, form = split_form(request.path_params["id"])
    id_ = find(site.held, words, "event", "claim")
    newest = site.held.workspace.ledger.newest_id(id_)
    if newest and newest != id_:
        return RedirectResponse(site.urls.event(newest, form, was=id_[:7]), 301)
    page = event_page(site.held, id_, request.query_params.get("was", "")[:16])
    rows = flat([telling for origin in page.origins for telling in origin.tellings])
    twins = (Link("JSON", site.urls.event(id_, "json")), Link("CSV", site.urls.event(id_, "csv")))
    return site.respond(request, Answer(page, "event.html", "event", rows, twins), form)


def show_report(site: Site, request: Request) -> Response:
    """`/reports/ID?event=3fa9c1e`."""
    words, form = split_form(request.path_params["id"])
    ask = asked(request.query_params)
    id_ = find(site.held, words, "report")
    page = report_page(
        site.held, id_, kind=ask.kind if ask.kind != "report" else "", chosen=ask.event,
        added=request.query_params.get("added", "")[:16],
    )  # fmt: skip
    twins = (Link("JSON", site.urls.report(id_, "json")), Link("CSV", site.urls.report(id_, "csv")))
    return site.respond(request, Answer(page, "report.html", "report", flat([one.record for one in page.records]), twins), form)


def show_review(site: Site, request: Request) -> Response:
    """`/review` and `/review/3fa9c1e`."""
    words, form = split_form(request.path_params.get("id", ""))
    form = form or _form(request)
    ask = asked(request.query_params)
    id_ = find(site.held, words, "event", "claim") if words else ""
    page = review_page(
        site.held, id_, ask, site.urls, flags=site.flags.all(), keys=keys_on(request), editing="edit" in request.query_params
    )
    twins = (Link("JSON", site.urls.review("", "json")), Link("CSV", site.urls.review("", "csv")))
    return site.respond(request, Answer(page, "review.html", "review", flat(page.decided), twins), form)


def show_effects(site: Site, request: Request) -> Response:
    """`/review/3fa9c1e/effects`: for pairs with so many acts that the desk does not wait for it."""
    id_ = find(site.held, request.path_params["id"], "event", "claim")
    here = beside(site.held, id_)
    page = Effects("What rests on it", id_, effects(site.held, id_, here) if here else ())
    return site.respond(request, Answer(page, "effects.html", "review"))


def show_search(site: Site, request: Request) -> Response:
    """`/search?q=fentanyl&dyad=CHN-USA`."""
    page = search_page(site.held, asked(request.query_params), site.urls)
    query = _query(request)
    twins = (Link("JSON", site.urls.search("json", **query)), Link("CSV", site.urls.search("csv", **query)))
    return site.respond(request, Answer(page, "search.html", "search", flat(page.hits), twins), _form(request))


def show_imports(site: Site, request: Request) -> Response:
    """`/import`."""
    page = import_page(site.held, site.jobs, folders=site.folders)
    twins = (Link("JSON", site.urls.import_("", "json")), Link("CSV", site.urls.import_("", "csv")))
    return site.respond(request, Answer(page, "import.html", "import", flat(page.jobs), twins), _form(request))


def show_job(site: Site, request: Request) -> Response:
    """`/import/JOB`."""
    words, form = split_form(request.path_params["job"])
    page = job_page(site.held, site.jobs, words)
    twins = (Link("JSON", site.urls.import_(words, "json")), Link("CSV", site.urls.import_(words, "csv")))
    return site.respond(request, Answer(page, "job.html", "import", flat(page.failed), twins), form)


def show_method(site: Site, request: Request) -> Response:
    """`/method`."""
    page = method_page(site.held, asked(request.query_params))
    twins = (Link("JSON", site.urls.method("json")), Link("CSV", site.urls.method("csv")))
    return site.respond(request, Answer(page, "method.html", "method", flat(page.months), twins), _form(request))


def _form(request: Request) -> str:
    return split_form(request.url.path.rpartition("/")[2])[1]


def _query(request: Request) -> dict[str, object]:
    return dict(request.query_params)
