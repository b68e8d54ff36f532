"""The language model's figures on public data, beside a naive rival and what others published.

    python benchmarks/language/measure.py ../shared/benchmarks [--model FILE] [--only SYNTAX,RAW,NAMES,…] [--json]

Parts: syntax and raw (EWT test), names (UNER EWT test), defence (re3d, documents kept from training), speech (PolNeAR
dev), causes (Causal News Corpus dev), certainty (UDS-IH2 dev). Measured is the file that ships. Exit status 1 when a
floor of `floors.json` is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import correlation

from ebbline.language.decoding import Found, paired
from ebbline.language.features import BROKEN, GLUED, SPACED
from ebbline.language.reader import Reader
from ebbline.language.speech import speaker_of
from ebbline.language.tokens import tokens
from ebbline.records import Report, Span

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.language import polnear
from training import scoring
from training.corpora import causal_news, ewt, re3d
from training.corpora.causal_news import Relation
from training.examples import Example, text_of

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True)
class Figure:
    """One figure, per cent, with a naive rival's and the best published one."""

    name: str
    value: float
    rival: float | None = None
    published: str = ""


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not PARTS.keys() >= set(asked.only.split(",")):
        parser.error(f"--only takes {','.join(PARTS)}")
    reader = Reader.open(asked.model, asked.threads)
    found = [figure for part in asked.only.split(",") for figure in PARTS[part](reader, asked.folder)]
    if asked.json:
        print(json.dumps({figure.name: round(figure.value, 2) for figure in found}))
    else:
        for figure in found:
            rival = "" if figure.rival is None else f"{figure.rival:.1f}"
            print(f"{figure.name:38}{figure.value:8.2f}{rival:>8}  {figure.published}")
    floors: Mapping[str, float] = json.loads(FLOORS.read_text("utf-8"))
    nameless = floors.keys() - {figure.name for figure in found}
    if nameless and asked.only == ",".join(PARTS):
        parser.error(f"{FLOORS.name} has floors for figures that are not measured: {', '.join(sorted(nameless))}")
    missed = [figure for figure in found if figure.value < floors.get(figure.name, 0)]
    for figure in missed:
        print(f"floor missed: {figure.name} {figure.value:.2f}, must be {floors[figure.name]}", file=sys.stderr)
    return 1 if missed else 0


# Syntax ------------------------------------------------------------------------------------------------------


def syntax(reader: Reader, folder: Path) -> Iterator[Figure]:
    """EWT test with gold words and sentences."""
    examples = list(ewt.read(folder, "test"))
    gold = [tree for example in examples for tree in scoring.trees(example)]
    guessed = [
        scoring.Tree(s.words, s.tree.pos, s.tree.heads, s.tree.relations)
        for s in (found.sentence for found in reader.read_words(_sentences(examples)))
        if s.tree
    ]
    score, naive = scoring.attachment(gold, guessed), _naive_trees(folder, gold)
    theirs = "spaCy with RoBERTa, five times the size: "
    yield Figure("EWT test UPOS", 100 * score.upos.f1, 100 * naive.upos.f1, theirs + "96.9")
    yield Figure("EWT test UAS", 100 * score.uas.f1, 100 * naive.uas.f1, theirs + "91.9")
    yield Figure("EWT test LAS", 100 * score.las_subtypes.f1, 100 * naive.las_subtypes.f1, theirs + "89.4")
    yield Figure("EWT test LAS, no subtypes", 100 * score.las.f1, 100 * naive.las.f1)


def _naive_trees(folder: Path, gold: Sequence[scoring.Tree]) -> scoring.Attachment:
    """Each word its most frequent part of speech in training, hung on the word after it by that part's relation."""
    seen: dict[str, Counter[str]] = {}
    hangs: dict[str, Counter[str]] = {}
    for example in ewt.read(folder, "train"):
        for word, pos, relation in zip(example.words, example.pos or (), example.relations or (), strict=True):
            seen.setdefault(word.lower(), Counter())[pos] += 1
            hangs.setdefault(pos, Counter())[relation] += 1
    guessed = []
    for tree in gold:
        known = [seen.get(word.lower()) for word in tree.words]
        parts = tuple(counts.most_common(1)[0][0] if counts else "NOUN" for counts in known)
        heads = (*range(1, len(parts)), -1)
        relations = (*(hangs[part].most_common(1)[0][0] for part in parts[:-1]), "root")
        guessed.append(scoring.Tree(tree.words, parts, heads, relations))
    return scoring.attachment(gold, guessed)


