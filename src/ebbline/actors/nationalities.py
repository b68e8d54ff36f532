"""Nationalities and countries' names: "Iraqi security forces", "Russian and Syrian warplanes", "Ankara said"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ebbline.actors.descriptions import add_described, short_name
from ebbline.actors.registry import Country, Mark, Role
from ebbline.actors.scene import UNIDENTIFIED, Scene, add, add_state

_BRANCH = {"military": "military", "police": "police", "government": "government", "strikes": "military"}


def link_country(scene: Scene, marks: Sequence[Mark], at: int, country: Country) -> int:
    """Adds what a nationality or a country's name at `at` stands for, if anybody; returns how many marks were used."""
    mark = marks[at]
    role_at = _role_after(scene, marks, at)
    if role_at is None and mark.kind == "demonym":
        role_at = _shared_role(scene, marks, at)
        if role_at is not None:
            _link_shared(scene, mark, marks[role_at], country)
            return 1
    if _backs(scene, mark):
        add_state(scene, mark.first, mark.last, "military", country.iso, rule="country as backer")
        return 1
    if role_at is not None:
        head = marks[role_at]
        assert isinstance(head.payload, Role)
        if _link_nationality(scene, mark, head, head.payload, country):
            return role_at - at + 1
    if mark.kind in ("country", "seat"):
        _link_name_alone(scene, mark, country)
    elif mark.kind == "demonym" and scene.words.raw[mark.last - 1].endswith("s"):
        _link_people(scene, mark, country)
    return 1


def _backs(scene: Scene, mark: Mark) -> bool:
    """Whether a nationality only says who stands behind somebody: "Russian-backed"."""
    words = scene.words
    last = mark.last
    return words.joins[last] and words.gaps[last] == "-" and words.low[last] in _BACKED


_BACKED = frozenset({"backed", "supported"})


def _shared_role(scene: Scene, marks: Sequence[Mark], at: int) -> int | None:
    """The role word that a nationality shares with the next: "Russian and Syrian warplanes"."""
    words, mark = scene.words, marks[at]
    if mark.kind != "demonym" or at + 1 >= len(marks) or not isinstance(marks[at + 1].payload, Country):
        return None
    following = marks[at + 1]
    between = words.low[mark.last : following.first]
    gap = words.text[words.end[mark.last - 1] : words.start[following.first]]
    if between in (("and",), ("or",), ("and", "allied")) or gap == ", ":
        return _role_after(scene, marks, at + 1) or _shared_role(scene, marks, at + 1)
    return None


def _link_shared(scene: Scene, mark: Mark, head: Mark, country: Country) -> None:
    assert isinstance(head.payload, Role)
    branch = _BRANCH.get(head.payload.kind)
    if branch:
        add_state(scene, mark.first, mark.last, branch, country.iso)
    elif head.payload.kind == "civilians":
        add(scene, mark.first, mark.last, "Civilians", "civilians", country.iso, role="civilians", rule="nationality")


def _role_after(scene: Scene, marks: Sequence[Mark], at: int) -> int | None:
    """The mark of the role word that a nationality qualifies, past modifiers and other role words."""
    words, modifiers = scene.words, scene.registry.words["modifier"]
    i, best, low, joins, count = marks[at].last, None, words.low, words.joins, len(marks)
    if joins[i] and low[i] == "s" and words.gaps[i] in ("'", "’"):
        i += 1
    following = at + 1
    for _ in range(4):
        if not joins[i]:
            break
        while following < count and marks[following].first < i:
            following += 1
        mark = marks[following] if following < count else None
        if mark is not None and mark.first == i and isinstance(mark.payload, Role):
            best, i = following, mark.last
        elif low[i] in modifiers:
            i += 1
        else:
            break
    return best


def _link_nationality(scene: Scene, mark: Mark, head: Mark, role: Role, country: Country) -> bool:
    """Adds "Iraqi security forces", "Syrian refugees", "Turkish rebels"; False if the pair names nobody."""
    branch = _BRANCH.get(role.kind)
    if branch and role.kind == "strikes":
        add_state(scene, mark.first, mark.last, branch, country.iso)
    elif branch:
        if branch == "government" and country.iso == "SY" and head.last - head.first == 1:
            branch = _syrian_branch(scene, head)
        add_state(scene, mark.first, head.last, branch, country.iso)
    elif role.kind in ("civilians", "prisoners"):
        add(scene, mark.first, head.last, "Civilians", "civilians", country.iso, role=role.kind, rule="nationality")
    elif role.kind in ("protesters", "rioters"):
        word = role.kind.capitalize()
        add(
            scene,
            mark.first,
            head.last,
            f"{word} ({short_name(country)})",
            "civilians",
            country.iso,
            role=role.kind,
            rule="nationality",
        )
    elif role.kind == "unnamed":
        add(scene, mark.first, head.last, UNIDENTIFIED, "unidentified", country.iso, role=role.kind, rule="nationality")
    elif role.kind == "described":
        add_described(scene, mark.first, head.last, role.tag, country.iso)
    else:
        return False
    return True


