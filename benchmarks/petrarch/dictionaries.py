"""The dictionaries beside the records: names of actors and nouns for agents, and the code that a text gets by them.

An actor's line is `NAME [CODE]`, `+NAME` for another name of the same, `[CODE <950601]`, `[CODE >990816]` or
`[CODE 19950601-19990815]` for a code of a time; `[A/B]` stands for several actors. An agent's line is
`NOUN {PLURAL} [~CODE]`, the code behind (`~GOV`) or before (`NGO~`) the actor's; `!NAME!` stands for each of a list.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ACTORS, AGENTS = "PETR.Validate.actors.txt", "PETR.Validate.agents.txt"

_COMMENT = re.compile(r"<!--.*?-->|<! --.*?-->", re.DOTALL)
_CODE = re.compile(r"\[([^\]]*)\]")
_LIMIT = re.compile(r"^(?P<code>\S+?)\s*(?:(?P<sign>[<>])\s*(?P<day>\d+)|(?P<first>\d{6,8})\s*-\s*(?P<last>\d{6,8}))?$")
_WORD = re.compile(r"[\w.&]+(?:['’-]\w+)*")
_STEM = 5
"""Letters from which on a name also stands for the words that begin with it ("Bulgar", "Argentin")."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A code with the days it holds between, both inclusive; None is open."""

    code: str
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def limited(self) -> bool:
        """Whether it holds for a time only."""
        return self.first is not None or self.last is not None

    def holds(self, date: dt.date) -> bool:
        """Whether it holds on a day."""
        return (self.first is None or self.first <= date) and (self.last is None or date <= self.last)


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """What the records' own dictionaries know."""

    actors: dict[tuple[str, ...], tuple[Dated, ...]]
    agents: dict[tuple[str, ...], str]

    @classmethod
    def open(cls, folder: Path) -> Dictionaries:
        """Those of the folder."""
        return cls(actors_in((folder / ACTORS).read_text("utf-8")), agents_in((folder / AGENTS).read_text("utf-8")))

    def codes(self, text: str, date: dt.date) -> tuple[str, ...]:
        """The codes of whom a text names: an actor's with the agent's, the agent's alone, nothing."""
        words = _words(text)
        actor, over = self._actor(words, date)
        agent = self._agent([word for i, word in enumerate(words) if i not in over])
        if actor is None and agent is None:
            return ()
        shown = (agent or "~").replace("~", "{}")
        return tuple(shown.format(code) for code in (actor or "---").split("/"))

    def _actor(self, words: list[str], date: dt.date) -> tuple[str | None, range]:
        """The code of the first of the longest names, and where it stands."""
        found: list[tuple[int, int, str]] = []
        for start in range(len(words)):
            for name, codes in self.actors.items():
                if _stands(name, words, start):
                    code = _code_on(codes, date)
                    if code:
                        found.append((-len(name), start, code))
        if not found:
            return None, range(0)
        size, start, code = min(found)
        return code, range(start, start - size)

    def _agent(self, words: list[str]) -> str | None:
        found = [
            (-len(noun), start, code)
            for start in range(len(words))
            for noun, code in self.agents.items()
            if tuple(words[start : start + len(noun)]) == noun
        ]
        return min(found)[2] if found else None


def actors_in(text: str) -> dict[tuple[str, ...], tuple[Dated, ...]]:
    """Each name of an actor dictionary, in upper case, with its codes in the file's order."""
    found: dict[tuple[str, ...], tuple[Dated, ...]] = {}
    names: list[tuple[str, ...]] = []
    codes: list[Dated] = []
    for line in (*_lines(text), ""):
        bare = _CODE.sub("", line).strip()
        if (bare and not bare.startswith("+")) or not line:
            found.update(dict.fromkeys(names, tuple(codes)))
            names, codes = [], []
        if bare:
            names.append(_name(bare.lstrip("+")))
        codes += [_dated(code) for code in _CODE.findall(line)]
    without_article = {name[1:]: given for name, given in found.items() if name[:1] == ("THE",) and len(name) > 2}
    return {**without_article, **{name: given for name, given in found.items() if name}}


def agents_in(text: str) -> dict[tuple[str, ...], str]:
    """Each noun of an agent dictionary, in upper case, singular and plural, with its code."""
    lists: dict[str, list[str]] = {}
    found: dict[tuple[str, ...], str] = {}
    for line in _lines(text):
        if line.startswith("!") and "=" in line:
            name, _, members = line.partition("=")
            lists[name.strip()] = [member.strip() for member in members.split(",")]
            continue
        code = _CODE.search(line)
        if code is None:
            continue
        plural = re.search(r"\{([^}]*)\}", line)
        noun = line[: min(line.index("["), line.index("{") if plural else len(line))].strip()
        for word in _spelt_out(noun, lists):
            found[_name(word)] = code[1].strip()
            others = [_plural(word)] if plural is None else [plural[1].strip()]
            found.update({_name(other): code[1].strip() for other in others if other})
    return found


def _lines(text: str) -> Iterator[str]:
    for line in _COMMENT.sub("", text).splitlines():
        kept = line.partition("#")[0].strip()
        if kept:
            yield kept


def _spelt_out(noun: str, lists: dict[str, list[str]]) -> Iterable[str]:
    for name, members in lists.items():
        if name in noun:
            return [noun.replace(name, member) for member in members]
    return [noun]


def _plural(noun: str) -> str:
    return noun[:-1] + "IES" if noun.endswith("Y") else noun + "S"


def _name(text: str) -> tuple[str, ...]:
    return tuple(_words(text.replace("_", " ")))


def _words(text: str) -> list[str]:
    """In upper case, without possessive endings and full stops at the end."""
    found = (match[0].upper().rstrip(".") for match in _WORD.finditer(text.replace("_", " ")))
    bare = (re.sub(r"['’]S?$", "", word) for word in found)
    return [word.replace(".", "") for word in bare]


def _stands(name: tuple[str, ...], words: list[str], start: int) -> bool:
    there = words[start : start + len(name)]
    if len(there) < len(name) or tuple(there[:-1]) != name[:-1]:
        return False
    last = name[-1]
    return there[-1] == last or (len(last) >= _STEM and there[-1].startswith(last) and len(there[-1]) <= len(last) + 3)


def _code_on(codes: tuple[Dated, ...], date: dt.date) -> str | None:
    """The first code of a time that holds, else the one for all times."""
    limited = [code.code for code in codes if code.limited and code.holds(date)]
    return next(iter([*limited, *(code.code for code in codes if not code.limited)]), None)


def _dated(text: str) -> Dated:
    match = _LIMIT.match(" ".join(text.replace(">", " > ").replace("<", " < ").split()))
    if match is None:
        return Dated(text.strip())
    if match["first"]:
        return Dated(match["code"], _day(match["first"]), _day(match["last"]))
    if match["sign"] == "<":
        return Dated(match["code"], None, _day(match["day"]))
    if match["sign"] == ">":
        return Dated(match["code"], _day(match["day"]), None)
    return Dated(match["code"])


def _day(digits: str) -> dt.date:
    full = digits if len(digits) == 8 else f"19{digits}"
    return dt.datetime.strptime(full, "%Y%m%d").replace(tzinfo=dt.UTC).date()
