"""Writes `language/data/tokens.toml`: what the English Web Treebank does that the pattern in `tokens.py` cannot know.

    python tools/make_tokens.py ../shared/benchmarks/ud_ewt

Counted in the training part only. Run it again after a change of the pattern: words that the pattern alone cuts as
the treebank does are left out.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).parent.parent / "src/ebbline/language/data/tokens.toml"
HEAD = """\
# How the English Web Treebank cuts words, where a pattern cannot know. Written by tools/make_tokens.py.
# source: UD English-EWT 2.x, training part (en_ewt-ud-train.conllu). licence: CC BY-SA 4.0.
"""
_ADDRESS = re.compile(r"(?:https?://|www\.|\S*@)\S+|\S+\.[A-Za-z]{2,4}")

Cut = tuple[tuple[str, str], ...]
"""A stretch without white space: each word with its part of speech."""


def cuts(path: Path) -> Iterator[Cut]:
    """Every stretch without white space, in order, as the treebank cuts it."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            yield from _stretches([line.split("\t") for line in block.splitlines() if line and line[0] != "#"])


def _stretches(rows: list[list[str]]) -> Iterator[Cut]:
    words: list[tuple[str, str]] = []
    last, spaced = "", True
    for row in rows:
        if "-" in row[0]:
            last, spaced = row[0].split("-")[1], "SpaceAfter=No" not in row[9]
        elif row[0].isdigit():
            words.append((row[1], row[3]))
            done = spaced if row[0] == last else not last and "SpaceAfter=No" not in row[9]
            last = "" if row[0] == last else last
            if done:
                yield tuple(words)
                words = []
    if words:
        yield tuple(words)


def parts(found: list[Cut]) -> list[str]:
    """Letters written together that are two words more often than one: `cannot`, `gonna`, `dont`."""
    whole: Counter[str] = Counter(word.lower() for cut in found for word, _ in cut)
    split: Counter[tuple[str, str]] = Counter()
    small: Counter[tuple[str, str]] = Counter()
    negated = set()
    for cut in found:
        for (first, _), (second, pos) in pairwise(cut):
            pair = first.lower(), second.lower()
            if pair[1].replace("’", "'") == "n't":
                negated.add((pair[0], "nt"))
            if first.isalpha() and second.isalpha() and (second.lower() != "s" or pos in ("AUX", "PRON")):
                split[pair] += 1
                small[pair] += pos in ("AUX", "PART", "PRON")
    chosen = {p for p, n in split.items() if n > 2 * whole["".join(p)] and (n > 2 or (n > 1 and small[p]))}
    chosen |= {p for p, n in split.items() if n > whole["".join(p)] and small[p] > 2}
    chosen |= {pair for pair in negated if not whole["".join(pair)]}
    return sorted(" ".join(pair) for pair in chosen)


def prefixes(found: list[Cut]) -> list[str]:
    """What stays with its hyphen more often than not: seen with two words at least, or no word by itself."""
    alone = {word.lower() for cut in found for word, _ in cut}
    kept: defaultdict[str, set[str]] = defaultdict(set)
    cut_off: Counter[str] = Counter()
    for cut in found:
        for i, (word, _) in enumerate(cut):
            first, hyphen, rest = word.lower().partition("-")
            if hyphen and first.isalpha() and rest.isalnum():
                kept[first].add(rest)
            elif word == "-" and i:
                cut_off[cut[i - 1][0].lower()] += 1
    return sorted(
        first for first, rest in kept.items() if len(rest) > cut_off[first] and (len(rest) > 1 or first not in alone)
    )


def units(found: list[Cut]) -> list[str]:
    """Letters cut from the figure before them, more often than not."""
    split: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for cut in found:
        for word, _ in cut:
            kept.update(re.findall(r"^\d[\d.,:]*([A-Za-z]+)$", word))
        for (first, _), (second, _) in pairwise(cut):
            if first[-1].isdigit() and first[0].isdigit() and second.isalpha():
                split[second] += 1
    return sorted(word for word, n in split.items() if n > kept[word])


def endings(found: list[Cut]) -> list[str]:
    """How names of hosts and files end; of what is no address, seen twice at least."""
    seen: Counter[str] = Counter()
    for word in {word for cut in found for word, _ in cut}:
        if _ADDRESS.fullmatch(word):
            sure = 1 + ("://" in word or "www." in word)
            for ending in re.findall(r"\.([A-Za-z]{2,5})(?=$|/)", word):
                seen[ending.lower()] += sure
    return sorted(ending for ending, n in seen.items() if n > 1)


def stops(found: list[Cut]) -> tuple[list[str], list[str]]:
    """Words whose stop belongs to them: always, and unless the sentence ends there."""
    kept: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    for cut in found:
        for word, _ in cut:
            if word[-1] == "." and word[:-1].isalpha() and len(word) > 2:
                kept[word[:-1]] += 1
        if len(cut) > 1 and cut[-1][0] == ".":
            apart[cut[-2][0]] += 1
    words = sorted(word for word, n in kept.items() if n > 1 or not apart[word])
    return [w for w in words if apart[w] * 3 <= kept[w]], [w for w in words if apart[w] * 3 > kept[w]]


def whole(found: list[Cut]) -> list[str]:
    """Words with a mark inside or at an end, in no class of the pattern, seen more often whole than cut."""
    kept: Counter[str] = Counter(word for cut in found for word, _ in cut)
    written: Counter[str] = Counter("".join(word for word, _ in cut) for cut in found)
    odd = re.compile(r"[A-Za-z]{1,6}/[A-Za-z]*|[A-Z][a-z]+!|[a-z]+'|'[a-z]+|[A-Za-z]\*+[a-z]+")
    clitic = re.compile(r"['’](?:s|m|d|re|ve|ll)", re.IGNORECASE)
    return sorted(
        word for word, n in kept.items() if odd.fullmatch(word) and not clitic.fullmatch(word) and 2 * n > written[word]
    )


def _lines(key: str, words: Iterable[str], why: str) -> str:
    quoted = ", ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    wrapped = re.sub(r"(.{90,110}?,) ", r"\1\n  ", quoted)
    return f"\n# {why}\n{key} = [\n  {wrapped},\n]\n"


def main(arguments: list[str]) -> int:
    """Counts and writes; 2 with the usage when the folder is missing."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(cuts(Path(arguments[0]) / "en_ewt-ud-train.conllu.xz"))
    always, inside = stops(found)
    text = HEAD
    text += _lines("parts", parts(found), "Written as one, two words all the same.")
    text += _lines("prefixes", prefixes(found), "Keep the hyphen and the word after it.")
    text += _lines("units", units(found), "Cut from the figure before them.")
    text += _lines("endings", endings(found), "Of the names of hosts and files.")
    text += _lines("stop_always", always, "The stop after them is part of them.")
    text += _lines("stop_inside", inside, "The same, unless the sentence ends there.")
    text += _lines("whole", whole(found), "One word though a mark is in it.")
    DATA.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
