"""Measures: restrictions of one country on another, with when they were announced, imposed, changed and lifted, and why.

A promise to lift is not a lifting, an announcement is not yet in force, and an expulsion is done, not in force. Talks that were
suspended are channels, not measures.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from detente.records import Event
from detente.relations import names
from detente.relations.channels import LINE
from detente.relations.dossier import Dossier
from detente.relations.filed import When, codes, published
from detente.relations.merge import Act
from detente.relations.terms import covered, likeness

Status = Literal["announced", "in force", "lifted", "done"]
Step = Literal["announced", "imposed", "confirmed", "changed", "eased", "lifting promised", "lifted"]

#: Two targets that are so much alike are one; from experience with "maize", "imports of maize", "ban on maize".
_ONE_TARGET: Final = 0.35
#: What kind a measure is, by the words for it; the first that matches.
_KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for kind, words in (
        ("expulsion", r"expel|expulsion|persona non grata|(?:told|ordered|asked) .{0,40}\b(?:to leave|out)\b|unwelcome"),
        ("recall of envoy", r"(?:recall|withdr[ae]w).{0,60}(?:ambassador|envoy|high commissioner|charg)|embassy staff"),
        ("broken ties", r"(?:broke|break|cut|sever)\w*.{0,20}(?:ties|relations)"),
        ("blacklist", r"black-?list|entity list|trade list|sanctions list"),
        ("tariff", r"tariff|dut(?:y|ies)\b|lev(?:y|ies)\b|percent on|per cent on"),
        ("visa ban", r"visas?\b|travel ban|entry ban|(?:bar|ban)\w* .{0,30}\bfrom entering"),
        ("flight ban", r"airlines?|flights?|airspace|aircraft"),
        ("export control", r"export|licen[cs]es? for"),
        ("import ban", r"imports?\b|market to|at the border|bann?(?:ed|ing)? .{0,30}\b(?:maize|grain|goods|fish|meat)"),
        ("border closure", r"(?:clos|shut)\w* .{0,40}\b(?:border|crossing|frontier|post)"),
        ("asset freeze", r"(?:fr[eo]z|seiz)\w* .{0,40}\b(?:assets?|funds|accounts?|property)|asset freeze"),
        ("embargo", r"embargo|blockade"),
        ("suspension of aid", r"\baid\b|assistance|loans?\b|grants?\b"),
        ("suspension of trade", r"trade\b|commerce\b"),
        ("ban of firms", r"compan(?:y|ies)|firms?\b|apps?\b|broadcasters?|outlets?|banks?\b|lenders?"),
        ("sanctions", r"sanction|restrict|ban(?:s|ned)?\b|barred|curb"),
    )
)
_LIFTS: Final = re.compile(
    r"\b(?:lift|end|remov|revok|reopen|unban|repeal|scrap|drop|restor|resum|return|let .{0,30}\bback|delist|withdr[ae]w)",
    re.IGNORECASE,
)
_EASES: Final = re.compile(
    r"\b(?:eas(?:e|ed|ing)\b|reduc|cut\b|partly|partial|relax|loosen|lower|exempt|waive|some of)", re.IGNORECASE
)
_REASON: Final = re.compile(
    r"\b(?:over|for(?! consultations)|because of|because|in (?:answer|response) to|in retaliation for|citing|accused of"
    r"|on the grounds? (?:of|that))\s+(?P<why>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DAYS: Final = re.compile(
    r"\b(?:\w+day|today|yesterday|tomorrow|week|month|year|last|next|this|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b",
    re.IGNORECASE,
)
_ONCE: Final = frozenset({"expulsion"})


class Turn(NamedTuple):
    """One step in the history of a measure."""

    step: Step
    when: When
    act: Act


class Reason(NamedTuple):
    """Why a measure was taken, in the words of the event with this id."""

    words: str
    id: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One restriction as of a day."""

    kind: str
    by: tuple[str, ...]
    on: tuple[str, ...]
    target: str
    """Whom or what it hits, in a report's words; empty where no report says more than the country."""
    reason: Reason | None
    """Why, in a report's words."""
    answers: Act | None
    """The act it was taken in response to, where a report says so."""
    imposed: When | None
    lifted: When | None
    confirmed: date | None
    """The latest report that says it still holds."""
    status: Status
    history: tuple[Turn, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all events in its history."""
        return tuple(sorted({id_ for turn in self.history for id_ in turn.act.ids}))

    @property
    def promised(self) -> Act | None:
        """The latest promise to lift it that is not yet done."""
        if self.lifted:
            return None
        return next((turn.act for turn in reversed(self.history) if turn.step == "lifting promised"), None)


@dataclass(slots=True)
class _Draft:
    """A measure while its history is gathered."""

    kind: str
    by: frozenset[str]
    on: frozenset[str]
    words: frozenset[str]
    turns: list[Turn] = field(default_factory=list)

    @property
    def lifted(self) -> bool:
        return bool(self.turns) and self.turns[-1].step == "lifted"


def measures(dossier: Dossier) -> tuple[Measure, ...]:
    """The measures between the sides of a dyad, the newest first."""
    drafts: list[_Draft] = []
    for act in sorted(dossier.between, key=_order):
        for step in _steps(act) if _on(act) & dossier.sides and act.by & dossier.sides else ():
            _file(act, step, drafts)
    return tuple(sorted((_measure(draft, dossier) for draft in drafts), key=_newest))


def in_force(found: Iterable[Measure], on: date) -> tuple[Measure, ...]:
    """The measures in force on a day: imposed by then, or before anybody reported when, and not lifted by then."""
    return tuple(
        measure
        for measure in found
        if measure.status in ("in force", "lifted")
        and (measure.imposed is None or measure.imposed.first is None or measure.imposed.first <= on)
        and (measure.lifted is None or measure.lifted.last > on)
    )


def _order(act: Act) -> tuple[date, int, str]:
    """By day; an announcement stands where it was made, and on one day a measure goes before what answers it."""
    day = act.first_reported if act.standing == "planned" else act.when.day
    return day, 0 if act.event.type == "SANCTION" else 1, act.id


def _newest(measure: Measure) -> tuple[int, str, str]:
    return -max(turn.when.last for turn in measure.history).toordinal(), measure.kind, measure.target


def _steps(act: Act) -> Iterator[Step]:
    """What an act does to a measure; nothing where it is supposed, denied, or no restriction at all."""
    event, quote = act.event, act.event.evidence.quote
    if act.standing in ("supposed", "denied"):
        return
    if event.type == "SANCTION" and event.mode != "convict" and kind_of_event(act.event):
        if act.standing == "planned":
            yield "announced"
        else:
            yield "confirmed" if act.aspect == "continue" else "imposed"
    elif event.type in ("RETREAT", "CONCEDE") and event.mode in (None, "access"):
        lifting = _EASES.search(quote) or _LIFTS.search(quote) or act.aspect == "end"
        if lifting and (event.type == "CONCEDE" or act.standing == "planned"):
            yield "lifting promised"
        elif lifting:
            yield "eased" if _EASES.search(quote) and act.aspect != "end" else "lifted"


def kind_of_event(event: Event) -> str | None:
    """The kind of measure that an act speaks of; None for talks that were stopped, which are a channel's matter."""
    if event.mode == "expel":
        return "expulsion"
    topics = " ".join(event.topics)
    found = _kind(f"{topics} {event.evidence.quote}")
    if found in (None, "sanctions", "suspension of trade", "suspension of aid") and LINE.search(topics):
        return None
    return found or ("sanctions" if event.type == "SANCTION" else None)


@lru_cache(maxsize=32768)
def _kind(text: str) -> str | None:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)


