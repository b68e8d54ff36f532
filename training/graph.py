"""The trained network as one ONNX graph: weights in half the space, arithmetic in 32 bits, answers decided inside.

Piece vectors are kept in 8 bits with a scale each, all other weights in 16 bits; both are widened when the file is
loaded or looked up, and nothing is rounded while reading: a stretch's answers do not hang on its neighbours.
Inputs: pieces, looks [B, T], first, last [B, W] int32; closed [B, W] float, large where a word surely ends a
sentence, very small where it surely does not, 0 where the network decides. Padding is 0 everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from training.batches import Labels
from training.network import ATTENTION_HEADS, FORK, LABEL, LAYERS, ROLE

Weights = Mapping[str, npt.NDArray[np.float32]]
Ranges = Mapping[str, tuple[float, float]]

OPSET = 17
MOST_WEIGHT = 63
"""Processors without the newest instructions add two products in 16 bits: with 7-bit weights none overflows."""
NEVER = -1e4
"""A score no word has."""


def model(
    weights: Weights, ranges: Ranges, labels: Labels, vocabulary: Sequence[str], about: Mapping[str, str]
) -> onnx.ModelProto:
    """The whole file; `about` goes into its metadata beside vocabulary and labels.

    Products for which `ranges` holds the ends of their input are counted in whole numbers of 8 bits.
    """
    graph = _Graph(weights, ranges)
    _encode(graph)
    _syntax(graph, len(labels.relations))
    _meaning(graph)
    _claims(graph, len(labels.roles), len(labels.factors))
    inputs = [
        helper.make_tensor_value_info(name, kind, ["B", size])
        for name, kind, size in (
            ("pieces", TensorProto.INT32, "T"),
            ("looks", TensorProto.INT32, "T"),
            ("first", TensorProto.INT32, "W"),
            ("last", TensorProto.INT32, "W"),
            ("closed", TensorProto.FLOAT, "W"),
        )
    ]
    outputs = [helper.make_tensor_value_info(name, kind, None) for name, kind in _OUTPUTS.items()]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "ebbline", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
        ir_version=8,
        producer_name="ebbline training",
    )
    says = {
        **about,
        "vocabulary": "\n".join(vocabulary),
        "labels": json.dumps({k: list(v) for k, v in vars(labels).items()}),
    }
    helper.set_model_props(made, dict(sorted(says.items())))
    return made


_OUTPUTS = {
    "ends": TensorProto.FLOAT,
    "pos": TensorProto.INT64,
    "arcs": TensorProto.FLOAT,
    "heads": TensorProto.INT64,
    "relations": TensorProto.INT64,
    "dependent": TensorProto.FLOAT,
    "governor": TensorProto.FLOAT,
    "names": TensorProto.FLOAT,
    "kinds": TensorProto.FLOAT,
    "speech": TensorProto.FLOAT,
    "links": TensorProto.FLOAT,
    "causal": TensorProto.FLOAT,
    "certainty": TensorProto.FLOAT,
    "claims": TensorProto.FLOAT,
    "claimed": TensorProto.FLOAT,
    "factors": TensorProto.FLOAT,
    "tells": TensorProto.FLOAT,
    "asks": TensorProto.FLOAT,
    "answers": TensorProto.FLOAT,
    "label_weight": TensorProto.FLOAT,
    "distances": TensorProto.FLOAT,
}


class _Graph:
    """Nodes in order and their constants; every method returns the name of what it made."""

    def __init__(self, weights: Weights, ranges: Ranges) -> None:
        self.weights, self.ranges = weights, ranges
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self._made: dict[str, str] = {}

    def op(self, kind: str, *inputs: str, out: str | None = None, domain: str = "", **attributes: Any) -> str:
        """One operation."""
        name = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def thirds(self, x: str) -> list[str]:
        """Three equal parts of the last of three axes."""
        names = [f"Split_{len(self.nodes)}_{i}" for i in range(3)]
        self.nodes.append(helper.make_node("Split", [x], names, axis=2))
        return names

    def constant(self, value: npt.NDArray[Any], name: str | None = None) -> str:
        """A value as it is; the same one once only."""
        key = f"{value.dtype}{value.shape}{value.tobytes().hex()}" if name is None and value.size < 16 else None
        if key is not None and key in self._made:
            return self._made[key]
        name = name or f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value.copy(order="C"), name))
        if key is not None:
            self._made[key] = name
        return name

    def ints(self, *values: int) -> str:
        """A small vector of whole numbers."""
        return self.constant(np.array(values, np.int64))

    def weight(self, name: str, turned: bool = False) -> str:
        """A weight kept in 16 bits and used in 32; `turned` for those that stand to the right of what they multiply."""
        if name not in self._made:
            value = self.weights[name]
            half = self.constant((value.T if turned else value).astype(np.float16), f"{name}.half")
            self._made[name] = self.op("Cast", half, out=name, to=TensorProto.FLOAT)
        return self._made[name]

    def product(self, x: str, name: str) -> str:
        """x W, in whole numbers where the ends of x are known: weights in 7 bits with a scale for each column."""
        if name not in self.ranges:
            return self.op("MatMul", x, self.weight(f"{name}.weight", turned=True))
        low, high = (min(0.0, self.ranges[name][0]), max(0.0, self.ranges[name][1]))
        scale = np.float32((high - low) / 255)
        inputs = self.constant(np.array(scale)), self.constant(np.array(round(-low / scale), np.uint8))
        table = self.weights[f"{name}.weight"].T
        scales = np.maximum(np.abs(table).max(0) / MOST_WEIGHT, 1e-12).astype(np.float32)
        whole = self.constant(np.rint(table / scales).astype(np.int8), f"{name}.whole")
        zeros = self.constant(np.zeros(table.shape[1], np.int8), f"{name}.zeros")
        counted = self.op("QuantizeLinear", x, *inputs)
        parts = counted, whole, inputs[0], self.constant(scales, f"{name}.scales"), inputs[1], zeros
        return self.op("MatMulIntegerToFloat", *parts, domain="com.microsoft")

    def linear(self, x: str, name: str) -> str:
        """x W + b"""
        return self.op(
            "Add", self.op("MatMul", x, self.weight(f"{name}.weight", turned=True)), self.weight(f"{name}.bias")
        )

    def gelu(self, x: str) -> str:
        return self.op("Gelu", x, domain="com.microsoft")

    def perceptron(self, x: str, name: str) -> str:
        """As the network's class of that name."""
        product = self.op("MatMul", x, self.weight(f"{name}.linear.weight", turned=True))
        return self.op("BiasGelu", product, self.weight(f"{name}.linear.bias"), domain="com.microsoft")

    def norm(self, x: str, skip: str, name: str, bias: str) -> str:
        """The norm of x + skip + bias."""
        weights = self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), self.weight(bias)
        return self.op("SkipLayerNormalization", x, skip, *weights, domain="com.microsoft", epsilon=1e-12)


