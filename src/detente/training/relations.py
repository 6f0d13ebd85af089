"""Measures the record wing on hand-made gold over real reports: which events are one act, and what became of promises.

    python -m detente.training.relations --news FOLDER [--coded FILE] [--errors]

FOLDER holds the published reports as JSONL; the reports that we wrote come with the corpus. FILE holds the published reports
as `detente code FOLDER/*.jsonl` coded them; without it they are coded now. Pairs are judged by the acts that
the merging makes of all hand-coded events together, not pair by pair. Figures are told for both halves of a gold set: weights
may be fitted to half A (odd numbers), half B is for measuring.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from detente.actors.resolver import load_resolver
from detente.coder import load_coder
from detente.errors import WorksheetError
from detente.formats.jsonl import from_json, read, with_content_ids
from detente.records import Coding, Event
from detente.relations.filed import Filed
from detente.relations.match import match
from detente.relations.merge import SAME, merge
from detente.scorer import Figure
from detente.training.corpus import digest, read_documents, read_standoff, read_worksheets
from detente.training.promises import WAYS, Fates, promise_report, read_promises

log = logging.getLogger(__name__)

Json = dict[str, Any]
_HALVES: Final = (("all", (0, 1)), ("half A", (1,)), ("half B", (0,)))


class Pair(NamedTuple):
    """Two hand-coded events of different reports, and whether a reader held them to be one act (None: cannot be told)."""

    number: int
    first: Filed[Event]
    second: Filed[Event]
    same: bool | None
    why: str


class Measured(NamedTuple):
    """How well predicted sameness agrees with gold, 0 to 1 each."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Corpus:
    """The texts at hand and everything coded by hand among them."""

    documents: Mapping[str, Json]
    codings: Mapping[str, Coding]


def load_corpus(corpus: Path, news: Path) -> Corpus:
    """The hand codings of the corpus whose texts are at hand, by report, with ids that hold over all of them."""
    documents = read_documents(news)
    coded = [one for part in ("train", "test") for one in read_standoff(corpus / "news" / f"{part}.jsonl", documents)]
    for folder in ("written", "written-test"):
        coded += read_worksheets(corpus / folder)
    codings = {one["document"]["id"]: with_content_ids(from_json(one)) for one in coded}
    return Corpus(documents | {one["document"]["id"]: one["document"] for one in coded}, codings)


def check_texts(path: Path, corpus: Corpus) -> None:
    """Compares the texts at hand with those that the gold was coded on. Raises WorksheetError naming those that differ."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    at_hand = {row["id"]: corpus.documents[row["id"]]["text"] for row in rows if row["id"] in corpus.documents}
    wrong = [row["id"] for row in rows if row["id"] in at_hand and digest(at_hand[row["id"]]) != row["sha256"]]
    if wrong:
        raise WorksheetError(f"not the texts that were coded (SHA-256 differs): {', '.join(wrong)}")
    if len(at_hand) < len(rows):
        log.warning("%d of %d reports are not at hand; what is on them is left out", len(rows) - len(at_hand), len(rows))


def read_pairs(path: Path, corpus: Corpus) -> list[Pair]:
    """The judged pairs of a file whose events are at hand."""
    events = {
        (report, event.evidence.start, event.evidence.end, event.type): Filed(event, coding.report)
        for report, coding in corpus.codings.items()
        for event in coding.events
    }
    found = []
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        one, two = events.get(tuple(row["a"])), events.get(tuple(row["b"]))
        if one and two:
            same = {"same": True, "different": False}.get(row["answer"])
            found.append(Pair(row["n"], one, two, same, row["why"]))
    return found


def act_of(codings: Iterable[Coding]) -> dict[str, int]:
    """For each event's id the number of the act that merging puts it in."""
    acts = merge(Filed(event, coding.report) for coding in codings for event in coding.events)
    return {id_: number for number, act in enumerate(acts) for id_ in act.ids}


def pairwise(pairs: Sequence[Pair], acts: Mapping[str, int]) -> Figure:
    """Over the judged pairs: joined and the same, of those joined, of those that are the same."""
    judged = [(joined(pair, acts), pair.same) for pair in pairs if pair.same is not None]
    return Figure(sum(bool(j and s) for j, s in judged), sum(j for j, _ in judged), sum(bool(s) for _, s in judged))


def joined(pair: Pair, acts: Mapping[str, int]) -> bool:
    """Whether merging put both events of a pair into one act."""
    return acts[pair.first.record.id] == acts[pair.second.record.id]


