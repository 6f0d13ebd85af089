"""One act told several times in a report is one record, with its fullest clause as evidence."""

from collections.abc import Sequence

from detente.coder.drafts import EventDraft, Scene, countries_of

#: Types whose acts a report is likely to tell again; accusations and requests are usually different ones.
_RETOLD = frozenset({"CONSULT", "AGREE", "CONCEDE", "SANCTION", "RETREAT", "COOPERATE", "AID", "ASSAULT", "MOBILIZE", "COERCE"})
_SHARED = 0.34


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
    if first.start and second.start and (first.start > (second.end or second.start) or second.start > (first.end or first.start)):
        return False
    if scene.sentence(first.trigger) == scene.sentence(second.trigger):
        return False
    mine, theirs = _words(first, scene), _words(second, scene)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs))) >= _SHARED


def fullness(draft: EventDraft) -> tuple[int, float]:
    """How much a clause tells: dates, place, topics and both sides; then how sure the model is."""
    told = (draft.start, draft.due_start or draft.due_end, draft.place, draft.recipients or None, draft.topics or None)
    return sum(part is not None for part in told), draft.score.found


def merge(drafts: Sequence[EventDraft], scene: Scene) -> list[EventDraft]:
    """The drafts without retellings."""
    kept: list[EventDraft] = []
    for draft in drafts:
        at = next((i for i, other in enumerate(kept) if same_act(other, draft, scene)), None)
        if at is None:
            kept.append(draft)
        elif fullness(draft) > fullness(kept[at]):
            kept[at] = draft
    return kept