def raw(reader: Reader, folder: Path) -> Iterator[Figure]:
    """EWT test from raw text, a blank line between the treebank's paragraphs as in the shared task's texts."""
    examples = list(ewt.read(folder, "test"))
    gold = [tree for example in examples for tree in scoring.trees(example)]
    texts = [text_of(example.words, example.spaced, example.broken) for example in examples]
    reports = [_report(text.replace("\n", "\n\n")) for text in texts]
    guessed = [
        scoring.Tree(s.words, s.tree.pos, s.tree.heads, s.tree.relations)
        for document in reader.read_all(reports)
        for s in document.sentences
        if s.tree
    ]
    score = scoring.attachment(gold, guessed)
    yield Figure("EWT test raw, words", 100 * score.words.f1)
    yield Figure("EWT test raw, sentences", 100 * score.sentences.f1)
    yield Figure("EWT test raw LAS", 100 * score.las_subtypes.f1)


# Names -------------------------------------------------------------------------------------------------------


def names(reader: Reader, folder: Path) -> Iterator[Figure]:
    """UNER EWT test, exact spans and kinds; the rival takes runs of capitals as places."""
    examples = list(ewt.read(folder, "test"))
    gold = [list((example.names or ())[start:end]) for example in examples for start, end in _bounds(example)]
    guessed = [_bio(found.names, len(found.sentence.words)) for found in reader.read_words(_sentences(examples))]
    rival = [_capitals(words) for words, _ in _sentences(examples)]
    theirs = "XLM-R large 86.0"
    yield Figure(
        "UNER EWT test F1", 100 * scoring.span_f1(gold, guessed).f1, 100 * scoring.span_f1(gold, rival).f1, theirs
    )
    for kind in ("PER", "ORG", "LOC"):
        yield Figure(f"UNER EWT test F1 {kind}", 100 * scoring.span_f1(gold, guessed, kind).f1)


def defence(reader: Reader, folder: Path) -> Iterator[Figure]:
    """re3d, the documents kept from training: actors (persons and organisations as one) and places.

    The gold is training's own reading of the mentions: a guess that touches a word it calls UNKNOWN counts neither way.
    The rival takes every run of capitals for what is asked.
    """
    examples = list(re3d.read(folder, "test"))
    gold = [list((example.names or ())[start:end]) for example in examples for start, end in _bounds(example)]
    found = [_bio(item.names, len(item.sentence.words)) for item in reader.read_words(_sentences(examples))]
    merged = [[_actor(value) for value in column] for column in gold]
    for name, kind in (("actors", "ACTOR"), ("places", "LOC")):
        rival = [_capitals(words, kind) for words, _ in _sentences(examples)]
        scores = [
            scoring.span_f1(merged, [[_actor(value) for value in column] for column in guess], kind).f1
            for guess in (found, rival)
        ]
        yield Figure(f"re3d held-out {name} F1", 100 * scores[0], 100 * scores[1])


def _actor(value: str) -> str:
    return value.replace("PER", "ACTOR").replace("ORG", "ACTOR")


_COARSE = {"GROUP": "ORG", "FORCE": "ORG", "BASE": "LOC"}


def _bio(found: Sequence[tuple[int, int, str]], size: int) -> list[str]:
    out = ["O"] * size
    for start, end, kind in found:
        kind = _COARSE.get(kind, kind)
        if kind in ("PER", "ORG", "LOC"):
            out[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return out


def _capitals(words: Sequence[str], kind: str = "LOC") -> list[str]:
    """Runs of words with a capital, but the first of the sentence, as names of one kind."""
    out = ["O"] * len(words)
    for i, word in enumerate(words):
        if i and word[0].isupper() and word != "I":
            out[i] = f"I-{kind}" if out[i - 1] != "O" else f"B-{kind}"
    return out


# Speech, causes, certainty -----------------------------------------------------------------------------------


def speech(reader: Reader, folder: Path) -> Iterator[Figure]:
    """PolNeAR dev: the head of the speaker, given the content."""
    articles = list(polnear.read(folder / "polnear" / "polnear-train-dev.tar.xz", "dev"))
    reports = [_report(article.text) for article in articles]
    documents = dict(zip([article.name for article in articles], reader.read_all(reports), strict=True))

    def speaker(article: polnear.Article, content: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]] | None:
        found = speaker_of(documents[article.name], *(Span(*part) for part in content))
        return None if found is None else [(found.start, found.end)]

    ours, rival = polnear.heads_right(articles, speaker), polnear.heads_right(articles, polnear.nearest_name)
    yield Figure("PolNeAR dev speaker's head", 100 * ours.share, 100 * rival.share)


