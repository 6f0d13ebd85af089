"""How quickly pages are served: `python benchmarks/web.py [REPORTS]`, by default 20,000 reports with 100,000 events.

Reports are made as in `ledger.py`. Each page is asked for once when nothing is kept, and then again; times are in milliseconds,
sizes in kilobytes of HTML. The pair is the largest, then the twentieth by size.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

from archive import Maker
from starlette.testclient import TestClient

import detente
from detente.web.app import create_app
from detente.workspace.acts import join

PORT = 8765


def asked(client: TestClient, path: str) -> tuple[float, int, str]:
    """Milliseconds, bytes and text of an answer."""
    begun = time.perf_counter()
    answer = client.get(path)
    return 1000 * (time.perf_counter() - begun), len(answer.content), answer.text


def decided(client: TestClient) -> list[tuple[float, float]]:
    """Milliseconds of a decision and of the item after it, for ten items."""
    times, text = [], client.get("/review").text
    for _ in range(10):
        form = dict(re.findall(r'name="(seen|after|why|dyad|other)" value="([^"]*)"', text))
        action = re.findall(r'action="(/review/[0-9a-f]+)"', text)[0]
        begun = time.perf_counter()
        answer = client.post(action, data=form | {"action": "accept"})
        between = time.perf_counter()
        text = client.get(answer.headers["location"]).text
        times.append((1000 * (between - begun), 1000 * (time.perf_counter() - between)))
    return times


def main() -> None:
    """Fill a workspace, then print one line for each page."""
    reports = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    maker, folder = Maker(), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    with detente.open(folder) as ws:
        for number in range(reports - ws.ledger.size()):
            ws.ledger.add(maker.coding(number))
        join(ws.ledger)
        pairs = [f"{one.dyad.first}-{one.dyad.second}" for one in ws.ledger.dyads()]
        app = create_app(ws, port=PORT)
        with TestClient(app, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False) as client:
            client.get("/method")  # what is read once a process
            for path in (
                f"/dyads/{pairs[19]}",
                f"/dyads/{pairs[0]}",
                "/",
                "/search",
                f"/search?dyad={pairs[0]}",
                "/review",
                "/method",
            ):
                first, size, _ = asked(client, path)
                again = min(asked(client, path)[0] for _ in range(5))
                sys.stdout.write(f"{path:24} first {first:8.0f}   again {again:6.0f}   {size / 1000:6.0f} kB\n")
            times = sorted(decided(client))
            sys.stdout.write(f"{'a decision':24} {times[5][0]:.0f}, the next item {sorted(t[1] for t in times)[5]:.0f}\n")
            after, _, text = asked(client, f"/dyads/{pairs[0]}")
            sys.stdout.write(
                f"{'largest after a change':24} {after:.0f}{' (as before it)' if 'being made anew' in text else ''}\n"
            )


if __name__ == "__main__":
    main()
