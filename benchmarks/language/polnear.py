"""PolNeAR: who the source of each attributed content is; measured on, never trained on.

An annotation names a content, and mostly its source and cue; each may lie in several stretches. Given a content, the
guess is right if the head word of the guessed speaker is the head word of the source. Contents whose source the
annotators did not find in the text are left out and counted.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Stretch = tuple[int, int]

_WORD = re.compile(r"\w[\w.'’\-]*\w|\w")
_SPAN = re.compile(r"(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t")
_BREAKS = frozenset((
    "of", "for", "in", "at", "from", "with", "on", "who", "which", "that", "whose", "whom", "by", "to", "near",
    "inside", "close", "familiar", "including", "about", "against", "among", "between", "within", "speaking", "where",
    "when",
))  # fmt: skip
"""Words that begin what only follows a noun."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution as stretches of characters; no source: the annotators found none."""

    content: tuple[Stretch, ...]
    source: tuple[Stretch, ...]
    cue: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what is attributed in it, in the order of the contents."""

    name: str
    text: str
    attributions: tuple[Attributed, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """How often the speaker's head was right, given the content."""

    right: int
    silent: int
    """No speaker was guessed: wrong."""
    asked: int
    absent: int
    """Contents without a source, left out."""

    @property
    def share(self) -> float:
        """The share that is right, 0 to 1."""
        return self.right / self.asked if self.asked else 0.0


def read(archive: Path, part: str) -> Iterator[Article]:
    """The articles of a part (`train`, `dev`) in the order of their names."""
    texts: dict[str, str] = {}
    notes: dict[str, str] = {}
    with tarfile.open(archive, "r:xz") as tar:
        for member in tar:
            path = Path(member.name)
            if part not in path.parts or path.suffix not in (".txt", ".ann"):
                continue
            held = tar.extractfile(member)
            if held is not None:
                text = io.TextIOWrapper(held, "utf-8", newline="").read()
                (texts if path.suffix == ".txt" else notes)[path.stem] = text
    for name, text in sorted(texts.items()):
        found = [note for stem, note in sorted(notes.items()) if stem == name or stem.rpartition("_")[0] == name]
        if found:
            yield Article(name, text, attributions(found[0]))


def attributions(note: str) -> tuple[Attributed, ...]:
    """What a standoff file says, in the order of the contents."""
    spans: dict[str, tuple[Stretch, ...]] = {}
    events: list[dict[str, tuple[Stretch, ...]]] = []
    for line in note.splitlines():
        if found := _SPAN.match(line):
            spans[found[1]] = tuple(_stretch(place) for place in found[2].split(";"))
    for line in note.splitlines():
        name, _, rest = line.partition("\t")
        if re.fullmatch(r"E\d+", name):
            parts: dict[str, tuple[Stretch, ...]] = {}
            for pair in rest.split()[1:]:
                role, _, number = pair.partition(":")
                role = role.rstrip("0123456789")
                parts[role] = (*parts.get(role, ()), *spans.get(number, ()))
            events.append(parts)
    made = [
        Attributed(*(tuple(sorted(parts.get(role, ()))) for role in ("Content", "Source", "Cue"))) for parts in events
    ]
    return tuple(sorted((item for item in made if item.content), key=lambda item: item.content))


def _stretch(place: str) -> Stretch:
    start, end = place.split()
    return int(start), int(end)


def head(text: str, stretches: Sequence[Stretch]) -> Stretch:
    """The head word of a noun phrase by its words alone: the last before what only follows nouns.

    The same rule serves gold and guess, so that no parser judges its own work.
    """
    start, end = stretches[0]
    phrase = text[start:end]
    words = list(_WORD.finditer(phrase))
    if not words:
        return start, end
    chosen = words[0]
    for before, word in zip([None, *words], words, strict=False):
        gap = phrase[before.end() : word.start()] if before else ""
        stops = word[0].lower() in _BREAKS or any(mark in gap for mark in ",;:(—–")
        if stops and before is not None:
            break
        chosen = word
    stop = chosen.end() - (2 if chosen[0].endswith(("'s", "’s")) else 0)
    return start + chosen.start(), start + stop


def heads_right(
    articles: Sequence[Article], speaker_of: Callable[[Article, Sequence[Stretch]], Sequence[Stretch] | None]
) -> Heads:
    """Asks `speaker_of` for the speaker's words of every content that has a source; None is a wrong answer."""
    right = silent = asked = absent = 0
    for article in articles:
        for item in article.attributions:
            if not item.source:
                absent += 1
                continue
            asked += 1
            guess = speaker_of(article, item.content)
            if not guess:
                silent += 1
            elif head(article.text, guess) == head(article.text, item.source):
                right += 1
    return Heads(right, silent, asked, absent)


def nearest_name(article: Article, content: Sequence[Stretch]) -> Sequence[Stretch] | None:
    """The naive rival: the capitalised words or pronoun nearest to the content, outside it and in its paragraph."""
    begin, stop = content[0][0], content[-1][1]
    left = article.text.rfind("\n", 0, begin) + 1
    right = article.text.find("\n", stop)
    right = len(article.text) if right < 0 else right
    names = re.compile(r"(?:[A-Z][\w.'’\-]*\w ?)+|\b(?:he|she|they|it|He|She|They|It|I|we|We)\b")
    near: list[tuple[int, Stretch]] = []
    for found in names.finditer(article.text, left, right):
        at = (found.start(), found.start() + len(found[0].rstrip()))
        if all(at[1] <= start or end <= at[0] for start, end in content):
            gap = min(max(start - at[1], at[0] - end) for start, end in content)
            near.append((gap, at))
    return [min(near)[1]] if near else None
