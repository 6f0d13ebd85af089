"""Goes on with the pre-training of the encoder on news, words masked, before it is taught to code.

    python -m detente.training.pretrain --news FOLDER --corpus corpus --base FOLDER --out build/base

The base was tuned to compare whole sentences; some epochs of guessing masked words bring its single words back. Texts of the
held-out reports (`corpus/news/test.jsonl`) are left out. Writes a folder that `train` takes as its `--base`.
"""

import argparse
import json
import logging
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from detente.nlp.windows import CLS, SEP
from detente.training.corpus import read_documents, read_worksheets, standoff_ids
from detente.training.model import pool_dropout
from detente.training.steps import batches, warmed

log = logging.getLogger(__name__)

SIZE, BATCH, MASKED, RATE = 192, 16, 0.2, 2e-4
#: Tokens by which stretches of a batch may differ.
_GRAIN = 16
_MASK, _VOCABULARY, _SPECIAL = 103, 30522, 999
Ids = NDArray[np.int64]


class MaskedWords(nn.Module):
    """The encoder with a head that guesses masked words by the word vectors it reads with."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(base, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        pool_dropout(self.bert)
        width = self.bert.config.hidden_size
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(torch.zeros(_VOCABULARY))

    def forward(self, ids: Tensor, mask: Tensor, hidden: Tensor) -> Tensor:
        """Token ids and attention mask [B, T], which tokens are hidden [B, T] to logits [hidden tokens, vocabulary]."""
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state[hidden]
        words = self.bert.embeddings.word_embeddings.weight
        logits: Tensor = self.transform(states) @ words.T + self.bias
        return logits


def pieces(texts: Sequence[str], tokenizer: Tokenizer, rng: random.Random) -> list[tuple[Ids, Ids]]:
    """Stretches of `SIZE` tokens, each with the number of the word that a token belongs to; cut elsewhere each time."""
    out = []
    for text in texts:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(encoding.ids, dtype=np.int64)
        words = np.array([-1 if w is None else w for w in encoding.word_ids], dtype=np.int64)
        at = 0
        while at < len(ids):
            size = SIZE if at else rng.randint(SIZE // 2, SIZE)
            out.append((ids[at : at + size], words[at : at + size]))
            at += size
    return out


def _batches(made: list[tuple[Ids, Ids]], rng: random.Random) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """Ids with words masked, attention, which are to be guessed, and what they were."""
    groups = batches([len(ids) for ids, _ in made], BATCH, _GRAIN, rng)
    noise = np.random.default_rng(rng.randrange(1 << 30))
    for group in groups:
        longest = max(len(made[i][0]) for i in group) + 2
        ids, mask = np.zeros((len(group), longest), dtype=np.int64), np.zeros((len(group), longest), dtype=np.int64)
        hidden = np.zeros((len(group), longest), dtype=bool)
        for row, i in enumerate(group):
            tokens, words = made[i]
            size = len(tokens)
            ids[row, 0], ids[row, size + 1] = CLS, SEP
            ids[row, 1 : size + 1] = tokens
            mask[row, : size + 2] = 1
            # Whole words are hidden: the end of "Uzbekistan" is no riddle beside its beginning.
            chosen = np.unique(words)[noise.random(len(np.unique(words))) < MASKED]
            hidden[row, 1 : size + 1] = np.isin(words, chosen)
        gold = ids[hidden]
        draw = noise.random(len(gold))
        ids[hidden] = np.where(draw < 0.8, _MASK, np.where(draw < 0.9, noise.integers(_SPECIAL, _VOCABULARY, len(gold)), gold))
        yield torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(hidden), torch.from_numpy(gold)


def pretrain(model: MaskedWords, texts: Sequence[str], tokenizer: Tokenizer, epochs: int, seed: int) -> None:
    """Trains in place."""
    rng = random.Random(seed)  # noqa: S311, not a secret
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * (len(pieces(texts, tokenizer, rng)) // BATCH + 1)
    warm = max(1, steps // 20)
    schedule = warmed(optimizer, steps, warm)
    for epoch in range(epochs):
        began, total, count = time.monotonic(), 0.0, 0
        model.train()
        for ids, mask, hidden, gold in _batches(pieces(texts, tokenizer, rng), rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(ids, mask, hidden)
            loss = nn.functional.cross_entropy(logits.float(), gold)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        log.info("epoch %d of %d  %.0f s  loss %.3f", epoch + 1, epochs, time.monotonic() - began, total / count)


def main() -> None:
    """Pre-trains from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder with reports as JSON lines")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/base"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=20240131)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(given.seed)
    kept_out = standoff_ids(given.corpus / "news" / "test.jsonl")
    texts = [d["text"] for ident, d in read_documents(given.news).items() if ident not in kept_out]
    texts += [r["document"]["text"] for r in read_worksheets(given.corpus / "written")]
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = MaskedWords(given.base)
    log.info("%d texts", len(texts))
    pretrain(model, texts, tokenizer, given.epochs, given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    model.bert.save_pretrained(given.out)
    shutil.copy(given.base / "tokenizer.json", given.out / "tokenizer.json")
    (given.out / "pretraining.json").write_text(json.dumps({"epochs": given.epochs, "seed": given.seed, "texts": len(texts)}))


if __name__ == "__main__":
    main()