def causes(reader: Reader, folder: Path) -> Iterator[Figure]:
    """Causal News Corpus dev: which sentences tell a cause, and where."""
    examples = list(causal_news.read(folder, "dev"))
    told = [bool((example.causal or (0,))[0]) for example in examples]
    found = list(reader.read_words((e.words, _gaps(e)) for e in examples))
    said = [(item.sentence.causal or 0) > 0.5 for item in found]
    yield Figure("CNC dev sentence F1", 100 * _f1(told, said), 100 * _f1(told, [True] * len(told)), "BERT 86.3")
    gold = causal_news.relations_of(folder, "dev")
    guessed = [_relations(item, words) for item, (words, _) in zip(found, gold, strict=True)]
    score = scoring.causal_spans([relations for _, relations in gold], guessed)
    halves = [[Relation((0, len(words) // 2), (len(words) // 2, len(words)))] for words, _ in gold]
    rival = scoring.causal_spans([relations for _, relations in gold], halves)
    yield Figure("CNC dev spans F1", 100 * score.fair.f1, 100 * rival.fair.f1, "BERT 62.7, best 72.8")
    yield Figure("CNC dev spans exact F1", 100 * score.exact.f1, 100 * rival.exact.f1)


def _relations(found: Found, words: Sequence[str]) -> list[Relation]:
    """The links over the corpus's own words, which hold the same characters but for those that no word of ours has."""
    own = _places(found.sentence.words)
    theirs = _places(words)
    starts, stops = [start for start, _ in theirs], [stop for _, stop in theirs]

    def over(stretch: tuple[int, int]) -> tuple[int, int]:
        return bisect_right(stops, own[stretch[0]][0]), bisect_left(starts, own[stretch[1] - 1][1])

    return [
        Relation(over(cause), over(effect), (over(signal),) if signal else ())
        for cause, effect, signal in paired(found.links)
    ]


def _places(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where each word starts and stops when nothing stands between words, counting what `tokens` keeps."""
    stops = list(accumulate(sum(map(len, tokens(word, 0, len(word))[0])) for word in words))
    return list(zip([0, *stops[:-1]], stops, strict=True))


def certainty(reader: Reader, folder: Path) -> Iterator[Figure]:
    """UDS-IH2 dev: Pearson's r between what was judged and what is guessed, over the words judged."""
    examples = list(ewt.read(folder, "dev"))
    judged = [(e.certainty or ())[start:end] for e in examples for start, end in _bounds(e)]
    found = reader.read_words(_sentences(examples))
    pairs = [
        (value, guess)
        for values, item in zip(judged, found, strict=True)
        for value, guess in zip(values, item.sentence.certainty, strict=True)
        if value is not None
    ]
    yield Figure("UDS-IH2 dev certainty, r × 100", 100 * correlation(*zip(*pairs, strict=True)), 0.0)


def _f1(told: Sequence[bool], said: Sequence[bool]) -> float:
    right = sum(a and b for a, b in zip(told, said, strict=True))
    return 2 * right / (sum(told) + sum(said))


def _sentences(examples: Sequence[Example]) -> Iterator[tuple[Sequence[str], Sequence[int]]]:
    for example in examples:
        for start, end in _bounds(example):
            yield example.words[start:end], _gaps(example)[start:end]


def _gaps(example: Example) -> list[int]:
    """What stands before each word, as in training."""
    both = zip(example.broken, example.spaced, strict=True)
    return [BROKEN if broken else SPACED if spaced else GLUED for broken, spaced in both]


def _bounds(example: Example) -> Iterator[tuple[int, int]]:
    return pairwise([*example.cuts, len(example.words)])


def _report(text: str) -> Report:
    return Report("r_0", "benchmark", text, "", "", "benchmark")


PARTS: dict[str, Callable[[Reader, Path], Iterator[Figure]]] = {
    "syntax": syntax,
    "raw": raw,
    "names": names,
    "defence": defence,
    "speech": speech,
    "causes": causes,
    "certainty": certainty,
}


if __name__ == "__main__":
    raise SystemExit(main())
