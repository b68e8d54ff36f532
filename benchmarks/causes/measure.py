"""The whole coder on the Causal News Corpus: where it reads a cause, and which words it takes for cause and effect.

    python benchmarks/causes/measure.py ../shared/benchmarks [--part PART] [--coder NAME] [--model] [--write]

PART is `dev` (the default, for the figures that are kept) or `train` (to look at). A cause claim's two factors are its
spans; the words of its evidence between them, if there are no more than four, its signal. Scored as the corpus's shared
task scores (training/scoring.py). `--model` adds the language model's own spans and sentences, without the coder. See
README.md for the figures.
"""

from __future__ import annotations

import argparse
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.whole_coder import RIVAL, Score, add_options, coder_named, keep, report_of
from ebbline.records import CauseClaim, Reading
from training import scoring
from training.corpora import causal_news
from training.corpora.causal_news import Relation
from training.examples import text_of

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder

PUBLISHED = "published: sentences F1 86.3 (BERT), 84.7 (best of the shared task); spans F1 62.7 (BERT), 72.8 (best)"
SIGNAL = 4
"""Words between cause and effect that still are a signal; more are told of something else."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as running text, the places in it of the corpus's words, and what the corpus says of it."""

    name: str
    text: str
    words: tuple[tuple[int, int], ...]
    """Start and end of each word that the corpus cuts, in the running text."""
    causal: bool
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Scores of one coder."""

    sentences: Score
    spans: scoring.CausalSpans
    about_conflict: int | None = None
    """Causal sentences that the coder takes to be about armed conflict at all."""


def read(folder: Path, part: str) -> list[Sentence]:
    """The sentences of a part, marks set as running text sets them."""
    found = []
    both = zip(causal_news.read(folder, part), causal_news.relations_of(folder, part), strict=True)
    for example, (words, relations) in both:
        text = text_of(example.words, example.spaced, example.broken)
        causal = bool((example.causal or (0,))[0])
        found.append(Sentence(example.source, text, places_of(words, text), causal, tuple(relations)))
    return found


def places_of(words: Sequence[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where each word stands in a text that holds the same characters but for white space."""
    at = 0
    found = []
    for word in words:
        start = None
        for mark in word:
            next_at = text.find(mark, at)
            if next_at < 0 or text[at:next_at].strip():
                continue
            start = next_at if start is None else start
            at = next_at + 1
        found.append((at if start is None else start, at))
    return tuple(found)


def relations_of(reading: Reading, sentence: Sentence) -> list[Relation]:
    """The cause claims as stretches of the corpus's words, in the order of the text."""
    found: list[tuple[int, Relation]] = []
    for claim in reading.claims:
        if not isinstance(claim, CauseClaim):
            continue
        first, last = claim.evidence[0].start, claim.evidence[-1].end
        cause = _stands(claim.cause.text, sentence.text, first, last)
        effect = _stands(claim.effect.text, sentence.text, first, last)
        spans = [_over(span, sentence) if span else None for span in (cause, effect)]
        found.append((first, Relation(spans[0], spans[1], _signals(cause, effect, sentence))))
    return [relation for _, relation in sorted(found, key=lambda pair: pair[0])]


