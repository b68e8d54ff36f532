"""Counts of people hurt, with how sure the words are: "more than 30", "between 10 and 15", "dozens"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, cast

from msgspec import Struct

from ebbline.claims.lexicon import class_words, data_table, word_classes, word_list
from ebbline.records import Range, Toll

What = Literal["killed", "wounded", "captured", "missing", "displaced"]
Whose = Literal["actor", "target", "civilians", "unknown"]


class Count(Struct, frozen=True, gc=False):
    """A number of the text: words `start` to `end`, and the range it stands for."""

    start: int
    end: int
    range: Range


_TABLE = data_table("numbers.toml")
_WORDS: dict[str, int] = _TABLE["words"]
_MULTIPLIERS: dict[str, int] = _TABLE["multipliers"]
_VAGUE: dict[str, int] = _TABLE["vague"]
OPENERS = frozenset(_WORDS) | {"a", "an", "half"}
"""Words that a number may begin with, beside figures."""
_BEGINNINGS = OPENERS | frozenset(_VAGUE)
"""The same with those that tell a vague number."""


@cache
def _hedges() -> dict[str, list[tuple[int, str, tuple[str, ...]]]]:
    """Last word of a phrase that says how sure a number is to the phrase's length, its kind and the phrase."""
    out: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for name in ("at_least", "at_most", "about"):
        for phrase in _TABLE[name]:
            row = tuple(phrase.split())
            out.setdefault(row[-1], []).append((len(row), name, row))
    return out


def number_at(words: Sequence[str], i: int) -> tuple[int, int] | None:
    """The number that begins at word `i` and where it ends; None for no number."""
    word = words[i]
    if word in _ARTICLES:
        # Nearly always no number.
        many = _MANY.get(words[i + 1]) if i + 1 < len(words) else None
        return (many, i + 2) if many else None
    if not ("0" <= word < ":" or word in OPENERS):
        return None
    digits = word.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) < 9:
        value, end = int(digits), i + 1
    elif word in _WORDS:
        value, end = _WORDS[word], i + 1
        if value >= 20 and end < len(words) and 0 < _WORDS.get(words[end], 99) < 10:
            value, end = value + _WORDS[words[end]], end + 1
    elif word in ("half",) and words[i + 1 : i + 3] == ("a", "dozen"):
        return 6, i + 3
    else:
        return None
    while end < len(words) and words[end] in _MULTIPLIERS:
        value, end = value * _MULTIPLIERS[words[end]], end + 1
    if end < len(words) and words[end] == "dozen":
        value, end = value * 12, end + 1
    return value, end


_ARTICLES = frozenset(("a", "an"))
_MANY = {"hundred": 100, "thousand": 1000, "dozen": 12}


def counts(words: Sequence[str]) -> list[Count]:
    """Every number of a sentence as a range, in order."""
    out = []
    past = 0
    for i in [i for i, word in enumerate(words) if word in _BEGINNINGS or "0" <= word < ":"]:
        found = _count_at(words, i) if i >= past else None
        if found:
            out.append(found)
            past = found.end
    return out


def _count_at(words: Sequence[str], i: int) -> Count | None:
    vague = _VAGUE.get(words[i])
    if vague:
        many = words[i + 1 : i + 3] == ("of", "thousands")
        return Count(i, i + 3 if many else i + 1, Range(low=vague * 1000 if many else vague))
    number = number_at(words, i)
    if number is None:
        return None
    value, end = number
    if words[i - 1 : i] and words[i - 1] in ("between", "from") and end < len(words) and words[end] in ("and", "to"):
        second = number_at(words, end + 1) if end + 1 < len(words) else None
        if second:
            return Count(i - 1, second[1], Range(low=value, high=second[0]))
    if end + 1 < len(words) and words[end] in ("or", "to"):
        second = number_at(words, end + 1)
        if second and second[0] > value:
            return Count(i, second[1], Range(low=value, high=second[0]))
    if words[end : end + 2] == ("or", "more"):
        return Count(i, end + 2, Range(low=value))
    match _before(words, i):
        case "at_least":
            return Count(i, end, Range(low=value, best=value if words[i - 1] == "least" else None))
        case "at_most":
            return Count(i, end, Range(high=value))
        case "about":
            return Count(i, end, Range(best=value))
        case _:
            return Count(i, end, Range(value, value, value))


def _before(words: Sequence[str], i: int) -> str | None:
    """The kind of the longest phrase before word `i` that says how sure its number is: "no more than" is at most."""
    known = _hedges().get(words[i - 1], ()) if i else ()
    fitting = [row for row in known if tuple(words[max(0, i - row[0]) : i]) == row[2]]
    return max(fitting)[1] if fitting else None