def _file(act: Act, step: Step, drafts: list[_Draft]) -> None:
    lifting = step in ("eased", "lifting promised", "lifted")
    draft = _Draft(kind_of_event(act.event) or "sanctions", codes(act.event.actors), _on(act), _words(act))
    best = max(drafts, key=lambda other: _fit(draft, other, act), default=None)
    if best is not None and _fit(draft, best, act) >= _ONE_TARGET and (draft.kind not in _ONCE):
        best.turns.append(Turn(_again(step, best), act.when, act))
    elif not lifting or kind_of_event(act.event):
        draft.turns.append(Turn(step, act.when, act))
        drafts.append(draft)


def _on(act: Act) -> frozenset[str]:
    return codes(act.event.recipients) or codes(act.event.actors)


def _words(act: Act) -> frozenset[str]:
    return names.matter(" ".join(act.event.topics)) - _PLAIN


#: Words for measures themselves, which every measure shares.
_PLAIN: Final = names.matter("ban banned sanction restriction imports exports tariff duty measures lift lifting end")


def _fit(new: _Draft, old: _Draft, act: Act) -> float:
    """How well an act fits a measure that is not lifted: by the same country, on the same, with the same target; else 0."""
    if old.lifted or old.kind in _ONCE or not new.by & old.by or not (new.on & old.on):
        return 0.0
    same_kind = 0.3 if new.kind == old.kind else 0.0
    if not new.words and not old.words:
        return same_kind + 0.1
    quote = names.matter(act.event.evidence.quote)
    alike = max(likeness(new.words, old.words), covered(old.words, quote) if old.words else 0.0)
    if not alike and new.words and old.words:
        return same_kind / 2
    return alike + same_kind


