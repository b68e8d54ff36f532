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
ARC, LABEL, ROLE = 384, 128, 64
FORK = 3
"""Layers of the encoder that the claims share with the other tasks; from there on they have layers of their own."""
TELLS = 128
"""Numbers of a word from which is told what its sentence claims."""
FARTHEST = 16
"""Words between a claim and a mention that are told apart."""
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
    claims: int
    certainties: int
    factors: int
    roles: int


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
    claims: Tensor  # [B, W, C] 1 where a claim hangs on the word, IGNORED where none is taught
    carried: Tensor  # [B, W, C] 1 where the word carries a claim
    claimed: Tensor  # [B, W] the certainty of the claim that hangs on the word
    factors: Tensor  # [B, W, 2] cause and effect of the one that does
    pairs: Tensor  # [N, 3] row, word a claim hangs on, word of a mention
    roles: Tensor  # [N, R] 1 where the mention takes part so, 0 where not, IGNORED where not taught


@dataclass(frozen=True)
class Claimed:
    """What the heads for claims say of each word."""

    claims: Tensor  # [B, W, C] scores of a claim that hangs on the word
    carried: Tensor  # [B, W, C]
    claimed: Tensor  # [B, W, certainties]
    factors: Tensor  # [B, W, 2, F]
    tells: Tensor  # [B, W, 1 + TELLS]: weight and values of each word for what its sentence claims
    asks: Tensor  # [B, W, R, ROLE] with `answers` the part a mention plays in what hangs on a word
    answers: Tensor  # [B, W, ROLE]


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
    """A weighted sum of layers, then the first and the last piece of each word side by side."""

    def __init__(self, dropout: float, count: int = LAYERS) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([0.0] * (count - 1) + [1.0]))
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
    """Dropout of the encoder and of the heads, of those for claims apart."""

    encoder: float = 0.1
    heads: float = 0.33
    claims: float = 0.2


_SELDOM = -4.0
"""Where scores of what is seldom begin."""


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
        self.branch = nn.ModuleList(Layer(rates.encoder) for _ in range(FORK, LAYERS))
        self.claiming = Mix(rates.claims, LAYERS + len(self.branch))
        self.told = Perceptron(HIDDEN, rates.claims)
        self.claims = nn.Linear(HIDDEN, sizes.claims)
        self.carried = nn.Linear(HIDDEN, sizes.claims)
        self.claimed = nn.Linear(HIDDEN, sizes.certainties)
        self.factors = nn.Linear(HIDDEN, 2 * sizes.factors)
        self.tells = nn.Linear(HIDDEN, 1 + TELLS)
        self.tells_out = nn.Linear(TELLS, sizes.claims)
        self.asks = Perceptron(HIDDEN, rates.claims)
        self.asks_out = nn.Linear(HIDDEN, sizes.roles * ROLE)
        self.answers = Perceptron(HIDDEN, rates.claims)
        self.answers_out = nn.Linear(HIDDEN, ROLE)
        self.distances = nn.Parameter(torch.zeros(2 * FARTHEST + 1, sizes.roles))
        nn.init.xavier_uniform_(self.arc_weight)
        nn.init.constant_(self.claims.bias, _SELDOM)
        nn.init.constant_(self.carried.bias, _SELDOM)
        nn.init.constant_(self.tells_out.bias, _SELDOM / 2)

    def forward(self, batch: Batch) -> Said:
        """What the heads say but for those for claims."""
        return self.say(self.encoder(batch.pieces, batch.looks), batch)

    def say(self, layers: list[Tensor], batch: Batch) -> Said:
        """The same of what the encoder gives."""
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

    def fork(self) -> None:
        """Begins the claims' own layers as what the encoder's are."""
        for own, layer in zip(self.branch, list(self.encoder.layers)[FORK:], strict=True):
            own.load_state_dict(layer.state_dict())

    def claim(self, layers: list[Tensor], batch: Batch, *, whole: bool = False) -> Claimed:
        """What the heads for claims say of what the encoder gives.

        `whole`: the encoder's upper layers stand for the claims' own, as while it is taught all at once.
        """
        b, w = batch.first.shape
        mask, x, own = (batch.pieces != 0)[:, None, None, :], layers[FORK - 1], layers[FORK:] if whole else []
        for layer in self.branch if not whole else ():
            x = layer(x, mask)
            own.append(x)
        claiming = self.claiming([*layers, *own], batch.first, batch.last)
        told = self.told(claiming)
        return Claimed(
            claims=self.claims(told),
            carried=self.carried(told),
            claimed=self.claimed(told),
            factors=self.factors(told).view(b, w, 2, self.sizes.factors),
            tells=self.tells(told),
            asks=self.asks_out(self.asks(claiming)).view(b, w, self.sizes.roles, ROLE),
            answers=self.answers_out(self.answers(claiming)),
        )

    def labels(self, dependent: Tensor, governor: Tensor) -> Tensor:
        """Scores of each relation for pairs of words: [N, LABEL] twice to [N, relations]."""
        dependent, governor = f.pad(dependent, (0, 1), value=1.0), f.pad(governor, (0, 1), value=1.0)
        weight = self.label_weight.permute(1, 0, 2).reshape(LABEL + 1, -1)
        turned = (dependent @ weight).view(len(dependent), self.sizes.relations, LABEL + 1)
        return (turned @ governor[:, :, None]).squeeze(-1)

    def role_scores(self, said: Claimed, pairs: Tensor) -> Tensor:
        """[N, R] of the part the third of each pair plays in what hangs on the second."""
        row, anchor, mention = pairs.unbind(1)
        far = (mention - anchor).clamp(-FARTHEST, FARTHEST) + FARTHEST
        alike = (said.asks[row, anchor] * said.answers[row, mention][:, None]).sum(-1)
        return alike / ROLE**0.5 + self.distances[far]

    def told_scores(self, said: Tensor, sentence: Tensor, count: int) -> Tensor:
        """[B, S, C] of what each sentence claims."""
        return self.tells_out(f.gelu(_pooled(said, sentence, count)))

    def causal_scores(self, said: Tensor, sentence: Tensor, count: int) -> Tensor:
        """[B, S] from what each word says: its values weighted within its sentence."""
        return self.causal_out(f.gelu(_pooled(said, sentence, count))).squeeze(-1)


