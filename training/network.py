"""The network: MiniLM's encoder with looks of words added, and heads for each layer of an Example, trained together.

Shapes: B stretches, T pieces, W words, H = 384 hidden units.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as f
from safetensors.torch import load_file
from torch import Tensor, nn

HIDDEN, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
PIECES_AT_MOST = 512
ARC, LABEL = 384, 128
IGNORED = -100
"""The target where a layer teaches nothing."""


@dataclass(frozen=True)
class Sizes:
    """How many values each layer knows, and the looks a piece may have."""

    vocabulary: int
    looks: int
    pos: int
    relations: int
    names: int
    kinds: int


@dataclass(frozen=True)
class Batch:
    """Stretches padded to one size. Targets hold IGNORED where nothing is taught."""

    pieces: Tensor  # [B, T]
    looks: Tensor  # [B, T]
    first: Tensor  # [B, W]
    last: Tensor  # [B, W]
    sentence: Tensor  # [B, W] number of the word's sentence in the stretch, -1 for padding
    ends: Tensor  # [B, W] 0, 1
    pos: Tensor  # [B, W]
    heads: Tensor  # [B, W] 0 the root, 1 + index of the governing word
    relations: Tensor  # [B, W]
    names: Tensor  # [B, W]
    kinds: Tensor  # [B, W]
    speech: Tensor  # [B, W, 3] O B I of cue, speaker, content
    links: Tensor  # [B, W, 3] O B I of cause, effect, signal
    causal: Tensor  # [B, S] by sentence
    certainty: Tensor  # [B, W] NaN where not taught


@dataclass(frozen=True)
class Said:
    """What the heads say of each word."""

    ends: Tensor  # [B, W]
    pos: Tensor  # [B, W, P]
    arcs: Tensor  # [B, W, 1 + W]: the root, then each word as governor
    dependent: Tensor  # [B, W, LABEL]
    governor: Tensor  # [B, 1 + W, LABEL]
    names: Tensor
    kinds: Tensor
    speech: Tensor  # [B, W, 3, 3]
    links: Tensor  # [B, W, 3, 3]
    causal: Tensor  # [B, W, 1 + H]: weight and value of each word for its sentence
    certainty: Tensor  # [B, W]


class Layer(nn.Module):
    """One layer of BERT; names follow the shipped graph, not the library the weights came from."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`mask` [B, 1, 1, T] is true where there is a piece."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = f.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.attention_norm(x + self.dropout(self.out(seen.transpose(1, 2).reshape(b, t, HIDDEN))))
        return self.norm(x + self.dropout(self.outer(f.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """MiniLM-L6; the looks of words are added to what it sees, from nothing at first."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(sizes.vocabulary, HIDDEN)
        self.positions = nn.Embedding(PIECES_AT_MOST, HIDDEN)
        self.looks = nn.Embedding(sizes.looks, HIDDEN)
        nn.init.zeros_(self.looks.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, pieces: Tensor, looks: Tensor) -> list[Tensor]:
        """What each layer gives, [B, T, H], the last one last."""
        mask = (pieces != 0)[:, None, None, :]
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.dropout(self.norm(self.pieces(pieces) + self.positions(places) + self.looks(looks)))
        out = []
        for layer in self.layers:
            x = layer(x, mask)
            out.append(x)
        return out

    def load_pretrained(self, file: Path) -> None:
        """Takes the weights of `sentence-transformers/all-MiniLM-L6-v2` (Apache-2.0)."""
        raw = load_file(file)
        own = self.state_dict()
        own["pieces.weight"] = raw["embeddings.word_embeddings.weight"]
        # Texts are always of the first type: its vector joins the places'.
        own["positions.weight"] = (
            raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
        )
        for end in ("weight", "bias"):
            own[f"norm.{end}"] = raw[f"embeddings.LayerNorm.{end}"]
            for i in range(LAYERS):
                theirs = f"encoder.layer.{i}."
                own[f"layers.{i}.qkv.{end}"] = torch.cat(
                    [raw[f"{theirs}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
                )
                for name, other in _SAME.items():
                    own[f"layers.{i}.{name}.{end}"] = raw[f"{theirs}{other}.{end}"]
        self.load_state_dict(own)


_SAME = {
    "out": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm": "output.LayerNorm",
}


class Mix(nn.Module):
    """A weighted sum of the encoder's layers, then the first and the last piece of each word side by side."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([0.0] * (LAYERS - 1) + [1.0]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, layers: list[Tensor], first: Tensor, last: Tensor) -> Tensor:
        """[B, W, 2 H]"""
        shares = self.weights.softmax(0)
        mixed = sum((share * layer for share, layer in zip(shares, layers, strict=True)), torch.zeros(()))
        return self.dropout(torch.cat([_taken(mixed, first), _taken(mixed, last)], -1))


def _taken(x: Tensor, at: Tensor) -> Tensor:
    return x.gather(1, at[..., None].expand(-1, -1, x.shape[-1]))


class Perceptron(nn.Module):
    """One layer with GELU, its output dropped word by word."""

    def __init__(self, out: int, dropout: float, inputs: int = 2 * HIDDEN) -> None:
        super().__init__()
        self.linear = nn.Linear(inputs, out)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """[..., out]"""
        return self.dropout(f.gelu(self.linear(x)))


@dataclass(frozen=True)
class Rates:
    """Dropout of the encoder and of the heads."""

    encoder: float = 0.1
    heads: float = 0.33


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, sizes: Sizes, rates: Rates | None = None) -> None:
        super().__init__()
        rates = rates or Rates()
        self.sizes = sizes
        self.encoder = Encoder(sizes, rates.encoder)
        self.syntax = Mix(rates.heads)
        self.meaning = Mix(rates.heads)
        self.arc_dependent = Perceptron(ARC, rates.heads)
        self.arc_governor = Perceptron(ARC, rates.heads)
        self.arc_root = nn.Parameter(torch.randn(ARC) / ARC**0.5)
        self.arc_weight = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.label_dependent = Perceptron(LABEL, rates.heads)
        self.label_governor = Perceptron(LABEL, rates.heads)
        self.label_root = nn.Parameter(torch.randn(LABEL) / LABEL**0.5)
        self.label_weight = nn.Parameter(torch.zeros(sizes.relations, LABEL + 1, LABEL + 1))
        self.words = Perceptron(HIDDEN, rates.heads)
        self.spans = Perceptron(HIDDEN, rates.heads)
        self.ends = nn.Linear(HIDDEN, 1)
        self.pos = nn.Linear(HIDDEN, sizes.pos)
        self.names = nn.Linear(HIDDEN, sizes.names)
        self.kinds = nn.Linear(HIDDEN, sizes.kinds)
        self.speech = nn.Linear(HIDDEN, 9)
        self.links = nn.Linear(HIDDEN, 9)
        self.causal = nn.Linear(HIDDEN, 1 + 64)
        self.causal_out = nn.Linear(64, 1)
        self.certainty = nn.Linear(HIDDEN, 1)
        nn.init.xavier_uniform_(self.arc_weight)

    def forward(self, batch: Batch) -> Said:
        """What the heads say."""
        layers = self.encoder(batch.pieces, batch.looks)
        syntax = self.syntax(layers, batch.first, batch.last)
        meaning = self.meaning(layers, batch.first, batch.last)
        b, w, _ = syntax.shape
        governors = self.arc_governor(syntax)
        governors = torch.cat([self.arc_root.expand(b, 1, -1), governors], 1)
        turned = self.arc_dependent(syntax) @ self.arc_weight + self.arc_bias
        label_governors = torch.cat([self.label_root.expand(b, 1, -1), self.label_governor(syntax)], 1)
        words, spans = self.words(syntax), self.spans(meaning)
        return Said(
            ends=self.ends(words).squeeze(-1),
            pos=self.pos(words),
            arcs=turned @ governors.transpose(1, 2) / ARC**0.5,
            dependent=self.label_dependent(syntax),
            governor=label_governors,
            names=self.names(spans),
            kinds=self.kinds(spans),
            speech=self.speech(spans).view(b, w, 3, 3),
            links=self.links(spans).view(b, w, 3, 3),
            causal=self.causal(spans),
            certainty=self.certainty(spans).squeeze(-1),
        )

    def labels(self, dependent: Tensor, governor: Tensor) -> Tensor:
        """Scores of each relation for pairs of words: [N, LABEL] twice to [N, relations]."""
        dependent, governor = f.pad(dependent, (0, 1), value=1.0), f.pad(governor, (0, 1), value=1.0)
        weight = self.label_weight.permute(1, 0, 2).reshape(LABEL + 1, -1)
        turned = (dependent @ weight).view(len(dependent), self.sizes.relations, LABEL + 1)
        return (turned @ governor[:, :, None]).squeeze(-1)

    def causal_scores(self, said: Tensor, sentence: Tensor, count: int) -> Tensor:
        """[B, S] from what each word says: its values weighted within its sentence."""
        inside = sentence[:, None, :] == torch.arange(count, device=sentence.device)[None, :, None]
        weights = said[..., 0][:, None, :].masked_fill(~inside, -1e9).softmax(-1) * inside
        return self.causal_out(f.gelu(weights @ said[..., 1:])).squeeze(-1)


WEIGHTS = {
    "ends": 0.5,
    "pos": 1.0,
    "arcs": 1.0,
    "labels": 1.0,
    "names": 1.0,
    "kinds": 0.7,
    "speech": 0.7,
    "links": 1.0,
    "causal": 1.0,
    "certainty": 0.1,
}
"""What each head's loss counts for."""


def losses(network: Network, batch: Batch, said: Said) -> dict[str, Tensor]:
    """The mean loss of each head over what the batch teaches it; heads that it teaches nothing are left out."""
    out: dict[str, Tensor] = {}
    sentence = batch.sentence
    same = (sentence[:, :, None] == sentence[:, None, :]) & (sentence[:, :, None] >= 0)
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    arcs = said.arcs.masked_fill(~allowed, -1e4)
    _add(out, "arcs", arcs, batch.heads)
    taught = batch.heads != IGNORED
    if taught.any():
        row, at = taught.nonzero(as_tuple=True)
        scores = network.labels(said.dependent[row, at], said.governor[row, batch.heads[row, at]])
        out["labels"] = f.cross_entropy(scores, batch.relations[row, at])
    for name in ("pos", "names", "kinds", "speech", "links"):
        _add(out, name, getattr(said, name), getattr(batch, name))
    known = batch.ends != IGNORED
    if known.any():
        out["ends"] = f.binary_cross_entropy_with_logits(said.ends[known], batch.ends[known].float())
    count = batch.causal.shape[1]
    told = batch.causal != IGNORED
    if told.any():
        scores = network.causal_scores(said.causal, sentence, count)
        out["causal"] = f.binary_cross_entropy_with_logits(scores[told], batch.causal[told].float())
    sure = ~batch.certainty.isnan()
    if sure.any():
        out["certainty"] = f.smooth_l1_loss(said.certainty[sure], batch.certainty[sure])
    return out


def _add(out: dict[str, Tensor], name: str, scores: Tensor, targets: Tensor) -> None:
    if (targets != IGNORED).any():
        out[name] = f.cross_entropy(scores.flatten(0, -2), targets.flatten(), ignore_index=IGNORED)
