"""The forms under which a text may name a person: whole, turned round, shortened."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from ebbline.privacy.letters import fold

_DATA = tomllib.loads(files("ebbline.privacy").joinpath("data/words.toml").read_text("utf-8"))
_JOINS_NEXT = frozenset(_DATA["joins_next"])
_JOINS_PREVIOUS = frozenset(_DATA["joins_previous"])
_COMMON = frozenset(_DATA["common"])
_HONORIFICS = frozenset(_DATA["honorifics"])
_ARTICLES = ("al", "el")
ALSO_WORDS = frozenset(_DATA["also_words"])
_PEOPLES = frozenset(_DATA["peoples"])
_SHORT = 2
"""Letters of a name that is looked for as an ordinary word is: with a capital of its own only."""

_WORD = re.compile(r"[^\s_\-‐‑‒–—.,;/()\"“”«»]+")


@dataclass(frozen=True, slots=True)
class Form:
    """Letters of one way to write a name, and the places in them where words part."""

    key: str
    joints: frozenset[int]
    surname_first: bool = False

    @property
    def lone(self) -> bool:
        """Whether it is a single word, which may be an ordinary word or a place too."""
        return not self.joints

    @property
    def common(self) -> bool:
        """Whether it is an ordinary word besides."""
        return self.lone and (len(self.key) <= _SHORT or self.key in ALSO_WORDS)

    @property
    def people(self) -> bool:
        """Whether it is the name of a people, which tells nobody when it stands alone."""
        return self.lone and self.key in _PEOPLES


Unit = tuple[str, ...]


@lru_cache(maxsize=65_536)
def units(name: str) -> tuple[Unit, ...]:
    """The name's parts, each one or more folded words that belong together; honorifics are left off."""
    words = [word for word in (fold(part) for part in _WORD.findall(name)) if word]
    while len(words) > 1 and words[0] in _HONORIFICS:
        words = words[1:]
    parts: list[list[str]] = []
    open_part = False
    for at, word in enumerate(words):
        last = at == len(words) - 1
        if parts and (open_part or word in _JOINS_PREVIOUS):
            parts[-1].append(word)
        else:
            parts.append([word])
        open_part = word in _JOINS_NEXT and not last
    return _with_articles_before_din(parts)


def _with_articles_before_din(parts: list[list[str]]) -> tuple[Unit, ...]:
    """ "Nur", "al-Din" is one part: the article joined the wrong side."""
    out: list[list[str]] = []
    for part in parts:
        if out and len(part) > 1 and part[-1] in _JOINS_PREVIOUS and all(word in _JOINS_NEXT for word in part[:-1]):
            out[-1].extend(part)
        else:
            out.append(part)
    return tuple(tuple(part) for part in out)


def full_key(name: str) -> str:
    """What two spellings of one whole name have in common."""
    return "".join(word for unit in units(name) for word in unit)


def full_forms(name: str) -> Iterator[Form]:
    """The whole name, surname first, with an initial, without middle names, with and without an article."""
    parts = units(name)
    if not parts:
        return
    yield _form(parts)
    if len(parts) == 1:
        return
    for whole in {parts, (parts[0], parts[-1])}:
        for variant in {whole, *_articles(whole)}:
            yield _form(variant)
            yield replace(_form((variant[-1], *variant[:-1])), surname_first=True)
            yield _form(((variant[0][0][0],), *variant[1:]))


def _articles(parts: tuple[Unit, ...]) -> Iterator[tuple[Unit, ...]]:
    last = parts[-1]
    if last[0] in _JOINS_NEXT and len(last) > 1:
        last = last[1:]
        yield (*parts[:-1], last)
    for article in _ARTICLES:
        yield (*parts[:-1], (article, *last))


def short_forms(name: str, lengths: frozenset[int]) -> Iterator[Form]:
    """The surname, and whatever else the report uses alone; `lengths` are those of the spans that name the person.

    Without spans every part counts as used alone.
    """
    parts = units(name)
    if len(parts) < 2:
        if parts and len(parts[0]) > 1 and parts[0][0] in (*_ARTICLES, "ad", "an", "ar", "as", "ash", "at", "az"):
            yield _form((parts[0][1:],))
        return
    alone = _used_alone(name, parts, lengths)
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            part = parts[start:end]
            if len(part) < len(parts) and (len(part) > 1 or end == len(parts) or alone) and not _is_common(part):
                yield _form(part)
    surname = parts[-1]
    for skip in range(1, len(surname)):
        if len("".join(surname[skip:])) > 2:
            yield _form((surname[skip:],))


def _is_common(parts: tuple[Unit, ...]) -> bool:
    """Whether words that carry a sentence are all there is: hiding "of" everywhere would hide nobody."""
    return all(word in _COMMON for unit in parts for word in unit)


def _used_alone(name: str, parts: tuple[Unit, ...], lengths: frozenset[int]) -> bool:
    if not lengths:
        return True
    first, last = (sum(map(len, part)) + len(part) - 1 for part in (parts[0], parts[-1]))
    return first in lengths or bool(lengths - {len(name), last})


def surname_key(name: str) -> str:
    """Letters of the last part, empty for a name of one part."""
    parts = units(name)
    return "".join(parts[-1]) if len(parts) > 1 else ""


def _form(parts: tuple[Unit, ...]) -> Form:
    words = [word for unit in parts for word in unit]
    joints: set[int] = set()
    at = 0
    for word in words[:-1]:
        at += len(word)
        joints.add(at)
    return Form("".join(words), frozenset(joints))
