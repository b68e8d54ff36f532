"""Capitals to ordinary spelling: a text in capitals names nobody to a reader that goes by capitals.

Each word takes the spelling it most often has in texts that are not in capitals: lower, Capital or UPPER case, not
counted where it opens a sentence or stands beside a name. A word between, behind or before names, or behind a figure,
takes the spelling it most often has there, if it was seen there at all ("National" in "Bolivian National Police",
"President" in "President Aldo Brem", "May" in "9 May"). A word those texts do not hold is spelt as what it is an
inflection of; else it is taken for a name, Capital, but for one that the collection uses behind "a" or "several".
Letters that the collection puts in brackets, and that those texts do not hold, are an abbreviation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_PIECE = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+|[^\w\s]|\n\n|_")
_ENDS = frozenset((".", "!", "?", "\n\n", ":"))
_QUOTES = frozenset("\"“”'‘’()")
_BRACKETED = re.compile(r"(?<=[A-Z\"] )\(([A-Z][A-Z0-9]{1,6})\)")
_COMMON = re.compile(r"\b(?:A|AN|SEVERAL|MANY|SOME|EACH|EVERY|THESE|TWO|THREE|FOUR|FIVE) ([A-Z]+)\b")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly")
_SHARE = 0.05
"""Of a word's places in the collection, how many must lie behind "a" or "several" to make it a common noun."""
_ENOUGH = 3
"""Sightings between names from which on they outweigh the others."""

LOWER, CAPITAL, UPPER = "lower", "capital", "upper"


def form_of(word: str) -> str:
    """How a word is spelt."""
    if word[:1].islower():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else CAPITAL


@dataclass(slots=True)
class Truecaser:
    """Counts of spellings, by word and by what stands beside it."""

    seen: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Away from names."""
    anywhere: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    beside: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    abbreviations: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)

    def learn(self, texts: Iterable[str]) -> None:
        """Counts the spellings of texts in ordinary spelling."""
        for text in texts:
            pieces = _PIECE.findall(text)
            for i, piece in enumerate(pieces):
                if not piece[0].isalpha() or _opens(pieces, i):
                    continue
                form, places = form_of(piece), _places(pieces, i)
                self.anywhere[piece.lower()][form] += 1
                if not places:
                    self.seen[piece.lower()][form] += 1
                for place in places:
                    self.beside[piece.lower(), place][form] += 1

    def collect(self, texts: Iterable[str]) -> None:
        """Notes the abbreviations and the common nouns of texts in capitals, once all spellings are learnt."""
        bracketed, counted, all_of = Counter[str](), Counter[str](), Counter[str]()
        for text in texts:
            bracketed.update(match[1].lower() for match in _BRACKETED.finditer(text))
            counted.update(match[1].lower() for match in _COMMON.finditer(text))
            all_of.update(match[0].lower() for match in _PIECE.finditer(text))
        known = self.anywhere.keys()
        self.abbreviations |= {letters for letters in bracketed if letters not in known}
        self.common |= {
            word
            for word, count in counted.items()
            if count > 1 and count > _SHARE * all_of[word] and word not in known and word not in self.abbreviations
        }

    def spelt(self, text: str) -> str:
        """A text in capitals in ordinary spelling; its length stays."""
        found = list(_PIECE.finditer(text))
        words = [match[0].lower() for match in found]
        forms = [self._alone(word) if word[0].isalpha() else LOWER for word in words]
        for i, word in enumerate(words):
            if word[0].isalpha() and forms[i] != UPPER:
                forms[i] = self._among(words, forms, i)
        out = list(text.lower())
        for i, match in enumerate(found):
            form = forms[i]
            if form == LOWER and words[i][0].isalpha() and _opens(words, i):
                form = CAPITAL
            if form != LOWER:
                end = match.end() if form == UPPER else match.start() + 1
                out[match.start() : end] = text[match.start() : end].upper()
        return "".join(out)

    def _alone(self, word: str) -> str:
        if word in self.abbreviations:
            return UPPER
        if word in self.common:
            return LOWER
        bare = re.sub(r"['’]s?$", "", word)
        for form in (word, bare, *_stems(bare)):
            counts = self.seen.get(form) or self.anywhere.get(form)
            if counts:
                return counts.most_common(1)[0][0]
        return CAPITAL

    def _among(self, words: Sequence[str], forms: Sequence[str], i: int) -> str:
        shown = [word.capitalize() if form != LOWER else word for word, form in zip(words, forms, strict=True)]
        for place in _places(shown, i):
            counts = self.beside.get((words[i], place))
            if counts and counts.total() >= _ENOUGH:
                return counts.most_common(1)[0][0]
        return forms[i]


def _places(pieces: Sequence[str], i: int) -> list[str]:
    """What a word stands beside, the most telling first; names count only where they open no sentence."""
    before = pieces[i - 1] if i else ""
    behind = pieces[i + 1] if i + 1 < len(pieces) else ""
    named_before = before[:1].isupper() and not _opens(pieces, i - 1)
    named_behind = behind[:1].isupper()
    found = []
    if named_before and named_behind:
        found.append("between names")
    if named_before:
        found.append("behind a name")
    if named_behind:
        found.append("before a name")
    if before[:1].isdigit():
        found.append("behind a figure")
    return found


def _opens(pieces: Sequence[str], i: int) -> bool:
    """Whether a piece is the first word of a sentence."""
    i -= 1
    while i >= 0 and pieces[i] in _QUOTES:
        i -= 1
    return i < 0 or pieces[i] in _ENDS


def _stems(word: str) -> Iterator[str]:
    """What a word may be an inflection of."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3:
            yield from (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem)
