"""What stands beside a name when it is a person's: speech, harm, kin, an age, a calling."""

from __future__ import annotations

from ebbline.actors.callings import calling_behind
from ebbline.actors.not_places import in_place_list, is_aimed_at, is_placed
from ebbline.actors.people import PASSIVE, Search
from ebbline.actors.words import Words


def titled_place(search: Search, first: int, last: int) -> bool:
    """Whether a title and a name are a place: "Malam Fatori", "residents of Taze"."""
    words = search.words
    if first and words.capital(first - 1) and words.joined(first) and search.is_place(first - 1, last):
        return not is_borne(search, first, last)
    loose = not words.joined(first) or not words.capital(first - 1)
    return loose and is_placed(search, first) and search.is_place(first, last)


def shouting(words: Words, i: int) -> bool:
    """Whether word `i` stands in a sentence of capitals only."""
    sentence = words.sentence[i]
    return all(word.isupper() for word in words.raw[words.first[sentence] : words.first[sentence + 1]])


def stands_bare(search: Search, first: int, last: int) -> bool:
    """Whether no word or mark stands beside the name that may tell of a person: `is_borne` need not be asked."""
    words, lists = search.words, search.lists
    if first and words.low[first - 1] in lists["barebefore"]:
        return False
    if last == len(words):
        return True
    return words.low[last] not in lists["bareafter"] and words.gaps[last] not in (", ", " (")


def is_borne(search: Search, first: int, last: int) -> bool:
    """Whether the words around tell of a person: speech, an age, a calling, kin, what only people suffer."""
    words, given = search.words, search.people.given
    low = words.low[first:last]
    core = [word for word in low if word not in search.listed("particles")]
    lone = len(core) == 1
    placed = is_placed(search, first) or (low[0] not in given and in_place_list(search, first, last))
    aged = last + 1 < len(words) and words.gap(last) == words.gap(last + 1) == ", " and words.raw[last].isdigit()
    if aged and not placed and _described(search, first, last):
        return True
    known = low[0] in given or low[0] in search.listed("kunya")
    if (lone and placed) or (not known and _is_plain(search, first, last)):
        aimed = is_aimed_at(search, first) and search.is_place(first, last)
        return not placed and not aimed and not words.opens(first) and _suffers(search, first, last)
    if _introduced(search, first) or _described(search, first, last) or _suffers(search, first, last):
        return True
    if _of_kin(search, first, last, lone=lone) and not search.is_place(first, last):
        return True
    if not placed and _speaks(search, first, last):
        return not lone or low[0] in given or not words.opens(first) or _stands_as_name(search, first)
    return False


def _is_plain(search: Search, first: int, last: int) -> bool:
    """Whether the words are a known place's, or one that only begins a sentence."""
    opens = last == first + 1 and search.words.opens(first)
    return search.is_place(first, last) or (opens and search.ordinary(first))


def _suffers(search: Search, first: int, last: int) -> bool:
    """Whether something is done that is done to people only: "killed Saad", "Saad was arrested"."""
    words = search.words
    harm = search.listed("harm")
    if words.joined(first) and words.gap(first) == " " and words.low[first - 1] in harm:
        return True
    if not words.joined(last) or words.gap(last) != " ":
        return False
    after = words.low[last : last + 3]
    if after[:1] and (after[0] in search.listed("lives") or after[0] in harm):
        return not is_placed(search, first)
    if not after or after[0] not in PASSIVE:
        return False
    return any(word in harm for word in after[1:] if after[0] != "and")


def _of_kin(search: Search, first: int, last: int, *, lone: bool) -> bool:
    """Whether kin or belongings stand beside: "the widow of Saad", "Saad's shop"; for a lone name the closest only."""
    words = search.words
    close = search.listed("closekin")
    kin = close if lone else close | search.listed("kin")
    if first > 1 and words.joined(first) and words.low[first - 1] == "of" and words.low[first - 2] in kin:
        return True
    if not words.joined(last):
        return False
    if words.low[last] == "s" and words.gap(last) in ("'", "’"):
        return words.joined(last + 1) and words.low[last + 1] in (close if lone else kin | search.listed("owned"))
    return words.gap(last) == " " and words.low[last] == "family"