_KILLED = word_list("killed")
_WOUNDED = word_list("wounded")
_CAPTURED = word_list("captured")
_MISSING = word_list("missing")
_DISPLACED = word_list("displaced")
_HARM = {
    **dict.fromkeys(_KILLED, "killed"),
    **dict.fromkeys(_WOUNDED, "wounded"),
    **dict.fromkeys(_CAPTURED, "captured"),
    **dict.fromkeys(_MISSING, "missing"),
    **dict.fromkeys(_DISPLACED, "displaced"),
}
HARM = frozenset(_HARM)
"""Words of which one must be there before a figure can be a toll."""
_NOT_PEOPLE = word_list("not_people")
_CIVIL = class_words("unarmed")
_ARMED = class_words("armed")
_PEOPLE = _CIVIL | _ARMED | class_words("leader") | word_list("others")
_PEOPLE_OR_HARM = _PEOPLE | HARM


def tolls(words: Sequence[str], start: int, end: int) -> tuple[Toll, ...]:
    """The tolls told between two words, one for each thing that befell people; figures that "and" joins are added."""
    return figured(words, start, end)[0]


def figured(words: Sequence[str], start: int, end: int) -> tuple[tuple[Toll, ...], tuple[tuple[What, int, int], ...]]:
    """The tolls told between two words, as `tolls` has them, and for each figure in them its words."""
    part = tuple(words[start:end])
    if HARM.isdisjoint(part):
        return (), ()
    figures: list[tuple[What, int, int]] = []
    found: dict[What, Toll] = {}
    added: dict[What, int] = {}
    for count in counts(part):
        if not _of_people(part, count):
            continue
        what = _harm_of(part, count)
        if what is None:
            continue
        value = count.range
        if what == "killed" and _with_wounded(part, count):
            value = Range(high=value.high or value.best or value.low)
        if what not in found:
            found[what] = Toll(_whose(part, count), what, value.low, value.best, value.high)
        elif count.start - added[what] <= 5 and part[added[what] : count.start].count("and") == 1:
            found[what] = _sum(found[what], value)
        else:
            continue
        added[what] = count.end
        figures.append((what, start + count.start, start + count.end))
    return tuple(found.values()), tuple(figures)


def _sum(toll: Toll, more: Range) -> Toll:
    low = None if toll.low is None or more.low is None else toll.low + more.low
    best = None if toll.best is None or more.best is None else toll.best + more.best
    high = None if toll.high is None or more.high is None else toll.high + more.high
    return Toll(toll.of, toll.what, low, best, high)


def in_date(words: Sequence[str], count: Count) -> bool:
    """Whether a number is a day or a year: "15 february 2016", "in 2014"."""
    before = words[count.start - 1] if count.start else ""
    behind = words[count.end] if count.end < len(words) else ""
    best = count.range.best or 0
    if behind in _MONTHS:
        return 0 < best <= 31
    if before in _MONTHS:
        return 0 < best <= 31 or 1900 <= best <= 2100
    digits = count.end - count.start == 1 and words[count.start].isdigit()
    return digits and 1900 <= best <= 2100 and before in ("in", "since", "of", "by", "until", "from", "during", ",")


_MONTHS = word_list("months")


def _age(words: Sequence[str], count: Count) -> bool:
    """Whether a number is somebody's age: "ahmad , 7 ,", "samir ( 9 )", "aged 9", "9 - year - old"."""
    before = words[count.start - 1] if count.start else ""
    behind = words[count.end] if count.end < len(words) else "."
    if (
        "aged" in words[max(0, count.start - 3) : count.start]
        or before == "age"
        or (behind == "years" and words[count.end + 1 : count.end + 2] == ("old",))
    ):
        return True
    alone = count.end - count.start == 1 and words[count.start].isdigit() and 0 < (count.range.best or 0) < 110
    if before == "(":
        return alone and behind == ")"
    return alone and before == "," and count.start > 1 and behind in _BEHIND_AGE


_BEHIND_AGE = frozenset(
    (",", ".", ";", ")", "–", "—", "in", "and", "from", "at", "on", "near", "his", "her", "was", "who")
)


def _tells(words: Sequence[str], count: Count) -> bool:
    """Whether the counted are those who speak: "two residents told us", "according to two residents"."""
    for i in range(count.end, min(len(words), count.end + 4)):
        if words[i] in _SPEAKING and words[count.start - 1 : count.start] not in (("killed",), ("wounded",)):
            return True
        if words[i] in _HARM or words[i] in _STOPS:
            break
    before = tuple(words[max(0, count.start - 2) : count.start])
    return before == ("according", "to") or before[-1:] in (("told",), ("tell",)) or _inverted(words, count)


