"""Finds every mention of an actor in a document and says who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ebbline.actors.newgroups import find_new_groups, local_names
from ebbline.actors.registry import Country, Group, Mark, Registry, Role, StateName
from ebbline.actors.words import Words
from ebbline.records import Document, Span

ActorKind = Literal["group", "state", "coalition", "civilians", "unidentified", "generic", "role"]

UNIDENTIFIED = "Unidentified armed group"


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words of the report that name or describe an actor."""

    span: Span
    name: str
    """The name the field uses."""
    actor_id: str | None
    """The registry's id, None for a group new to it and for a class of people."""
    kind: ActorKind
    """`generic` is a description linked within the report."""
    country: str | None
    """ISO 3166-1 alpha-2 of the actor's state, None where there is none or it is not known."""
    new: bool
    """Whether the group is not in the registry."""
    bare: bool = False
    """Whether forces stand without a nationality: `country` is then only what the report is mostly about."""


class _Found(NamedTuple):
    """A mention and the words it covers, with what later descriptions need to know of it."""

    first: int
    last: int
    mention: ActorMention
    group: Group | None = None
    role: str = ""
    head: str = ""


@dataclass(slots=True)
class _Scene:
    """What is known of one report while its mentions are linked."""

    words: Words
    registry: Registry
    home: str | None
    leading: frozenset[int]
    """The sentences that a heading stands over: what a headline describes, the next sentence names."""
    ahead: dict[int, list[Group]]
    """Each sentence's armed groups by name."""
    found: list[_Found] = field(default_factory=list)


def find_actors(document: Document, registry: Registry) -> tuple[ActorMention, ...]:
    """Every mention in order of the text, none overlapping another."""
    words = Words.of(document)
    local = local_names(words, registry)
    marks = list(registry.scan(words, local)) if local else list(registry.marks(document))
    marks = find_new_groups(words, marks, registry)
    home = _home([mark for mark in marks if not _unsure(mark)], registry)
    published = document.report.published
    marks = registry.settle(words, marks, home, published.interval if published else None)
    scene = _Scene(words, registry, home, _leading(document), _named_in(words, marks))
    at = 0
    while at < len(marks):
        at += _link(scene, marks, at)
    _link_pronouns(scene)
    scene.found.sort(key=lambda item: item.first)
    return tuple(item.mention for item in scene.found)


_GROUPS = frozenset({"group", "local"})


def _unsure(mark: Mark) -> bool:
    """Whether the mark may be another's name, or none: such as do not tell which country a report is about."""
    return bool(mark.rivals) and (len(mark.rivals) > 1 or mark.rivals[0].doubtful)


def _home(marks: Iterable[Mark], registry: Registry) -> str | None:
    """The country a report is about; what stands early weighs twice."""
    weight: dict[str, int] = {}
    for mark in marks:
        for iso, points in mark.homes:
            weight[iso] = weight.get(iso, 0) + (2 * points if mark.first < _EARLY else points)
    for remote in registry.words["remote"]:
        # These appear in reports about other people's wars; they are home only where they outweigh by far.
        if remote in weight:
            weight[remote] //= 3
    best = max(weight, key=lambda iso: (weight[iso], iso), default=None)
    return best if best is not None and weight[best] else None


_EARLY = 60
"""Words at a report's head that tell best which country it is about."""


def _leading(document: Document) -> frozenset[int]:
    sentences = document.sentences
    return frozenset([i for i, sentence in enumerate(sentences, 1) if sentence.heading and i < len(sentences)])


def _named_in(words: Words, marks: Iterable[Mark]) -> dict[int, list[Group]]:
    out: dict[int, list[Group]] = {}
    for mark in marks:
        if mark.kind in _GROUPS and isinstance(mark.payload, Group):
            out.setdefault(words.sentence[mark.first], []).append(mark.payload)
    return out


