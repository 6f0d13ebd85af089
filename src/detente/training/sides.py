"""Fits the network that decides who acts on whom (`coder.sides`) on reports that the model was not trained on."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from detente.coder.decode import Page, Trigger, seen_in, triggers
from detente.coder.drafts import Scene
from detente.coder.passive import is_passive
from detente.coder.pipeline import EnglishCoder, Tuning
from detente.coder.sides import FEATURES, PARTS, Act, Candidate, SideModel, candidates
from detente.nlp.segment import Span

Json = dict[str, Any]
HIDDEN, STEPS, RATE, DECAY, BATCH = 12, 300, 0.01, 0.1, 2048
Lines = tuple[NDArray[np.float64], NDArray[np.int64]]


def unfitted() -> SideModel:
    """A network that knows nothing, to read reports with before there is one."""
    size, parts = len(FEATURES), len(PARTS)
    return SideModel(
        np.zeros(size), np.ones(size), np.zeros((size, HIDDEN)), np.zeros(HIDDEN), np.zeros((HIDDEN, parts)), np.zeros(parts)
    )


def _meant(records: Sequence[Json], at: Span, sentence: Span, kind: str) -> Json | None:
    """The hand-coded record that a trigger found: whose trigger it touches, else the nearest of its kind in the sentence."""
    marked = [e for e in records if e.get("trigger")]
    for event in marked:
        if event["trigger"]["start"] < at.end and at.start < event["trigger"]["end"]:
            return event
    alike = [
        e for e in marked if e.get("type", e.get("kind")) == kind and sentence.start <= e["trigger"]["start"] < sentence.end
    ]
    return min(alike, key=lambda e: abs(e["trigger"]["start"] - at.start), default=None)


def _of_acts(coder: EnglishCoder, page: Page, gold: Json, tuning: Tuning) -> Iterator[tuple[Candidate, int]]:
    found: list[Trigger] = triggers(page, page.reading.events, tuning.thresholds.event / 2)
    if not found:
        return
    details, _ = coder.details(page, found)
    for row, trigger in enumerate(found):
        at = page.span(trigger.first, trigger.last)
        sentence, kind = page.scene.sentence(at), coder.labels.events[trigger.label]
        if (event := _meant(gold["events"], at, sentence, kind)) is None:
            continue
        act = Act(at, sentence, kind, is_passive(page.scene.report.text, at))
        sides = [{a.get("country") or "" for a in event[key]} for key in ("actors", "recipients")]
        for one in candidates(seen_in(page, details.roles[row], tuning.thresholds), act, page.scene.named):
            yield one, (one.country in sides[0]) + 2 * (one.country in sides[1])


def _of_claims(coder: EnglishCoder, page: Page, gold: Json, tuning: Tuning) -> Iterator[tuple[Candidate, int]]:
    found: list[Trigger] = triggers(page, page.reading.claims, tuning.thresholds.claim / 2)
    if not found:
        return
    _, details = coder.details(page, (), found)
    for row, trigger in enumerate(found):
        at = page.span(trigger.first, trigger.last)
        sentence, kind = page.scene.sentence(at), coder.labels.claims[trigger.label]
        if (claim := _meant(gold["claims"], at, sentence, kind)) is None:
            continue
        holder = claim["holder"] and (claim["holder"].get("country") or "")
        act = Act(at, sentence, kind, passive=False)
        for one in candidates(seen_in(page, details.roles[row], tuning.thresholds, "holder"), act, page.scene.named):
            yield one, int(one.country == holder)


def lines(
    coder: EnglishCoder, gold: Sequence[Json], read: Sequence[tuple[Scene, list[Page]]], tuning: Tuning, *, claims: bool = False
) -> Lines:
    """Features [N, features] and parts [N] of every candidate of every act, or claim, found in hand-coded reports."""
    of_page = _of_claims if claims else _of_acts
    found = [
        pair for coded, (_, pages) in zip(gold, read, strict=True)
        for page in pages for pair in of_page(coder, page, coded, tuning)
    ]  # fmt: skip
    return np.stack([c.features for c, _ in found]), np.array([part for _, part in found], dtype=np.int64)


def fit(features: NDArray[np.float64], parts: NDArray[np.int64], seed: int = 0) -> SideModel:
    """The network after training; few steps and much decay, for there are few reports to learn from."""
    torch.manual_seed(seed)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-3
    x = torch.from_numpy((features - mean) / scale).float()
    y = torch.from_numpy(parts)
    net = nn.Sequential(nn.Linear(x.shape[1], HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, len(PARTS)))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        chosen = torch.randperm(len(x))[:BATCH]
        loss = nn.functional.cross_entropy(net(x[chosen]), y[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    first, last = net[0], net[2]

    arrays = [p.detach().numpy().astype(float) for p in (first.weight.T, first.bias, last.weight.T, last.bias)]
    return SideModel(mean, scale, *arrays)
