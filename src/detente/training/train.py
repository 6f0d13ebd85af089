"""Trains the reader from the corpus, with a seed, checkpoints and progress.

    python -m detente.training.train --corpus corpus --news FOLDER --base FOLDER --out build/en

Needs the extra `train`. On two cores an epoch over 400 reports takes two to four minutes.
"""

import argparse
import json
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from detente.actors.resolver import load_resolver
from detente.coder.marking import marked
from detente.nlp.dates import find_dates
from detente.nlp.windows import batch, distance_buckets
from detente.records import Report
from detente.training import labels
from detente.training.corpus import is_for_tuning, read_corpus
from detente.training.examples import IGNORE, Example, Known, Meant, Target, examples
from detente.training.model import Details, Reader
from detente.training.sentences import read_sentences
from detente.training.steps import batches, warmed
from detente.training.swap import swap

log = logging.getLogger(__name__)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the outcome besides the corpus."""

    epochs: int = 24
    batch_windows: int = 8
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    role_weight: float = 6.0
    side_weight: float = 0.5
    swap: float = 0.5
    """Share of reports whose countries are swapped for others in an epoch."""
    alone: float = 0.12
    """Share of reports that are read sentence by sentence in an epoch, as pairs are."""
    average: float = 0.95
    """How much of the running average of the weights is kept each time; the average is what is saved."""
    seed: int = 20240131


#: Tokens by which windows of a batch may differ.
_GRAIN = 24
#: Steps between two updates of the average.
AVERAGE_EVERY = 5
#: From this role on, only words that name a country count.
_BY_NAME = labels.ROLES.index("acting")
#: Times more of short windows than of long ones in a batch, at most.
_SHORT = 3
Prepare = Callable[[Json, random.Random], list[Example]]


def _padded(lines: Sequence[np.ndarray[Any, Any]], width: int) -> Tensor:
    out = np.full((len(lines), width), IGNORE, dtype=np.int64)
    for row, line in enumerate(lines):
        out[row, : len(line)] = line
    return torch.from_numpy(out)


def _of_words(logits: Tensor, gold: Tensor) -> Tensor:
    """The mean loss over words that teach something; none does in a batch of coded sentences, as to claims."""
    summed = nn.functional.cross_entropy(logits.float().flatten(0, 1), gold.flatten(), reduction="sum")
    return summed / (gold != IGNORE).sum().clamp_min(1)


def loss(model: Reader, group: Sequence[Example], recipe: Recipe) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch, and its parts by name."""
    arrays = {k: torch.from_numpy(v) for k, v in batch([e.tokens for e in group], [e.window for e in group]).items()}
    encoded = model.encoder(arrays["ids"], arrays["mask"], arrays["cases"], arrays["kinds"])
    width = arrays["ids"].shape[1]
    parts = {
        "events": 4 * _of_words(encoded.events, _padded([e.events for e in group], width)),
        "claims": 3 * _of_words(encoded.claims, _padded([e.claims for e in group], width)),
    }
    targets = [(row, t) for row, e in enumerate(group) for t in e.targets]
    if targets:
        parts |= _detail_losses(model, encoded.hidden, arrays["mask"], targets, recipe)
    return torch.stack(list(parts.values())).sum(), {k: float(v.detach()) for k, v in parts.items()}


def _detail_losses(
    model: Reader, hidden: Tensor, mask: Tensor, targets: Sequence[tuple[int, Target]], recipe: Recipe
) -> dict[str, Tensor]:
    rows = torch.tensor([row for row, _ in targets])
    marked = [t for _, t in targets]
    width = hidden.shape[1]
    trigger = torch.stack([hidden[row, t.first : t.last].mean(0) for row, t in targets])
    distance = torch.from_numpy(np.stack([distance_buckets(width, t.first, t.last, labels.DISTANCES) for t in marked]))
    details: Details = model.heads(hidden[rows], trigger, torch.tensor([t.type for t in marked]), distance)
    events = torch.tensor([t.is_event for t in marked])
    cross = nn.functional.cross_entropy
    parts: dict[str, Tensor] = {}
    for name, weight in (("mode", 0.5), ("of", 0.7), ("aux", 1.0), ("aspect", 0.5)):
        if events.any():
            gold = torch.tensor([getattr(t, name) for t in marked])
            parts[name] = weight * cross(getattr(details, name)[events].float(), gold[events])
    if not events.all():
        parts["stance"] = 0.7 * cross(details.stance[~events].float(), torch.tensor([t.stance for t in marked])[~events])
    if events.any():
        contexts = torch.from_numpy(np.stack([t.contexts for t in marked]))[events]
        known = (contexts != IGNORE).float()
        raw = nn.functional.binary_cross_entropy_with_logits(
            details.contexts[events].float(), contexts.clamp_min(0), reduction="none"
        )
        parts["contexts"] = 4 * (raw * known).sum() / known.sum().clamp_min(1)
    roles, counted = torch.zeros(2, len(marked), width, len(labels.ROLES)).unbind(0)
    for i, t in enumerate(marked):
        roles[i, : len(t.roles)] = torch.from_numpy(t.roles)
        counted[i, : len(t.open)] = torch.from_numpy(t.open)
    raw = nn.functional.binary_cross_entropy_with_logits(
        details.roles.float(), roles, reduction="none", pos_weight=torch.tensor(2.0)
    )
    seen, raw = mask[rows].float(), raw * counted
    parts["roles"] = recipe.role_weight * (raw[..., :_BY_NAME].mean(-1) * seen).sum() / seen.sum()
    parts["sides"] = recipe.side_weight * raw[..., _BY_NAME:].sum() / counted[..., _BY_NAME:].sum().clamp_min(1)
    return parts


