"""From the model's numbers to drafts: which words are triggers, and what stands in which role to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.actors.resolver import Mention
from detente.coder.drafts import ClaimDraft, EventDraft, Scene, Score
from detente.coder.thresholds import Thresholds
from detente.nlp.dates import DateMention, resolve_in
from detente.nlp.encoder import Details, Encoder, Floats, Reading
from detente.nlp.segment import Span
from detente.nlp.windows import Tokens, Window
from detente.ontology import plover
from detente.records import Actor, Place

#: Types whose act is still to come: their dates are due dates.
PROMISING = frozenset({"AGREE", "CONCEDE", "REQUEST", "THREATEN"})
MAX_TRIGGER_WORDS = 3
MAX_TOPICS = 4
#: A matter has a word of four letters or a name in it: "and", "on it" are none.
_CONTENT = re.compile(r"\w{4}|[A-Z]\w")
_WORDY = re.compile(r"[\w’'-]")
_LOCATIVE = re.compile(r"\b(?:in|at|near|inside|outside)\s$")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of a window that name an act or carry a claim; positions count the window's tokens."""

    first: int
    last: int
    label: int
    found: float
    kind: float


@dataclass(frozen=True, slots=True)
class Page:
    """One window as read, with the means to go from its tokens to the report's characters."""

    scene: Scene
    tokens: Tokens
    window: Window
    reading: Reading

    def span(self, first: int, last: int) -> Span:
        """The characters of window tokens first..last."""
        offset = self.window.first - 1
        return Span(int(self.tokens.starts[first + offset]), int(self.tokens.ends[last - 1 + offset]))

    def positions(self, start: int, end: int) -> tuple[int, int]:
        """The window tokens that touch characters start..end; empty where none does."""
        first = int(np.searchsorted(self.tokens.ends, start, side="right"))
        last = int(np.searchsorted(self.tokens.starts, end, side="left"))
        size = self.window.last - self.window.first
        return max(first - self.window.first, 0) + 1, min(last - self.window.first, size) + 1


