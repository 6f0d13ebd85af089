"""How the ledger's cost grows: `python benchmarks/ledger.py [REPORTS ...]`, by default 200, 2,000 and 20,000 reports.

Reports are made from a seed: five events each, most of them between the two countries that the report is on, one claim, now and
then a link; 60 countries, few of which are in most reports, ten years, matters of real reports in words of no language. One
report in three tells again what an earlier one told. Times are the best of three, in milliseconds; adding is the mean of the
last hundred reports.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import detente
from detente.ledger.queries import Filter, View
from detente.ledger.store import Ledger
from detente.ontology import plover
from detente.records import Actor, Coding, Event, Evidence, Report, event_id
from detente.workspace.acts import join

FIRST, DAYS = date(2015, 1, 1), 3650


class Maker:
    """Codings from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret
        self.words = [
            "".join(self.rng.choice("bdfgklmnprst") + self.rng.choice("aeiou") for _ in range(3)) for _ in range(4000)
        ]
        self.codes = [a + b + c for a in "ABCDE" for b in "KLMN" for c in "XYZ"]

    def side(self) -> str:
        """A country; the first few act most."""
        return self.codes[min(int(self.rng.paretovariate(0.6)) - 1, len(self.codes) - 1)]

    def coding(self, number: int) -> Coding:
        """A report of twenty sentences, five of which tell an event."""
        day = FIRST + timedelta(days=self.rng.randrange(DAYS))
        told = [" ".join(self.rng.choices(self.words, k=18)) + "." for _ in range(20)]
        report = Report(f"r{number}", " ".join(told), told[0][:40], day, f"Publisher {self.rng.randrange(200)}")
        return Coding(report, tuple(self.event(report, told[n]) for n in range(0, 15, 3)), coder="bench.v1")

    def event(self, report: Report, sentence: str) -> Event:
        """An event told by a sentence of a report."""
        start = report.text.index(sentence)
        evidence, kind = Evidence(start, start + len(sentence), sentence), self.rng.choice(plover.TYPES)
        one, two = self.side(), self.side()
        actors = (Actor(one, one, "GOV"),)
        aux = self.rng.choice([*[None] * 7, "historical", "future", "negation"])
        dated = report.published if self.rng.random() < 0.6 else None
        return Event(
            event_id(report.id, kind, aux, evidence, actors), kind, actors, (Actor(two, two, "GOV"),), evidence, aux=aux,
            topics=tuple(self.rng.choices(self.words, k=2)), start=dated, end=dated, intensity=plover.TYPE_SCORES[kind],
            quad=plover.QUADS[kind], confidence=self.rng.random(),
        )  # fmt: skip


def best(work: Callable[[], object]) -> float:
    """The best of three runs, in milliseconds."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return min(times)


def measure(reports: int) -> dict[str, float]:
    """Fill a workspace and ask it what the pages ask."""
    maker, folder = Maker(), Path(tempfile.mkdtemp())
    with detente.open(folder) as ws:
        for number in range(reports - 100):
            ws.ledger.add(maker.coding(number))
        ws.ledger.file_acts((), [[entry.record.id] for entry in ws.ledger.pending()])
        last = [maker.coding(number) for number in range(reports - 100, reports)]
        begun = time.perf_counter()
        for coding in last:
            ws.ledger.add(coding)
            join(ws.ledger, coding.report.id)
        added = 10 * (time.perf_counter() - begun)
        counts = ws.ledger.dyads()
        return {"add and join one": added} | _questions(ws.ledger, counts[0].dyad, counts[len(counts) // 10].dyad, maker)


def _questions(ledger: Ledger, largest: detente.Dyad, tenth: detente.Dyad, maker: Maker) -> dict[str, float]:
    then = View(as_of=FIRST + timedelta(days=DAYS // 2))
    return {
        "dossier of a dyad": best(lambda: ledger.held(tenth)),
        "dossier of the largest": best(lambda: ledger.held(largest)),
        "50 newest of the largest": best(lambda: ledger.events(Filter(dyad=largest), limit=50, newest_first=True)),
        "the same as of a day": best(lambda: ledger.events(Filter(dyad=largest), then, limit=50, newest_first=True)),
        "all dyads": best(ledger.dyads),
        "by month": best(lambda: ledger.counts("month")),
        "search": best(lambda: ledger.search(maker.words[7])),
        "review queue": best(ledger.doubtful),
        "MB on disk": ledger.path.stat().st_size / 1e6,
    }


def main() -> None:
    """Print one table."""
    sizes = [int(size) for size in sys.argv[1:]] or [200, 2_000, 20_000]
    found = [measure(size) for size in sizes]
    rows = [f"{'reports':26}" + "".join(f"{size:>10,}" for size in sizes)]
    rows += [f"{name:26}" + "".join(f"{one[name]:>10.1f}" for one in found) for name in found[0]]
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