def train(model: Reader, reports: Sequence[Json], prepare: Prepare, recipe: Recipe, out: Path) -> None:
    """Trains in place; writes a checkpoint `last.pt` to `out` after every epoch."""
    rng = random.Random(recipe.seed)  # noqa: S311, not a secret
    # The vectors of words stay: the corpus names few of them, and those would drift away from all others.
    model.encoder.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    encoder = [p for name, p in named if name.startswith("encoder.bert")]
    heads = [p for name, p in named if not name.startswith("encoder.bert")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}],
        weight_decay=recipe.weight_decay, fused=True,
    )  # fmt: skip
    made = [e for r in reports for e in prepare(r, rng)]
    steps = recipe.epochs * (len(made) // recipe.batch_windows + 1)
    warm = max(1, int(steps * recipe.warmup))
    schedule = warmed(optimizer, steps, warm)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(recipe.average))
    for epoch in range(recipe.epochs):
        began, sums, count = time.monotonic(), dict[str, float](), 0
        made = [e for r in reports for e in prepare(r, rng)] if epoch else made
        model.train()
        for chosen in batches([e.size for e in made], recipe.batch_windows, _GRAIN, rng, _SHORT):
            group = [made[i] for i in chosen]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                total, parts = loss(model, group, recipe)
            optimizer.zero_grad()
            total.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            count += 1
            if count % AVERAGE_EVERY == 0:
                averaged.update_parameters(model)
            sums = {k: sums.get(k, 0.0) + parts.get(k, 0.0) for k in sums.keys() | parts.keys()}
        means = "  ".join(f"{k} {v / count:.3f}" for k, v in sorted(sums.items()))
        log.info("epoch %d of %d  %.0f s  %s", epoch + 1, recipe.epochs, time.monotonic() - began, means)
        torch.save(averaged.module.state_dict(), out / "last.pt")


def preparation(tokenizer: Tokenizer, knows: Callable[[Json], Known], recipe: Recipe) -> Prepare:
    """How a report becomes windows: some told of other countries, some read by the sentence, all marked as the coder does."""
    plain: dict[str, list[Example]] = {}

    def prepare(coded: Json, rng: random.Random) -> list[Example]:
        swapped, alone = rng.random() < recipe.swap, coded.get("partial", False) or rng.random() < recipe.alone
        if swapped or (alone and "partial" not in coded):
            told = swap(coded, rng) if swapped else coded
            return examples(told, tokenizer, knows(told), alone=alone)
        ident = coded["document"]["id"]
        if ident not in plain:
            plain[ident] = examples(coded, tokenizer, knows(coded), alone=alone)
        return plain[ident]

    return prepare


def knower() -> Callable[[Json], Known]:
    """Knows of a coded report's mentions and dates what the shipped coder does."""
    resolver = load_resolver()

    def knows(coded: Json) -> Known:
        document = coded["document"]
        published = date.fromisoformat(document["published"]) if document.get("published") else None
        report = Report("training", document["text"], document.get("title"), published, document.get("publisher"))
        found = resolver.mentions(report)
        countries = [Meant(m.start, m.end, frozenset(a.country for a in m.actors if a.country), m.named) for m in found]
        return Known(marked(found, find_dates(report.text, published)), countries)

    return knows


def main() -> None:
    """Trains from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--news", type=Path, help="folder with the reports that the standoff codings are of")
    parser.add_argument("--base", type=Path, required=True, help="folder with MiniLM's model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, default=Path("build/en"))
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    recipe = Recipe(epochs=given.epochs, seed=given.seed)
    torch.manual_seed(recipe.seed)
    coded = chain(read_corpus(given.corpus, given.news), read_sentences(given.corpus / "sentences"))
    reports = [r for r in coded if not is_for_tuning(r["document"]["id"])]
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "recipe.json").write_text(json.dumps({k: getattr(recipe, k) for k in Recipe.__slots__}, indent=1))
    log.info("%d reports, %d coded sentences", sum("partial" not in r for r in reports), sum("partial" in r for r in reports))
    model = Reader(given.base)
    if given.start:
        model.load_state_dict(torch.load(given.start, weights_only=True))
    train(model, reports, preparation(tokenizer, knower(), recipe), recipe, given.out)


if __name__ == "__main__":
    main()
