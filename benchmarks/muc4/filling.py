"""From a reading's claims to MUC-4's templates: which incident, and the report's own words for its roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.muc4.ceaf import ROLES, Entity, Fillers, Template, normal
from ebbline.ontology.muc4 import BREAKS, EMPTY, OPENERS, PEOPLE, TITLES, incident_type, is_target, weapon_nouns
from ebbline.records import Claim, EventClaim, Person, Reading

_WORD = re.compile(r"[^\s,;:()]+")


def templates(reading: Reading, text: str) -> list[Template]:
    """One template a type of incident: what the claims of that type name together."""
    found: dict[str, dict[str, dict[str, Entity]]] = {}
    for claim in reading.claims:
        incident = incident_type(claim) if isinstance(claim, EventClaim) else None
        if incident is None or not isinstance(claim, EventClaim):
            continue
        roles = found.setdefault(incident, {role: {} for role in ROLES})
        for role, mention in fillers_of(claim, reading.persons, text):
            roles[role].setdefault(normal(mention), (mention,))
    return [
        Template(incident, {role: list(named.values()) for role, named in roles.items()})
        for incident, roles in found.items()
        if any(roles.values())
    ]


def over_text(found: Iterable[Template]) -> Fillers:
    """The fillers of all templates by role, each once."""
    out: dict[str, dict[str, Entity]] = {role: {} for role in ROLES}
    for template in found:
        for role, entities in template.fillers.items():
            for entity in entities:
                out[role].setdefault(normal(entity[0]), entity)
    return {role: list(named.values()) for role, named in out.items()}


def fillers_of(claim: EventClaim, persons: Sequence[Person], text: str) -> Iterator[tuple[str, str]]:
    """Role and mention of what a claim names."""
    doers = [a.mention or a.name for a in claim.actors if a.role == "actor"]
    for doer in doers:
        if _stands(doer, text):
            yield from _perpetrator(_with_people(doer, claim), persons)
    for name in _victims(claim, persons, doers):
        yield "Victim", name
    if claim.object and is_target(claim.object.lower()) and incident_type(claim) != "kidnapping":
        thing = _phrase(claim, claim.object)
        if thing:
            yield "Target", thing
    weapon = _weapon(claim) if claim.means else None
    if weapon:
        yield "Weapon", weapon


def _stands(mention: str, text: str) -> bool:
    """Whether the words are the report's own."""
    return mention.lower() in text.lower()


def _with_people(mention: str, claim: EventClaim) -> str:
    """A mention with the noun for its people that stands beside it: "Blue Front members", "men of the Blue Front"."""
    named = re.escape(mention)
    nouns = "|".join(sorted(PEOPLE))
    for item in claim.evidence:
        found = re.search(
            rf"\b(?:{nouns}) (?:of|from) (?:the )?{named}\b|\b{named} (?:{nouns})\b", item.text, re.IGNORECASE
        )
        if found:
            return found[0]
    return mention


def _perpetrator(mention: str, persons: Sequence[Person]) -> Iterator[tuple[str, str]]:
    """A party as an individual or an organisation; people of an organisation that is named are both."""
    bare = _bare(mention)
    if bare.lower() in EMPTY:
        return
    head, _, rest = bare.partition(" of ")
    last = head.split()[-1:] or [""]
    if last[0].lower() in PEOPLE:
        yield "PerpInd", bare
        belongs = _bare(rest) if rest else " ".join(head.split()[:-1])
        if belongs[:1].isupper():
            yield "PerpOrg", belongs
    elif any(_is_named(person, bare) for person in persons):
        yield "PerpInd", bare
    elif bare:
        yield "PerpOrg", bare


def _bare(mention: str, openers: frozenset[str] = OPENERS) -> str:
    words = mention.split()
    while words and words[0].lower().rstrip(".") in openers:
        words = words[1:]
    return " ".join(words)


def _is_named(person: Person, mention: str) -> bool:
    return normal(person.name) in normal(mention)


def _victims(claim: EventClaim, persons: Sequence[Person], doers: Iterable[str]) -> Iterator[str]:
    """The persons whom the claim's words name, but for who says it and who did it."""
    speaker = claim.said_by.name if claim.said_by else None
    for person in persons:
        named = any(s.start < e.end and e.start < s.end for s in person.spans for e in claim.evidence)
        apart = person.name != speaker and not any(_is_named(person, doer) for doer in doers)
        name = _bare(_fullest(person.name, persons), TITLES)
        if named and apart and name:
            yield name


def _fullest(name: str, persons: Sequence[Person]) -> str:
    """The longest name of the report that holds all words of a name: a short form is the same person's."""
    words = set(normal(name).split())
    return max([name, *(p.name for p in persons if words <= set(normal(p.name).split()))], key=len)


def _weapon(claim: EventClaim) -> str | None:
    for noun in weapon_nouns(claim.means or ""):
        found = _phrase(claim, noun)
        if found:
            return noun
    return None


def _phrase(claim: EventClaim, noun: str | None) -> str | None:
    """The noun with the words before it that belong to it, as the evidence has them."""
    for item in claim.evidence:
        match = re.search(rf"(?<!\w){re.escape(noun or '')}(?!\w)", item.text, re.IGNORECASE)
        if match is None:
            continue
        start = match.start()
        for word in reversed(list(_WORD.finditer(item.text, 0, start))):
            between = item.text[word.end() : start]
            if between.strip() or _ends_phrase(word[0].lower()):
                break
            start = word.start()
        return item.text[start : match.end()]
    return None


def _ends_phrase(word: str) -> bool:
    return word in BREAKS or word.endswith(("ed", "ing")) or word[0].isdigit()


def left_out(claims: Iterable[Claim]) -> Iterator[str]:
    """The sub-event types of events that become no incident."""
    for claim in claims:
        if isinstance(claim, EventClaim) and incident_type(claim) is None:
            yield claim.sub_event_type
