"""Invented reports on Kenya and Tanzania: `data/lake.jsonl` (the contract); run this to compile it from `data/lake.txt`."""

import re
from datetime import date
from pathlib import Path

from detente.formats import jsonl
from detente.records import Claim, Coding, Dyad, Event, Evidence, Link
from detente.relations.dossier import Dossier
from detente.training.worksheet import compile_worksheet

DATA = Path(__file__).parent / "data"
DYAD = Dyad("KEN", "TZA")
AS_OF = date(2023, 7, 15)
_ACROSS = re.compile(
    r"^L (?P<kind>\w+) (?P<source>\w+) > (?P<report>[\w-]+):(?P<target>\w+)\nev: (?P<quote>.+)\n", re.MULTILINE
)


def codings() -> tuple[Coding, ...]:
    """The ten coded reports."""
    with (DATA / "lake.jsonl").open("rb") as stream:
        return tuple(jsonl.read(stream))


def dossier(as_of: date = AS_OF, known: date | None = None) -> Dossier:
    """The dossier of the ten reports."""
    return Dossier(DYAD, as_of, codings(), known)


def compiled() -> bytes:
    """`lake.jsonl` anew from the worksheet; links across reports are joined by content ids, which the notation cannot write."""
    source = (DATA / "lake.txt").read_text(encoding="utf-8")
    coded, errors = compile_worksheet(_ACROSS.sub("", source), lambda _: None, "lake.txt")
    assert not errors, errors
    local = {entry["document"]["id"]: jsonl.from_json(entry) for entry in coded}
    content = {name: jsonl.with_content_ids(coding) for name, coding in local.items()}
    ids = {
        f"{name}:{old.id}": new.id
        for name in local
        for old, new in zip(_records(local[name]), _records(content[name]), strict=True)
    }
    lines = []
    for block in source.split("\n## ")[1:]:
        name = block.split("\n", 1)[0].strip()
        across = tuple(_across(match, name, content[name], ids) for match in _ACROSS.finditer(block))
        coding = content[name]
        lines.append(jsonl.dumps(Coding(coding.report, coding.events, coding.claims, (*coding.links, *across), "hand")))
    return b"\n".join(lines) + b"\n"


def _records(coding: Coding) -> tuple[Event | Claim, ...]:
    return (*coding.events, *coding.claims)


def _across(match: re.Match[str], report: str, coding: Coding, ids: dict[str, str]) -> Link:
    at = coding.report.text.index(match["quote"])
    source, target = f"{report}:{match['source'].lower()}", f"{match['report']}:{match['target'].lower()}"
    return Link(match["kind"], ids[source], ids[target], Evidence(at, at + len(match["quote"]), match["quote"]))


if __name__ == "__main__":
    (DATA / "lake.jsonl").write_bytes(compiled())
