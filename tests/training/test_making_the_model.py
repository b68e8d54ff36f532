"""The whole way from data to the shipped file, on a few made-up sentences; run by `make test-training`."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="torch is for training only: make test-training")

from ebbline.language.reader import Reader  # noqa: E402 (after the look for torch)
from ebbline.records import Report  # noqa: E402

TREES = """\
# newdoc id = {part}-1
# sent_id = {part}-1-0001
# newpar id = {part}-1-p0001
# text = Omar Kasri said the bridge fell.
1\tOmar\tOmar\tPROPN\tNNP\t_\t3\tnsubj\t_\t_
2\tKasri\tKasri\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_
4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\t_
5\tbridge\tbridge\tNOUN\tNN\t_\t6\tnsubj\t_\t_
6\tfell\tfall\tVERB\tVBD\t_\t3\tccomp\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# sent_id = {part}-1-0002
# text = Nobody slept in Velm.
1\tNobody\tnobody\tPRON\tNN\t_\t2\tnsubj\t_\t_
2\tslept\tsleep\tVERB\tVBD\t_\t0\troot\t_\t_
3\tin\tin\tADP\tIN\t_\t4\tcase\t_\t_
4\tVelm\tVelm\tPROPN\tNNP\t_\t2\tobl\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
NAMES = """\
# sent_id = {part}-1-0001
1\tOmar\tB-PER
2\tKasri\tI-PER
3\tsaid\tO
4\tthe\tO
5\tbridge\tO
6\tfell\tO
7\t.\tO

# sent_id = {part}-1-0002
1\tNobody\tO
2\tslept\tO
3\tin\tO
4\tVelm\tB-LOC
5\t.\tO

"""
CAUSAL = "<ARG1>Bakers struck</ARG1> <SIG0>because</SIG0> <ARG0>pay was late</ARG0> ."
SCORER = """\
from __future__ import annotations


class Names:
    def __init__(self, folder: object) -> None:
        self.folder = folder

    def same_actor(self, gold: str | list[str], pred: str) -> bool:
        return pred in ([gold] if isinstance(gold, str) else gold)

    def same_place(self, gold: str, pred: dict[str, object]) -> bool:
        return pred["name"] == gold
"""
TEXT = "Rain Front fighters burned the mill in Velm because the guards fled. Nobody slept."


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    public = folder / "benchmarks"
    for name in ("ud_ewt", "uner_ewt", "factuality/UDS_IH2", "causal_news", "re3d"):
        (public / name).mkdir(parents=True)
    for part in ("train", "dev"):
        with lzma.open(public / "ud_ewt" / f"en_ewt-ud-{part}.conllu.xz", "wt", encoding="utf-8") as packed:
            packed.write(TREES.format(part=part))
        end = "train.first_commit" if part == "train" else part
        (public / "uner_ewt" / f"en_ewt-ud-{end}.iob2").write_text(NAMES.format(part=part), "utf-8")
        judged = {"text": "Nobody slept in Velm .", "targets": [{"span1": [1, 2], "label": 2.0, "span_text": "slept"}]}
        (public / "factuality" / "UDS_IH2" / f"{part}.jsonl").write_text(json.dumps(judged) + "\n", "utf-8")
        _causal_news(public / "causal_news", part)
    _re3d(public / "re3d" / "re3d.tar.xz")
    _quality(folder / "quality")
    return folder


def _causal_news(folder: Path, part: str) -> None:
    words = "Bakers struck because pay was late ."
    plain = [["index", "text", "label"], [f"{part}_01_1_7", words, 1]]
    grouped = [
        ["corpus", "doc_id", "sent_id", "eg_id", "index", "text", "causal_text_w_pairs", "num_rs"],
        ["cnc", f"{part}_01_1", 7, 0, f"cnc_{part}_01_1_7_0", words, repr([CAUSAL]), 1],
    ]
    for name, rows in ((f"{part}_subtask1", plain), (f"{part}_subtask2_grouped", grouped)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines).writerows(rows)


