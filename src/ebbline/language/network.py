"""The shipped network: one file, its hash checked on load, run by ONNX Runtime on the processor."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ebbline.errors import ModelError
from ebbline.language.features import Features, stacked
from ebbline.language.pieces import Pieces

Array: TypeAlias = npt.NDArray[Any]

FILE = "english.onnx"
"""The shipped file; `english.toml` beside it holds its hash."""
_CURE = "install ebbline again (in a checkout: git restore src/ebbline/language/data)"
OUTPUTS = (
    "ends", "pos", "arcs", "heads", "relations", "dependent", "governor", "names", "kinds", "speech", "links", "causal",
    "certainty", "claims", "claimed", "factors", "tells", "asks", "answers",
)  # fmt: skip
SURELY = 1e4
"""What `closed` holds where a word surely closes its sentence; less than nothing where it surely does not."""


@dataclass(frozen=True)
class Answers:
    """What the network says of the words of one stretch; arrays of `w` rows."""

    ends: Array
    """Above 0 where a word closes its sentence."""
    pos: Array
    """Numbers of the network's `pos`."""
    arcs: Array
    """[w, 1 + w] scores of each governor, the root first; very small across sentences."""
    heads: Array
    """The governor with the highest score, 0 for the root: not always a tree."""
    relations: Array
    """Of each word to that governor, numbers of the network's `relations`."""
    dependent: Array
    """[w, d], with `governor` [1 + w, d] what the relation to any governor is told from."""
    governor: Array
    names: Array
    """[w, 1 + 2 n] scores of the network's `names`, as `kinds` of its `kinds`."""
    kinds: Array
    speech: Array
    """[w, 3, 3] scores of outside, beginning and inside of a cue, a speaker, a content."""
    links: Array
    """[w, 3, 3]: the same of a cause, an effect, a signal."""
    causal: Array
    """Of the word's sentence, above 0 where it tells of a cause."""
    certainty: Array
    """Of what the word tells, -3 to 3."""
    claims: Array
    """[w, claims] scores of each of the network's `claims` to hang on the word."""
    claimed: Array
    """[w, certainties] scores of how certain what hangs on it is told."""
    factors: Array
    """[w, 2, factors] of the cause and the effect, where one hangs on it."""
    tells: Array
    """[w, claims] scores of each to be claimed in the word's sentence."""
    asks: Array
    """[w, roles, d], with `answers` [w, d] what the part of a mention in a claim is told from."""
    answers: Array


class Network:
    """The network and the names of what it tells; `open` gives the shipped one."""

    def __init__(self, session: Any) -> None:
        about: Mapping[str, str] = session.get_modelmeta().custom_metadata_map
        labels = json.loads(about["labels"])
        self.about = {key: value for key, value in about.items() if key not in ("vocabulary", "labels")}
        self.pos, self.relations, self.names, self.kinds = (
            tuple(labels[key]) for key in ("pos", "relations", "names", "kinds")
        )
        self.claims, self.certainties, self.factors, self.roles = (
            tuple(labels[key]) for key in ("claims", "certainties", "factors", "roles")
        )
        self.pieces = Pieces(about["vocabulary"].split("\n"))
        self.session = session
        nothing = self._feeds([Features([self.pieces.open, self.pieces.close], [0, 0], [1], [1])], [[SURELY]])
        weight, distances = self.run(["label_weight", "distances"], nothing)
        self.distances: Array = distances
        """[far, roles] what the words between a claim and a mention add, from as far before as behind."""
        self._labels = weight.reshape(len(weight), len(self.relations), -1)

    @classmethod
    def open(cls, path: Path | None = None, threads: int | None = None) -> Network:
        """The network in a file, or else the shipped one, on so many processors or on all this program may use.

        Raises ModelError where it is missing or not what was shipped.
        """
        file = path or Path(str(resources.files("ebbline.language"))) / "data" / FILE
        data = _read(file) if path else shipped(file)
        try:
            return cls(_session(data, threads or _processors()))
        except Exception as error:  # the library raises classes of its own that share no base
            raise ModelError(str(file), "not a language model of this program", _CURE) from error

    def answers(self, stretches: Sequence[Features], closed: Sequence[Sequence[float]]) -> list[Answers]:
        """What is said of each stretch, read together; `closed` says which words surely close a sentence, or do not."""
        found = self.run(OUTPUTS, self._feeds(stretches, closed))
        out = []
        for row, stretch in enumerate(stretches):
            w = len(stretch.first)
            values = {name: value[row, :w] for name, value in zip(OUTPUTS, found, strict=True)}
            values["arcs"], values["governor"] = values["arcs"][:, : 1 + w], found[_GOVERNOR][row, : 1 + w]
            out.append(Answers(**values))
        return out

    def run(self, names: Sequence[str], feeds: dict[str, Array]) -> list[Array]:
        """The outputs of those names for the inputs of a batch."""
        found: list[Array] = self.session.run(names, feeds)
        return found

    def relation(self, answers: Answers, word: int, governor: int) -> int:
        """The relation of a word to a governor of the caller's choice, 0 the root."""
        turned = np.tensordot(answers.dependent[word], self._labels, 1)
        return int((turned @ answers.governor[governor]).argmax())

    def _feeds(self, stretches: Sequence[Features], closed: Sequence[Sequence[float]]) -> dict[str, Array]:
        # Whole vectors of the processor: sums over padding then add zeros at their end and nothing else, so that a
        # stretch's numbers are the same to the last bit whatever is read beside it.
        wide = _rounded(max(len(stretch.first) for stretch in stretches))
        long = _rounded(max(len(stretch.pieces) for stretch in stretches))
        told = np.zeros((len(stretches), wide), np.float32)
        for row, values in zip(told, closed, strict=True):
            row[: len(values)] = values
        return {
            "pieces": stacked([stretch.pieces for stretch in stretches], self.pieces.pad, long),
            "looks": stacked([stretch.looks for stretch in stretches], 0, long),
            "first": stacked([stretch.first for stretch in stretches], 0, wide),
            "last": stacked([stretch.last for stretch in stretches], 0, wide),
            "closed": told,
        }


_GOVERNOR = OUTPUTS.index("governor")
_LANES = 16


def _rounded(width: int) -> int:
    return -(-width // _LANES) * _LANES


def shipped(file: Path) -> bytes:
    """The bytes of a file that have the hash in the `.toml` beside it; raises ModelError where they do not."""
    data, about = _read(file), _read(file.with_suffix(".toml"))
    try:
        expected = tomllib.loads(about.decode())["sha256"]
    except (ValueError, KeyError) as error:
        raise ModelError(str(file.with_suffix(".toml")), "the language model's hash cannot be read", _CURE) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelError(str(file), "the language model's file is damaged", _CURE)
    return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(str(path), f"the language model cannot be read ({error.strerror})", _CURE) from error


def _session(data: bytes, threads: int) -> Any:
    import onnxruntime as ort  # a quarter of a second that no other command pays

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