def _encode(graph: _Graph) -> None:
    """Makes the vectors `syntax`, `meaning` and `claiming` of each word, [B, W, 2 H]."""
    mask = graph.op("Cast", graph.op("Greater", "pieces", graph.constant(np.array(0, np.int32))), to=TensorProto.INT32)
    wide = _packed(graph, "encoder.pieces.weight", "pieces")
    length = graph.op("Gather", graph.op("Shape", "pieces"), graph.constant(np.array(1, np.int64)))
    zero, one = graph.constant(np.array(0, np.int64)), graph.constant(np.array(1, np.int64))
    places = graph.op("Gather", graph.weight("encoder.positions.weight"), graph.op("Range", zero, length, one))
    looks = graph.op("Gather", graph.weight("encoder.looks.weight"), "looks")
    x = graph.op("Add", graph.op("Add", wide, places), looks)
    names = graph.weight("encoder.norm.weight"), graph.weight("encoder.norm.bias")
    x = graph.op("LayerNormalization", x, *names, epsilon=1e-12, axis=-1)
    layers = []
    for i in range(LAYERS):
        x = _layer(graph, x, mask, f"encoder.layers.{i}")
        layers.append(x)
    for name in ("syntax", "meaning"):
        _mixed(graph, layers, name)
    x, own = layers[FORK - 1], []
    for i in range(LAYERS - FORK):
        x = _layer(graph, x, mask, f"branch.{i}")
        own.append(x)
    _mixed(graph, [*layers, *own], "claiming")