def _re3d(path: Path) -> None:
    documents = [{"_id": f"d{number}", "text": "Nadia Hollis met fishers near Port Elm."} for number in range(12)]
    mentions = (("Nadia Hollis", "Person"), ("Port Elm", "Location"))
    places = [(row, words, kind, row["text"].index(words)) for row in documents for words, kind in mentions]
    entities = [
        {"documentId": row["_id"], "begin": begin, "end": begin + len(words), "type": kind}
        for row, words, kind, begin in places
    ]
    with tarfile.open(path, "w:xz") as tar:
        for name, rows in (("documents", documents), ("entities", entities)):
            raw = "\n".join(map(json.dumps, rows)).encode()
            info = tarfile.TarInfo(f"re3d/Navy/{name}.json")
            info.size = len(raw)
            tar.addfile(info, io.BytesIO(raw))


def _quality(folder: Path) -> None:
    folder.mkdir()
    (folder / "score.py").write_text(SCORER, "utf-8")
    claim = {"quote": "Rain Front fighters burned the mill in Velm", "said_by": None, "actor": ["Rain Front"]}
    gold: dict[str, Any] = {
        "text": TEXT,
        "sources": [],
        "events": [claim | {"type": ["Looting/property destruction"], "target": [], "place": ["Velm"]}],
        "control": [],
        "strength": [],
        "causes": [claim | {"quote": TEXT[:68], "cause": "morale down", "effect": "other"}],
    }
    for part in ("train", "synthetic"):
        (folder / part).mkdir(parents=True)
        for number in range(5):
            named = json.dumps(gold | {"doc": f"t{number}"})
            (folder / part / f"t{number}.gold.json").write_text(named, "utf-8")
        (folder / part / "actors.json").write_text("{}", "utf-8")
        (folder / part / "places.json").write_text("{}", "utf-8")


def run(module: str, *arguments: object) -> str:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-m", f"training.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    run("train", data, out, "--epochs", 2, "--threads", 1)
    return out


