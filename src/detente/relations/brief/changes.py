"""What changed since a day: turns of channels, measures and promises, and the weighty acts that belong to none of them.

A change counts by the day on which its report was published, because a brief is read by somebody who read the last one; what a
later report retells as background of an earlier time is no change.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from detente.relations import names
from detente.relations.brief.page import Notebook
from detente.relations.brief.printed import Line, Mark, Section
from detente.relations.brief.sections import limited, mark_of, said
from detente.relations.channels import Channel
from detente.relations.commitments import Commitment
from detente.relations.days import day
from detente.relations.dossier import Dossier
from detente.relations.measures import Measure
from detente.relations.merge import Act
from detente.relations.wording import capital, clause, dates, due, promised

#: Acts from this weight on (PLOVER's score, either sign) are changes of their own.
_WEIGHTY: Final = 5.5
_MOST: Final = 10
#: News of an act counts as a change up to this many days after it.
_OLD_NEWS: Final = timedelta(days=60)
_PLANS: Final = ("planned", "proposed")
_EXTRA: Final = frozenset(["THREATEN", "REJECT"])


class _Turn(NamedTuple):
    day: date
    text: str
    acts: tuple[Act, ...]
    mark: Mark
    about: str


def changes(
    since: date,
    channels: tuple[Channel, ...],
    measures: tuple[Measure, ...],
    commitments: tuple[Commitment, ...],
    dossier: Dossier,
    book: Notebook,
) -> Section:
    """The changes since a day, the latest first."""
    turns = [turn for commitment in commitments for turn in _commitment(commitment, since, dossier)]
    kept = {turn.acts[0].id for turn in turns}
    turns += [turn for measure in measures for turn in _measure(measure, since)]
    turns += [turn for channel in channels for turn in _channel(channel, since) if turn.acts[0].id not in kept]
    told = {act.id for turn in turns for act in turn.acts}
    for act in dossier.between:
        weighty = abs(act.score) >= _WEIGHTY or act.event.type in _EXTRA
        if act.id not in told and weighty and act.standing in ("done", "planned") and _is_news(act, since):
            turns.append(_Turn(_news_day(act), said(act), (act,), mark_of(act), act.id))
    turns.sort(key=lambda turn: (-turn.day.toordinal(), turn.about, turn.text))
    lines = [_line(turn, book) for turn in turns[:_MOST]]
    empty = f"No report since {day(since)} tells of a change."
    return limited("changes", f"Changed since {day(since)}", lines, empty=empty, most=_MOST, total=len(turns))


def _line(turn: _Turn, book: Notebook) -> Line:
    notes = [n for act in turn.acts for n in book.act(act, 2)]
    return book.line(f"{turn.text}.", notes, turn.mark, about=turn.about)


def _is_news(act: Act, since: date) -> bool:
    """Whether an act was first reported since a day, and not as old background."""
    return act.first_reported > since and act.when.last >= since - _OLD_NEWS and act.event.aux != "historical"


def _news_day(act: Act) -> date:
    """Where a change stands in the list: by its own date, but never later than its report."""
    return min(act.when.last, act.first_reported)


def _channel(channel: Channel, since: date) -> list[_Turn]:
    """A turn for each entry that changed the status."""
    turns, before = [], ""
    for entry in channel.history:
        if entry.derived:
            before = entry.status
            continue
        changed = entry.status != before and not (before == "resumed" and entry.status == "open")
        if changed and entry.status not in _PLANS and _is_news(entry.act, since):
            text = f"{capital(channel.name)}: {f'{before} → ' if before else ''}{entry.status}: {_with_date(entry.act)}"
            mark: Mark = "denied" if entry.status == "stalled" else "done"
            turns.append(_Turn(_news_day(entry.act), text, (entry.act,), mark, channel.topic))
        # A plan is the state of a channel only as long as nothing else was.
        if entry.status not in _PLANS or before in ("", *_PLANS):
            before = entry.status
    return turns


def _with_date(act: Act) -> str:
    return f"{clause(act.event, act.standing)} ({dates(act.when)})"


def _measure(measure: Measure, since: date) -> list[_Turn]:
    turns = []
    for turn in measure.history:
        if turn.step in ("confirmed", "lifting promised") or not _is_news(turn.act, since):
            continue
        mark: Mark = "planned" if turn.step == "announced" else "done"
        text = (
            said(turn.act)
            if turn.step in ("announced", "imposed")
            else f"{capital(measure.kind)} {turn.step}: {said(turn.act)}"
        )
        turns.append(_Turn(_news_day(turn.act), text, (turn.act,), mark, measure.history[0].act.id))
    return turns


def _commitment(commitment: Commitment, since: date, dossier: Dossier) -> list[_Turn]:
    """Promises made, dated anew, kept, broken, withdrawn; and overdue, which no report says but the calendar."""
    by = names.listed([names.name(code) for code in commitment.by])
    what = f"{by} to {promised(commitment.act.event)}"
    about, turns = commitment.act.id, []
    for change in commitment.history:
        act = change.acts[0] if change.acts else commitment.act
        if change.status == "overdue":
            if commitment.status == "overdue" and change.day > since:
                text = (
                    f"Overdue since {day(change.day)}: {what}; no report of it up to {day(dossier.as_of)}, not broken by that"
                )
                turns.append(_Turn(change.day, text, (commitment.act,), "overdue", about))
        elif _is_news(act, since):
            turns += _promise_turn(change.status, change.progress, what, commitment, act)
    return turns


def _promise_turn(status: str, progress: str | None, what: str, commitment: Commitment, act: Act) -> list[_Turn]:
    about, news = commitment.act.id, _news_day(act)
    if status == "kept":
        part = " in part" if progress == "partly" else ""
        return [_Turn(news, f"Kept{part}: {what}: {_with_date(act)}", (act, commitment.act), "done", about)]
    if status in ("broken", "withdrawn"):
        return [_Turn(news, f"{capital(status)}: {what}: {_with_date(act)}", (act, commitment.act), "denied", about)]
    if act.id == commitment.act.id:
        return [_Turn(news, said(act), (act,), "planned", about)]
    if any(act.id == later.id for later in commitment.restated):
        term = due(act.event.due_start, act.event.due_end)
        return (
            [_Turn(news, f"New date: {what}, now due {term} (said {dates(act.when)})", (act,), "planned", about)]
            if progress
            else []
        )
    return []
