"""What a report says of groups the registry does not know: their acronym, what they are, with whom they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebbline.actors.registry import Registry
from ebbline.actors.scene import ActorMention
from ebbline.records import Document

_APPOSITION = re.compile(r"[”\"']?(?: \([^()]*\))?, (?:an?|the|one of the) ([^,.;:()\n]{3,90})")
"""What stands behind a name: ", an Islamist faction allied with …"."""
_BEFORE = re.compile(
    r"(?:\ban?|\bthe|^) ((?:[\w-]+ ){0,3}(?:group|faction|militia|movement|brigade|gang|party)) [“\"']?$"
)
"""What stands before it: "the Islamist faction …"."""
_PLACE = re.compile(
    r"[^.;\n]{0,60}?\b(?:active in|based in|based at|operating in|in|from|of) "
    r"((?:[A-Z][\w’'-]+(?: (?:al|el|ad|as)-)?[ ]?){1,3})"
)
_BONDS: Mapping[str, re.Pattern[str]] = {
    relation: re.compile(rf"\b(?:{words})\b")
    for relation, words in {
        "allied with": "allied (?:with|to)|alliance with|fighting alongside|alongside|ally of",
        "part of": "part of|belonging to|member of|under the banner of|unit of|branch of|wing of|affiliate of",
        "linked to": "linked to|affiliated (?:with|to)|close to|associated with",
        "loyal to": "loyal to|allegiance to|sworn to",
        "backed by": "backed by|supported by|funded by|financed by|armed by|trained by",
        "split from": "split from|splinter of|breakaway from|broke away from|defected from|offshoot of",
        "enemy of": "opposed to|hostile to|fighting against|rival of|rivals of|enemy of",
    }.items()
}
_REACH = 40
"""Characters between the words of a bond and whom it binds to."""


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that only this report knows."""

    name: str
    spellings: tuple[str, ...]
    """How else the report writes it, acronyms included."""
    said: tuple[str, ...]
    """What the report calls it, in its own words: "Islamist faction allied with Ahrar al-Sham"."""
    bonds: tuple[tuple[str, str], ...]
    """A relation ("allied with", "part of", "loyal to" …) and the name of the other actor."""
    country: str | None
    """ISO 3166-1 alpha-2 of the country the report is mostly about, None where it has none."""
    place: str | None
    """The first place said beside its name, in the report's words."""
    mentions: int


def new_groups(document: Document, registry: Registry, mentions: Sequence[ActorMention]) -> tuple[NewGroup, ...]:
    """The groups among a document's mentions that are new, in order of the text."""
    text, told = document.report.text, list[NewGroup]()
    home = Counter(mention.country for mention in mentions if mention.country).most_common(1)
    for name in dict.fromkeys(mention.name for mention in mentions if mention.new):
        own = [mention for mention in mentions if mention.name == name]
        named = [mention for mention in own if mention.kind == "group"]
        said = dict.fromkeys(words for mention in named for words in _said(text, mention))
        bonds = dict.fromkeys(bond for mention in named for bond in _bonds(text, mention, mentions))
        places = [match[1].strip() for mention in named if (match := _PLACE.match(text, mention.span.end))]
        spellings = dict.fromkeys(mention.span.of(text) for mention in named)
        told.append(
            NewGroup(
                name,
                tuple(spelling for spelling in spellings if spelling != name),
                tuple(said),
                tuple(bonds),
                home[0][0] if home else None,
                places[0] if places else None,
                len(own),
            )
        )
    return tuple(told)


def _said(text: str, mention: ActorMention) -> list[str]:
    behind = _APPOSITION.match(text, mention.span.end)
    before = _BEFORE.search(text, max(0, mention.span.start - 60), mention.span.start)
    return [" ".join(match[1].split()) for match in (before, behind) if match]


def _bonds(text: str, mention: ActorMention, mentions: Sequence[ActorMention]) -> list[tuple[str, str]]:
    """The relations told in the clause behind a name, each with the actor named next."""
    stop = re.search(r"[.;\n]", text[mention.span.end : mention.span.end + 200])
    end = mention.span.end + (stop.start() if stop else 200)
    found = []
    for relation, pattern in _BONDS.items():
        for match in pattern.finditer(text, mention.span.end, end):
            other = next((m for m in mentions if match.end() <= m.span.start <= match.end() + _REACH), None)
            if other is not None and other.name != mention.name and other.kind != "civilians":
                found.append((relation, other.name))
    return found
