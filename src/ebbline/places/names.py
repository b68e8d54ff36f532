"""Two keys of a place's name: its fold, for equal spellings, and its skeleton, for romanisations that differ.

Both are used when the gazetteer is built and when a report is read; a change here needs a new build.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ə": "a", "ŋ": "n", "ħ": "h", "'": "", "’": "", "‘": "", "`": "",
        "ʿ": "", "ʾ": "", "ʼ": "", "ʻ": "", "´": "", "′": "",
        "-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", "_": " ", "/": " ", "\u00a0": " ", ".": " ", ",": " ",
        "(": " ", ")": " ", "“": " ", "”": " ", '"': " ",
    }
)  # fmt: skip
_SPACES = re.compile(r"\s+")

ARTICLES = frozenset((
    "al", "el", "ul", "il", "as", "es", "us", "ash", "esh", "ad", "ed", "ud", "adh", "at", "et", "ath",
    "an", "en", "un", "ar", "er", "ur", "az", "ez", "uz", "the",
))  # fmt: skip
"""The Arabic article in its assimilated romanisations; dropped from skeletons."""

_DIGRAPHS = (
    ("tch", "c"), ("dsch", "j"), ("dj", "j"), ("sh", "c"), ("sch", "c"), ("ch", "c"), ("kh", "k"), ("gh", "k"),
    ("dh", "z"), ("th", "t"),
    ("ph", "f"), ("ck", "k"), ("q", "k"), ("g", "k"), ("v", "f"), ("x", "ks"),
)  # fmt: skip
_GLUED = re.compile(r"^[aeu](zz|ss|rr|nn|tt|dd|shsh|ll)")
_SOFT_W = re.compile(r"w(?![aeiouy])")
_DROPPED = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """`name` in small Latin letters without accents, apostrophes and hyphens: equal for equal spellings."""
    low = name.lower()
    if low.isascii() and low.isalpha():
        return low
    low = low.translate(_LETTERS)
    if not low.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
        low = bare.lower().translate(_LETTERS)
    return _SPACES.sub(" ", low).strip()


@lru_cache(maxsize=65_536)
def _bones(word: str) -> str:
    """One folded word's consonants, romanisations made alike; a leading vowel shows as `a`."""
    glued = _GLUED.match(word)
    if glued:
        word = word[2:]
    for digraph, letter in _DIGRAPHS:
        if digraph in word:
            word = word.replace(digraph, letter)
    vowel = word[:1] in "aeiouy"
    if len(word) > 2 and word.endswith("h"):
        word = word[:-1]
    word = _DROPPED.sub("", _SOFT_W.sub("", word))
    return ("a" if vowel else "") + _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65_536)
def skeleton(folded: str) -> str:
    """The consonants of a folded name without articles: `deir ez zor`, `dayr az zawr` and `deir ezzor` share one."""
    words = folded.split(" ")
    kept = [word for word in words if word not in ARTICLES] or words
    return "".join(map(_bones, kept))


@lru_cache(maxsize=20_000)
def bare(folded: str) -> str:
    """The name without articles."""
    return " ".join([word for word in folded.split(" ") if word not in ARTICLES]) or folded


_CONFUSED = ("bf", "bp", "td", "sz", "sc", "zt", "zd", "kh", "mn", "jc", "jk", "rl", "fp", "kc")
_NEAR = {
    letter: tuple(pair.replace(letter, "") for pair in _CONFUSED if letter in pair)
    for letter in sorted(set("".join(_CONFUSED)))
}
"""The letters that stand for sounds near a letter's own."""
_WEAK = "hnrlwtm"


def neighbours(bones: str, reach: int | None = None) -> tuple[str, ...]:
    """Skeletons one slip away: a letter lost, two exchanged, one for a near sound, a weak one gained; with `reach`
    only slips after that many letters or fewer."""
    out: list[str] = []
    last = len(bones) - 1
    end = last + 1 if reach is None else min(last, reach) + 1
    for i, letter in enumerate(bones[:end]):
        head, tail = bones[:i], bones[i + 1 :]
        if last > 2:
            out.append(head + tail)
        if i < last:
            out.append(head + tail[0] + letter + tail[1:])
        if letter in _NEAR:
            out += [head + near + tail for near in _NEAR[letter]]
    if not bones.startswith("a"):
        out.append("a" + bones)
    for i in range(1, end + 1):
        head, tail = bones[:i], bones[i:]
        out += [head + letter + tail for letter in _WEAK]
    found = dict.fromkeys(out)
    found.pop(bones, None)
    return tuple(found)