def _stands(words: str, text: str, first: int, last: int) -> tuple[int, int] | None:
    """Where a factor's words stand: in the evidence, else anywhere."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    match = (pattern.search(text, first, last) or pattern.search(text)) if words.strip() else None
    return match.span() if match else None


def _over(span: tuple[int, int], sentence: Sentence) -> tuple[int, int] | None:
    starts, stops = [start for start, _ in sentence.words], [stop for _, stop in sentence.words]
    first, last = bisect_right(stops, span[0]), bisect_left(starts, span[1])
    return (first, last) if first < last else None


def _signals(
    cause: tuple[int, int] | None, effect: tuple[int, int] | None, sentence: Sentence
) -> tuple[tuple[int, int], ...]:
    if cause is None or effect is None:
        return ()
    before, behind = sorted((cause, effect))
    if before[1] >= behind[0]:
        return ()
    inner = _over((before[1], behind[0]), sentence)
    return (inner,) if inner and inner[1] - inner[0] <= SIGNAL else ()


def measure(coder: Coder, sentences: Sequence[Sentence], most_errors: int = 0) -> Result:
    """The scores of a coder; prints some sentences with what was read."""
    said = []
    about_conflict = 0
    for sentence in sentences:
        reading = coder.code(report_of(sentence.name, sentence.text))
        about_conflict += sentence.causal and reading.relevant
        said.append(relations_of(reading, sentence))
        if most_errors and (bool(said[-1]) != sentence.causal or said[-1]):
            most_errors -= 1
            _print_sentence(sentence, said[-1])
    return replace(compared(sentences, said), about_conflict=about_conflict)


def compared(sentences: Sequence[Sentence], said: Sequence[Sequence[Relation]]) -> Result:
    """The scores of relations by sentence; a sentence with any is said to be causal."""
    told = [sentence.causal for sentence in sentences]
    right = sum(causal and bool(found) for causal, found in zip(told, said, strict=True))
    counts = Score(right, sum(told), sum(map(bool, said)))
    return Result(counts, scoring.causal_spans([sentence.relations for sentence in sentences], said))


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=causal_news.PARTS, default="dev")
    parser.add_argument("--model", action="store_true", help="the language model's own figures too")
    add_options(parser)
    asked = parser.parse_args()
    sentences = read(asked.folder, asked.part)
    figures: dict[str, object] = {"part": asked.part, "sentences": len(sentences)}
    for name in (asked.coder, RIVAL):
        coder = coder_named(name)
        result = measure(coder, sentences, asked.errors if name == asked.coder else 0)
        figures[coder.extractor] = _as_json(result)
        _print(coder.extractor, result)
    halves = compared(sentences, [_halves(sentence) for sentence in sentences])
    figures["naive: every sentence, cut in halves"] = _as_json(halves)
    _print("naive: every sentence, cut in halves", halves)
    if asked.model:
        figures["the language model alone"] = _of_model(asked.folder)
    print(PUBLISHED)
    if asked.write:
        keep(Path(__file__).with_name("figures.json"), figures)
    return 0


def _of_model(folder: Path) -> dict[str, float]:
    """The language model's own figures on dev, as benchmarks/language/measure.py gives them."""
    from benchmarks.language.measure import causes
    from ebbline.language.reader import Reader

    found = {figure.name: round(figure.value, 1) for figure in causes(Reader.open(), folder)}
    for name, value in found.items():
        print(f"the language model alone, {name}: {value}")
    return found


def _halves(sentence: Sentence) -> list[Relation]:
    middle, end = len(sentence.words) // 2, len(sentence.words)
    return [Relation((0, middle), (middle, end))]


def _print(title: str, result: Result) -> None:
    print(f"{title}\n  sentences        {result.sentences}")
    if result.about_conflict is not None:
        print(
            f"  about conflict   {result.about_conflict} of {result.sentences.gold:.0f} causal sentences, to this coder"
        )
    for name, score in _spans(result).items():
        print(f"  {name:16} {score}")


def _spans(result: Result) -> dict[str, Score]:
    rows = {"spans": result.spans.fair, **result.spans.by_layer, "spans, exact": result.spans.exact}
    return {name: Score(score.right, score.gold, score.guessed) for name, score in rows.items()}


def _as_json(result: Result) -> dict[str, object]:
    return {
        "sentences": result.sentences.as_json(),
        "causal sentences about conflict to this coder": result.about_conflict,
        **{name: score.as_json() for name, score in _spans(result).items()},
    }


def _print_sentence(sentence: Sentence, said: Sequence[Relation]) -> None:
    def shown(span: tuple[int, int] | None) -> str:
        return sentence.text[sentence.words[span[0]][0] : sentence.words[span[1] - 1][1]] if span else "-"

    print(f"\n{sentence.name}: {sentence.text}\n  {'causal' if sentence.causal else 'not causal'}")
    for title, relations in (("gold", sentence.relations), ("read", said)):
        for relation in relations:
            print(f"  {title}  cause [{shown(relation.cause)}] effect [{shown(relation.effect)}]")


if __name__ == "__main__":
    raise SystemExit(main())
