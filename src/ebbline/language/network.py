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
_CURE = "install ebbline again (in a checkout: git restore src/ebbline/language/data)"
_OUTPUTS = (
    "ends", "pos", "arcs", "heads", "relations", "dependent", "governor", "names", "kinds", "speech", "links", "causal",
    "certainty",
)  # fmt: skip
SURELY = 1e4
"""What `closed` holds where a word surely closes its sentence; less than nothing where it surely does not."""


@dataclass(frozen=True)
class Answers:
    """What the network says of the words of one stretch; arrays of `w` rows."""

    ends: Array
    """Above 0 where a word closes its sentence."""
    pos: Array
    arcs: Array
    """[w, 1 + w] scores of each governor, the root first; very small across sentences."""
    heads: Array
    """The governor with the highest score, 0 for the root: not always a tree."""
    relations: Array
    """Of each word to that governor."""
    dependent: Array
    governor: Array
    names: Array
    kinds: Array
    speech: Array
    links: Array
    causal: Array
    """Of the word's sentence, above 0 where it tells of a cause."""
    certainty: Array


class Network:
    """The network and the names of what it tells; `open` gives the shipped one."""

    def __init__(self, session: Any) -> None:
        about: Mapping[str, str] = session.get_modelmeta().custom_metadata_map
        labels = json.loads(about["labels"])
        self.about = {key: value for key, value in about.items() if key not in ("vocabulary", "labels")}
        self.pos, self.relations, self.names, self.kinds = (
            tuple(labels[key]) for key in ("pos", "relations", "names", "kinds")
        )
        self.pieces = Pieces(about["vocabulary"].split("\n"))
        self._session = session
        nothing = self._feeds([Features([self.pieces.open, self.pieces.close], [0, 0], [1], [1])], [[SURELY]])
        weight: Array = session.run(["label_weight"], nothing)[0]
        self._labels = weight.reshape(len(weight), len(self.relations), -1)

    @classmethod
    def open(cls, path: Path | None = None, threads: int | None = None) -> Network:
        """The network in a file, the shipped one if none is named, on all processors this program may use.

        Raises ModelError where it is missing or not what was shipped.
        """
        return cls(_session(_checked(path) if path is None else _read(path), path, threads or _processors()))

    def answers(self, stretches: Sequence[Features], closed: Sequence[Sequence[float]]) -> list[Answers]:
        """What is said of each stretch, read together; `closed` says which words surely close a sentence, or do not."""
        found = self._session.run(_OUTPUTS, self._feeds(stretches, closed))
        out = []
        for row, stretch in enumerate(stretches):
            w = len(stretch.first)
            values = {name: value[row, :w] for name, value in zip(_OUTPUTS, found, strict=True)}
            values["arcs"], values["governor"] = values["arcs"][:, : 1 + w], found[_GOVERNOR][row, : 1 + w]
            out.append(Answers(**values))
        return out

    def relation(self, answers: Answers, word: int, governor: int) -> int:
        """The relation of a word to a governor of the caller's choice, 0 the root."""
        turned = np.tensordot(answers.dependent[word], self._labels, 1)
        return int((turned @ answers.governor[governor]).argmax())

    def _feeds(self, stretches: Sequence[Features], closed: Sequence[Sequence[float]]) -> dict[str, Array]:
        wide = max(len(stretch.first) for stretch in stretches)
        told = np.zeros((len(stretches), wide), np.float32)
        for row, values in zip(told, closed, strict=True):
            row[: len(values)] = values
        return {
            "pieces": stacked([stretch.pieces for stretch in stretches], self.pieces.pad),
            "looks": stacked([stretch.looks for stretch in stretches], 0),
            "first": stacked([stretch.first for stretch in stretches], 0),
            "last": stacked([stretch.last for stretch in stretches], 0),
            "closed": told,
        }


_GOVERNOR = _OUTPUTS.index("governor")


def _checked(path: Path | None) -> bytes:
    """The shipped file's bytes."""
    folder = resources.files("ebbline.language") / "data"
    shipped = Path(str(folder)) / FILE
    data = _read(shipped)
    expected = tomllib.loads((folder / "english.toml").read_text("utf-8"))["sha256"]
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelError(str(shipped), "the language model's file is damaged", _CURE)
    return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(str(path), f"the language model cannot be read ({error.strerror})", _CURE) from error


def _session(data: bytes, path: Path | None, threads: int) -> Any:
    import onnxruntime as ort  # a quarter of a second that no other command pays

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises classes of its own that share no base
        raise ModelError(str(path or FILE), "not a language model of this program", _CURE) from error


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