def b_cubed(pairs: Sequence[Pair], acts: Mapping[str, int]) -> Measured:
    """B-cubed over what was judged: each event is compared with itself and with those that a reader compared it with."""
    found: dict[str, set[str]] = {}
    gold: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.same is None:
            continue
        one, two = pair.first.record.id, pair.second.record.id
        for a, b in ((one, two), (two, one)):
            found.setdefault(a, {a}).update({b} if joined(pair, acts) else ())
            gold.setdefault(a, {a}).update({b} if pair.same else ())
    precision = sum(len(found[id_] & gold[id_]) / len(found[id_]) for id_ in found) / len(found)
    recall = sum(len(found[id_] & gold[id_]) / len(gold[id_]) for id_ in found) / len(found)
    return Measured(precision, recall, 2 * precision * recall / (precision + recall))


def half(numbered: Iterable[Any], rest: Sequence[int]) -> list[Any]:
    """Those of some numbered things whose number is odd (1), even (0), or either."""
    return [one for one in numbered if one.number % 2 in rest]


def pair_report(corpus: Corpus, path: Path, *, errors: bool) -> list[str]:
    """What to print of the pairs: figures by half, then each wrong pair."""
    pairs, acts = read_pairs(path, corpus), act_of(corpus.codings.values())
    lines = [f"one act or two: {len(pairs)} pairs, {sum(p.same is None for p in pairs)} of them unclear and left out"]
    for name, rest in _HALVES:
        some = half(pairs, rest)
        for what, made in (("pairwise", pairwise(some, acts)), ("B-cubed", b_cubed(some, acts))):
            lines.append(f"  {name:7} {what:9} precision {made.precision:.3f}  recall {made.recall:.3f}  F1 {made.f1:.3f}")
    if errors:
        lines += [_error(pair) for pair in pairs if pair.same is not None and joined(pair, acts) != pair.same]
    return lines


def _error(pair: Pair) -> str:
    found = match(pair.first, pair.second)
    reasons = ", ".join(f"{name} {value:+.1f}" for name, value in found.reasons) if found else "not compared"
    chance = f"{found.probability:.2f}" if found else "-"
    said = [f"    {told(one)}" for one in (pair.first, pair.second)]
    sort = "MISSED" if pair.same else "JOINED" if found and found.probability >= SAME else "JOINED BY OTHERS"
    return "\n".join([f"  {pair.number} {sort} {chance} ({pair.why}): {reasons}", *said])


def told(filed: Filed[Event]) -> str:
    """An event in a line."""
    event, report, _ = filed
    sides = ["+".join(f"{a.country}:{a.name or a.text}" for a in actors) for actors in (event.actors, event.recipients)]
    sort = f"{event.type}/{event.mode or '-'}({event.of or '-'}) {event.aux or ''} {event.aspect or ''}"
    when = f"{event.start or ''}..{event.end or ''}"
    quote = " ".join(event.evidence.quote.split())
    return f"{report.published} {report.id[:24]} {sort} {' > '.join(sides)} {when} {'; '.join(event.topics)} | {quote}"


def coded_by_coder(corpus: Corpus, path: Path | None) -> dict[str, Coding]:
    """The published reports as the shipped coder reads them: from a file, else read now."""
    if path is not None:
        with path.open("rb") as stream:
            return {coding.report.id: coding for coding in read(stream, name=str(path))}
    log.info("coding %d reports; --coded FILE spares that", len(corpus.documents))
    empty: Json = {"events": [], "claims": [], "links": []}
    reports = [from_json({"document": document, **empty}).report for document in corpus.documents.values()]
    return {coding.report.id: coding for coding in load_coder().code_many(reports)}


def fate_report(corpus: Corpus, path: Path, coded: Mapping[str, Coding], *, errors: bool) -> list[str]:
    """What to print of the promises, in each of three ways of reading."""
    promises = [promise for promise in read_promises(path) if promise.at.report in coded]
    fates = Fates(corpus.codings, coded, load_resolver())
    return [
        line for way in WAYS for line in promise_report([fates.fate(promise, way) for promise in promises], way, errors=errors)
    ]


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--coded", type=Path)
    parser.add_argument("--errors", action="store_true", help="also tell each wrong pair and promise")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    corpus, gold = load_corpus(given.corpus, given.news), given.corpus / "relations"
    check_texts(gold / "reports.jsonl", corpus)
    for line in pair_report(corpus, gold / "pairs.jsonl", errors=given.errors):
        log.info("%s", line)
    coded = coded_by_coder(corpus, given.coded)
    for line in fate_report(corpus, gold / "promises.jsonl", coded, errors=given.errors):
        log.info("%s", line)


if __name__ == "__main__":
    main()
