"""Reads a shipped model back into a checkpoint, so that training can go on from it.

    python -m detente.training.restore --model src/detente/models/en --base FOLDER --out build/start.pt

int8 weights come back as what they stand for; the rounding is lost in the first steps of training.
"""

import argparse
import logging
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from detente.training.model import Reader

log = logging.getLogger(__name__)
Array = NDArray[np.float32]
_ROOT = "inner."
_WORDS = "inner.bert.embeddings.word_embeddings"


def _weights(graph: onnx.GraphProto) -> dict[str, Array]:
    """Every stored array by name, int8 ones times their scale."""
    raw = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    out: dict[str, Array] = {}
    for name, value in raw.items():
        if name.endswith("_quantized"):
            stem = name.removesuffix("_quantized")
            zero, scale = raw[f"{stem}_zero_point"].astype(np.float32), raw[f"{stem}_scale"]
            out[stem] = (value.astype(np.float32) - zero) * scale
        elif not name.endswith(("_scale", "_zero_point")) and value.dtype == np.float32:
            out[name] = value
    if f"{_WORDS}.table" in raw:
        out[f"{_WORDS}.weight"] = raw[f"{_WORDS}.table"].astype(np.float32) * raw[f"{_WORDS}.scale"]
    return out


def _named(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """The arrays under the names of the modules that they belong to: an exporter renames and turns the factor of a product."""
    weights = _weights(graph)
    out = {name.removeprefix(_ROOT): value for name, value in weights.items() if name.startswith(_ROOT)}
    for node in graph.node:
        factor = node.input[1].removesuffix("_quantized") if len(node.input) > 1 else ""
        if node.op_type in ("MatMul", "MatMulInteger") and factor in weights and not factor.startswith(_ROOT):
            path = node.name.split("/")[2:-1]
            parts = [p for i, p in enumerate(path) if i + 1 == len(path) or not path[i + 1].startswith(f"{p}.")]
            out[".".join([*parts, "weight"])] = weights[factor].T
    return {name: torch.from_numpy(np.array(value)) for name, value in out.items()}


def restore(folder: Path, base: Path) -> Reader:
    """The reader whose weights a shipped model holds. Raises ValueError naming those that are missing."""
    model = Reader(base)
    state: dict[str, Tensor] = {}
    for part in ("encoder", "heads"):
        graph = onnx.load(str(folder / f"{part}.onnx")).graph
        state |= {f"{part}.{name}": value for name, value in _named(graph).items()}
    missing = set(model.state_dict()) - set(state)
    if missing:
        raise ValueError(f"{folder} lacks the weights {', '.join(sorted(missing)[:5])} ({len(missing)} in all)")
    model.load_state_dict({name: state[name] for name in model.state_dict()})
    return model


def main() -> None:
    """Restores from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("src/detente/models/en"))
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/start.pt"))
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(restore(given.model, given.base).state_dict(), given.out)
    log.info("%s", given.out)


if __name__ == "__main__":
    main()
