"""What people do: decide at the desk, add a record, import, mark a page as read. Each is a form that is sent, and leads on."""

from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from detente.errors import DetenteError
from detente.ontology import plover
from detente.ontology.countries import parse_country
from detente.records import Actor, Dyad, Event, Evidence, Link, event_id
from detente.web.asked import Asked, pair
from detente.web.pages.event import find, standing_version
from detente.web.pages.overview import code
from detente.web.pages.review import item_of, mark, other_id, queue, review_page
from detente.web.problems import ProblemError
from detente.web.site import KEYS_COOKIE, Answer, Site, keys_on

_AUX: Final = ("historical", "future", "hypothetical", "negation")


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def decide(site: Site, request: Request, form: FormData) -> Response:
    """A decision at the desk; the next item follows."""
    id_ = find(site.held, request.path_params["id"], "event", "claim")
    # A standing that is picked by its number comes under a name of its own.
    action = "set" if _text(form, "set") else _text(form, "action")
    ask = Asked(dyad=pair(_text(form, "dyad")) if _text(form, "dyad") else None, why=_text(form, "why"))
    seen = _text(form, "seen")
    if action == "flag":
        site.flags.turn(id_)
    elif action == "skip":
        pass
    elif seen and seen != mark(site.held, id_):
        words = "Somebody decided on this record meanwhile. What stands now is shown below; look at it and decide again."
        page = review_page(site.held, id_, ask, site.urls, flags=site.flags.all(), keys=keys_on(request), conflict=words)
        return site.respond(request, Answer(page, "review.html", "review", status=409))
    elif action not in _DECISIONS:
        raise ProblemError("No such decision.", value=action[:40], hint=f"Known are {', '.join(_DECISIONS)}.")
    else:
        after = _text(form, "after")
        _DECISIONS[action](site, id_, form)
        return _go_on(site, ask, id_, after)
    return _go_on(site, ask, id_, _text(form, "after"))


def _go_on(site: Site, ask: Asked, id_: str, after: str) -> Response:
    """To the item after this one, else to the first that waits."""
    waiting = [one.id for one in queue(site.held, ask, site.flags.all())]
    to = after if after in waiting and after != id_ else next((one for one in waiting if one != id_), "")
    dyad = code(ask.dyad) if ask.dyad else ""
    return RedirectResponse(site.urls.review(to, why=ask.why, dyad=dyad), 303)


def _accept(site: Site, id_: str, form: FormData) -> None:
    item = item_of(site.held, id_, pair(_text(form, "dyad")) if _text(form, "dyad") else None)
    if item and item.why == "promise" and item.other:
        _, version = standing_version(site.held.workspace, id_)
        kept = Link("fulfils", id_, item.other, version.record.evidence)
        site.held.workspace.correct("add", record=kept, report_id=version.report, why=_text(form, "note"))
        return
    site.held.workspace.correct("confirm", id_, why=_text(form, "note"))


def _reject(site: Site, id_: str, form: FormData) -> None:
    site.held.workspace.correct("reject", id_, why=_text(form, "note"))


def _same(site: Site, id_: str, form: FormData) -> None:
    site.held.workspace.correct("merge", _second(site, id_, form), other_id=id_)


def _apart(site: Site, id_: str, form: FormData) -> None:
    site.held.workspace.correct("split", id_, other_id=_second(site, id_, form))


def _second(site: Site, id_: str, form: FormData) -> str:
    named = _text(form, "other") or other_id(site.held, id_)
    if not named:
        raise ProblemError("There is no second record to compare with.", hint="Name the other one's id.", status=422)
    return find(site.held, named, "event")


def _change(site: Site, id_: str, form: FormData) -> None:
    _, version = standing_version(site.held.workspace, id_)
    record = version.record
    if not isinstance(record, Event):
        raise ProblemError("Only events can be edited here.", value=id_, hint="Reject it and add another.", status=422)
    site.held.workspace.correct("change", id_, record=_edited(record, form), why=_text(form, "note"))


def _set(site: Site, id_: str, form: FormData) -> None:
    """Another standing, and nothing else changed."""
    _, version = standing_version(site.held.workspace, id_)
    aux = _text(form, "set")
    if not isinstance(version.record, Event) or aux not in ("done", *_AUX):
        raise ProblemError("No such standing.", value=aux[:40], hint=f"Known are done, {', '.join(_AUX)}.", status=422)
    site.held.workspace.correct("change", id_, record=replace(version.record, aux=None if aux == "done" else aux))


_DECISIONS: Final = {"accept": _accept, "reject": _reject, "same": _same, "apart": _apart, "change": _change, "set": _set}


def _edited(event: Event, form: FormData) -> Event:
    """The event as the form has it; who stood before keeps the words of the report."""
    kind = _text(form, "type") or event.type
    same = kind == event.type
    return replace(
        event, type=kind, mode=event.mode if same else None, of=event.of if same else None,
        actors=_people(_text(form, "actors"), event.actors), recipients=_people(_text(form, "recipients"), event.recipients),
        start=_day(form, "start"), end=_day(form, "end"), aux=_aux(form),
        intensity=event.intensity if same else plover.TYPE_SCORES[_type(kind)],
        quad=event.quad if same else plover.QUADS[_type(kind)],
    )  # fmt: skip


def _type(kind: str) -> plover.EventType:
    found = next((known for known in plover.TYPES if known == kind), None)
    if found is None:
        raise ProblemError("No such type.", value=kind[:40], hint=f"Known are {', '.join(plover.TYPES)}.", status=422)
    return found