def _link(scene: _Scene, marks: Sequence[Mark], at: int) -> int:
    """Adds what the mark at `at` stands for; returns how many marks were used."""
    mark = marks[at]
    match mark.payload:
        case Role() as role:
            _add_role(scene, mark, role)
        case Group() as group:
            _add_group(scene, mark, group)
        case Country() as country:
            return _link_country(scene, marks, at, country)
        case StateName() as state:
            _add_state(scene, mark.first, mark.last, state.branch, state.iso)
        case _:
            pass
    return 1


def _add(scene: _Scene, first: int, last: int, name: str, kind: ActorKind, country: str | None = None,
         actor_id: str | None = None, group: Group | None = None, role: str = "",
         *, bare: bool = False) -> None:  # fmt: skip
    new = group is not None and group.source == "report"
    mention = ActorMention(scene.words.span(first, last), name, None if new else actor_id, kind, country, new, bare)
    scene.found.append(_Found(first, last, mention, group, role, scene.words.low[last - 1]))


def _add_group(scene: _Scene, mark: Mark, group: Group) -> None:
    kind: ActorKind = "group"
    if group.tags & {"coalition", "mission"}:
        kind = "coalition"
    elif "aid" in group.tags:
        kind = "civilians"
    country = group.countries[0] if group.countries else None
    _add(scene, mark.first, mark.last, group.name, kind, country, group.group_id, group)


def _add_state(scene: _Scene, first: int, last: int, branch: str, iso: str, *, bare: bool = False) -> None:
    name = scene.registry.state(branch, iso)
    _add(scene, first, last, name, "state", iso, f"{branch}-{iso.lower()}", role=branch, bare=bare)


# --- nationalities -----------------------------------------------------------------------------------------

_BRANCH = {"military": "military", "police": "police", "government": "government", "strikes": "military"}
_OWN = frozenset({"s"})


def _link_country(scene: _Scene, marks: Sequence[Mark], at: int, country: Country) -> int:
    mark = marks[at]
    role_at = _role_after(scene, marks, at)
    if role_at is None:
        role_at = _shared_role(scene, marks, at)
        if role_at is not None:
            _link_shared(scene, mark, marks[role_at], country)
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


def _shared_role(scene: _Scene, marks: Sequence[Mark], at: int) -> int | None:
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


def _link_shared(scene: _Scene, mark: Mark, head: Mark, country: Country) -> None:
    assert isinstance(head.payload, Role)
    branch = _BRANCH.get(head.payload.kind)
    if branch:
        _add_state(scene, mark.first, mark.last, branch, country.iso)
    elif head.payload.kind == "civilians":
        _add(scene, mark.first, mark.last, "Civilians", "civilians", country.iso, role="civilians")


def _role_after(scene: _Scene, marks: Sequence[Mark], at: int) -> int | None:
    """The mark of the role word that a nationality qualifies, past modifiers and other role words."""
    words, modifiers = scene.words, scene.registry.words["modifier"]
    i, best = marks[at].last, None
    if i < len(words) and words.low[i] in _OWN and words.gap(i) in ("'", "’"):
        i += 1
    following = at + 1
    for _ in range(4):
        if not words.joined(i):
            break
        while following < len(marks) and marks[following].first < i:
            following += 1
        mark = marks[following] if following < len(marks) else None
        if mark is not None and mark.first == i and isinstance(mark.payload, Role):
            best, i = following, mark.last
        elif i < len(words) and words.low[i] in modifiers:
            i += 1
        else:
            break
    return best


