"""Numbered rules for claims, in the manner of `rules`."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from detente.coder.drafts import ClaimDraft, Scene, run

ClaimRule = Callable[[ClaimDraft, Scene], ClaimDraft | None]

_DENIED = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?)\b", re.IGNORECASE)


def r301(draft: ClaimDraft, scene: Scene) -> ClaimDraft | None:
    """A claim is about its holder and the countries its sentence names; else the two that the report speaks of most."""
    sentence = scene.sentence(draft.evidence)
    named = [a.country for m in scene.mentions if sentence.start <= m.start < sentence.end for a in m.actors if a.country]
    holder = [draft.holder.country] if draft.holder and draft.holder.country else []
    about = tuple(dict.fromkeys([*holder, *named]))
    if len(about) < 2:
        about = tuple(dict.fromkeys([*about, *scene.countries[:2]]))
    return replace(draft, about=about)


def r302(draft: ClaimDraft, scene: Scene) -> ClaimDraft | None:
    """A denied frame is rejected, whoever denies it."""
    if draft.kind == "frame" and _DENIED.fullmatch(scene.words(draft.trigger)):
        return replace(draft, stance="reject")
    return draft


CLAIM_RULES: Final[dict[str, ClaimRule]] = {"R301": r301, "R302": r302}


def apply(draft: ClaimDraft, scene: Scene, off: Collection[str] = ()) -> ClaimDraft | None:
    """The draft after all rules but those switched off, or None where one dropped it."""
    return run(CLAIM_RULES, draft, scene, off)