def _again(step: Step, draft: _Draft) -> Step:
    """A second imposition of what is in force changes or confirms it."""
    imposed = [turn for turn in draft.turns if turn.step == "imposed"]
    if step == "imposed" and imposed:
        return "confirmed" if imposed[-1].when.first is None or not imposed[-1].when.given else "changed"
    return step


def _measure(draft: _Draft, dossier: Dossier) -> Measure:
    turns = tuple(draft.turns)
    act = max((turn.act for turn in turns if turn.step in ("announced", "imposed", "changed")), default=turns[0].act, key=_says)
    target = ", ".join(_telling(act.event.topics, draft.kind)) or next(
        (", ".join(t.act.event.topics) for t in turns if t.act.event.topics), ""
    )
    imposed = next((turn.when for turn in turns if turn.step == "imposed"), None)
    lifted = turns[-1].when if turns[-1].step == "lifted" else None
    status: Status = "done" if draft.kind in _ONCE else "lifted" if lifted else "in force"
    if all(turn.step == "announced" for turn in turns):
        status = "announced"
    return Measure(
        draft.kind, tuple(sorted(draft.by)), tuple(sorted(draft.on)), target, _reason(turns), _answers(turns, dossier),
        imposed, lifted, _confirmed(turns), status, turns,
    )  # fmt: skip


def _telling(topics: tuple[str, ...], kind: str) -> list[str]:
    """Topics that say more than the kind of measure does."""
    return [topic for topic in topics if topic.lower().rstrip("s") not in kind.lower()]


def _says(act: Act) -> tuple[int, str]:
    return len(act.event.topics), act.id


def _reason(turns: tuple[Turn, ...]) -> Reason | None:
    for turn in turns:
        for member in turn.act.members if turn.step in ("announced", "imposed", "changed") else ():
            match = _REASON.search(member.record.evidence.quote)
            if match and names.matter(_DAYS.sub(" ", match["why"])):  # "over China on Wednesday" is no reason
                return Reason(match["why"].strip(" .,;"), member.record.id)
    return None


def _confirmed(turns: tuple[Turn, ...]) -> date | None:
    held = (m for turn in turns if turn.step in ("imposed", "confirmed", "changed") for m in turn.act.members)
    return max((published(m.report) for m in held if m.record.aspect == "continue"), default=None)


def _answers(turns: tuple[Turn, ...], dossier: Dossier) -> Act | None:
    """The act that a report says it was taken in response to."""
    own = {id_ for turn in turns for id_ in turn.act.ids}
    for link in dossier.links:
        if link.record.kind == "responds" and link.record.source in own and link.record.target not in own:
            return dossier.act_of.get(link.record.target)
    return None
