"""Words that describe an actor without naming it: "the army", "gunmen", "the rebels", "the group"."""

from __future__ import annotations

from ebbline.actors.registry import Country, Group, Mark, Role
from ebbline.actors.salience import likeliest, note, weigh
from ebbline.actors.scene import UNARMED, UNIDENTIFIED, Found, Scene, add, add_generic, add_state


def add_role(scene: Scene, mark: Mark, role: Role) -> None:
    """Adds a word that describes an actor and stands without a nationality."""
    first, last, kind = mark.first, mark.last, role.kind
    owner = _owner(scene, mark, role) if kind in _OWNED else None
    if owner is not None:
        add_generic(scene, first, last, owner, "part of a group")
        return
    match kind:
        case "military" | "police" | "government":
            _add_bare_state(scene, first, last, kind)
        case "civilians" | "prisoners":
            add(scene, first, last, "Civilians", "civilians", scene.home, role=kind, rule="class of people")
        case "protesters" | "rioters":
            home = scene.registry.countries.get(scene.home or "")
            word = role.kind.capitalize()
            add(
                scene,
                first,
                last,
                f"{word} ({short_name(home)})" if home else word,
                "civilians",
                scene.home,
                role=role.kind,
                rule="class of people",
            )
        case "unnamed":
            _add_unnamed(scene, first, last)
        case "described":
            add_described(scene, first, last, role.tag, None)
        case "group":
            _add_the_group(scene, first, last)
        case _:
            pass


_OWNED = frozenset({"unnamed", "described", "military", "police"})


def _owner(scene: Scene, mark: Mark, role: Role) -> Group | None:
    """The group whose name stands right before a word for fighters: "Karm Front gunmen", "AMISOM troops"."""
    before = scene.found[-1] if scene.found else None
    if before is None or before.last != mark.first or before.group is None or scene.words.gaps[mark.first] != " ":
        return None
    if role.kind in ("military", "police"):
        own = scene.words.low[mark.last - 1] in scene.registry.words["alwaysstate"]
        return before.group if own and not _qualifies(scene, mark.last) else None
    return before.group


def _add_bare_state(scene: Scene, first: int, last: int, branch: str) -> None:
    """ "the army", "government troops": of the state last named with the same word, else of the report's country."""
    words, lists = scene.words, scene.registry.words
    begin, side = first, lists["side"]
    while words.joins[begin] and words.low[begin - 1] in side:
        begin -= 1
    begin = max(begin, _end_of_others(scene, begin))
    head = words.low[last - 1]
    if not _stands_alone(scene, begin, last, branch):
        return
    if words.low[begin] in ("government", "regime") and branch == "government" and last - begin > 1:
        branch = "military" if head in ("forces", "troops", "army") else branch
    named = _of_country(scene, last) or _loser(scene, begin)
    told = named or _same_head(scene, begin, head, branch)
    iso = told or scene.home
    if iso is None:
        return
    if head == "regime" and iso == "SY":
        branch = "military"
    rule = "nationality" if named else "forces of the country" if told is None else "forces named before"
    while scene.found and scene.found[-1].first >= begin:
        scene.found.pop()  # "government" of "government helicopters"
    add_state(scene, begin, last, branch, iso, bare=told is None, rule=rule)


def _end_of_others(scene: Scene, begin: int) -> int:
    """Where the last mention ends that is more than the beginning of what begins at `begin`."""
    for item in reversed(scene.found):
        if item.first < begin or item.mention.kind != "state":
            return item.last
    return 0


def _loser(scene: Scene, begin: int) -> str | None:
    """The country of the forces that lose the men told from word `begin`: "Chad's army has lost 92 soldiers"."""
    words, losing = scene.words, scene.registry.words["losing"]
    verb = begin - 1
    while words.joined(verb + 1) and begin - verb < _COUNTED and words.low[verb] not in losing:
        verb -= 1
    if not words.joined(verb + 1) or words.low[verb] not in losing:
        return None
    before = scene.found[-1] if scene.found else None
    if before is None or not 0 <= verb - before.last <= 1 or words.sentence[before.first] != words.sentence[begin]:
        return None
    return before.mention.country if before.mention.kind == "state" else None


_COUNTED = 4
"""Words between a verb and what it counts, with the verb: "lost at least 92"."""


def _of_country(scene: Scene, i: int) -> str | None:
    """The country that "of" names behind a word for forces: "the army of Nigeria"."""
    words = scene.words
    if not words.joins[i] or words.low[i] != "of" or not words.joins[i + 1]:
        return None
    at = i + 2 if words.low[i + 1] == "the" and words.joined(i + 2) else i + 1
    for item in scene.registry.entries(words.low[at]):
        if isinstance(item.payload, Country) and item.kind == "country" and item.fits(words, at):
            return item.payload.iso
    return None


