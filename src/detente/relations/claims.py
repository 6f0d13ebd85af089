"""Claims, grouped: the same frame, pressure, interest, risk, leverage or assessment told in five reports is one row.

Two claims are one where kind, holder and stance agree and their words are alike. Each group keeps who says it, when it was
first and last read, and how often in each month.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from detente.records import Claim, Link
from detente.relations import names
from detente.relations.dossier import Dossier
from detente.relations.filed import Filed, Origin, origins, published
from detente.relations.terms import covered, likeness, stems

#: Words so much alike are one frame or circumstance; measured in `tests/relations/test_claims.py`.
ONE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Held:
    """One claim as all reports together tell it."""

    kind: str
    holder: str | None
    """The country that holds it, or on which it bears; None where the report speaks in its own voice or names no country."""
    who: str | None
    """The holder's words in the fullest telling, where it is not a country as such."""
    stance: str
    text: str
    """The words of it, verbatim, in the telling that is most like the others."""
    tellings: tuple[Filed[Claim], ...]
    """All claims of the group, the earliest report first."""
    contests: tuple[str, ...]
    """Ids of the claims and events that it disputes."""
    contested_by: tuple[str, ...]
    """Ids of the claims that dispute it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all its claims."""
        return tuple(filed.record.id for filed in self.tellings)

    @property
    def first(self) -> date:
        """When it was first read."""
        return published(self.tellings[0].report)

    @property
    def last(self) -> date:
        """When it was last read."""
        return published(self.tellings[-1].report)

    @property
    def months(self) -> MappingProxyType[str, int]:
        """How many reports had it in each month (`2024-01`)."""
        counted = Counter(published(filed.report).strftime("%Y-%m") for filed in self.tellings)
        return MappingProxyType(dict(sorted(counted.items())))

    def origins(self) -> tuple[Origin, ...]:
        """Its independent sources."""
        return origins(filed.report for filed in self.tellings)


def held(dossier: Dossier, kind: str) -> tuple[Held, ...]:
    """The claims of a kind, grouped, those read last first."""
    groups: dict[tuple[str, str | None], list[list[Filed[Claim]]]] = defaultdict(list)
    for filed in sorted(
        (f for f in dossier.claims if _tells(f.record, kind)), key=lambda f: (published(f.report), f.record.id)
    ):
        alike = groups[filed.record.stance, _side(filed.record)]
        group = next((g for g in alike if any(_one(filed.record.text, text) for text in {o.record.text for o in g})), None)
        if group is None:
            alike.append([filed])
        else:
            group.append(filed)
    contests = [link.record for link in dossier.links if link.record.kind == "contests"]
    made = [_held(kind, group, contests) for alike in groups.values() for group in alike]
    return tuple(sorted(made, key=lambda h: (-h.last.toordinal(), -len(h.tellings), h.holder or "", h.text)))


def framings(dossier: Dossier) -> tuple[Held, ...]:
    """Each side's words for the relationship, for the other, and what it denies."""
    return held(dossier, "frame")


def pressures(dossier: Dossier) -> tuple[Held, ...]:
    """What pushes or holds back a side; `stance` says where to."""
    return held(dossier, "pressure")


def interests(dossier: Dossier) -> tuple[Held, ...]:
    """What a side wants or has at stake."""
    return held(dossier, "interest")


def risks(dossier: Dossier) -> tuple[Held, ...]:
    """Harm that somebody warns of or fears."""
    return held(dossier, "risk")


def leverage(dossier: Dossier) -> tuple[Held, ...]:
    """A side's means to move somebody else."""
    return held(dossier, "leverage")


def assessments(dossier: Dossier) -> tuple[Held, ...]:
    """Judgements of the relationship: positive, negative or mixed."""
    return held(dossier, "assessment")


def _tells(claim: Claim, kind: str) -> bool:
    """Whether a claim is of a kind and its words say anything: "the" does not."""
    return claim.kind == kind and bool(stems(claim.text))


def _one(first: str, second: str) -> bool:
    if first == second:
        return True
    one, two = names.matter(first), names.matter(second)
    if not one or not two:
        return stems(first) == stems(second)
    return likeness(one, two) >= ONE or min(covered(one, two), covered(two, one)) >= ONE


def _side(claim: Claim) -> str | None:
    if claim.holder is None:
        return None
    return claim.holder.country or claim.holder.name or claim.holder.text.lower()


def _held(kind: str, group: list[Filed[Claim]], contests: list[Link]) -> Held:
    counted = Counter(filed.record.text for filed in group)
    words = {text: names.matter(text) for text in counted}
    likest = max(counted, key=lambda text: sum(likeness(words[text], words[o]) * number for o, number in counted.items()))
    claim = next(filed.record for filed in group if filed.record.text == likest)
    ids = {filed.record.id for filed in group}
    return Held(
        kind,
        claim.holder.country if claim.holder else None,
        claim.holder.text if claim.holder else None,
        claim.stance,
        claim.text,
        tuple(group),
        tuple(sorted({link.target for link in contests if link.source in ids})),
        tuple(sorted({link.source for link in contests if link.target in ids})),
    )