def _layer(graph: _Graph, x: str, mask: str, name: str) -> str:
    inputs = *graph.thirds(graph.product(x, f"{name}.qkv")), graph.weight(f"{name}.qkv.bias"), mask
    seen = graph.op("MultiHeadAttention", *inputs, domain="com.microsoft", num_heads=ATTENTION_HEADS)
    seen = graph.product(seen, f"{name}.out")
    x = graph.norm(seen, x, f"{name}.attention_norm", f"{name}.out.bias")
    inner = graph.product(x, f"{name}.inner")
    inner = graph.op("BiasGelu", inner, graph.weight(f"{name}.inner.bias"), domain="com.microsoft")
    outer = graph.product(inner, f"{name}.outer")
    return graph.norm(outer, x, f"{name}.norm", f"{name}.outer.bias")


def _packed(graph: _Graph, name: str, at: str) -> str:
    """Rows of a table kept in 8 bits with a scale each, as looked up."""
    table = graph.weights[name]
    scale = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
    rows = graph.op("Gather", graph.constant(np.rint(table / scale).astype(np.int8), f"{name}.rows"), at)
    scales = graph.op("Gather", graph.constant(scale, f"{name}.scales"), at)
    return graph.op("Mul", graph.op("Cast", rows, to=TensorProto.FLOAT), scales)


def _mixed(graph: _Graph, layers: Sequence[str], name: str) -> None:
    weights = graph.weights[f"{name}.weights"].astype(np.float64)
    shares = np.exp(weights - weights.max())
    shares = (shares / shares.sum()).astype(np.float32)
    parts = [
        graph.op("Mul", layer, graph.constant(np.array(share, np.float32)))
        for layer, share in zip(layers, shares, strict=True)
    ]
    mixed = graph.op("Sum", *parts)
    taken = [
        graph.op("GatherND", mixed, graph.op("Unsqueeze", at, graph.ints(2)), batch_dims=1) for at in _words(graph)
    ]
    graph.op("Concat", *taken, out=name, axis=-1)


def _words(graph: _Graph) -> tuple[str, str]:
    if "words" not in graph._made:
        for at in ("first", "last"):
            graph._made[at] = graph.op("Cast", at, to=TensorProto.INT64)
        graph._made["words"] = ""
    return graph._made["first"], graph._made["last"]


def _syntax(graph: _Graph, relations: int) -> None:
    words = graph.perceptron("syntax", "words")
    end = graph.op("Squeeze", graph.linear(words, "ends"), graph.ints(2))
    ends = graph.op("Add", end, "closed", out="ends")
    graph.op("ArgMax", graph.linear(words, "pos"), out="pos", axis=2, keepdims=0)
    same = _same_sentence(graph, ends)
    dependent = graph.op("MatMul", graph.perceptron("syntax", "arc_dependent"), graph.weight("arc_weight"))
    dependent = graph.op("Add", dependent, graph.weight("arc_bias"))
    governor = _with_root(graph, graph.perceptron("syntax", "arc_governor"), "arc_root")
    scores = graph.op("MatMul", dependent, graph.op("Transpose", governor, perm=[0, 2, 1]))
    scores = graph.op("Mul", scores, graph.constant(np.array(len(graph.weights["arc_root"]) ** -0.5, np.float32)))
    column = graph.op("Slice", same, graph.ints(0), graph.ints(1), graph.ints(2))
    always = graph.op("Or", column, graph.op("Not", column))
    allowed = graph.op("Concat", always, same, axis=2)
    arcs = graph.op("Where", allowed, scores, graph.constant(np.array(NEVER, np.float32)), out="arcs")
    heads = graph.op("ArgMax", arcs, out="heads", axis=2, keepdims=0)
    _labels(graph, heads, relations)


def _same_sentence(graph: _Graph, ends: str) -> str:
    """[B, W, W]: whether two words stand in one sentence, and the second is a word at all."""
    zero = graph.constant(np.array(0.0, np.float32))
    closes = graph.op("Cast", graph.op("Greater", ends, zero), to=TensorProto.INT32)
    number = graph.op("CumSum", closes, graph.constant(np.array(1, np.int64)), exclusive=1)
    down, across = graph.op("Unsqueeze", number, graph.ints(2)), graph.op("Unsqueeze", number, graph.ints(1))
    real = graph.op("Greater", "first", graph.constant(np.array(0, np.int32)))
    same = graph.op("And", graph.op("Equal", down, across), graph.op("Unsqueeze", real, graph.ints(1)))
    graph._made["same"] = same
    return same


