"""What each numbered rule is worth: the figures on held-out reports with all rules, and without one after the other.

    python -m detente.training.ablate --news FOLDER

Prints a Markdown table. The model reads the reports once; only what the rules decide is done again.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from detente.actors.resolver import load_resolver
from detente.coder.claim_rules import CLAIM_RULES
from detente.coder.pipeline import EnglishCoder, Tuning, load_tuning
from detente.coder.rules import RULES
from detente.coder.timing import TIMING_RULES
from detente.formats.jsonl import from_json
from detente.nlp.encoder import Encoder
from detente.records import Coding
from detente.scorer import score
from detente.training.corpus import read_documents, read_standoff

LEVELS = ("type", "dyad", "full", "kind")
MERGING = ("R201", "R202", "R203")


def table(coder: EnglishCoder, tuning: Tuning, gold: Sequence[Coding]) -> str:
    """F1 in points at every level with all rules, and the change that leaving one out brings."""
    read = list(coder.read(c.report for c in gold))

    def figures(off: frozenset[str]) -> dict[str, float]:
        tried = coder.tuned(replace(tuning, off=off))
        found = score(gold, [tried.settle(scene, pages) for scene, pages in read], samples=1).figures
        return {level: 100 * found[level].f1 for level in LEVELS}

    whole = figures(frozenset())
    lines = ["| rules | type | dyad | and aux | claims |", "|---|---|---|---|---|"]
    lines.append("| all | " + " | ".join(f"{whole[level]:.1f}" for level in LEVELS) + " |")
    for number in (*RULES, *MERGING, *TIMING_RULES, *CLAIM_RULES):
        without = figures(frozenset({number}))
        lines.append(f"| without {number} | " + " | ".join(f"{without[v] - whole[v]:+.1f}" for v in LEVELS) + " |")
    return "\n".join(lines)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--news", type=Path, required=True, help="folder with the reports that the standoff codings are of")
    given = parser.parse_args()
    folder = files("detente") / "models" / "en"
    encoder = Encoder(folder)
    tuning = load_tuning(folder, encoder.labels)
    coder = EnglishCoder(encoder, load_resolver(), tuning)
    held_out = read_standoff(given.corpus / "news" / "test.jsonl", read_documents(given.news))
    print(table(coder, tuning, [from_json(report) for report in held_out]))  # noqa: T201, a table is what this is for


if __name__ == "__main__":
    main()
