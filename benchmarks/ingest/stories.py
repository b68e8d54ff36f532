"""How well copies of a story are told from other reports: python benchmarks/ingest/stories.py ../shared/quality.

Variants of each report (cut, re-headed, words changed, sentences shuffled, merged with another) must be found;
pairs of different reports must not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ebbline.ingest.assembly import body_of
from ebbline.ingest.furniture import furniture_of
from ebbline.ingest.stories import MIN_WORDS, bands, same_story, signature

_SENTENCE_GAP = re.compile(r"(?<=[.!?”\"])\s+|\n+")


def bodies(folder: Path) -> dict[str, str]:
    """The bodies of all annotated reports, by folder and name."""
    found = {}
    for path in sorted(folder.glob("*/reports.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = record["text"]
            found[f"{path.parent.name}/{record['report']}"] = body_of(text, furniture_of(text))
    return found


def variants(text: str, others: list[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Copies as outlets make them, each with its name."""
    words, sentences = text.split(), [part for part in _SENTENCE_GAP.split(text) if part.strip()]
    for share in (0.7, 0.5, 0.33):
        yield f"cut to {share}", " ".join(words[: int(len(words) * share)])
    yield (
        "re-headed",
        "A new headline by another desk\n\n" + " ".join(sentences[1:] if len(sentences) > 3 else sentences),
    )
    pool = rng.choice(others).split()
    for share in (0.05, 0.1):
        changed = list(words)
        for index in rng.sample(range(len(words)), max(1, int(len(words) * share))):
            changed[index] = rng.choice(pool)
        yield f"{share} of words changed", " ".join(changed)
    yield "sentences shuffled", " ".join(rng.sample(sentences, len(sentences)))
    yield "merged with another", text + "\n\n" + rng.choice(others)


def met(a: bytes, b: bytes) -> bool:
    """Whether the ledger would compare the two, and find them copies."""
    return not set(bands(a)).isdisjoint(bands(b)) and same_story(a, b)


def main() -> None:
    """Print the share of variants found, the pairs wrongly joined, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    texts = {name: text for name, text in bodies(parser.parse_args().data).items() if len(text.split()) >= MIN_WORDS}
    rng = random.Random(5)
    started = time.perf_counter()
    signatures = {name: signature(text) for name, text in texts.items()}
    speed = len(texts) / (time.perf_counter() - started)
    found: dict[str, list[bool]] = defaultdict(list)
    for name in (name for name in texts if name.startswith("dev/")):
        for kind, text in variants(texts[name], list(texts.values()), rng):
            if len(text.split()) >= MIN_WORDS:
                found[kind].append(met(signatures[name], signature(text)))
    for kind, hits in found.items():
        print(f"{kind:24} found {sum(hits) / len(hits):.3f} of {len(hits)}")
    wrong = [pair for pair in itertools.combinations(signatures, 2) if met(signatures[pair[0]], signatures[pair[1]])]
    print(f"wrongly joined: {len(wrong)} of {len(texts) * (len(texts) - 1) // 2} pairs {wrong[:5]}")
    print(f"{speed:,.0f} signatures/s")


if __name__ == "__main__":
    main()
