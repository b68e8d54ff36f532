"""Who says what in reports whose claims name their speaker: labels where speaker, cue and content can be located."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ebbline.language.tokens import tokens
from training.examples import UNKNOWN, Layer
from training.speech import forms

_NEAR = 4
"""So many words may stand between a speaker and the cue."""
_LONGEST_QUOTATION = 120
_STOPS = frozenset(".!?")
_OBJECTS = frozenset(("us", "me", "reporters", "journalists", "him", "them", "her"))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim's kind, the words that carry it and its speaker's name; None is the outlet's own voice."""

    kind: str
    words: tuple[int, int]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an attribution stands: a cue with its speaker and the content, as (start, end) of words."""

    cue: tuple[int, int]
    speaker: tuple[int, int]
    content: tuple[int, int] | None
    """None: in quotation marks, located apart."""


def speech_of(
    words: Sequence[str], cuts: Sequence[int], claims: Sequence[Claimed], speakers: Sequence[str]
) -> tuple[Layer, ...]:
    """The layers of `examples.SPEECH`; UNKNOWN where no claim settles them."""
    return _Reading(words, cuts, claims, speakers).layers()


class _Reading:
    def __init__(
        self, words: Sequence[str], cuts: Sequence[int], claims: Sequence[Claimed], speakers: Sequence[str]
    ) -> None:
        self.words, self.cuts, self.claims = words, cuts, claims
        self.lower = [word.lower() for word in words]
        self.marked = [index for index, word in enumerate(self.lower) if word in forms() or word == "according"]
        self.quotations = list(_quotations(words))
        self.named = {name: _variants(name) for name in speakers}
        open_words = [UNKNOWN] * len(words)
        self.cue = [UNKNOWN if index in set(self.marked) else "O" for index in range(len(words))]
        self.speaker, self.content = list(open_words), list(open_words)

    def layers(self) -> tuple[Layer, ...]:
        self._silent()
        for claim in self.claims:
            if claim.speaker is None:
                self._own_voice(claim.words)
        for claim in self.claims:
            if claim.speaker is not None:
                self._attributed(claim.words, claim.speaker)
        return tuple(self.cue), tuple(self.speaker), tuple(self.content)

    def _sentence(self, index: int) -> tuple[int, int]:
        number = bisect_right(self.cuts, index) - 1
        end = self.cuts[number + 1] if number + 1 < len(self.cuts) else len(self.words)
        return self.cuts[number], end

    def _silent(self) -> None:
        """A sentence without a word of saying names no speaker."""
        for number, start in enumerate(self.cuts):
            end = self.cuts[number + 1] if number + 1 < len(self.cuts) else len(self.words)
            if not any(start <= index < end for index in self.marked) and ":" not in self.words[start:end]:
                self.speaker[start:end] = ["O"] * (end - start)

    def _own_voice(self, stretch: tuple[int, int]) -> None:
        if not any(start < stretch[1] and stretch[0] < end for start, end in self.quotations):
            start, end = stretch
            self.content[start:end] = ["O"] * (end - start)

    def _attributed(self, stretch: tuple[int, int], speaker: str) -> None:
        start, end = stretch
        quotation = next((pair for pair in self.quotations if pair[0] <= start and end <= pair[1]), None)
        if quotation is not None:
            self._write(self.content, *quotation)
            place = self._beside(quotation, speaker)
        else:
            place = self._clause(stretch, speaker)
        if place is not None:
            self._locate(place)
        elif quotation is None:
            self.content[start] = UNKNOWN if self.content[start] in ("O", UNKNOWN) else self.content[start]
            inner = range(start + 1, end)
            for index in inner:
                if self.content[index] in ("O", UNKNOWN):
                    self.content[index] = "I"

    def _locate(self, place: Place) -> None:
        self._write(self.cue, *place.cue)
        self._write(self.speaker, *place.speaker)
        if place.content is not None:
            first, last = self._sentence(place.cue[0])
            start, end = place.content
            for index in (*range(first, start), *range(end, last)):
                if self.content[index] == UNKNOWN:
                    self.content[index] = "O"
            self._write(self.content, start, end)
            others = [index for index in self.marked if first <= index < last and self.cue[index] == UNKNOWN]
            for index in range(first, last):
                if not others and self.speaker[index] == UNKNOWN:
                    self.speaker[index] = "O"

    @staticmethod
    def _write(column: list[str], start: int, end: int) -> None:
        column[start:end] = ["B", *["I"] * (end - start - 1)]

    def _occurrences(self, speaker: str, first: int, last: int) -> list[tuple[int, int]]:
        """Where the speaker is named between two words, the longest form of the name first."""
        for variant in self.named.get(speaker, ()):
            size = len(variant)
            found = [
                (index, index + size)
                for index in range(first, last - size + 1)
                if self.lower[index : index + size] == list(variant)
            ]
            if found:
                return found
        return []

    def _pairs(self, speaker: str, first: int, last: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Cues between two words with a speaker beside them; "according to" counts with the speaker behind it."""
        found: list[tuple[tuple[int, int], tuple[int, int]]] = []
        for at in self._occurrences(speaker, first, last):
            for index in self.marked:
                if not first <= index < last:
                    continue
                if self.lower[index] == "according":
                    if self.lower[index + 1 : index + 2] == ["to"] and 0 <= at[0] - index - 2 <= 2:
                        found.append(((index, index + 2), at))
                    continue
                after = 0 <= index - at[1] <= _NEAR and not self._parted(at[1], index)
                before = 0 <= at[0] - index - 1 <= 2 and not self._parted(index + 1, at[0])
                if after or before:
                    found.append(((index, index + 1), at))
        return found

    def _parted(self, start: int, end: int) -> bool:
        """Whether another cue or a stop stands between."""
        return any(index in self.marked or self.words[index] in _STOPS for index in range(start, end))

    def _beside(self, quotation: tuple[int, int], speaker: str) -> Place | None:
        """The cue and speaker just before or after a quotation."""
        first = self._sentence(max(0, quotation[0] - 1))[0]
        last = self._sentence(min(len(self.words) - 1, quotation[1]))[1]
        pairs = [
            (cue, at)
            for cue, at in self._pairs(speaker, first, last)
            if max(cue[1], at[1]) <= quotation[0] or min(cue[0], at[0]) >= quotation[1]
        ]
        return Place(*pairs[0], None) if len(pairs) == 1 else None

    def _clause(self, stretch: tuple[int, int], speaker: str) -> Place | None:
        """The clause of indirect speech that holds the words, if the sentence leaves no doubt."""
        first, last = self._sentence(stretch[0])
        if stretch[1] > last:
            return None
        pairs = [
            (cue, at) for cue, at in self._pairs(speaker, first, last) if cue[1] <= stretch[0] or cue[0] >= stretch[1]
        ]
        if len(pairs) != 1:
            return None
        cue, at = pairs[0]
        content = self._before(first, cue, at) if cue[0] >= stretch[1] else self._after(cue, at, stretch, last)
        if content is None or not (content[0] <= stretch[0] and stretch[1] <= content[1]):
            return None
        return Place(cue, at, content)

    def _before(self, first: int, cue: tuple[int, int], at: tuple[int, int]) -> tuple[int, int] | None:
        """CONTENT, said SPEAKER: all words before the comma."""
        end = min(cue[0], at[0])
        if end - first < 3 or self.words[end - 1] != ",":
            return None
        if any(first <= index < end for index in self.marked):
            return None
        return first, end - 1

    def _after(
        self, cue: tuple[int, int], at: tuple[int, int], stretch: tuple[int, int], last: int
    ) -> tuple[int, int] | None:
        """SPEAKER said (to whom) that CONTENT, up to the sentence's end."""
        begin = max(cue[1], at[1])
        if begin > stretch[0]:
            return None
        end = last
        while end > stretch[1] and self.words[end - 1] in (*_STOPS, "”", '"'):
            end -= 1
        if any(stretch[1] <= index < end for index in self.marked):
            return None
        between = self.lower[begin : stretch[0]]
        if "that" in between[:6]:
            return begin + between.index("that"), end
        rest = [word for word in between if word not in (",", ":") and word not in _OBJECTS]
        return (stretch[0], end) if not rest else None


def _variants(name: str) -> list[tuple[str, ...]]:
    """The name as told, and its last word if that is a surname, in lower case."""
    words = tuple(word.lower() for word in tokens(name, 0, len(name))[0])
    last = name.split()[-1]
    capital = len(words) > 1 and last[:1].isupper() and len(last) > 3
    found = [words]
    if words and words[0] in ("a", "an", "the", "one"):
        found.append(words[1:])
    if capital:
        found.append(tuple(word.lower() for word in tokens(last, 0, len(last))[0]))
    return [variant for variant in found if variant]


def _quotations(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Stretches in quotation marks with their marks; straight marks are paired in order."""
    begun = -1
    for index, word in enumerate(words):
        if word == "“" or (word == '"' and begun < 0):
            begun = index
        elif word in ("”", '"') and begun >= 0:
            if 3 < index - begun < _LONGEST_QUOTATION:
                yield begun, index + 1
            begun = -1