def _inverted(words: Sequence[str], count: Count) -> bool:
    """Whether ", said two residents" closes a statement."""
    before = tuple(words[max(0, count.start - 2) : count.start])
    return len(before) == 2 and before[0] == "," and before[1] in ("said", "say", "says")


_SPEAKING = word_list("speaking")
_STOPS = word_list("be") | {",", ";", "who", "and"}


def _of_people(words: Sequence[str], count: Count) -> bool:
    """Whether a number counts people: no age, year, date or amount of things, and none who only speak."""
    if in_date(words, count) or _age(words, count) or _tells(words, count):
        return False
    if words[max(0, count.start - 2) : count.start][-1:] in (("including",), ("includes",)):
        return False
    behind = words[count.end : count.end + 1]
    before = words[count.start - 1 : count.start] if count.start else ()
    if not (_NOT_PEOPLE.isdisjoint(behind) and _NOT_PEOPLE.isdisjoint(before)):
        return False
    year = count.range.best is not None and 1900 <= count.range.best <= 2100
    return not year or not _PEOPLE.isdisjoint(behind)


def _harm_of(words: Sequence[str], count: Count) -> What | None:
    """What befell the counted: the harm word right before ("killed at least 12"), else behind ("12 were killed")."""
    for i in range(count.start - 1, max(-1, count.start - 5), -1):
        if words[i] in ("and", ",", ";", ".", "who", "which"):
            break
        if words[i] in _HARM:
            return cast(What, _HARM[words[i]])
    if not _PEOPLE_OR_HARM.isdisjoint(words[count.end : count.end + 4]):
        for i in range(count.end, min(len(words), count.end + 10)):
            word = words[i]
            if word in (";", ".") or (word == "," and i > count.end + 5):
                break
            if word in _HARM and _counts_another(words, i + 1):
                return None
            if word in _HARM:
                return cast(What, _HARM[word])
    for i in range(count.start - 1, max(-1, count.start - 9), -1):
        if words[i] in (";", "."):
            return None
        if words[i] in _HARM:
            return cast(What, _HARM[words[i]])
    return None


def _counts_another(words: Sequence[str], i: int) -> bool:
    """Whether a harm word before word `i` takes a figure of its own: "nine blasts killed seven"."""
    behind = tuple(words[i : i + 3])
    return any(
        number_at(behind, k)
        for k in range(len(behind))
        if not k or behind[0] in ("at", "more", "some", "over", "about")
    )


def _with_wounded(words: Sequence[str], count: Count) -> bool:
    behind = words[count.end : count.end + 8]
    before = words[max(0, count.start - 5) : count.start]
    if _WOUNDED.isdisjoint(behind) and _WOUNDED.isdisjoint(before):
        return False
    return any(
        part[k] in _KILLED
        and part[k + 1 : k + 2] in (("or",), ("and",))
        and part[k + 2 : k + 3]
        and part[k + 2] in _WOUNDED
        for part in (tuple(behind), tuple(before))
        for k in range(len(part))
    )


def _whose(words: Sequence[str], count: Count) -> Whose:
    behind = words[count.end : count.end + 4]
    if not _CIVIL.isdisjoint(behind):
        return "civilians"
    if not _ARMED.isdisjoint(behind):
        return "target"
    return "unknown"


@cache
def _single() -> tuple[frozenset[str], frozenset[str]]:
    """Singular words for one person, and words that make one of them."""
    persons = {m.partition("/")[0] for name in ("unarmed", "armed", "leader") for m in word_classes()[name]}
    return frozenset(persons) - {"people", "displaced", "extremists", "troop", "militia"}, word_list("one_of")


def one_killed(words: Sequence[str]) -> Toll | None:
    """A toll of one where a single person, not counted, is told killed: "a soldier was shot dead"."""
    persons, ones = _single()
    for i in [i for i, word in enumerate(words) if word in ones]:
        behind = words[i + 1 : i + 5]
        at = next((k for k, w in enumerate(behind) if w in persons), None)
        if at is None or any(w in ("of", "'s", ",", "and") for w in behind[:at]):
            continue
        near = (*words[max(0, i - 4) : i], *words[i + at + 2 : i + at + 8])
        if not _KILLED.isdisjoint(near):
            return Toll("unknown", "killed", 1, 1, 1)
    return None


def killed(found: Sequence[Toll]) -> Range | None:
    """How many were killed in all, None where no figure is given."""
    for toll in found:
        if toll.what == "killed":
            return Range(toll.low, toll.best, toll.high)
    return None
