"""Persons named only beside a report's text: in its title, its outlet, its file name or its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from ebbline.actors.linking import find_actors
from ebbline.actors.people import NOTHING, Known, name_lists, people, stems
from ebbline.actors.persons import find_persons
from ebbline.actors.registry import Registry
from ebbline.actors.scripts import runs_of_other_scripts
from ebbline.actors.words import folded, split
from ebbline.records import Document, Person, Report, Sentence, Span

_PART = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_CASED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[/\\#?&=]")
_SHORTEST = 2


def find_beside(report: Report, registry: Registry, known: Known = NOTHING) -> tuple[Person, ...]:
    """Persons named in what is shown of a report besides its words; they have no spans."""
    out: dict[str, Person] = {}
    titled = _in_prose(report.title, registry, known) if report.title else ()
    publishing = _in_outlet(report.outlet, registry, known) if report.outlet else ()
    for person in (*titled, *publishing):
        out.setdefault(person.name, person)
    addresses = list(dict.fromkeys(filter(None, (report.name, report.url))))
    for label in map(unquote, filter(None, (report.title, report.outlet, *addresses))):
        for span in runs_of_other_scripts(label):
            name = " ".join(_PART.findall(span.of(label)))
            out.setdefault(name, Person(name, ()))
    slugs = [name for address in addresses for parts in _slugs(address) for name in _in_slug(parts, registry, known)]
    if slugs:
        said = frozenset(map(folded, split(f"{report.text} {report.title or ''}")))
        for name in slugs:
            low = [folded(word) for word in split(name)]
            # What the report itself writes was judged there.
            if low[0] in people().given or said.isdisjoint(low):
                out.setdefault(name, Person(name, ()))
    return tuple(out.values())


def _in_prose(words: str, registry: Registry, known: Known) -> tuple[Person, ...]:
    """The persons of a line that stands alone, without spans."""
    alone = Report("", "", words, "", "", "")
    document = Document(alone, (Sentence(Span(0, len(words)), (), (), 0, heading=True),))
    found = find_persons(document, registry, find_actors(document, registry), known)
    return tuple(replace(person, spans=()) for person in found)


_in_outlet = lru_cache(maxsize=256)(_in_prose)
"""As `_in_prose`: the same few outlets publish report after report."""


def _slugs(address: str) -> Iterator[list[str]]:
    """The words of each part of a path or an address; a part of one word names nobody in full."""
    host: list[str] = []
    path = address
    if "//" in address:
        with suppress(ValueError):  # no address after all: read as a file name
            parts = urlsplit(address)
            if parts.netloc:
                host, path = (parts.hostname or "").split(".")[:-1], f"{parts.path}/{parts.query}"
    for part in [*host, *_BETWEEN.split(path)]:
        words = _PART.findall(_CASED.sub(" ", _ENDING.sub("", unquote(part))))
        if len(words) >= _SHORTEST:
            yield words


def _in_slug(parts: Sequence[str], registry: Registry, known: Known) -> Iterator[str]:
    """Runs of two words and more that are none of the language, nor all of them a place's name."""
    particles = name_lists(registry)["particles"]
    run: list[str] = []
    for part in [*parts, ""]:
        low = folded(part)
        if part and ((low in particles and run) or _is_strange(low, registry, known)):
            run.append(part)
            continue
        while run and folded(run[-1]) in particles:
            run.pop()
        if _names_somebody(run, known):
            yield " ".join(word if word[0].isupper() else word.title() for word in run)
        run = []


def _is_strange(low: str, registry: Registry, known: Known) -> bool:
    if not low.isalpha() or len(low) < _SHORTEST or low in name_lists(registry)["nonames"]:
        return False
    if low in people().given:
        return True
    if low in name_lists(registry)["orgtails"] or low in name_lists(registry)["placetails"] or low in people().callings:
        return False
    if low in name_lists(registry)["placeheads"] or low in registry.spellings:
        return False
    return low not in known.ordinary and not any(stem in known.ordinary for stem in stems(low))


def _names_somebody(run: Sequence[str], known: Known) -> bool:
    if len(run) < _SHORTEST:
        return False
    low = [folded(word) for word in run]
    if not known.ordinary and low[0] not in people().given:
        return False
    if known.place(" ".join(run)):
        return False
    return not all(known.place(word) for word in run) or low[0] in people().given
