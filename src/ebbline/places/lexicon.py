"""The word lists that place finding leans on, read once from `data/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ebbline.places.names import fold


@dataclass(frozen=True, slots=True)
class Country:
    """A country's code and usual name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words by what they say of a name beside them."""

    features: dict[str, str]
    """Feature word to the kind of place it asks for."""
    directions: frozenset[str]
    fillers: frozenset[str]
    """Words between a name and its feature word: the `international` of Kabul international airport."""
    part_words: frozenset[str]
    near_words: frozenset[str]
    examples: frozenset[str]
    """Words that lead to examples: after a feature word, of places."""
    cues: frozenset[str]
    strong_cues: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    said: frozenset[str]
    organisations: frozenset[str]
    not_places: frozenset[str]
    heads: frozenset[str]
    """Words that open names and are none alone: Tal, Ain, San."""
    ordinary: frozenset[str]
    countries: dict[str, Country]
    """Folded name to country."""
    peoples: dict[str, str]
    """Folded demonym or adjective to country code."""
    capitals: frozenset[tuple[str, str]]
    """Country code and folded name of each seat of government."""
    romanised: frozenset[str]
    """Codes of countries whose names reach English by romanisation, so that spellings vary."""
    theatres: frozenset[str]
    """Codes of countries at war since 2011."""
    focus: dict[str, tuple[str, float]]
    """Folded words that point to a country, with a weight."""
    focus_heads: frozenset[str]
    """First words of the above."""
    renowned: dict[str, str]
    """Folded names of the places the field knows by one spelling, with the country they lie in."""

    # Unions of the above: most words are in none, and one look tells.
    leading: frozenset[str]
    """Words that say something of the place they lead to."""
    leads: frozenset[str]
    """The same, prepositions and the article."""
    trailing: frozenset[str]
    """Words that say something of the place they follow, or go between it and its feature word."""
    neutral: frozenset[str]
    """Words that are no part of a person's name, capital or not."""
    never_alone: frozenset[str]
    """Words that are no place's name by themselves."""
    pointing: frozenset[str]
    """Words that may point to a country without being its name."""
    beginnings: frozenset[str]
    """Of the names of countries, all that begin one and end with a whole word before its last."""


def text_of(name: str) -> str:
    """A file under `data/`."""
    return resources.files("ebbline.places").joinpath(f"data/{name}").read_text("utf-8")


@cache
def tables() -> dict[str, Any]:
    """The tables of `words.toml`."""
    return tomllib.loads(text_of("words.toml"))


def rows(name: str) -> list[list[str]]:
    """The lines of a table under `data/`, cut at tabs, notes left out."""
    return [line.split("\t") for line in text_of(name).splitlines() if line and not line.startswith("#")]


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


@cache
def lexicon() -> Lexicon:
    """The lists of the package; read at the first call, a few milliseconds."""
    words = tables()
    around, people = words["around"], words["people"]
    features: dict[str, str] = {}
    for kind, names in words["features"].items():
        for name in names:
            features.setdefault(fold(name), kind)
    countries: dict[str, Country] = {}
    peoples: dict[str, str] = {}
    capitals = set()
    for code, name, others, adjectives, capital in rows("countries.tsv"):
        for each in (name, *filter(None, others.split(";"))):
            countries[fold(each)] = Country(code, name)
        for each in filter(None, adjectives.split(";")):
            peoples[fold(each)] = code
        capitals.add((code, fold(capital)))
    focus = {fold(name): (code, float(weight)) for name, code, weight in rows("focus.tsv")}
    directions, part_words = _folded(around["directions"]), _folded(around["part_words"])
    fillers = _folded(around["fillers"]) | directions
    near_words, cues = _folded(around["near_words"]), _folded(around["cues"])
    strong_cues = _folded(around["strong_cues"])
    given_names, organisations = _folded(people["given_names"]), _folded(words["organisations"]["words"])
    not_places, ordinary = _folded(words["not_places"]["words"]), frozenset(row[0] for row in rows("ordinary.txt"))
    leading = frozenset(("of", "from", "to", "in", "outside")) | directions | features.keys() | near_words
    focus_heads = frozenset(name.split(" ")[0] for name in focus)
    return Lexicon(
        features=features,
        directions=directions,
        fillers=fillers,
        part_words=part_words,
        near_words=near_words,
        examples=_folded(around["examples"]),
        cues=cues,
        strong_cues=strong_cues,
        titles=_folded(people["titles"]),
        given_names=given_names,
        said=_folded(people["after"]),
        organisations=organisations,
        not_places=not_places,
        heads=_folded(words["not_places"]["heads"]),
        ordinary=ordinary,
        countries=countries,
        peoples=peoples,
        capitals=frozenset(capitals) | {("US", "washington"), ("UA", "kiev"), ("KZ", "astana"), ("RU", "kremlin")},
        romanised=frozenset(words["scripts"]["romanised"]),
        theatres=frozenset(words["scripts"]["theatres"]),
        focus=focus,
        focus_heads=focus_heads,
        renowned={
            fold(spelling): country
            for name, country, _, others in rows("canonical.tsv")
            for spelling in (name, *others.split(";"))
            if spelling
        },
        leading=leading,
        leads=leading | cues | strong_cues | _folded(around["examples"]) | {"the"},
        trailing=part_words | features.keys() | fillers,
        neutral=fillers
        | part_words
        | cues
        | not_places
        | features.keys()
        | peoples.keys()
        | countries.keys()
        | (ordinary - given_names),
        never_alone=not_places | organisations | peoples.keys(),
        pointing=focus_heads | peoples.keys(),
        beginnings=frozenset(name[:at] for name in countries for at in range(len(name)) if name[at] == " "),
    )
