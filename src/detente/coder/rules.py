"""Numbered rules: what the codebook fixes and no model needs to guess.

A rule takes a draft and the scene and returns the draft, a changed one, or None to drop it. Its docstring is the message
that `detente show` prints beside a record that it changed. `RULES` lists them in the order in which they are applied;
to add one, write the function, enter it here and put its case into `tests/coder/test_rules.py`.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from typing import Final

from detente.actors.resolver import Mention
from detente.coder.coordination import chains, parts
from detente.coder.drafts import EventDraft, Scene, countries_of, run
from detente.coder.sides import ALONE
from detente.nlp.dates import DateMention, resolve_in
from detente.ontology import plover

Rule = Callable[[EventDraft, Scene], EventDraft | None]

HISTORICAL_DAYS = 90
_BEFORE: Final = 40
_AHEAD: Final = 60
_NEGATED = re.compile(r"\b(?:not|never|no|without|n['’]t|neither|nor)\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|rejected (?:claims|reports|allegations)|dismissed (?:claims|reports))\b", re.IGNORECASE
)
_PAST_PERFECT = re.compile(r"\bhad\s+(?:\w+ly\s+)?(?:been\s+)?$", re.IGNORECASE)
_PROMISES = re.compile(
    r"(?:agreed|agrees|agree|promised|promises|pledged|pledges|vowed|undertook|undertaken|consented|offered|decided|willing|ready"
    r"|agreement|promise|pledge|offer)",
    re.IGNORECASE,
)
_YIELD = re.compile(
    r"[^.;]{0,30}?\bto (?:\w+ly )?(?:lift|ease|relax|remove|end|suspend|drop|scrap|waive|withdraw|pull|release|free"
    r"|hand (?:back|over)|return|let|allow|halt|stop|cease|dismantle|disarm|unfreeze|reopen|strike \w+(?: \w+){0,3} off)\b"
)
_TO = re.compile(r"[^.;]{0,40}?\bto\s+\w")
#: What stands before a country that talks are about.
_MATTER = re.compile(
    r"\b(?:discuss\w*|address(?:ed|es|ing)?|rais(?:ed|es|ing)|tackl\w+|about|regarding|concerning|on|over)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TWO: Final = 2
#: What names the type of an act that is still only promised, asked, refused or threatened.
_OF_CUES: Final = {
    kind: re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)
    for kind, cues in {
        "RETREAT": (
            r"withdraw\w*", "pull (?:back|out)", r"releas\w+", "free", r"lift\w*", "eas(?:e|ing)", "halt", "stop",
            "cease(?:[- ]?fires?)?", "truce", r"disarm\w*", r"dismantl\w+",
            "hand (?:over|back)", r"de-?escalat\w+", "let", "allow",
            "return", "end",
        ),
        "CONSULT": (
            "meet(?:ings?)?", "talks?", "speak", r"visit\w*", "travel",
            r"host\w*", r"discuss\w*", r"negotiat\w+", "dialogue", "summit",
            r"consult\w*", "re-?engage",
        ),
        "AID": (r"provid\w+", r"donat\w+", "send", "suppl(?:y|ies)", "aid", r"assist\w*", r"fund\w*", "loans?", "help"),
        "COOPERATE": (
            r"co-?operat\w+", "work(?:ing)? (?:closely |together )*with", "work together",
            "shar(?:e|ing)", r"extradit\w+", r"joint\w*",
            "trade",
        ),
        "SANCTION": (
            r"sanction\w*", r"impos\w+", "tariffs?", "dut(?:y|ies)", "ban", r"expel\w*", r"suspend\w*", r"blacklist\w*",
            "cut off",
        ),
        "SUPPORT": (r"ratif\w+", "sign", r"recogni[sz]\w+", r"endors\w+", r"restore \w+ ties", r"reopen\w*"),
        "ASSAULT": ("strikes?", r"attack\w*", r"retaliat\w+", r"bomb\w*", r"invad\w+", "invasion"),
    }.items()
}  # fmt: skip
_VISIT = re.compile(
    r"\b(?:visit\w*|trip|travel\w*|flew|fly|flies|arriv\w+|tour\w*|received|hosted|hosts?|welcomed)\b", re.IGNORECASE
)
_PHONE = re.compile(r"\b(?:phone\w*|telephone\w*|called|call|calls|by video|virtual\w*|videoconference)\b", re.IGNORECASE)


def r101(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001, all rules are called alike
    """An act without an actor is no event."""
    return draft if draft.actors else None


def r102(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """An act with no date takes the one that stands in its own clause; "agreed to meet on Tuesday" dates the meeting."""
    if any((draft.start, draft.end, draft.due_start, draft.due_end)):
        return draft
    inside = [d for d in scene.dates if draft.evidence.start <= d.start and d.end <= draft.evidence.end]
    if not inside:
        return draft
    nearest = min(inside, key=lambda d: abs(d.start - draft.trigger.start))
    promised = draft.type in plover.OF_TYPES and _is_due(draft, scene.report.text[draft.trigger.end : nearest.start], nearest)
    first, last, _ = resolve_in(nearest, future=promised or draft.aux == "future", published=scene.report.published)
    if promised:
        return replace(draft, due_start=first, due_end=last, date_text=nearest.text)
    return replace(draft, start=first, end=last, date_text=nearest.text)


def _is_due(draft: EventDraft, between: str, date: DateMention) -> bool:
    """Whether a date says when the promised act is due: not so in "agreed in May to ...", so in "agreed to meet in May"."""
    if date.direction == "past":
        return False
    if date.direction == "future" or _TO.match(between):
        return True
    return draft.type in ("AGREE", "CONCEDE") and len(between.split()) > 1


def r103(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001
    """A future CONSULT, SUPPORT, COOPERATE or AID is a promise: AGREE of it."""
    if draft.aux == "future" and draft.type in ("CONSULT", "SUPPORT", "COOPERATE", "AID"):
        return replace(_due(draft), type="AGREE", of=draft.type, mode=None, aux=None)
    return draft


def r104(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001
    """A future RETREAT is a promise to yield: CONCEDE of RETREAT."""
    if draft.aux == "future" and draft.type == "RETREAT":
        return replace(_due(draft), type="CONCEDE", of="RETREAT", mode=None, aux=None)
    return draft


def r105(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001
    """AGREE, CONCEDE, REQUEST and THREATEN are made now: they are never future."""
    if draft.aux == "future" and draft.type in plover.NEVER_FUTURE:
        return replace(draft, aux=None)
    return draft


def r106(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001
    """The score and quad of a type need a mode that the type has."""
    if draft.mode is not None and draft.mode not in plover.MODES[draft.type]:  # type: ignore[index]
        return replace(draft, mode=None)
    return draft


def r107(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """An act over by more than 90 days before the report is historical; a newer one is not, unless told in the past perfect."""
    published = scene.report.published
    last = draft.end or draft.start
    if published is None or last is None or draft.aux not in (None, "historical"):
        return draft
    if published - last > timedelta(days=HISTORICAL_DAYS):
        return replace(draft, aux="historical")
    return replace(draft, aux=None)


def r108(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """Told in the past perfect with no date: historical."""
    before = scene.report.text[max(0, draft.trigger.start - _BEFORE) : draft.trigger.start]
    if draft.aux is None and draft.start is None and _PAST_PERFECT.search(before):
        return replace(draft, aux="historical")
    return draft


def r109(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """What is said not to have happened is recorded as negated, and only that."""
    if draft.aux != "negation":
        return draft
    sentence = scene.sentence(draft.trigger)
    return draft if _NEGATED.search(scene.words(sentence)) else replace(draft, aux=None)


def r110(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001
    """In a CONSULT, and where no side leads in AGREE or COOPERATE, all take part as actors; nobody meets only himself."""
    if draft.type == "CONSULT" and draft.mode != "visit" and draft.recipients:
        return replace(draft, actors=(*draft.actors, *draft.recipients), recipients=())
    return draft


def r111(draft: EventDraft, scene: Scene) -> EventDraft | None:  # noqa: ARG001
    """Whoever is on the acting side is not also the one the act is directed at, domestic acts apart."""
    both = countries_of(draft.actors) & countries_of(draft.recipients)
    if not both or countries_of(draft.recipients) == countries_of(draft.actors):
        return draft
    return replace(draft, recipients=tuple(a for a in draft.recipients if a.country not in both))


def r112(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """A CONSULT by telephone or video has the mode phone; one in the other's country is a visit."""
    if draft.type != "CONSULT" or draft.mode is not None:
        return draft
    words = scene.words(draft.evidence)
    if _PHONE.search(words):
        return replace(draft, mode="phone")
    return replace(draft, mode="visit") if _VISIT.search(words) and draft.recipients else draft


