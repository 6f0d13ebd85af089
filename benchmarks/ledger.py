"""How the ledger's cost grows: `python benchmarks/ledger.py [REPORTS ...]`, by default 200, 2,000 and 20,000 reports.

Reports are made from a seed: five events each, most of them between the two countries that the report is on, one claim, now and
then a link; 60 countries, few of which are in most reports, ten years, matters of real reports in words of no language. One
report in three tells again what an earlier one told. Times are processor time, the best of three, in milliseconds (on a machine
at rest a clock shows the same, for nothing here waits); adding is the mean of the last hundred reports.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from archive import DAYS, FIRST, Maker

import detente
from detente.ledger.queries import Filter, View
from detente.workspace.acts import join


def best(work: Callable[[], object]) -> float:
    """The best of three runs, in milliseconds."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return min(times)


def measure(reports: int) -> dict[str, float]:
    """Fill a workspace and ask it what the pages ask."""
    maker, folder = Maker(), Path(tempfile.mkdtemp())
    with detente.open(folder) as ws:
        for number in range(reports - 100):
            ws.ledger.add(maker.coding(number))
        begun = time.process_time()
        join(ws.ledger)
        joined = time.process_time() - begun
        last = [maker.coding(number) for number in range(reports - 100, reports)]
        begun = time.process_time()
        for coding in last:
            ws.ledger.add(coding)
            join(ws.ledger, coding.report.id)
        added = 10 * (time.process_time() - begun)
        return {"joining all, s": joined, "add and join one": added} | _briefs(ws) | _questions(ws, maker)


def _briefs(ws: detente.Workspace) -> dict[str, float]:
    """Briefs on the largest dyad, the fifth and the twentieth by size: made anew, and shown again."""
    counts = ws.ledger.dyads()
    found: dict[str, float] = {}
    for name, rank in (("largest", 0), ("fifth", 4), ("twentieth", 19)):
        dyad = counts[rank].dyad
        ws.brief(dyad.first, dyad.second)  # what is read once a process: names, terms, verbs
        found |= {
            f"{name} dyad, events": counts[rank].events,
            f"brief on the {name}": best(lambda: ws.rendered(ws.brief(dyad.first, dyad.second))),  # noqa: B023
            f"shown again, {name}": best(lambda: ws.rendered(ws.page(dyad.first, dyad.second))),  # noqa: B023
        }
    return found


def _questions(ws: detente.Workspace, maker: Maker) -> dict[str, float]:
    then, ledger = View(as_of=FIRST.replace(year=FIRST.year + DAYS // 730)), ws.ledger
    largest = ledger.dyads()[0].dyad
    return {
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
    rows = [f"{'reports':28}" + "".join(f"{size:>10,}" for size in sizes)]
    rows += [f"{name:28}" + "".join(f"{one[name]:>10.1f}" for one in found) for name in found[0]]
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