def _link_nationality(scene: _Scene, mark: Mark, head: Mark, role: Role, country: Country) -> bool:
    """Adds "Iraqi security forces", "Syrian refugees", "Turkish rebels"; False if the pair names nobody."""
    branch = _BRANCH.get(role.kind)
    if branch and role.kind == "strikes":
        _add_state(scene, mark.first, mark.last, branch, country.iso)
    elif branch:
        if branch == "government" and country.iso == "SY" and head.last - head.first == 1:
            branch = _syrian_branch(scene, head)
        _add_state(scene, mark.first, head.last, branch, country.iso)
    elif role.kind in ("civilians", "prisoners"):
        _add(scene, mark.first, head.last, "Civilians", "civilians", country.iso, role=role.kind)
    elif role.kind in ("protesters", "rioters"):
        word = role.kind.capitalize()
        _add(scene, mark.first, head.last, f"{word} ({_short(country)})", "civilians", country.iso, role=role.kind)
    elif role.kind == "unnamed":
        _add(scene, mark.first, head.last, UNIDENTIFIED, "unidentified", country.iso, role=role.kind)
    elif role.kind == "described":
        _add_described(scene, mark.first, head.last, role.tag, country.iso)
    else:
        return False
    return True


def _syrian_branch(scene: _Scene, head: Mark) -> str:
    return "military" if scene.words.low[head.last - 1] in ("regime", "government") else "government"


def _short(country: Country) -> str:
    return country.name.removeprefix("the ")


_PAST = re.compile("..ed$")


def _link_name_alone(scene: _Scene, mark: Mark, country: Country) -> None:
    """A country or its capital as a doer: "Russia said", "bombed by Turkey"; a place otherwise."""
    words, lists = scene.words, scene.registry.words
    before = words.low[mark.first - 1] if mark.first and words.joined(mark.first) else ""
    if before == "the" and mark.first > 1:
        before = words.low[mark.first - 2] if words.joined(mark.first - 1) else ""
    after = words.low[mark.last] if words.joined(mark.last) else ""
    if before in lists["placing"]:
        return
    if after == "also" or (after.endswith("ly") and mark.last + 1 < len(words)):
        after = words.low[mark.last + 1] if words.joined(mark.last + 1) else ""
    if after == "and":
        after = _verb_behind_pair(scene, mark.last + 1)
    if after in lists["warverbs"]:
        _add_state(scene, mark.first, mark.last, "military", country.iso)
    elif after in lists["statverbs"] or before in lists["doerbefore"] or (not before and _PAST.search(after)):
        _add_state(scene, mark.first, mark.last, "government", country.iso)


def _verb_behind_pair(scene: _Scene, i: int) -> str:
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


def _link_people(scene: _Scene, mark: Mark, country: Country) -> None:
    """ "the Russians", "Israelis" with a doer's verb."""
    words, lists = scene.words, scene.registry.words
    before = words.low[mark.first - 1] if mark.first and words.joined(mark.first) else ""
    after = words.low[mark.last] if words.joined(mark.last) else ""
    doing = after in lists["warverbs"] or after in lists["statverbs"] or after in ("are", "were")
    suffering = mark.first > 1 and words.low[mark.first - 2] in lists["doerbefore"]
    if before == "the" and (doing or suffering):
        _add_state(scene, mark.first, mark.last, "military", country.iso)
    elif country.iso == scene.home or before != "the":
        _add(scene, mark.first, mark.last, "Civilians", "civilians", country.iso, role="people")


# --- role words by themselves ------------------------------------------------------------------------------


def _add_role(scene: _Scene, mark: Mark, role: Role) -> None:
    first, last = mark.first, mark.last
    match role.kind:
        case "military" | "police" | "government":
            _add_bare_state(scene, first, last, role.kind)
        case "civilians" | "prisoners":
            _add(scene, first, last, "Civilians", "civilians", scene.home, role=role.kind)
        case "protesters" | "rioters":
            home = scene.registry.countries.get(scene.home or "")
            word = role.kind.capitalize()
            _add(
                scene,
                first,
                last,
                f"{word} ({_short(home)})" if home else word,
                "civilians",
                scene.home,
                role=role.kind,
            )
        case "unnamed":
            _add_unnamed(scene, first, last)
        case "described":
            _add_described(scene, first, last, role.tag, None)
        case "group":
            _add_the_group(scene, first, last)
        case _:
            pass


