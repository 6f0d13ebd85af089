"""Where reports differ: dates and figures of one act, and acts that cannot both be true. The latter need a person's eye."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from detente.records import Event
from detente.relations import names
from detente.relations.channels import Channel
from detente.relations.commitments import Commitment
from detente.relations.dossier import Dossier
from detente.relations.filed import Filed, origin_name, when
from detente.relations.match import MOST_DAYS
from detente.relations.merge import Act
from detente.relations.terms import Figure, figures, likeness

#: A denied and a done act are this much alike to be about one thing.
_ONE_MATTER: Final = 0.5


class Variant(NamedTuple):
    """What one publisher has, where others have something else."""

    words: str
    publisher: str
    id: str


class Contradiction(NamedTuple):
    """Records that cannot all be right, with why; for the review queue."""

    kind: Literal["done and denied", "open and stopped", "kept and broken"]
    ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Differing:
    """The dates or figures of one act that differ between publishers."""

    act: Act
    what: Literal["date", "figure"]
    variants: tuple[Variant, ...]


def differing(act: Act) -> tuple[Differing, ...]:
    """Where the reports of one act disagree; relays of one publisher do not count as two."""
    if len(act.members) < 2:
        return ()
    return tuple(found for found in (_dates(act), *_figures(act)) if found)


def _dates(act: Act) -> Differing | None:
    """Exact dates that exclude each other; "in May" does not disagree with the 14th."""
    exact: dict[date, Filed[Event]] = {}
    for member in act.members:
        time = when(member.record, member.report)
        if time.given and time.first == time.last and time.last not in exact:
            exact[time.last] = member
    variants = tuple(Variant(day.isoformat(), origin_name(m.report), m.record.id) for day, m in sorted(exact.items()))
    return Differing(act, "date", variants) if len({v.publisher for v in variants}) > 1 else None


def _figures(act: Act) -> list[Differing]:
    told = [(figure, member) for member in act.members for figure in figures(member.record.evidence.quote)]
    groups: list[list[tuple[Figure, Filed[Event]]]] = []
    for figure, member in told:
        group = next((g for g in groups if any(figure.unit & other.unit for other, _ in g)), None)
        if group is None:
            groups.append([(figure, member)])
        else:
            group.append((figure, member))
    found = []
    for group in groups:
        by_value = {fig.value: Variant(fig.words, origin_name(m.report), m.record.id) for fig, m in reversed(group)}
        # Within one sentence two figures of a unit are two things ("three boats, two of them sunk"), not two accounts.
        if len(by_value) > 1 and len({v.publisher for v in by_value.values()}) == len(by_value):
            found.append(Differing(act, "figure", tuple(by_value[value] for value in sorted(by_value))))
    return found


def contradictions(
    dossier: Dossier, channels: tuple[Channel, ...], commitments: tuple[Commitment, ...]
) -> tuple[Contradiction, ...]:
    """The contradictions in a dossier, by kind, then ids."""
    found = [*_done_and_denied(dossier), *_open_and_stopped(channels), *_kept_and_broken(commitments)]
    return tuple(sorted(found))


def _done_and_denied(dossier: Dossier) -> list[Contradiction]:
    denied = [act for act in dossier.between if act.standing == "denied"]
    done: dict[tuple[str, frozenset[str]], list[Act]] = {}
    for act in dossier.between if denied else ():
        if act.standing == "done":
            done.setdefault((act.event.type, act.by), []).append(act)
    return [
        Contradiction("done and denied", tuple(sorted((act.id, other.id))), "one report has it done, another not done")
        for act in denied
        for other in done.get((act.event.type, act.by), ())
        if _contradict(act, other)
    ]


def _contradict(denied: Act, done: Act) -> bool:
    """Dates that touch, the same matter, and not both from one report, which would have noticed."""
    gap = max((denied.when.day - done.when.last).days, (done.when.day - denied.when.last).days)
    if gap > MOST_DAYS or {m.report.id for m in denied.members} & {m.report.id for m in done.members}:
        return False
    one, two = (names.matter(f"{' '.join(a.event.topics)} {a.event.evidence.quote}") for a in (denied, done))
    return likeness(one, two) >= _ONE_MATTER


def _open_and_stopped(channels: tuple[Channel, ...]) -> list[Contradiction]:
    """Channels that by different reports were open and stopped on one and the same day."""
    found = []
    for channel in channels:
        exact = [entry for entry in channel.history if not entry.derived and entry.when.first == entry.when.last]
        stopped = {entry.when.last: entry for entry in exact if entry.status in ("suspended", "closed")}
        for entry in exact:
            other = stopped.get(entry.when.last)
            if entry.status == "open" and other and other.act.id != entry.act.id:
                ids = tuple(sorted((entry.act.id, other.act.id)))
                found.append(Contradiction("open and stopped", ids, f"{channel.name}: held and stopped on one day"))
    return found


def _kept_and_broken(commitments: tuple[Commitment, ...]) -> list[Contradiction]:
    found = []
    for commitment in commitments:
        settled = [change for change in commitment.history if change.status in ("kept", "broken")]
        if {change.status for change in settled} == {"kept", "broken"}:
            ids = tuple(sorted({act.id for change in settled for act in change.acts}))
            found.append(Contradiction("kept and broken", ids, "one report has the promise kept, another broken"))
    return found