def in_prose(search: Search, last: int) -> bool:
    """Whether a word in small letters or a comma follows, as it does not in a table or a caption."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[last - 1]:
        return True
    return not words.capital(last) or words.gap(last) != " "


def _introduced(search: Search, first: int) -> bool:
    """Whether a word such as "alias" or "named" stands before the name."""
    words = search.words
    if first == 0 or not words.joined(first):
        return False
    before = words.low[first - 1]
    return before in search.lists["naming"] or words.low[max(0, first - 2) : first] == ("known", "as")


def _speaks(search: Search, first: int, last: int) -> bool:
    """Whether a verb of speaking stands beside the name."""
    words, says = search.words, search.lists["says"]
    if last < len(words) and words.sentence[last] == words.sentence[first] and words.low[last] in says:
        return words.gap(last) == " "
    if first == 0 or words.sentence[first - 1] != words.sentence[first] or words.gap(first) != " ":
        return False
    before = words.low[first - 1] in search.lists["saysbefore"]
    return before or words.low[max(0, first - 2) : first] == ("according", "to")


def _described(search: Search, first: int, last: int) -> bool:
    """Whether an age, "who" or a calling follows the name: "Karima, 34", "Saad, an activist"."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[first]:
        return False
    gap, lists = words.gap(last), search.lists
    low = words.low[last]
    if gap in (" (", ", ") and words.raw[last].isdigit():
        return is_age(words, last) and not _date_before(words, first)
    if gap == " ":
        return low == "from" and words.low[first] in search.people.given
    if gap != ", " or not words.capital(first):
        return False
    if low in lists["bearing"] or _calling_near(search, last):
        return not is_placed(search, first)
    known = words.low[first] in search.people.given or (words.opens(first) and not is_placed(search, first))
    return (known and low == "from") or _indefinite(search, last)


def _calling_near(search: Search, i: int) -> bool:
    """Whether a calling follows that may be the bearer's; "the spokesman said" and "officials said" are others."""
    words = search.words
    calling = calling_behind(search, i)
    if calling is None or calling.words[-1] in ("officials", "residents"):
        return False
    last = i + 1 + len(calling.words)
    own = words.low[i] == "the" and words.low[i + 1 : last] == calling.words
    return not (own and words.joined(last) and words.low[last] in search.listed("says"))


def _indefinite(search: Search, i: int) -> bool:
    """Whether "a seamstress" follows: an article and a noun that is neither a place nor a body."""
    words, lists = search.words, search.lists
    if words.low[i] not in ("a", "an") or not words.joined(i + 1) or words.capital(i + 1):
        return False
    low = words.low[i + 1 : i + 4]
    return (
        lists["placetails"].isdisjoint(low)
        and lists["orgtails"].isdisjoint(low)
        and lists["toward"].isdisjoint(low[:1])
    )


def is_age(words: Words, i: int) -> bool:
    """Whether a figure is set off like an age: "Karima, 34, a farmer", "Omar (19)"."""
    after = words.text[words.end[i] : words.end[i] + 1]
    figure = words.raw[i]
    return len(figure) <= 2 and figure != "0" and after in (",", ")", ".", "-", ";", "", "\n")


def _date_before(words: Words, first: int) -> bool:
    return words.joined(first) and words.raw[first - 1].isdigit()


def _stands_as_name(search: Search, first: int) -> bool:
    """Whether a lone word at a sentence's head is capitalised in the middle of another sentence too."""
    words = search.words
    low = words.low[first]
    inside = [i for i in search.at(low) if i != first]
    return any(words.capital(i) and not words.opens(i) for i in inside) and all(words.capital(i) for i in inside)