def _add_bare_state(scene: _Scene, first: int, last: int, branch: str) -> None:
    """ "the army", "government troops": of the state last named with the same word, else of the report's country."""
    words, lists = scene.words, scene.registry.words
    begin = first
    while begin and words.joined(begin) and words.low[begin - 1] in lists["side"]:
        begin -= 1
    head = words.low[last - 1]
    if not _stands_alone(scene, begin, last, branch):
        return
    if words.low[begin] in ("government", "regime") and branch == "government" and last - begin > 1:
        branch = "military" if head in ("forces", "troops", "army") else branch
    told = _same_head(scene, begin, head, branch)
    iso = told or scene.home
    if iso is None:
        return
    if head == "regime" and iso == "SY":
        branch = "military"
    _add_state(scene, begin, last, branch, iso, bare=told is None)


def _stands_alone(scene: _Scene, begin: int, last: int, branch: str) -> bool:
    """Whether a role word without a nationality means a state: "the army" does, "forces" by itself does not."""
    words = scene.words
    head = words.low[last - 1]
    before = words.low[begin - 1] if begin and words.joined(begin) else ""
    if before in scene.registry.words["elsewhose"] or (last - begin == 1 and _qualifies(scene, last)):
        return False
    if last - begin > 1 or head in scene.registry.words["alwaysstate"]:
        return True
    article = begin > 0 and words.low[begin - 1] in ("the", "by", "and", "with", "as", "against", "between", "to")
    if branch == "government":
        return (article or words.opens(begin)) and head in ("ministry", "president", "minister")
    return article and branch == "military" and head in ("forces", "jets", "helicopters")


def _qualifies(scene: _Scene, last: int) -> bool:
    """Whether "military" before word `last` only tells what kind of thing follows: "a military operation"."""
    words, lists = scene.words, scene.registry.words
    if words.low[last - 1] != "military" or not words.joined(last):
        return False
    after = words.low[last]
    doing = after in lists["warverbs"] or after in lists["statverbs"] or after in lists["behindnoun"]
    return not doing and not after.endswith("ed")


def _same_head(scene: _Scene, first: int, head: str, branch: str) -> str | None:
    """The state whose "army" was last spoken of by its nationality, if it was in the last few sentences."""
    sentence = scene.words.sentence[first]
    for item in reversed(scene.found[-12:]):
        if scene.words.sentence[item.first] < sentence - _SAME_HEAD:
            return None
        if item.head == head and item.role == branch and item.mention.country and not item.mention.bare:
            return item.mention.country
    return None


_SAME_HEAD = 4
"""Sentences over which "the army" is the army named before."""


def _add_unnamed(scene: _Scene, first: int, last: int) -> None:
    words = scene.words
    begin = first
    while begin and words.joined(begin) and words.low[begin - 1] in scene.registry.words["unknown"]:
        begin -= 1
    _add(scene, begin, last, UNIDENTIFIED, "unidentified", scene.home, role="unnamed")


def _add_generic(scene: _Scene, first: int, last: int, group: Group) -> None:
    country = group.countries[0] if group.countries else None
    _add(scene, first, last, group.name, "generic", country, group.group_id, group)


_UNARMED = frozenset({"coalition", "mission", "aid"})


_FITS: dict[str, frozenset[str]] = {
    "rebel": frozenset({"rebel", "separatist", "leftist"}),
    "jihadist": frozenset({"jihadist", "islamist", "palestinian"}),
    "separatist": frozenset({"separatist"}),
    "leftist": frozenset({"leftist", "rebel"}),
    "militia": frozenset({"militia", "tribal", "government", "mercenary"}),
    "tribal": frozenset({"tribal"}),
    "criminal": frozenset({"criminal", "bandit"}),
    "mission": frozenset({"mission"}),
    "coalition": frozenset({"coalition"}),
    "alliance": frozenset({"coalition", "kurdish", "rebel", "islamist"}),
    "kurdish": frozenset({"kurdish"}),
}
_DEFAULT = {
    ("rebel", "SY"): "syrian-opposition",
    ("opposition", "SY"): "syrian-opposition",
    ("rebel", "UA"): "pro-russian-separatists",
    ("separatist", "UA"): "pro-russian-separatists",
    ("rebel", "YE"): "houthi-movement",
    ("tribal", "SY"): "arab-tribes-syria",
    ("militia", "LY"): "libyan-militias",
    ("coalition", "SY"): "coalition",
    ("coalition", "IQ"): "coalition",
    ("coalition", "YE"): "saudi-led-coalition",
    ("mission", ""): "united-nations",
    ("criminal", "HT"): "gangs-haiti",
}