def _aux(form: FormData) -> str | None:
    value = _text(form, "aux")
    if value and value not in _AUX:
        raise ProblemError("No such standing.", value=value[:40], hint=f"Known are {', '.join(_AUX)}.", status=422)
    return value or None


def _day(form: FormData, name: str) -> date | None:
    words = _text(form, name)
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise ProblemError("No date.", value=words[:40], hint="Write it as 2024-01-31.", status=422) from None


def _people(words: str, before: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
    made: list[Actor] = []
    for part in (one.strip() for one in words.split(",")):
        known = [actor for actor in before if part in (actor.country, actor.text)]
        if known:
            made += known
        elif part:
            made.append(Actor(part, parse_country(part)))
    return tuple(made)


def undo(site: Site, _: Request, form: FormData) -> Response:
    """Take back the newest decision, or the one that is named; back to its record."""
    taken = site.held.workspace.undo(_text(form, "id") or None)
    about = (taken.seen or taken.record) if taken else None
    if taken and isinstance(taken.record, Link):
        return RedirectResponse(site.urls.review(taken.record.source, undone="1"), 303)
    if isinstance(about, Event) and taken and taken.kind != "add":
        return RedirectResponse(site.urls.review(about.id, undone="1"), 303)
    return RedirectResponse(site.urls.review(), 303)


def keys(_: Site, request: Request, form: FormData) -> Response:
    """Single keys on or off, kept in a cookie."""
    answer = RedirectResponse(_text(form, "back") if _text(form, "back").startswith("/review") else "/review", 303)
    answer.set_cookie(KEYS_COOKIE, "off" if keys_on(request) else "on", max_age=365 * 86_400, httponly=True, samesite="strict")
    return answer


def add(site: Site, request: Request, form: FormData) -> Response:
    """A record that a person adds to a report, from words selected in it."""
    id_ = find(site.held, request.path_params["id"], "report")
    report = site.held.workspace.ledger.report(id_)
    if report is None:
        raise ProblemError("No report has this id.", value=id_, status=404)
    evidence = _evidence(report.text, form)
    kind, actors = _type(_text(form, "type")), _people(_text(form, "actors"))
    if not actors:
        raise ProblemError("A record needs somebody who acts.", hint="Name a country, such as China.", status=422)
    event = Event(
        event_id(id_, kind, _aux(form), evidence, actors), kind, actors, _people(_text(form, "recipients")), evidence,
        aux=_aux(form), start=_day(form, "start"), end=_day(form, "start"), intensity=plover.TYPE_SCORES[kind],
        quad=plover.QUADS[kind],
    )  # fmt: skip
    site.held.workspace.correct("add", record=event, report_id=id_, why=_text(form, "note"))
    return RedirectResponse(site.urls.report(id_, record=event.id, added=event.id[:7]), 303)


def _evidence(text: str, form: FormData) -> Evidence:
    """The words in the report: as they were selected, line breaks taken for any white space."""
    words = _text(form, "quote").replace("\r\n", "\n")
    if not words:
        raise ProblemError(
            "No words were given.", hint="Select the words in the report, or copy them into the field.", status=422
        )
    at = _text(form, "at")
    near = int(at) if at.isascii() and at.isdigit() and len(at) < 9 else 0
    start = text.find(words, max(0, near - 5))
    start = text.find(words) if start < 0 else start
    if start < 0:
        raise ProblemError(
            "These words do not stand in the report.", value=words[:200], hint="Copy them as they are.", status=422
        )
    return Evidence(start, start + len(words), words)


def seen(site: Site, request: Request, form: FormData) -> Response:
    """Mark a pair's page as read: the next time it tells what changed since."""
    dyad = pair(request.path_params["pair"])
    as_of = _day(form, "as_of") or site.held.newest()
    site.held.workspace.ledger.note_brief(Dyad(*sorted((dyad.first, dyad.second))), as_of)
    return RedirectResponse(site.urls.dyad(dyad, as_of=_text(form, "as_of")), 303)


async def uploaded(form: FormData) -> list[tuple[str, bytes]]:
    """The files of a form by name and content."""
    found = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    return [(one.filename or "file", await one.read()) for one in found]


def import_(site: Site, form: FormData, files_: list[tuple[str, bytes]]) -> Response:
    """Begin an import of files, a folder, a pasted text or an address."""
    published, publisher = _day(form, "published"), _text(form, "publisher") or None
    what = _text(form, "what")
    try:
        if what == "files":
            job = site.jobs.add_files(files_, published, publisher)
        elif what == "text":
            job = site.jobs.add_text(str(form.get("text", "")), _text(form, "title"), published, publisher)
        elif what == "address":
            job = site.jobs.add_address(_text(form, "address"), published, publisher)
        elif what == "folder" and site.folders:
            job = site.jobs.add_folder(_text(form, "folder"), published, publisher)
        elif what == "demo":
            with as_file(files("detente") / "demo" / "reports.jsonl") as path:
                job = site.jobs.add_files([("demo.jsonl", path.read_bytes())])
        else:
            raise ProblemError(
                "Nothing of this kind is imported.", value=what[:40], hint="Files, a text, an address or a folder."
            )
    except DetenteError as error:
        words, _, hint = str(error).partition("; ")
        raise ProblemError(words, hint=hint, status=422) from error
    return RedirectResponse(site.urls.import_(job.id), 303)


def retry(site: Site, request: Request, _: FormData) -> Response:
    """Run an import again: what failed is tried anew."""
    job = site.jobs.retry(request.path_params["job"])
    if job is None:
        raise ProblemError("There is no such import.", value=request.path_params["job"][:60], status=404)
    return RedirectResponse(site.urls.import_(job.id), 303)
