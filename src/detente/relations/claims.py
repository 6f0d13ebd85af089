"""Claims, grouped: the same frame, pressure, interest, risk, leverage or assessment told in five reports is one row.

Two claims are one where kind, holder and stance agree and their words are alike. Each group keeps who says it, when it was
first and last read, and how often in each month.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from detente.records import Claim
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
    groups: list[list[Filed[Claim]]] = []
    for filed in sorted((f for f in dossier.claims if f.record.kind == kind), key=lambda f: (published(f.report), f.record.id)):
        group = next((g for g in groups if any(_one(filed.record, other.record) for other in g)), None)
        if group is None:
            groups.append([filed])
        else:
            group.append(filed)
    made = [_held(kind, group, dossier) for group in groups]
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


def _one(first: Claim, second: Claim) -> bool:
    if first.stance != second.stance or _side(first) != _side(second):
        return False
    one, two = names.matter(first.text), names.matter(second.text)
    if not one or not two:
        return stems(first.text) == stems(second.text)
    return likeness(one, two) >= ONE or min(covered(one, two), covered(two, one)) >= ONE


def _side(claim: Claim) -> str | None:
    if claim.holder is None:
        return None
    return claim.holder.country or claim.holder.name or claim.holder.text.lower()


def _held(kind: str, group: list[Filed[Claim]], dossier: Dossier) -> Held:
    words = [names.matter(f.record.text) for f in group]
    likest = max(range(len(group)), key=lambda i: (sum(likeness(words[i], other) for other in words), -i))
    claim = group[likest].record
    ids = {filed.record.id for filed in group}
    contests = [link.record for link in dossier.links if link.record.kind == "contests"]
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