def _add_described(scene: _Scene, first: int, last: int, tag: str, iso: str | None) -> None:
    group = None if tag == "opposition" else _fitting(scene, first, tag)
    if group is None:
        default = _DEFAULT.get((tag, iso or scene.home or "")) or _DEFAULT.get((tag, ""))
        group = scene.registry.groups.get(default or "")
    if group is not None:
        _add_generic(scene, first, last, group)
    elif tag not in ("coalition", "alliance", "mission"):
        _add(scene, first, last, UNIDENTIFIED, "unidentified", iso or scene.home, role="described")


def _fitting(scene: _Scene, first: int, tag: str) -> Group | None:
    """The one group a description can mean: the only fitting one of this sentence, behind an article of the two."""
    sentence = scene.words.sentence[first]
    definite = first > 0 and scene.words.low[first - 1] in scene.registry.words["articles"]
    earliest = sentence - 1 if definite else sentence
    floor = scene.words.first[max(0, earliest)]
    near: dict[str, Group] = {}
    for item in reversed(scene.found):
        if item.first < floor:
            break
        if item.group is not None and _meets(item.group, tag):
            near[item.group.group_id] = item.group
    if not near:
        reach = (sentence, sentence + 1) if sentence + 1 in scene.leading else (sentence,)
        ahead = [group for k in reach for group in scene.ahead.get(k, ())]
        near = {group.group_id: group for group in ahead if _meets(group, tag)}
    return next(iter(near.values())) if len(near) == 1 else None


def _meets(group: Group, tag: str) -> bool:
    if tag == "*":
        return group.type in "1234" and not group.tags & (_UNARMED | {"government"})
    return bool(group.tags & _FITS[tag])


def _add_the_group(scene: _Scene, first: int, last: int) -> None:
    """ "the group": the last group named in this sentence or the two before it."""
    words = scene.words
    if not first or words.low[first - 1] not in scene.registry.words["articles"] or not words.joined(first):
        return
    group = _fitting(scene, first, "*")
    if group is not None:
        _add_generic(scene, first, last, group)


# --- pronouns ----------------------------------------------------------------------------------------------


def _link_pronouns(scene: _Scene) -> None:
    """ "they" and "it" where the same and the previous sentence name exactly one party before them."""
    words, pronouns = scene.words, scene.registry.words["pronouns"]
    found = tuple(scene.found)
    for i in scene.registry.among(words, pronouns):
        begin = words.first[max(0, words.sentence[i] - 1)]
        here = [item for item in found if begin <= item.first <= i]
        if not here or here[-1].last > i or words.raw[i] == "IT":
            continue
        plural = words.low[i] in _PLURAL
        parties = {item.mention.name: item for item in here if plural or item.mention.kind != "civilians"}
        if len(parties) == 1:
            _take_up(scene, i, next(iter(parties.values())))


_PLURAL = frozenset({"they", "their"})


def _take_up(scene: _Scene, i: int, item: _Found) -> None:
    """Adds the pronoun at word `i` as another mention of an armed party; nothing for unarmed people."""
    before = item.mention
    if item.group is not None and not item.group.tags & _UNARMED:
        _add_generic(scene, i, i + 1, item.group)
    elif before.kind in ("state", "coalition"):
        _add(scene, i, i + 1, before.name, before.kind, before.country, before.actor_id, item.group, item.role)
