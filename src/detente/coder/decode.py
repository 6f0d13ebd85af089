"""From the model's numbers to drafts: which words are triggers, and what stands in which role to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.actors.resolver import Mention
from detente.coder.drafts import ClaimDraft, EventDraft, Scene, Score
from detente.coder.passive import is_passive
from detente.coder.sides import Act, Seen, SideModel, candidates, decide, decide_holder
from detente.coder.thresholds import Thresholds
from detente.nlp.dates import DateMention, resolve_in
from detente.nlp.encoder import Details, Floats, Labels, Reading
from detente.nlp.segment import Span
from detente.nlp.windows import Tokens, Window
from detente.ontology import plover
from detente.records import Actor, Place

MAX_TRIGGER_WORDS = 3
#: From this score on, a medium takes part in an act itself.
_HEARD = 0.5
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


@dataclass(frozen=True)
class Page:
    """One window as read, with the means to go from its tokens to the report's characters."""

    scene: Scene
    tokens: Tokens
    window: Window
    reading: Reading

    @cached_property
    def near(self) -> tuple[tuple[Mention, ...], NDArray[np.int64]]:
        """The mentions that the window touches, and the tokens of each, first..last [mentions, 2]."""
        bounds = [(m, self.positions(m.start, m.end)) for m in self.scene.mentions]
        inside = [(m, at) for m, at in bounds if at[0] < at[1]]
        return tuple(m for m, _ in inside), np.array([at for _, at in inside], dtype=np.int64).reshape(-1, 2)

    @cached_property
    def locative(self) -> tuple[bool, ...]:
        """Of each mention that the window touches, whether something merely happens there."""
        return tuple(_is_place(self.scene, m) for m in self.near[0])

    @cached_property
    def far(self) -> dict[str, Seen]:
        """The two sides of the story by country, where a mention stands outside the window."""
        inside, sides = set(self.near[0]), self.scene.countries[:2]
        out: dict[str, Seen] = {}
        for mention in self.scene.mentions:
            for actor in mention.actors if mention not in inside else ():
                if actor.country and actor.country in sides:
                    span = Span(mention.start, mention.end)
                    out[actor.country] = Seen(actor, span, mention.kind, 0, 0, 0, 0, locative=False, far=True)
        return out

    def mentioned(self, roles: Floats) -> Floats:
        """Of each mention that the window touches, half mean and half maximum of its tokens' roles [mentions, roles]."""
        bounds = self.near[1]
        if not len(bounds):
            return np.zeros((0, roles.shape[1]), dtype=np.float32)
        first, last = bounds.T
        sums = np.concatenate([np.zeros((1, roles.shape[1])), roles.cumsum(axis=0, dtype=np.float64)])
        means = (sums[last] - sums[first]) / (last - first)[:, None]
        # reduceat takes the stretch between two bounds; a row at the end lets the last of them lie behind the window.
        longest = np.maximum.reduceat(np.concatenate([roles, roles[-1:]]), bounds.ravel(), axis=0)[::2]
        return np.asarray((means + longest) / 2, dtype=np.float32)

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


def triggers(page: Page, probabilities: Floats, threshold: float) -> list[Trigger]:
    """Runs of words in the focal part whose probability to name something reaches the threshold."""
    window = page.window
    begin, end = window.focal - window.first + 1, window.last - window.first + 1
    words = page.tokens.words[window.focal : window.last]
    starts = begin + np.flatnonzero(np.diff(words, prepend=-2))
    ends = np.append(starts[1:], end)
    # All words at once: a mean for each of them in turn took a tenth of the time of coding.
    means = np.add.reduceat(probabilities[:end], starts, axis=0) / (ends - starts)[:, None]
    found: list[Trigger] = []
    for row in np.flatnonzero(1 - means[:, 0] >= threshold):
        first, last, mean = int(starts[row]), int(ends[row]), means[row]
        label = int(mean[1:].argmax()) + 1
        score = float(1 - mean[0])
        previous = found[-1] if found else None
        if previous and previous.last == first and previous.label == label and last - previous.first <= 2 * MAX_TRIGGER_WORDS:
            found[-1] = Trigger(previous.first, last, label, max(previous.found, score), previous.kind)
        else:
            found.append(Trigger(first, last, label, score, float(mean[label]) / max(score, 1e-6)))
    return found


def _mean_max(values: Floats) -> float:
    return float(values.mean() + values.max()) / 2 if len(values) else 0.0


