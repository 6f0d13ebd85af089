"""Third parties: who else acts on a relationship, in what role, and who is merely spoken about."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Literal

from detente.relations import names
from detente.relations.dossier import Dossier
from detente.relations.filed import codes
from detente.relations.merge import Act

Role = Literal[
    "mediator", "party to talks", "urges", "supports", "helps", "criticises", "acts against", "is helped", "is opposed",
    "discussed",
]  # fmt: skip

_BY_TYPE: Final[dict[str, Role]] = {
    "SUPPORT": "supports", "AGREE": "helps", "CONCEDE": "helps", "AID": "helps", "COOPERATE": "helps", "RETREAT": "helps",
    "REQUEST": "urges", "ACCUSE": "criticises", "REJECT": "criticises", "THREATEN": "acts against", "PROTEST": "acts against",
    "SANCTION": "acts against", "MOBILIZE": "acts against", "COERCE": "acts against", "ASSAULT": "acts against",
}  # fmt: skip
_FRIENDLY: Final = frozenset({"SUPPORT", "AGREE", "CONCEDE", "AID", "COOPERATE", "RETREAT", "CONSULT"})


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """A country or organisation in one role."""

    country: str
    role: Role
    acts: tuple[Act, ...]
    """By date."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all events."""
        return tuple(sorted({id_ for act in self.acts for id_ in act.ids}))


def third_parties(dossier: Dossier) -> tuple[ThirdParty, ...]:
    """Third parties by role, the most active first; supposed and denied acts give nobody a role.

    What a side does with a third country belongs here only where a report tells it together with an act between the sides.
    """
    found: dict[tuple[str, Role], list[Act]] = defaultdict(list)
    told_with = {member.report.id for act in dossier.between for member in act.members}
    for act in dossier.acts:
        if act.standing not in ("done", "planned") or not any(member.report.id in told_with for member in act.members):
            continue
        for code in sorted(act.codes - dossier.sides):
            if role := _role(code, act, dossier.sides):
                found[code, role].append(act)
        if dossier.sides <= act.codes and act.event.type == "CONSULT":
            for code in sorted(_discussed(act) - act.codes):
                found[code, "discussed"].append(act)
    made = [ThirdParty(code, role, tuple(acts)) for (code, role), acts in found.items()]
    return tuple(sorted(made, key=lambda t: (-len(t.acts), t.country, t.role)))


def _role(code: str, act: Act, sides: frozenset[str]) -> Role | None:
    """The role of a third party: towards both sides it may mediate; towards one it helps or opposes."""
    event = act.event
    acting, both = code in codes(event.actors), sides <= act.codes
    if event.type == "CONSULT" or (event.of == "CONSULT" and event.type == "AGREE" and acting):
        if not both:
            return None
        mediates = acting and event.recipients and sides <= codes(event.recipients)
        return "mediator" if mediates else "party to talks"
    if acting:
        return _BY_TYPE[event.type]
    if not codes(event.actors) & sides:
        return None
    return "is helped" if event.type in _FRIENDLY else "is opposed"


def _discussed(act: Act) -> frozenset[str]:
    """Countries that talks were about, by their names among the topics."""
    return frozenset(code for topic in act.event.topics if (code := names.code_of(topic)))
