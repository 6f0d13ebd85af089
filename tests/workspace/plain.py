"""A coder that reads only sentences such as "NOR met PER in Lima." It stands in where the model is not what is tested."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from detente.ontology import plover
from detente.records import Actor, Claim, Coding, Event, Evidence, Link, Report, claim_id, event_id

_ACT = re.compile(r"([A-Z]{3}) (met|agreed to meet|sanctioned|helped|warned|kept its word to) ([A-Z]{3})[^.]*")
_SAYS = re.compile(r"([A-Z]{3}) calls it ([^.]*)")
_TYPES = {
    "met": ("CONSULT", None),
    "agreed to meet": ("AGREE", "CONSULT"),
    "sanctioned": ("SANCTION", None),
    "helped": ("AID", None),
    "warned": ("THREATEN", None),
    "kept its word to": ("CONSULT", None),
}


@dataclass
class PlainCoder:
    """Fails at a report with the word KABOOM."""

    name: str = "plain.v1"
    coded: list[str] = field(default_factory=list)

    def code(self, report: Report) -> Coding:
        self.coded.append(report.id)
        if "KABOOM" in report.text:
            raise ValueError("the coder has a fault")
        events = tuple(self._event(report, match) for match in _ACT.finditer(report.text))
        claims = tuple(self._claim(report, match) for match in _SAYS.finditer(report.text))
        links = ()
        if len(events) > 1 and "kept its word" in events[-1].evidence.quote:
            links = (Link("fulfils", events[-1].id, events[0].id, events[-1].evidence),)
        return Coding(report, events, claims, links, self.name)

    def code_many(self, reports: Iterable[Report]) -> Iterator[Coding]:
        return map(self.code, reports)

    def _event(self, report: Report, match: re.Match[str]) -> Event:
        type_, of = _TYPES[match[2]]
        evidence = Evidence(match.start(), match.end(), match.group())
        made = Event(
            "", type_, (Actor(match[1], match[1], "GOV"),), (Actor(match[3], match[3], "GOV"),), evidence, of=of,
            intensity=plover.intensity(type_, None), quad=plover.QUADS[type_], confidence=0.9, topics=("fishing",),
            start=report.published if type_ != "AGREE" else None, end=report.published if type_ != "AGREE" else None,
        )  # fmt: skip
        return replace(made, id=event_id(report.id, type_, None, evidence, made.actors))

    def _claim(self, report: Report, match: re.Match[str]) -> Claim:
        evidence, holder = Evidence(match.start(), match.end(), match.group()), Actor(match[1], match[1], "GOV")
        about = ("NOR", "PER") if match[1] in ("NOR", "PER") else ("KEN", "LAO")
        return Claim(claim_id(report.id, "frame", evidence, holder), "frame", "assert", match[2], evidence, holder, about)