def _syrian_branch(scene: Scene, head: Mark) -> str:
    return "military" if scene.words.low[head.last - 1] in ("regime", "government") else "government"


_PAST = re.compile("..ed$")


def _link_name_alone(scene: Scene, mark: Mark, country: Country) -> None:
    """A country or its capital as a doer: "Russia said", "bombed by Turkey"; a place otherwise."""
    words, lists = scene.words, scene.registry.words
    if _in_roster(scene, mark):
        add_state(scene, mark.first, mark.last, "military", country.iso, rule="list of states")
        return
    partner = _partner(scene, mark)
    if partner:
        add_state(scene, mark.first, mark.last, partner, country.iso, rule="country beside a doer")
        return
    low, joins, first, last = words.low, words.joins, mark.first, mark.last
    before = low[first - 1] if joins[first] else ""
    if before == "the" and first > 1:
        before = low[first - 2] if joins[first - 1] else ""
    if before in lists["placing"]:
        return
    after = low[last] if joins[last] else ""
    if after == "also" or (after[-2:] == "ly" and last + 1 < len(words)):
        after = low[last + 1] if words.joined(last + 1) else ""
    if after == "and":
        after = _verb_behind_pair(scene, mark.last + 1)
    if after in lists["warverbs"]:
        add_state(scene, mark.first, mark.last, "military", country.iso, rule="country as doer")
    elif after in lists["statverbs"] or before in lists["doerbefore"] or (not before and _PAST.search(after)):
        add_state(scene, mark.first, mark.last, "government", country.iso, rule="country as doer")


def _partner(scene: Scene, mark: Mark) -> str:
    """As what a country acts that "and" joins to one: "brokered by the US and Turkey"; empty where it does not."""
    last, low = (scene.found[-1] if scene.found else None), scene.words.low
    if last is None or mark.first - last.last > 2 or not last.mention.rule.startswith("country "):
        return ""
    between = low[last.last : mark.first]
    joined = all(scene.words.joined(i) for i in range(last.last, mark.first + 1))
    return last.role if joined and between in (("and",), ("and", "the")) else ""


def _in_roster(scene: Scene, mark: Mark) -> bool:
    """Whether a country stands in a list of those who act: "nations which struck include Jordan, Qatar and the UAE"."""
    words, low = scene.words, scene.words.low
    last = scene.found[-1] if scene.found else None
    going_on = last is not None and mark.first - last.last <= 2 and last.mention.rule == "list of states"
    if not going_on and (not mark.first or low[mark.first - 1] not in _OPENING):
        return False
    begin = words.first[words.sentence[mark.first]]
    if last is not None and going_on and last.first >= begin:
        return all(word in _BETWEEN for word in low[last.last : mark.first])
    i = mark.first - 1
    while i > begin and low[i] in _BETWEEN:
        i -= 1
    return i > begin and low[i] in _INCLUDE and not _STATES.isdisjoint(low[begin:i])


_BETWEEN = frozenset({"and", "the", "both"})
_INCLUDE = frozenset({"include", "includes", "included", "including", "namely"})
_OPENING = _BETWEEN | _INCLUDE
_STATES = frozenset({"nations", "countries", "states", "members", "partners", "allies"})


def _verb_behind_pair(scene: Scene, i: int) -> str:
    """The word behind the second of two states that act together: "Damascus and Moscow denied"."""
    words = scene.words
    if i < len(words) and words.low[i] == "the":
        i += 1
    for kind in ("country", "seat"):
        for item in scene.registry.entries(words.low[i]) if i < len(words) else ():
            last = i + len(item.words)
            if item.kind == kind and item.fits(words, i) and words.joined(last):
                return words.low[last]
    return ""


def _link_people(scene: Scene, mark: Mark, country: Country) -> None:
    """ "the Russians", "Israelis" with a doer's verb."""
    words, lists = scene.words, scene.registry.words
    before = words.low[mark.first - 1] if mark.first and words.joined(mark.first) else ""
    after = words.low[mark.last] if words.joined(mark.last) else ""
    doing = after in lists["warverbs"] or after in lists["statverbs"] or after in ("are", "were")
    suffering = mark.first > 1 and words.low[mark.first - 2] in lists["doerbefore"]
    if before == "the" and (doing or suffering):
        add_state(scene, mark.first, mark.last, "military", country.iso, rule="country as doer")
    elif country.iso == scene.home or before != "the":
        add(scene, mark.first, mark.last, "Civilians", "civilians", country.iso, role="people", rule="nationality")