def word_runs(words: NDArray[np.int64], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The words among tokens first..last, each as a run of wordpieces."""
    at = first
    while at < last:
        end = at + 1
        while end < last and words[end] == words[at]:
            end += 1
        yield at, end
        at = end


def triggers(page: Page, probabilities: Floats, threshold: float) -> list[Trigger]:
    """Runs of words in the focal part whose probability to name something reaches the threshold."""
    window = page.window
    words = np.concatenate(([-1], page.tokens.words[window.first : window.last], [-1]))
    begin, end = window.focal - window.first + 1, window.last - window.first + 1
    found: list[Trigger] = []
    for first, last in word_runs(words, begin, end):
        mean = probabilities[first:last].mean(axis=0)
        label = int(mean[1:].argmax()) + 1
        score = float(1 - mean[0])
        if score < threshold:
            continue
        previous = found[-1] if found else None
        if previous and previous.last == first and previous.label == label and last - previous.first <= 2 * MAX_TRIGGER_WORDS:
            found[-1] = Trigger(previous.first, last, label, max(previous.found, score), previous.kind)
        else:
            found.append(Trigger(first, last, label, score, float(mean[label]) / max(score, 1e-6)))
    return found


def _mean_max(values: Floats) -> float:
    return float(values.mean() + values.max()) / 2 if len(values) else 0.0


def actors_in(page: Page, roles: Floats, thresholds: Thresholds, trigger: Span) -> dict[str, list[tuple[float, Actor, Span]]]:
    """Who stands in which role: actor, recipient, attribution, holder; best first, one mention in one side only."""
    names = ("actor", "recipient", "attribution", "holder")
    out: dict[str, list[tuple[float, Actor, Span]]] = {n: [] for n in names}
    columns = {n: thresholds.role_index[n] for n in names}
    topic = thresholds.role_index["topic"]
    for mention in page.scene.mentions:
        first, last = page.positions(mention.start, mention.end)
        if first >= last or not mention.actors:
            continue
        scores = {n: _mean_max(roles[first:last, c]) for n, c in columns.items()}
        if _is_place(page.scene, mention) or _mean_max(roles[first:last, topic]) > scores["actor"]:
            scores["actor"] = 0.0
        side = "actor" if scores["actor"] >= scores["recipient"] else "recipient"
        span = Span(mention.start, mention.end)
        for name in (side, "attribution", "holder"):
            out[name] += [(scores[name], actor, span) for actor in mention.actors]
    for name in names:
        # The nearer mention wins among equals: a reader takes the words beside the verb.
        out[name].sort(key=lambda item: (-round(item[0], 2), abs(item[2].start - trigger.start)))
    return out


def _is_place(scene: Scene, mention: Mention) -> bool:
    """Whether something merely happens in the capital or country named: "in Bangkok", "near Kabul"."""
    before = scene.report.text[max(0, mention.start - 8) : mention.start]
    return mention.kind in ("capital", "country") and _LOCATIVE.search(before) is not None


def side(ranked: Sequence[tuple[float, Actor, Span]], threshold: float) -> tuple[Actor, ...]:
    """The actors of a side that reach the threshold, each country and name once."""
    chosen: dict[tuple[str | None, str | None], Actor] = {}
    for score, actor, _ in ranked:
        if score >= threshold:
            chosen.setdefault((actor.country, actor.name), actor)
    named = {country for country, name in chosen if name}
    return tuple(a for (country, name), a in chosen.items() if name or country not in named)


def _other_side(
    ranked: Sequence[tuple[float, Actor, Span]], actors: Sequence[Actor], thresholds: Thresholds
) -> tuple[Actor, ...]:
    """The likeliest recipient of another country than the actors', where none reaches the line."""
    acting = {a.country for a in actors}
    others = [item for item in ranked if item[1].country and item[1].country not in acting]
    return side(others[:1], thresholds.last_recipient)


def _grow(page: Page, column: Floats, trigger: Trigger, threshold: float) -> Span:
    """The stretch of tokens around a trigger that stays over the threshold, within its sentence."""
    at = page.span(trigger.first, trigger.last)
    sentence = page.scene.sentence(at)
    low, high = page.positions(sentence.start, sentence.end)
    first, last, column = trigger.first, trigger.last, by_word(page, column)
    while first > low and column[first - 1] >= threshold:
        first -= 1
    while last < high and column[last] >= threshold:
        last += 1
    return trim(page.scene, page.span(first, last))


def by_word(page: Page, column: Floats) -> Floats:
    """The probabilities with those of a word's pieces made equal: a word is in a span or it is not."""
    words = np.concatenate(([-1], page.tokens.words[page.window.first : page.window.last], [-2]))
    starts = np.flatnonzero(np.diff(words, prepend=-3))
    sizes = np.diff(starts, append=len(words))
    return np.asarray(np.repeat(np.add.reduceat(column, starts) / sizes, sizes), dtype=np.float32)


def trim(scene: Scene, span: Span) -> Span:
    """The span by whole words, hyphens included, without blanks and commas at its ends."""
    text = scene.report.text
    start, end = span
    while start > 0 and _WORDY.match(text, start) and _WORDY.match(text, start - 1):
        start -= 1
    while end < len(text) and _WORDY.match(text, end - 1) and _WORDY.match(text, end):
        end += 1
    while end - start > 1 and (text[end - 1].isspace() or text[end - 1] in ",;:.—–-\n"):
        end -= 1
    while end - start > 1 and (text[start].isspace() or text[start] in ",;:.—–\n"):
        start += 1
    return Span(start, end)


def runs(page: Page, column: Floats, threshold: float) -> list[tuple[float, Span]]:
    """All stretches of tokens over the threshold, best first."""
    out: list[tuple[float, Span]] = []
    column = by_word(page, column)
    at, size = 1, len(column) - 1
    while at < size:
        end = at
        while end < size and column[end] >= threshold:
            end += 1
        if end > at:
            out.append((float(column[at:end].mean()), trim(page.scene, page.span(at, end))))
        at = max(end, at + 1)
    return sorted(out, key=lambda item: -item[0])


def _best_date(page: Page, column: Floats, threshold: float) -> DateMention | None:
    scored = []
    for mention in page.scene.dates:
        first, last = page.positions(mention.start, mention.end)
        if first < last:
            scored.append((_mean_max(column[first:last]), mention))
    score, best = max(scored, key=lambda item: item[0], default=(0.0, None))
    return best if score >= threshold else None


def _place(page: Page, column: Floats, threshold: float) -> Place | None:
    best: tuple[float, Place | None] = (threshold, None)
    for mention in page.scene.places:
        first, last = page.positions(mention.start, mention.end)
        if first < last and (score := _mean_max(column[first:last])) >= best[0]:
            best = (score, mention.place)
    return best[1]


def _dates(page: Page, roles: Floats, thresholds: Thresholds, kind: str, aux: str | None) -> dict[str, date | str | None]:
    published = page.scene.report.published
    out: dict[str, date | str | None] = {}
    when = _best_date(page, roles[:, thresholds.role_index["when"]], thresholds.date)
    due = _best_date(page, roles[:, thresholds.role_index["due"]], thresholds.date)
    if due is not None and kind in plover.OF_TYPES and (when is None or due.start != when.start):
        first, last, _ = resolve_in(due, future=True, published=published)
        out |= {"due_start": first, "due_end": last, "date_text": due.text}
    if when is not None:
        first, last, _ = resolve_in(when, future=aux == "future", published=published)
        out |= {"start": first, "end": last, "date_text": out.get("date_text", when.text)}
    return out


def events(
    page: Page, details: Details, found: Sequence[Trigger], encoder: Encoder, thresholds: Thresholds
) -> Iterator[EventDraft]:
    """The event drafts of a page's triggers."""
    labels = encoder.labels
    for row, trigger in enumerate(found):
        kind = labels.events[trigger.label]
        roles = details.roles[row]
        at = page.span(trigger.first, trigger.last)
        ranked = actors_in(page, roles, thresholds, at)
        actors = side(ranked["actor"], thresholds.actor) or side(ranked["actor"][:1], thresholds.last_actor)
        recipients = side(ranked["recipient"], thresholds.recipient) or _other_side(ranked["recipient"], actors, thresholds)
        cited = ranked["attribution"][:1]
        aux = _named(labels.aux, details.aux[row])
        yield EventDraft(
            type=kind,
            trigger=at,
            evidence=_grow(page, roles[:, thresholds.role_index["evidence"]], trigger, thresholds.evidence),
            score=Score(trigger.found, trigger.kind, ranked["actor"][0][0] if ranked["actor"] else 0.0),
            actors=actors,
            recipients=recipients,
            mode=likeliest_mode(labels.mode, details.mode[row], kind),
            of=_named(labels.of, details.of[row]) if kind in plover.OF_TYPES else None,
            aux=aux,
            aspect=_named(labels.aspect, details.aspect[row]),
            contexts=tuple(c for c, p in zip(labels.contexts, details.contexts[row], strict=True) if p >= thresholds.context),
            topics=_topics(page, roles[:, thresholds.role_index["topic"]], thresholds.topic),
            place=_place(page, roles[:, thresholds.role_index["place"]], thresholds.place),
            attribution=cited[0][1] if cited and cited[0][0] >= thresholds.attribution else None,
            **_dates(page, roles, thresholds, kind, aux),  # type: ignore[arg-type]
        )


def _topics(page: Page, column: Floats, threshold: float) -> tuple[str, ...]:
    found = sorted(runs(page, column, threshold)[:MAX_TOPICS], key=lambda item: item[1].start)
    words = dict.fromkeys(page.scene.words(span) for _, span in found)
    return tuple(w for w in words if _CONTENT.search(w))


def _named(names: Sequence[str], probabilities: Floats) -> str | None:
    best = int(probabilities.argmax())
    return names[best] if best else None


def likeliest_mode(names: Sequence[str], probabilities: Floats, kind: str) -> str | None:
    """The likeliest mode that the type has, or none."""
    fitting = [0, *(i for i, n in enumerate(names) if n.startswith(f"{kind}/"))]
    best = max(fitting, key=lambda i: float(probabilities[i]))
    return names[best].partition("/")[2] if best else None


def claims(
    page: Page, details: Details, found: Sequence[Trigger], encoder: Encoder, thresholds: Thresholds
) -> Iterator[ClaimDraft]:
    """The claim drafts of a page's triggers."""
    labels = encoder.labels
    for row, trigger in enumerate(found):
        kind = labels.claims[trigger.label]
        roles = details.roles[row]
        at = page.span(trigger.first, trigger.last)
        ranked = actors_in(page, roles, thresholds, at)
        evidence = _grow(page, roles[:, thresholds.role_index["evidence"]], trigger, thresholds.evidence)
        words = [span for _, span in runs(page, roles[:, thresholds.role_index["text"]], thresholds.topic)]
        text = next((w for w in words if w.start < evidence.end and evidence.start < w.end), evidence)
        holder = side(ranked["holder"][:1], thresholds.holder)
        cited = side(ranked["attribution"][:1], thresholds.attribution)
        stances = plover.CLAIM_STANCES[kind]  # type: ignore[index]
        stance = max(stances, key=lambda s: float(details.stance[row][labels.stance.index(s)]))
        yield ClaimDraft(
            kind=kind, trigger=at, evidence=evidence, stance=stance, text=page.scene.words(text),
            score=Score(trigger.found, trigger.kind, ranked["holder"][0][0] if ranked["holder"] else 0.0),
            holder=holder[0] if holder else None,
            attribution=cited[0] if cited else None,
        )  # fmt: skip
