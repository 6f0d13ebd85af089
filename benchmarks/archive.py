"""Codings made from a seed, for benchmarks: many reports on few dyads, as an archive has them."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from detente.ontology import plover
from detente.records import Actor, Claim, Coding, Event, Evidence, Link, Report, claim_id, event_id

FIRST: Final = date(2015, 1, 1)
DAYS: Final = 3650
#: Sixty countries; a dyad of the first few is in most reports.
CODES: Final = (
    "USA", "CHN", "RUS", "IND", "JPN", "GBR", "FRA", "DEU", "IRN", "PAK", "KOR", "PRK", "ISR", "SAU", "TUR", "UKR", "BRA",
    "CAN", "AUS", "IDN", "VNM", "PHL", "EGY", "ETH", "KEN", "TZA", "NGA", "ZAF", "MEX", "VEN", "COL", "CUB", "POL", "HUN",
    "ROU", "GRC", "SRB", "ARM", "AZE", "GEO", "KAZ", "UZB", "AFG", "IRQ", "SYR", "LBN", "JOR", "YEM", "OMN", "QAT", "ARE",
    "MYS", "THA", "MMR", "BGD", "LKA", "NPL", "MNG", "CHL", "PER",
)  # fmt: skip
MATTERS: Final = (
    "fentanyl", "tariffs on steel", "export controls on chips", "military hotline", "trade talks", "fishing rights",
    "the border", "a ceasefire", "prisoners", "grain exports", "visas for students", "climate", "the dam", "gas supplies",
    "detained crew", "investment rules", "nuclear inspections", "the strait", "refugees", "air routes", "vaccines",
    "debt relief",
)  # fmt: skip
_VERBS: Final = (
    "agreed on", "talked about", "protested over", "restricted", "lifted a ban over", "warned about", "plan to discuss",
)  # fmt: skip
_OFFICES: Final = ("officials", "the foreign minister", "the president", "the defence ministry")


class Maker:
    """Codings from a seed; the same numbers give the same codings when they are asked for in order."""

    def __init__(self, seed: int = 1, events: int = 5) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret
        self.words = [
            "".join(self.rng.choice("bdfgklmnprst") + self.rng.choice("aeiou") for _ in range(3)) for _ in range(4000)
        ]
        self.events = events
        self.told: list[Coding] = []

    def side(self) -> str:
        """A country; the first few act most."""
        return CODES[min(int(self.rng.paretovariate(0.6)) - 1, len(CODES) - 1)]

    def other(self, code: str) -> str:
        """A country that is not this one."""
        return next(side for side in iter(self.side, None) if side != code)

    def coding(self, number: int) -> Coding:
        """A report of twenty sentences, some of which tell an event, one a claim."""
        if self.told and self.rng.random() < 1 / 3:
            return self._again(number, self.rng.choice(self.told))
        one = self.side()
        pair = (one, self.other(one))
        matter = self.rng.choice(MATTERS)
        day = FIRST + timedelta(days=self.rng.randrange(DAYS))
        told = [self._sentence(pair, matter) for _ in range(20)]
        report = Report(f"r{number}", " ".join(told), told[0][:40], day, f"Publisher {self.rng.randrange(200)}")
        events = tuple(self._event(report, told[n], pair, matter) for n in range(self.events))
        claims = (self._claim(report, told[-1], pair),)
        links = ()
        if len(events) > 1 and self.rng.random() < 0.3:
            kind = self.rng.choice(("exchange", "responds", "fulfils"))
            links = (Link(kind, events[1].id, events[0].id, events[1].evidence),)
        made = Coding(report, events, claims, links, "bench.v1")
        self.told = [*self.told[-200:], made]
        return made

    def _sentence(self, pair: tuple[str, str], matter: str) -> str:
        told = " ".join(self.rng.choices(self.words, k=10))
        return f"{pair[0]} and {pair[1]} {self.rng.choice(_VERBS)} {matter} {self.rng.choice(self.words)} {told}."

    def _event(self, report: Report, sentence: str, pair: tuple[str, str], matter: str) -> Event:
        """An event told by a sentence of a report."""
        start = report.text.index(sentence)
        evidence, kind = Evidence(start, start + len(sentence), sentence), self.rng.choice(plover.TYPES)
        one, two = pair if self.rng.random() < 0.5 else pair[::-1]
        two = self.other(one) if self.rng.random() < 0.2 else two
        actors = (Actor(f"{one} {self.rng.choice(_OFFICES)}", one, "GOV"),)
        aux = self.rng.choice([*[None] * 7, "historical", "future", "negation"])
        aux = None if aux == "future" and kind in plover.NEVER_FUTURE else aux
        assert report.published
        dated = report.published - timedelta(self.rng.randrange(3)) if self.rng.random() < 0.6 else None
        due = report.published + timedelta(self.rng.randrange(20, 200)) if self.rng.random() < 0.3 else None
        return Event(
            event_id(report.id, kind, aux, evidence, actors), kind, actors, (Actor(two, two, "GOV"),), evidence, aux=aux,
            of=self.rng.choice(plover.TYPES) if kind in plover.OF_TYPES else None, due_end=due, topics=(matter,),
            start=dated, end=dated, intensity=plover.TYPE_SCORES[kind], quad=plover.QUADS[kind],
            confidence=self.rng.random(),
        )  # fmt: skip

    def _claim(self, report: Report, sentence: str, pair: tuple[str, str]) -> Claim:
        start = report.text.index(sentence)
        evidence, kind = Evidence(start, start + len(sentence), sentence), self.rng.choice(plover.CLAIM_KINDS)
        holder = Actor(pair[0], pair[0], "GOV")
        stance, text = self.rng.choice(plover.CLAIM_STANCES[kind]), " ".join(sentence.split()[-4:])
        return Claim(claim_id(report.id, kind, evidence, holder), kind, stance, text, evidence, holder, pair, None, 0.8)

    def _again(self, number: int, old: Coding) -> Coding:
        """What an earlier report told, a day later, by another publisher, in the same words under other news."""
        assert old.report.published
        day = old.report.published + timedelta(days=1)
        head = " ".join(self.rng.choices(self.words, k=200)) + ". "
        report = Report(f"r{number}", head + old.report.text, head[:40], day, f"Publisher {self.rng.randrange(200)}")
        events = []
        for event in old.events:
            start = event.evidence.start + len(head)
            evidence = Evidence(start, start + len(event.evidence.quote), event.evidence.quote)
            id_ = event_id(report.id, event.type, event.aux, evidence, event.actors)
            events.append(replace(event, id=id_, evidence=evidence))
        return Coding(report, tuple(events), coder="bench.v1")