def r113(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """A denial is no event: it is a claim."""
    word = scene.words(draft.trigger)
    return None if _DENIES.fullmatch(word) and draft.type in ("ACCUSE", "REJECT") else draft


def r114(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """Talks and acts toward somebody unnamed are with, or directed at, the other side of the story, if it has two."""
    named = countries_of(draft.actors) | countries_of(draft.recipients)
    if len(named) != 1 or draft.recipients or draft.type in ALONE or len(scene.sides) != 2 or not named < set(scene.sides):
        return draft
    other = next(code for code in scene.sides if code not in named)
    told = next((m for m in reversed(scene.mentions) if m.start < draft.evidence.end and _stands_for(m, other)), None)
    if told is None:
        return draft
    actor = next(a for a in told.actors if a.country == other)
    if draft.type == "CONSULT" and draft.mode != "visit":
        return replace(draft, actors=(*draft.actors, actor))
    return replace(draft, recipients=(actor,))


def r115(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """Told as "agreed to lift" or "promised to withdraw": a promise to yield is CONCEDE of RETREAT, whatever it is about."""
    behind = scene.report.text[draft.trigger.end : draft.trigger.end + _AHEAD]
    if (
        _PROMISES.fullmatch(scene.words(draft.trigger))
        and _YIELD.match(behind)
        and draft.type in ("AGREE", "SANCTION", "RETREAT")
    ):
        return replace(draft, type="CONCEDE", of="RETREAT", mode=None, aux=None)
    return draft


def r117(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """What is promised, asked, refused or threatened is named by the words behind: "to withdraw", "the talks", "sanctions"."""
    if draft.type not in plover.OF_TYPES or draft.of is not None:
        return draft
    behind = scene.report.text[draft.trigger.end : max(draft.evidence.end, draft.trigger.end)]
    first = min(
        ((match.start(), kind) for kind, cue in _OF_CUES.items() if (match := cue.search(behind)) is not None), default=None
    )
    return draft if first is None else replace(draft, of=first[1])


def r118(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """What is promised, asked or threatened cannot be due before it is said: such a date belongs to something else."""
    said = draft.start or scene.report.published
    due = draft.due_end or draft.due_start
    if said is None or due is None or due >= said or (draft.start is None and draft.aux is not None):
        return draft
    return replace(draft, due_start=None, due_end=None, date_text=draft.date_text if draft.start else None)


def r119(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """Those whom "and" joins are one side: "Mali and Niger congratulated Togo" has two actors."""
    text = scene.report.text
    for chain in chains(text, scene.mentions, scene.sentence(draft.trigger)):
        led = chain[-1].end <= draft.trigger.start
        if not led and parts(text, chain):
            continue
        sides = [draft.actors, draft.recipients]
        words = [{(a.text, a.country) for a in side} for side in sides]
        joined = [a for m in chain for a in m.actors if a.country]
        hit = [any((a.text, a.country) in known for a in joined) for known in words]
        if all(hit) or not any(hit) or any(a.country in countries_of(sides[hit[0]]) for a in joined):
            continue
        side = sides[hit[1]]
        more = {a.country: a for a in joined if a.country not in countries_of(side)}
        name = "recipients" if hit[1] else "actors"
        draft = replace(draft, **{name: (*side, *more.values())})  # type: ignore[arg-type]
    return draft


def r120(draft: EventDraft, scene: Scene) -> EventDraft | None:
    """What talks are about takes no part in them: "discussed Iran and North Korea with", "talks on Ukraine"."""
    if draft.type != "CONSULT":
        return draft
    sentence = scene.sentence(draft.trigger)
    inside = [m for m in scene.mentions if sentence.start <= m.start < sentence.end]
    matters = {m for m in inside if _MATTER.search(scene.report.text, sentence.start, m.start)}
    for chain in chains(scene.report.text, scene.mentions, sentence):
        matters |= set(chain) if chain[0] in matters else set()
    spoken_of = {a.country for m in matters for a in m.actors} - {
        a.country for m in inside if m not in matters for a in m.actors
    }
    actors, recipients = (tuple(a for a in side if a.country not in spoken_of) for side in (draft.actors, draft.recipients))
    if len(countries_of(actors) | countries_of(recipients)) < _TWO:
        return draft
    return replace(draft, actors=actors, recipients=recipients)


def _stands_for(mention: Mention, code: str) -> bool:
    return any(a.country == code for a in mention.actors)


def _due(draft: EventDraft) -> EventDraft:
    """The dates of an act still to come, as due dates."""
    return replace(draft, start=None, end=None, due_start=draft.due_start or draft.start, due_end=draft.due_end or draft.end)


RULES: Final[dict[str, Rule]] = {
    "R101": r101, "R102": r102, "R103": r103, "R104": r104, "R105": r105, "R106": r106, "R107": r107, "R108": r108,
    "R109": r109, "R110": r110, "R111": r111, "R112": r112, "R113": r113, "R114": r114, "R115": r115,
    "R117": r117, "R118": r118, "R119": r119, "R120": r120,
}  # fmt: skip


def apply(draft: EventDraft, scene: Scene, off: Collection[str] = ()) -> EventDraft | None:
    """The draft after all rules but those switched off, or None where one dropped it."""
    return run(RULES, draft, scene, off)