def _with_root(graph: _Graph, x: str, name: str) -> str:
    """A row for the root before the rows of the words."""
    root = graph.op("Reshape", graph.weight(name), graph.ints(1, 1, -1))
    batch = graph.op("Gather", graph.op("Shape", x), graph.ints(0))
    shape = graph.op("Concat", batch, graph.ints(1, 1), axis=0)
    return graph.op("Concat", graph.op("Expand", root, shape), x, axis=1)


def _labels(graph: _Graph, heads: str, relations: int) -> None:
    """The relation of each word to the head the scores prefer, and what is needed to ask for another head's."""
    ones = graph.constant(np.ones((1, 1, 1), np.float32))

    def with_one(x: str, out: str) -> str:
        shape = graph.op(
            "Concat", graph.op("Slice", graph.op("Shape", x), graph.ints(0), graph.ints(2)), graph.ints(1), axis=0
        )
        return graph.op("Concat", x, graph.op("Expand", ones, shape), out=out, axis=2)

    dependent = with_one(graph.perceptron("syntax", "label_dependent"), "dependent")
    governor = with_one(_with_root(graph, graph.perceptron("syntax", "label_governor"), "label_root"), "governor")
    raw = graph.weights["label_weight"].transpose(1, 0, 2).reshape(LABEL + 1, -1)
    weight = graph.op("Cast", graph.constant(raw.astype(np.float16), "label_weight.half"), to=TensorProto.FLOAT)
    graph.op("Identity", weight, out="label_weight")
    turned = graph.op("MatMul", dependent, weight)
    turned = graph.op("Reshape", turned, graph.ints(0, 0, relations, LABEL + 1))
    chosen = graph.op("GatherND", governor, graph.op("Unsqueeze", heads, graph.ints(2)), batch_dims=1)
    scores = graph.op("MatMul", turned, graph.op("Unsqueeze", chosen, graph.ints(3)))
    graph.op("ArgMax", graph.op("Squeeze", scores, graph.ints(3)), out="relations", axis=2, keepdims=0)


def _meaning(graph: _Graph) -> None:
    spans = graph.perceptron("meaning", "spans")
    for name in ("names", "kinds"):
        graph.op("Identity", graph.linear(spans, name), out=name)
    for name in ("speech", "links"):
        graph.op("Reshape", graph.linear(spans, name), graph.ints(0, 0, 3, 3), out=name)
    graph.op("Squeeze", graph.linear(spans, "certainty"), graph.ints(2), out="certainty")
    pooled = graph.gelu(_pooled(graph, graph.linear(spans, "causal"), graph.weights["causal.bias"].shape[0]))
    graph.op("Squeeze", graph.linear(pooled, "causal_out"), graph.ints(2), out="causal")


def _pooled(graph: _Graph, says: str, size: int) -> str:
    """For each word the values of its sentence's words by their weights, which stand first."""
    weigh = graph.op("Slice", says, graph.ints(0), graph.ints(1), graph.ints(2))
    values = graph.op("Slice", says, graph.ints(1), graph.ints(size), graph.ints(2))
    never = graph.constant(np.array(-1e9, np.float32))
    across = graph.op("Where", graph._made["same"], graph.op("Transpose", weigh, perm=[0, 2, 1]), never)
    return graph.op("MatMul", graph.op("Softmax", across, axis=2), values)


def _claims(graph: _Graph, roles: int, factors: int) -> None:
    told = graph.perceptron("claiming", "told")
    for name in ("claims", "claimed"):
        graph.op("Identity", graph.linear(told, name), out=name)
    graph.op("Reshape", graph.linear(told, "factors"), graph.ints(0, 0, 2, factors), out="factors")
    tells = _pooled(graph, graph.linear(told, "tells"), graph.weights["tells.bias"].shape[0])
    graph.op("Identity", graph.linear(graph.gelu(tells), "tells_out"), out="tells")
    asks = graph.linear(graph.perceptron("claiming", "asks"), "asks_out")
    graph.op("Reshape", asks, graph.ints(0, 0, roles, ROLE), out="asks")
    answers = graph.linear(graph.perceptron("claiming", "answers"), "answers_out")
    graph.op("Identity", answers, out="answers")
    distances = graph.constant(graph.weights["distances"].astype(np.float32), "distances.whole")
    graph.op("Identity", distances, out="distances")
