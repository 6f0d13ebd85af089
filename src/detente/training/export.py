"""Exports a trained reader to the two ONNX graphs that the package ships, the encoder quantised to int8.

python -m detente.training.export --checkpoint build/en/last.pt --base FOLDER --out src/detente/models/en
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from detente.training import labels
from detente.training.model import Details, Encoder, Reader

_OPSET = 17


class _Flat(nn.Module):
    """Returns plain tuples, as the exporter wants them."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.inner(*given))


class RowQuantized(nn.Module):
    """Word vectors as int8, each row with a scale of its own: one scale for all loses a tenth of what they say."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Token ids [B, T] to vectors [B, T, H]."""
        flat = ids.flatten()
        rows = torch.index_select(self.table, 0, flat).float() * torch.index_select(self.scale, 0, flat)
        return rows.view(*ids.shape, -1)


def export_encoder(encoder: Encoder, path: Path) -> None:
    """Writes the int8 encoder: ids, mask, cases, kinds [B, T] to hidden, events, claims. Rounds its word vectors in place."""
    given = tuple(torch.ones(2, 8, dtype=torch.long) for _ in range(4))
    names = ["ids", "mask", "cases", "kinds"]
    axes = {n: {0: "windows", 1: "tokens"} for n in [*names, "hidden", "events", "claims"]}
    embeddings = encoder.bert.embeddings
    embeddings.word_embeddings = RowQuantized(embeddings.word_embeddings.weight.detach())
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            _Flat(encoder).eval(), given, str(raw), input_names=names, output_names=["hidden", "events", "claims"],
            dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
        # The heads on top stay exact: they are small, and triggers are decided there.
        quantize_dynamic(
            raw,
            path,
            op_types_to_quantize=["MatMul"],
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=["/inner/events/MatMul", "/inner/claims/MatMul"],
        )


def export_heads(model: Reader, path: Path) -> None:
    """Writes the heads: hidden [1, T, H], trigger [N, H], types [N], distance [N, T] to attributes and roles."""
    width = model.encoder.bert.config.hidden_size
    given = (
        torch.zeros(1, 8, width), torch.zeros(3, width),
        torch.zeros(3, dtype=torch.long), torch.zeros(3, 8, dtype=torch.long),
    )  # fmt: skip
    axes = {"hidden": {1: "tokens"}, "trigger": {0: "triggers"}, "types": {0: "triggers"}}
    axes |= {"distance": {0: "triggers", 1: "tokens"}} | {n: {0: "triggers"} for n in Details._fields}
    axes["roles"] = {0: "triggers", 1: "tokens"}
    torch.onnx.export(
        _Flat(model.heads).eval(), given, str(path), input_names=["hidden", "trigger", "types", "distance"],
        output_names=list(Details._fields), dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
    )  # fmt: skip


def export(model: Reader, base: Path, out: Path) -> None:
    """Writes model, tokenizer, labels and the checksums of all to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    export_encoder(model.encoder, out / "encoder.onnx")
    export_heads(model, out / "heads.onnx")
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
    (out / "labels.json").write_text(json.dumps(labels.as_json(), indent=1) + "\n", encoding="utf-8")
    names = ("encoder.onnx", "heads.onnx", "tokenizer.json", "labels.json")
    sums = {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in names}
    (out / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Exports from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/detente/models/en"))
    given = parser.parse_args()
    model = Reader(given.base)
    model.load_state_dict(torch.load(given.checkpoint, weights_only=True))
    export(model.eval(), given.base, given.out)


if __name__ == "__main__":
    main()