def cited_in(page: Page, roles: Floats, thresholds: Thresholds, trigger: Span) -> Actor | None:
    """Who is likeliest cited for what a trigger names, of equals the nearer; None where the likeliest misses the threshold."""
    column = thresholds.role_index["attribution"]
    scores = page.mentioned(roles[:, column : column + 1])[:, 0].tolist()
    ranked = (
        (-round(score, 2), abs(mention.start - trigger.start), score, actor)
        for mention, score in zip(page.near[0], scores, strict=True) for actor in mention.actors
    )  # fmt: skip
    best = min(ranked, key=lambda item: item[:2], default=None)
    return best[3] if best is not None and best[2] >= thresholds.attribution else None


def seen_in(page: Page, roles: Floats, thresholds: Thresholds, first: str = "actor") -> list[Seen]:
    """Every mention of a window, with what the model says of it; then the two sides of the story if they stand elsewhere.

    `first` is the role that counts as acting: of a claim it is its holder.
    """
    columns = [thresholds.role_index[n] for n in (first, "recipient", "attribution", "topic", "acting", "receiving")]
    scores = page.mentioned(roles[:, columns]).tolist()
    out: list[Seen] = []
    for mention, locative, (acts, gets, says, topic, acts_named, gets_named) in zip(
        page.near[0], page.locative, scores, strict=True
    ):
        span = Span(mention.start, mention.end)
        # A paper that is cited is no presence of its country in the story.
        heard = mention.actors if max(acts, gets) >= _HEARD else (a for a in mention.actors if a.sector != "MED")
        by_name = (False, mention.named, acts_named, gets_named)
        out += [Seen(actor, span, mention.kind, acts, gets, says, topic, locative, *by_name) for actor in heard]
    near = {one.actor.country for one in out}
    return out + [one for country, one in page.far.items() if country not in near]


def _is_place(scene: Scene, mention: Mention) -> bool:
    """Whether something merely happens in the capital or country named: "in Bangkok", "near Kabul"."""
    before = scene.report.text[max(0, mention.start - 8) : mention.start]
    return mention.kind in ("capital", "country") and _LOCATIVE.search(before) is not None


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
    page: Page, details: Details, found: Sequence[Trigger], labels: Labels, thresholds: Thresholds, sides: SideModel
) -> Iterator[EventDraft]:
    """The event drafts of a page's triggers."""
    for row, trigger in enumerate(found):
        kind = labels.events[trigger.label]
        roles = details.roles[row]
        at = page.span(trigger.first, trigger.last)
        act = Act(at, page.scene.sentence(at), kind, is_passive(page.scene.report.text, at))
        both = decide(sides, candidates(seen_in(page, roles, thresholds), act, page.scene.named), kind)
        aux = _named(labels.aux, details.aux[row])
        yield EventDraft(
            type=kind,
            trigger=at,
            evidence=_grow(page, roles[:, thresholds.role_index["evidence"]], trigger, thresholds.evidence),
            score=Score(trigger.found, trigger.kind, both.sure),
            actors=both.actors,
            recipients=both.recipients,
            mode=likeliest_mode(labels.mode, details.mode[row], kind),
            of=_named(labels.of, details.of[row]) if kind in plover.OF_TYPES else None,
            aux=aux,
            aspect=_named(labels.aspect, details.aspect[row]),
            contexts=tuple(c for c, p in zip(labels.contexts, details.contexts[row], strict=True) if p >= thresholds.context),
            topics=_topics(page, roles[:, thresholds.role_index["topic"]], thresholds.topic),
            place=_place(page, roles[:, thresholds.role_index["place"]], thresholds.place),
            attribution=cited_in(page, roles, thresholds, at),
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
    page: Page, details: Details, found: Sequence[Trigger], labels: Labels, thresholds: Thresholds, holders: SideModel
) -> Iterator[ClaimDraft]:
    """The claim drafts of a page's triggers."""
    for row, trigger in enumerate(found):
        kind = labels.claims[trigger.label]
        roles = details.roles[row]
        at = page.span(trigger.first, trigger.last)
        act = Act(at, page.scene.sentence(at), kind, passive=False)
        held = decide_holder(holders, candidates(seen_in(page, roles, thresholds, "holder"), act, page.scene.named))
        evidence = _grow(page, roles[:, thresholds.role_index["evidence"]], trigger, thresholds.evidence)
        words = [span for _, span in runs(page, roles[:, thresholds.role_index["text"]], thresholds.topic)]
        text = next((w for w in words if w.start < evidence.end and evidence.start < w.end), evidence)
        stances = plover.CLAIM_STANCES[kind]  # type: ignore[index]
        stance = max(stances, key=lambda s: float(details.stance[row][labels.stance.index(s)]))
        yield ClaimDraft(
            kind=kind, trigger=at, evidence=evidence, stance=stance, text=page.scene.words(text),
            score=Score(trigger.found, trigger.kind, held.sure),
            holder=held.actors[0] if held.actors else None,
            attribution=cited_in(page, roles, thresholds, at),
        )  # fmt: skip