def test_data_in_a_file_that_reads_out(data: Path, trained: Path, tmp_path: Path) -> None:
    shutil.copy(trained / "weights.pt", tmp_path)
    run(
        "train", data, tmp_path / "whole", "--epochs", 1, "--threads", 1, "--claims", "--begin", tmp_path / "weights.pt"
    )
    before = torch.load(tmp_path / "weights.pt", weights_only=True)["weights"]
    run("claims", data, tmp_path, "--epochs", 1, "--threads", 1, "--begin", tmp_path / "whole" / "weights.pt")
    after = torch.load(tmp_path / "weights.pt", weights_only=True)["weights"]
    changed = {name.split(".")[0] for name in after if not torch.equal(before[name], after[name])}
    assert "branch" in changed
    assert not changed & {"encoder", "syntax", "meaning", "words", "spans", "names", "pos"}
    run("ranges", data, tmp_path, "--stretches", 4)
    run("export", tmp_path, "--to", tmp_path)
    file = tmp_path / "english.onnx"
    about = tomllib.loads((tmp_path / "english.toml").read_text("utf-8"))
    assert about["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert file.stat().st_size < 48e6
    document = Reader.open(file, threads=1).read(Report("r_1", "x", TEXT, "", "", "x"))
    assert "".join(w for s in document.sentences for w in s.words) == TEXT.replace(" ", "")
    assert all(s.tree is not None and s.tree.heads.count(-1) == 1 for s in document.sentences)


def test_the_log_tells_each_epoch(trained: Path) -> None:
    lines = [json.loads(line) for line in (trained / "log.jsonl").read_text("utf-8").splitlines()]
    told = [line["dev"] for line in lines if "dev" in line]
    assert len(told) == 2
    assert {"upos", "uas", "las", "names"} <= set(told[0])


def test_training_again_gives_the_same_weights(data: Path, trained: Path, tmp_path: Path) -> None:
    run("train", data, tmp_path, "--epochs", 2, "--threads", 1)
    ours, theirs = (torch.load(out / "weights.pt", weights_only=True)["weights"] for out in (tmp_path, trained))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_an_interrupted_run_goes_on(data: Path, trained: Path, tmp_path: Path) -> None:
    run("train", data, tmp_path, "--epochs", 2, "--threads", 1, "--stop-after", 1)
    assert not (tmp_path / "weights.pt").exists()
    run("train", data, tmp_path, "--epochs", 2, "--threads", 1)
    ours, theirs = (torch.load(out / "weights.pt", weights_only=True)["weights"] for out in (tmp_path, trained))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_the_file_says_what_the_network_says(data: Path, trained: Path, tmp_path: Path) -> None:
    from ebbline.language.network import Network as Shipped
    from ebbline.language.pieces import Pieces
    from training.batches import Labels, Stretch, Targets, featured
    from training.export import export
    from training.network import Network
    from training.pretrained import vocabulary
    from training.train import sizes

    state = torch.load(trained / "weights.pt", weights_only=True)
    labels = Labels(**{name: tuple(values) for name, values in state["labels"].items()})
    ours = Network(sizes(labels, len(vocabulary()))).eval()
    ours.load_state_dict(state["weights"])
    theirs = Shipped.open(export(trained / "weights.pt", tmp_path, vocabulary(), most_mb=60), threads=1)
    (example,) = _examples(data)
    pieces = Pieces(vocabulary())
    stretches = [Stretch(example, 0, 12, 12), Stretch(example, 7, 12, 12)]
    seen = [featured(stretch, pieces) for stretch in stretches]
    batch = Targets(labels).batch(stretches, seen, pieces.pad)
    with torch.no_grad():
        said = ours(batch)
        claimed = ours.claim(ours.encoder(batch.pieces, batch.looks), batch)
        tells = ours.told_scores(claimed.tells, batch.sentence, 2)
        causal = ours.causal_scores(said.causal, batch.sentence, 2)
    closed = [[-1e4] * 6 + [1e4] + [-1e4] * 4 + [1e4], [-1e4] * 4 + [1e4]]
    for row, answers in enumerate(theirs.answers(seen, closed)):
        size = len(answers.pos)
        number = batch.sentence[row, :size]
        same = number[:, None] == number[None, :]
        arcs = said.arcs[row, :size, 1 : size + 1].masked_fill(~same, -1e4).numpy()
        assert answers.arcs[:, 1:] == pytest.approx(arcs, abs=0.05)
        assert answers.arcs[:, 0] == pytest.approx(said.arcs[row, :size, 0].numpy(), abs=0.05)
        assert answers.certainty == pytest.approx(said.certainty[row, :size].numpy(), abs=0.05)
        assert answers.claims == pytest.approx(claimed.claims[row, :size].numpy(), abs=0.05)
        assert answers.claimed == pytest.approx(claimed.claimed[row, :size].numpy(), abs=0.05)
        assert answers.factors == pytest.approx(claimed.factors[row, :size].numpy(), abs=0.05)
        assert answers.tells == pytest.approx(tells[row, number].numpy(), abs=0.05)
        pairs = torch.tensor([[row, a, m] for a in range(size) for m in range(size)])
        roles = ours.role_scores(claimed, pairs).detach().view(size, size, -1).numpy()
        assert scores_of_roles(theirs, answers) == pytest.approx(roles, abs=0.05)
        assert answers.causal == pytest.approx(causal[row, number].numpy(), abs=0.05)
        for word in range(size):
            for governor in range(size + 1):
                scores = ours.labels(said.dependent[row, word][None], said.governor[row, governor][None])[0]
                chosen = theirs.relation(answers, word, governor)
                assert scores[chosen] > scores.max() - 0.1
            at = int(answers.heads[word])
            assert int(answers.relations[word]) == theirs.relation(answers, word, at)


def scores_of_roles(network: Any, answers: Any) -> Any:
    """[anchor, mention, role] as the reader counts them, before they are made likelihoods."""
    import numpy as np

    from ebbline.language.proposing import role_scores

    return np.stack([role_scores(network, answers, anchor) for anchor in range(len(answers.pos))])


def _examples(data: Path) -> list[Any]:
    from training.corpora import ewt

    return list(ewt.read(data / "benchmarks", "train"))