def _pooled(said: Tensor, sentence: Tensor, count: int) -> Tensor:
    """[B, S, H] of [B, W, 1 + H]: the values of each sentence's words by their weights, which stand first."""
    inside = sentence[:, None, :] == torch.arange(count, device=sentence.device)[None, :, None]
    weights = said[..., 0][:, None, :].masked_fill(~inside, -1e9).softmax(-1) * inside
    return weights @ said[..., 1:]


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
    "claims": 10.0,
    "carried": 0.5,
    "sentences": 1.0,
    "tells": 2.0,
    "claimed": 0.5,
    "factors": 1.0,
    "roles": 2.0,
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


_WANTED = 2.0
"""How much more a claim missed counts than one too many."""
_NEVER = -30.0


def claim_losses(network: Network, batch: Batch, said: Claimed) -> dict[str, Tensor]:
    """The losses of what is claimed, by word and by sentence, and of who takes part."""
    out: dict[str, Tensor] = {}
    known = batch.claims != IGNORED
    target, weight = batch.claims.clamp(min=0).float(), known.float()
    words = weight.amax(-1).sum().clamp(min=1)
    wanted = torch.full_like(target[0, 0], _WANTED)
    loss = f.binary_cross_entropy_with_logits(said.claims, target, weight=weight, pos_weight=wanted, reduction="sum")
    out["claims"] = loss / words
    carried = f.binary_cross_entropy_with_logits(said.carried, batch.carried.float(), weight=weight, reduction="sum")
    out["carried"] = carried / words
    count = int(batch.sentence.max()) + 1
    inside = (batch.sentence[:, None, :] == torch.arange(count, device=target.device)[None, :, None])[..., None]
    told = (target[:, None] * inside).amax(2)
    taught = ((known[:, None] | ~inside).all(2) & inside.any(2)).float()
    hung = said.claims[:, None].masked_fill(~inside, _NEVER).logsumexp(2)
    tells = network.told_scores(said.tells, batch.sentence, count)
    for name, scores in (("sentences", hung), ("tells", tells)):
        loss = f.binary_cross_entropy_with_logits(scores, told, weight=taught, reduction="sum")
        out[name] = loss / taught.amax(-1).sum().clamp(min=1)
    _add(out, "claimed", said.claimed, batch.claimed)
    _add(out, "factors", said.factors, batch.factors)
    if len(batch.pairs):
        judged = batch.roles != IGNORED
        scores = network.role_scores(said, batch.pairs)[judged]
        out["roles"] = f.binary_cross_entropy_with_logits(scores, batch.roles[judged].float())
    return out


def _add(out: dict[str, Tensor], name: str, scores: Tensor, targets: Tensor) -> None:
    if (targets != IGNORED).any():
        out[name] = f.cross_entropy(scores.flatten(0, -2), targets.flatten(), ignore_index=IGNORED)