def _stands_alone(scene: Scene, begin: int, last: int, branch: str) -> bool:
    """Whether a role word without a nationality means a state: "the army" does, "forces" by itself does not."""
    words, lists = scene.words, scene.registry.words
    head = words.low[last - 1]
    if words.joins[begin] and words.low[begin - 1] in lists["elsewhose"]:
        return False
    if last - begin == 1 and _qualifies(scene, last):
        return False
    if last - begin > 1 or head in lists["alwaysstate"]:
        return True
    article = begin > 0 and words.low[begin - 1] in _LEADING
    if branch == "government":
        return (article or words.opens(begin)) and head in ("ministry", "president", "minister")
    return article and branch == "military" and head in ("forces", "jets", "helicopters")


_LEADING = frozenset({"the", "by", "and", "with", "as", "against", "between", "to"})


def _qualifies(scene: Scene, last: int) -> bool:
    """Whether "military" before word `last` only tells what kind of thing follows: "a military operation"."""
    words, lists = scene.words, scene.registry.words
    if words.low[last - 1] != "military" or not words.joins[last]:
        return False
    after = words.low[last]
    if after in lists["ownedbyforces"]:
        return False
    doing = after in lists["warverbs"] or after in lists["statverbs"] or after in lists["behindnoun"]
    return not doing and not after.endswith("ed")


def _same_head(scene: Scene, first: int, head: str, branch: str) -> str | None:
    """The state whose "army" was last spoken of by its nationality, if it was in the last few sentences."""
    words = scene.words
    floor = words.first[max(0, words.sentence[first] - _SAME_HEAD)]
    for item in reversed(scene.found[-12:]):
        if item.first < floor:
            return None
        if item.head == head and item.role == branch and item.mention.country and not item.mention.bare:
            return item.mention.country
    return None


_SAME_HEAD = 4
"""Sentences over which "the army" is the army named before."""


def _add_unnamed(scene: Scene, first: int, last: int) -> None:
    words = scene.words
    begin, unknown = first, scene.registry.words["unknown"]
    while words.joins[begin] and words.low[begin - 1] in unknown:
        begin -= 1
    add(scene, begin, last, UNIDENTIFIED, "unidentified", scene.home, role="unnamed", rule="unnamed")


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


def add_described(scene: Scene, first: int, last: int, tag: str, iso: str | None) -> None:
    """Adds fighters by their description: the group meant, else whom the words usually mean, else nobody known."""
    group = None if tag == "opposition" else _fitting(scene, first, tag, _DESCRIBED)
    rule = "description"
    if group is None:
        rule = "usual meaning"
        default = _DEFAULT.get((tag, iso or scene.home or "")) or _DEFAULT.get((tag, ""))
        group = scene.registry.groups.get(default or "")
    if group is not None:
        add_generic(scene, first, last, group, rule)
    elif tag not in ("coalition", "alliance", "mission"):
        add(scene, first, last, UNIDENTIFIED, "unidentified", iso or scene.home, role="described", rule="unnamed")


_DESCRIBED, _GROUP = 3, 3
"""Sentences "the rebels" and "the group" look back."""


def _fitting(scene: Scene, first: int, tag: str, reach: int) -> Group | None:
    """The group a description means: the only fitting one of its sentence; behind an article the weightiest near."""
    sentence = scene.words.sentence[first]
    definite = first > 0 and scene.words.low[first - 1] in scene.registry.words["articles"]

    def fits(item: Found) -> bool:
        return item.group is not None and _meets(item.group, tag)

    weighed = weigh(scene, first, fits, reach if definite else 0)
    if weighed:
        note(scene, first, weighed)
        item = likeliest(weighed) if definite or len(weighed) == 1 else None
        return item.group if item is not None else None
    behind = (sentence, sentence + 1) if sentence + 1 in scene.leading else (sentence,)
    ahead = [group for k in behind for group in scene.ahead.get(k, ())]
    near = {group.group_id: group for group in ahead if _meets(group, tag)}
    return next(iter(near.values())) if len(near) == 1 else None


def _meets(group: Group, tag: str) -> bool:
    if tag == "*":
        return group.type in "1234" and _NO_GROUP.isdisjoint(group.tags)
    return not _FITS[tag].isdisjoint(group.tags)


_NO_GROUP = UNARMED | {"government"}
"""Tags of those whom "the group" does not mean."""


def _add_the_group(scene: Scene, first: int, last: int) -> None:
    """ "the group": the last group named in this sentence or the two before it."""
    words = scene.words
    if not first or words.low[first - 1] not in scene.registry.words["articles"] or not words.joined(first):
        return
    group = _fitting(scene, first, "*", _GROUP)
    if group is not None:
        add_generic(scene, first, last, group, "the group")


def short_name(country: Country) -> str:
    """A country as crowds are named after it: "Protesters (Netherlands)"."""
    return country.name.removeprefix("the ")
