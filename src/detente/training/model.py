"""The reader: a MiniLM encoder with heads for triggers, their attributes and their arguments.

One pass over a window finds the triggers of events and claims; a small second network then looks at each trigger:
its attributes from the trigger's vector, and for every token of the window what that token is to the trigger.
"""

import random
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertModel

from detente.nlp.windows import CASES, KINDS
from detente.training import labels

ARGUMENT_WIDTH = 160
ATTRIBUTE_WIDTH = 256
#: Types of events and kinds of claims share one table of type vectors: events first.
TYPE_COUNT = len(labels.EVENT_LABELS) + len(labels.CLAIM_LABELS)


class Encoded(NamedTuple):
    """Of B windows of T tokens: hidden [B, T, H], event logits [B, T, 17], claim logits [B, T, 7]."""

    hidden: Tensor
    events: Tensor
    claims: Tensor


class Details(NamedTuple):
    """Of N triggers: logits of each attribute [N, labels], and of roles [N, T, roles]."""

    mode: Tensor
    of: Tensor
    aux: Tensor
    aspect: Tensor
    contexts: Tensor
    stance: Tensor
    roles: Tensor


class PooledDropout(nn.Module):
    """Dropout whose masks are stretches of one pool of random bits, at an offset drawn anew each time.

    Drawing a fresh bit for every number took half of the time of training on a processor.
    """

    POOL = 1 << 23

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        kept = torch.rand(self.POOL, generator=torch.Generator().manual_seed(1)) >= share
        self.register_buffer("pool", kept.to(torch.bfloat16) / (1 - share), persistent=False)
        self.offsets = random.Random(1)  # noqa: S311, not a secret

    def forward(self, values: Tensor) -> Tensor:
        """The values with a share of them set to zero while training; themselves else."""
        size = values.numel()
        if not self.training or size > self.POOL:
            return nn.functional.dropout(values, self.share, self.training)
        at = self.offsets.randrange(self.POOL - size + 1)
        return values * self.pool[at : at + size].view(values.shape).to(values.dtype)


def pool_dropout(module: nn.Module) -> None:
    """Puts pooled dropout in the place of torch's, everywhere below a module."""
    for name, child in list(module.named_children()):
        if isinstance(child, nn.Dropout):
            if child.p:
                setattr(module, name, PooledDropout(child.p))
        else:
            pool_dropout(child)


class Encoder(nn.Module):
    """Windows in, hidden states and trigger logits out."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        pool_dropout(self.bert)
        width = self.bert.config.hidden_size
        self.cases, self.kinds = nn.Embedding(len(CASES), width), nn.Embedding(len(KINDS), width)
        # What is known beforehand starts without a say, so that the first step sees the encoder it was trained as.
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.kinds.weight)
        self.dropout = PooledDropout(0.1)
        self.events = nn.Linear(width, len(labels.EVENT_LABELS))
        self.claims = nn.Linear(width, len(labels.CLAIM_LABELS))
        # Nearly all words name nothing, and the first steps need not be spent on learning that.
        with torch.no_grad():
            self.events.bias[0] = self.claims.bias[0] = 4.0

    def forward(self, ids: Tensor, mask: Tensor, cases: Tensor, kinds: Tensor) -> Encoded:
        """Arguments: token ids, attention mask, cases and kinds, each [B, T]."""
        words = self.bert.embeddings.word_embeddings(ids) + self.cases(cases) + self.kinds(kinds)
        hidden = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        seen = self.dropout(hidden)
        return Encoded(hidden, self.events(seen), self.claims(seen))


class Heads(nn.Module):
    """A trigger and its window in, attributes and roles out."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.types = nn.Embedding(TYPE_COUNT, ATTRIBUTE_WIDTH)
        self.trigger = nn.Linear(width, ATTRIBUTE_WIDTH)
        sizes = (labels.MODES, labels.OF, labels.AUX, labels.ASPECT, labels.CONTEXTS, labels.STANCE)
        self.attributes = nn.ModuleList(nn.Linear(ATTRIBUTE_WIDTH, len(names)) for names in sizes)
        self.token = nn.Linear(width, ARGUMENT_WIDTH)
        self.query = nn.Linear(width, ARGUMENT_WIDTH)
        self.gate = nn.Linear(width, ARGUMENT_WIDTH)
        self.kind = nn.Embedding(TYPE_COUNT, ARGUMENT_WIDTH)
        self.distance = nn.Embedding(len(labels.DISTANCES) + 1, ARGUMENT_WIDTH)
        self.roles = nn.Sequential(
            PooledDropout(0.1),
            nn.Linear(ARGUMENT_WIDTH, ARGUMENT_WIDTH),
            nn.GELU(),
            nn.Linear(ARGUMENT_WIDTH, len(labels.ROLES)),
        )
        self.dropout = PooledDropout(0.2)
        nn.init.constant_(self.roles[-1].bias, -3.0)  # type: ignore[arg-type]

    def forward(self, hidden: Tensor, trigger: Tensor, types: Tensor, distance: Tensor) -> Details:
        """Arguments: hidden [N or 1, T, H], trigger [N, H], types [N], distance buckets [N, T]."""
        state = self.dropout(nn.functional.gelu(self.trigger(trigger) + self.types(types)))
        mode, of, aux, aspect, contexts, stance = (head(state) for head in self.attributes)
        token, query = self.token(hidden), (self.query(trigger) + self.kind(types)).unsqueeze(1)
        gated = token * torch.tanh(self.gate(trigger)).unsqueeze(1)
        roles = self.roles(nn.functional.gelu(token + gated + query + self.distance(distance)))
        return Details(mode, of, aux, aspect, contexts, stance, roles)


class Reader(nn.Module):
    """Encoder and heads, trained together and exported apart."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = Encoder(base)
        self.heads = Heads(self.encoder.bert.config.hidden_size)
