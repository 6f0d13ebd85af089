"""One act told several times in a report is one record, with its fullest clause as evidence."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from detente.coder.drafts import EventDraft, Scene, countries_of

#: Types whose acts a report is likely to tell again; accusations and requests are usually different ones.
_RETOLD = frozenset({"CONSULT", "AGREE", "CONCEDE", "SANCTION", "RETREAT", "COOPERATE", "AID", "ASSAULT", "MOBILIZE", "COERCE"})
_SHARED = 0.34
#: Characters between two triggers that can still belong to one act.
_REACH = 70
_INFINITIVE = re.compile(r"[^.;:]*?(?:\bto|\bof|\bnot|\bfor)\s(?:[^.;:]{0,40})")
#: Between two triggers, what shows that they name two acts.
_APART = re.compile(r"[;:]|\b(?:and|but|while|after|before|then|as|who|which|that|when)\b|, \w+ing\b", re.IGNORECASE)
#: A promise to yield is often worded by the restriction that ends.
_NAMED_BY = {"RETREAT": ("SANCTION", "CONCEDE"), "CONSULT": ("AGREE",), "SANCTION": ("RETREAT",)}


def _words(draft: EventDraft, scene: Scene) -> frozenset[str]:
    words = scene.words(draft.evidence).lower().split()
    return frozenset(w.strip(".,;:'\"’“”()") for w in words if len(w) > 3)


def same_act(first: EventDraft, second: EventDraft, scene: Scene) -> bool:
    """R201: of one type, between the same sides, of the same `of` and aux, with no dates that differ and words in common."""
    if first.type != second.type or first.type not in _RETOLD or first.of != second.of or first.aux != second.aux:
        return False
    sides = [countries_of(d.actors) | countries_of(d.recipients) for d in (first, second)]
    if sides[0] != sides[1] or first.mode != second.mode:
        return False
    if (
        first.start
        and second.start
        and (first.start > (second.end or second.start) or second.start > (first.end or first.start))
    ):
        return False
    if scene.sentence(first.trigger) == scene.sentence(second.trigger):
        return False
    mine, theirs = _words(first, scene), _words(second, scene)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs))) >= _SHARED


def promised(act: EventDraft, promise: EventDraft, scene: Scene) -> bool:
    """R202: "plans to meet", "urged to withdraw": what is promised, asked, refused or threatened is no second record."""
    if promise.of is None or act.type not in (promise.of, *_NAMED_BY.get(promise.of, ())):
        return False
    between = scene.report.text[promise.trigger.end : act.trigger.start]
    return 0 < len(between) < _REACH and _INFINITIVE.fullmatch(between) is not None


def doubled(first: EventDraft, second: EventDraft, scene: Scene) -> bool:
    """R203: verb and noun of one act ("resumed long-stalled talks") are one record."""
    if first.type != second.type or first.of != second.of or scene.sentence(first.trigger) != scene.sentence(second.trigger):
        return False
    between = scene.report.text[first.trigger.end : second.trigger.start]
    return len(between) < _REACH and not _APART.search(between)


def fullness(draft: EventDraft) -> tuple[int, float]:
    """How much a clause tells: dates, place, topics and both sides; then how sure the model is."""
    told = (draft.start, draft.due_start or draft.due_end, draft.place, draft.recipients or None, draft.topics or None)
    return sum(part is not None for part in told), draft.score.found


def _single(drafts: Sequence[EventDraft], scene: Scene, off: Collection[str]) -> list[EventDraft]:
    """The drafts without those that R202 and R203 find named by another one."""
    kept: list[EventDraft] = []
    for draft in sorted(drafts, key=lambda d: d.trigger.start):
        if "R202" not in off and any(promised(draft, other, scene) for other in drafts):
            continue
        previous = kept[-1] if kept else None
        if previous is None or "R203" in off or not doubled(previous, draft, scene):
            kept.append(draft)
        elif draft.score.found > previous.score.found:
            kept[-1] = draft
    return kept


def merge(drafts: Sequence[EventDraft], scene: Scene, off: Collection[str] = ()) -> list[EventDraft]:
    """The drafts without retellings, by the rules that are not switched off."""
    kept: list[EventDraft] = []
    for draft in _single(drafts, scene, off):
        retold = (i for i, other in enumerate(kept) if "R201" not in off and same_act(other, draft, scene))
        at = next(retold, None)
        if at is None:
            kept.append(draft)
            continue
        fuller, other = (draft, kept[at]) if fullness(draft) > fullness(kept[at]) else (kept[at], draft)
        kept[at] = replace(fuller, retold=(*fuller.retold, *other.retold, other.trigger))
    return kept
