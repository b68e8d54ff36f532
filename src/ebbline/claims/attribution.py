"""Says who asserts what: every stretch of a report that it attributes to somebody, with the speaker.

Cues are read sentence by sentence ("X said that", "…, said X", "according to X", "X: …"); a quotation without a
cue of its own goes on with the last speaker. Headings and the outlet's own voice are left unattributed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import cast

from ebbline.actors import ActorMention
from ebbline.actors.words import Words, folded, split
from ebbline.claims.quotations import LONG, quotations
from ebbline.records import Document, Person, Role, Span, Speaker


@dataclass(frozen=True, slots=True)
class Attribution:
    """A stretch of text, who asserts it, and the words that say so."""

    content: Span
    speaker: Speaker
    cue: Span | None
    """None where the attribution is carried over from an earlier cue."""


def attribute(document: Document, persons: Sequence[Person], actors: Sequence[ActorMention]) -> tuple[Attribution, ...]:
    """All attributions in order of their content. The innermost of several is the one with the shortest content."""
    words = Words.of(document)
    scene = _Scene(document, words, _by_word(words, persons), _actors_by_word(words, actors), _lists(), _nouns())
    scene.quotes = quotations(document)
    scene.quoted = _quoted(words, scene.quotes)
    for number in range(len(document.sentences)):
        if not document.sentences[number].heading:
            _read_sentence(scene, number)
    _carry_over(scene)
    return tuple(sorted(scene.out, key=lambda item: (item.content, item.speaker.name or "")))


# --- the scene ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cue:
    """A verb of speaking and its subject, as word indexes; `first`..`last` covers both."""

    first: int
    last: int
    after: bool
    """Whether the words come before the cue ("…, said X")."""
    speaker: Speaker
    clause: int
    """The first word of the clause that the cue stands in."""
    verb: str = ""


@dataclass(slots=True)
class _Scene:
    document: Document
    words: Words
    persons: Mapping[int, Person]
    actors: Mapping[int, ActorMention]
    lists: Mapping[str, frozenset[str]]
    nouns: Mapping[str, Role]
    quotes: tuple[Span, ...] = ()
    quoted: frozenset[int] = frozenset()
    out: list[Attribution] = field(default_factory=list)
    spoken: list[Speaker] = field(default_factory=list)


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    rows = (line.split("\t") for line in _lines("attribution.tsv"))
    return {name: frozenset(words.split("|")) for name, words in rows}


@cache
def _nouns() -> Mapping[str, Role]:
    out: dict[str, Role] = {}
    for line in _lines("speakers.tsv"):
        role, words = line.split("\t")
        for word in words.split("|"):
            out.setdefault(folded(split(word)[-1]) if " " in word else word, cast(Role, role))
    return out


def _lines(name: str) -> Iterator[str]:
    raw = resources.files("ebbline.claims").joinpath("data", name).read_text("utf-8")
    return (line for line in raw.split("\n") if line and not line.startswith("#"))


def _by_word(words: Words, persons: Iterable[Person]) -> dict[int, Person]:
    at = {start: i for i, start in enumerate(words.start)}
    out: dict[int, Person] = {}
    for person in persons:
        for span in person.spans:
            i = at.get(span.start)
            while i is not None and i < len(words) and words.start[i] < span.end:
                out.setdefault(i, person)
                i += 1
    return out


def _actors_by_word(words: Words, actors: Iterable[ActorMention]) -> dict[int, ActorMention]:
    at = {start: i for i, start in enumerate(words.start)}
    out: dict[int, ActorMention] = {}
    for actor in actors:
        i = at.get(actor.span.start)
        while i is not None and i < len(words) and words.start[i] < actor.span.end:
            out.setdefault(i, actor)
            i += 1
    return out


def _quoted(words: Words, quotes: Sequence[Span]) -> frozenset[int]:
    """The words inside quotations long enough to be speech."""
    out: list[int] = []
    i = 0
    for quote in quotes:
        while i < len(words) and words.start[i] < quote.start:
            i += 1
        j = i
        while j < len(words) and words.end[j] <= quote.end:
            j += 1
        if j - i >= LONG:
            out.extend(range(i, j))
        i = j
    return frozenset(out)


# --- one sentence ------------------------------------------------------------------------------------------


def _read_sentence(scene: _Scene, number: int) -> None:
    words = scene.words
    first, last = words.first[number], words.first[number + 1]
    if first == last:
        return
    cues = _cues(scene, number, first, last)
    for k, cue in enumerate(cues):
        following = cues[k + 1] if k + 1 < len(cues) else None
        previous = cues[k - 1] if k else None
        for content in _contents(scene, cue, previous, following, first, last):
            _attribute(scene, content, cue.speaker, words.span(cue.first, cue.last))
        scene.spoken.append(cue.speaker)


def _attribute(scene: _Scene, content: Span, speaker: Speaker, cue: Span | None) -> None:
    if content.end > content.start:
        scene.out.append(Attribution(content, speaker, cue))


def _cues(scene: _Scene, number: int, first: int, last: int) -> list[_Cue]:
    words, lists = scene.words, scene.lists
    out: list[_Cue] = []
    colon = _colon_cue(scene, number, first, last)
    if colon is not None:
        out.append(colon)
        first = colon.last
    i = first
    while i < last:
        if i in scene.quoted:
            i += 1
            continue
        cue = None
        low = words.low[i]
        if low in ("according", "citing", "quoting"):
            cue = _according(scene, i, first, last)
        elif low in lists["strong"] or low in lists["weak"]:
            cue = _verb_cue(scene, i, first, last, out)
        elif low in _PARTICIPLES:
            cue = _participle(scene, i, first, last, out)
        if cue is not None:
            out.append(cue)
            i = max(i + 1, cue.last)
        else:
            i += 1
    return out


_PARTICIPLES = frozenset(
    ["adding", "saying", "claiming", "warning", "noting", "stressing", "insisting", "arguing", "explaining", "alleging"]
)


def _participle(scene: _Scene, i: int, first: int, last: int, before: Sequence[_Cue]) -> _Cue | None:
    """ "…, adding that": the speaker of the sentence's last cue, else its subject."""
    if before:
        return _Cue(i, i + 1, False, before[-1].speaker, i)
    found = _leading_speaker(scene, first, i)
    return _Cue(i, i + 1, False, found, i) if found is not None else None


def _leading_speaker(scene: _Scene, first: int, stop: int) -> Speaker | None:
    """Who a sentence begins with, if that can speak."""
    words = scene.words
    j = first
    while j < stop and j - first < 12 and words.low[j] not in scene.lists["stops"] and not _breaks(words, j, first):
        j += 1
    for i in range(first, j):
        if i in scene.persons:
            return _speaker(scene, first, j)
    head = _head(scene, first, j)
    return _speaker(scene, first, j) if words.low[head] in scene.nouns else None


def _breaks(words: Words, j: int, first: int) -> bool:
    return j > first and any(mark in words.gap(j) for mark in ',;:()"“”„«»—–\n')


def _colon_cue(scene: _Scene, number: int, first: int, last: int) -> _Cue | None:
    """ "Interior ministry: …" and "MR. DALE: …" at the head of a paragraph, behind a time of day if there is one."""
    words = scene.words
    sentences = scene.document.sentences
    if number and sentences[number - 1].paragraph == sentences[number].paragraph:
        return None
    i = first
    while i < last and (words.raw[i].isdigit() or words.low[i] in ("am", "pm", "gmt", "h")):
        i += 1
    for j in range(i + 1, min(last, i + 9)):
        gap = words.gap(j)
        if ":" in gap and not (words.raw[j - 1].isdigit() and words.raw[j].isdigit()):
            low = words.low[_head(scene, i, j)]
            if j in scene.quoted or any(k in scene.persons for k in range(i, j)) or low in scene.nouns:
                return _Cue(i, j, False, _speaker(scene, i, j), i) if _can_speak(scene, i, j, strong=False) else None
            return None
        if any(mark in gap for mark in ".;!?\n") and len(words.raw[j - 1]) > 3:
            return None
    return None


def _according(scene: _Scene, i: int, first: int, last: int) -> _Cue | None:
    words = scene.words
    begin = i + 1
    if words.low[i] == "according":
        if begin >= last or words.low[begin] != "to":
            return None
        begin += 1
    end = _phrase_end(scene, begin, last)
    if begin >= end:
        return None
    speaker = _resolved(scene, begin, end)
    if speaker is None:
        return None
    after = i - first > 1
    return _Cue(i, end, after, speaker, _clause_start(scene, i, first) if after else i)


def _phrase_end(scene: _Scene, begin: int, last: int) -> int:
    """The end of a noun phrase that begins at `begin`."""
    words, lists = scene.words, scene.lists
    j = begin
    while j < last and j - begin < 14:
        if j > begin and (_breaks(words, j, begin) or (". " in words.gap(j) and len(words.raw[j - 1]) > 3)):
            break
        if j > begin and (words.low[j] in lists["stops"] - {"and"} or words.low[j] in ("who", "whom")):
            break
        if j > begin and (words.low[j] in lists["strong"] or (words.low[j] in ("on", "late", "by") and j > begin)):
            break
        if j in scene.quoted:
            break
        j += 1
    while j > begin + 1 and words.low[j - 1] in lists["times"] | lists["prepositions"] | {"and"}:
        j -= 1
    return j


def _clause_start(scene: _Scene, i: int, first: int) -> int:
    """The first word of the clause that ends before word `i`: back to a semicolon or the sentence's head."""
    words = scene.words
    j = i
    while j > first and not any(mark in words.gap(j) for mark in ";:•"):
        j -= 1
    return j


# --- verbs of speaking -------------------------------------------------------------------------------------


def _verb_cue(scene: _Scene, i: int, first: int, last: int, before: Sequence[_Cue]) -> _Cue | None:
    words, lists = scene.words, scene.lists
    low = words.low[i]
    floor = before[-1].last if before else first
    strong = low in lists["strong"]
    if _passive(scene, i, first):
        return _passive_cue(scene, i, first, last)
    if low in lists["inverted"] and _may_invert(scene, i, floor):
        end = _phrase_end(scene, i + 1, last)
        if end > i + 1 and words.low[i + 1] not in ("that", "it", "to", "he", "she", "they") and _can_speak(
            scene, i + 1, end, strong=strong and words.gap(i + 1) == " "
        ):  # fmt: skip
            return _Cue(i, end, True, _speaker(scene, i + 1, end), _clause_start(scene, i, first), low)
    subject = _subject(scene, i, floor, first)
    if subject is None:
        return None
    begin, end = subject
    speaker = _resolved(scene, begin, end)
    if speaker is None or not _can_speak(scene, begin, end, strong=strong):
        return None
    speaker = _chained(scene, speaker, i, last)
    after = _ends_statement(scene, i, begin, first, last)
    clause = _clause_start(scene, begin, first) if after else begin
    return _Cue(begin, i + 1, after, speaker, clause, low)


def _passive(scene: _Scene, i: int, first: int) -> bool:
    """ "is said", "was told", "been reported": somebody else speaks."""
    words = scene.words
    j = i - 1
    while j >= first and words.low[j] in ("also", "not", "widely", "once", "then", "being", "still", "reportedly"):
        j -= 1
    return j >= first and words.low[j] in _BE


_BE = frozenset({"is", "was", "were", "are", "be", "been", "being"})


def _passive_cue(scene: _Scene, i: int, first: int, last: int) -> _Cue | None:
    """ "was quoted as saying" keeps its subject; "claimed by X" has its speaker after "by"."""
    words = scene.words
    if words.low[i] == "quoted":
        subject = _subject(scene, i - 1, first, first)
        if subject is not None and _can_speak(scene, *subject, strong=True):
            end = i + 3 if words.low[i + 1 : i + 3] == ("as", "saying") else i + 1
            return _Cue(subject[0], min(end, last), False, _speaker(scene, *subject), subject[0])
    return None


def _may_invert(scene: _Scene, i: int, floor: int) -> bool:
    """Whether the verb follows a comma or a quotation, so that its subject may come after it."""
    words = scene.words
    if i == floor:
        return i - 1 in scene.quoted or i == 0 or words.sentence[i - 1] != words.sentence[i]
    gap = words.gap(i)
    return i - 1 in scene.quoted or any(mark in gap for mark in ',"”“»—–')


def _subject(scene: _Scene, verb: int, floor: int, first: int) -> tuple[int, int] | None:
    """The words of the subject that stands before a verb."""
    words, lists = scene.words, scene.lists
    end = verb
    while (
        end > floor and words.low[end - 1] in lists["between"] and not (end - 1 == floor and words.low[end - 1] in _DET)
    ):
        end -= 1
    while end > floor and words.low[end - 1].endswith("ly") and len(words.low[end - 1]) > 5:
        end -= 1
    if end <= floor:
        return None
    if end - 1 in scene.quoted:
        return None
    core = end
    if words.low[end - 1] in ("who", "which"):
        core = end - 1
    elif "," in words.gap(end) or ")" in words.gap(end) or "–" in words.gap(end) or "—" in words.gap(end):
        core = _before_apposition(scene, end, floor)
    begin = _phrase_start(scene, core, floor)
    begin = _without_adverbial(scene, begin, core)
    if begin >= core:
        return None
    return begin, end


_DET = frozenset(
    ["the", "a", "an", "one", "two", "three", "four", "five", "some", "several", "many", "his", "her", "its", "their", "our", "local", "another", "both", "other", "residents", "this"]
)


def _before_apposition(scene: _Scene, end: int, floor: int) -> int:
    """Where the subject ends whose apposition ends before word `end`."""
    words = scene.words
    opening = "(" if ")" in words.gap(end) else ",–—"
    j = end - 1
    while j > floor and end - j < 26:
        if any(mark in words.gap(j) for mark in opening):
            return j
        if any(mark in words.gap(j) for mark in ";:"):
            break
        j -= 1
    return end


def _phrase_start(scene: _Scene, end: int, floor: int) -> int:
    """How far to the left a noun phrase that ends before word `end` reaches."""
    words, lists = scene.words, scene.lists
    j = end - 1
    while j > floor and end - j < 16:
        gap = words.gap(j)
        if any(mark in gap for mark in ',;:()"“”„«»—–•!?\n') or (". " in gap and len(words.raw[j - 1]) > 4):
            break
        if j - 1 in scene.quoted:
            break
        low = words.low[j - 1]
        if low == "and" and _coordinates(scene, j - 1, floor):
            j -= 1
            continue
        if low in lists["stops"] or low in lists["strong"] or low in _BE:
            break
        j -= 1
    return j


def _coordinates(scene: _Scene, i: int, floor: int) -> bool:
    """Whether an "and" joins two nouns of one subject: "residents and local officials"."""
    words = scene.words
    j = i - 1
    n = 0
    while j >= floor and n < 5:
        low = words.low[j]
        if low in scene.nouns and not (j and words.low[j - 1] in scene.lists["prepositions"]):
            return j - floor < 4 or _breaks(words, j - n, floor) or words.low[j - 1] in _DET
        if any(mark in words.gap(j + 1) for mark in ',;:()"”') or j in scene.quoted:
            return False
        j -= 1
        n += 1
    return False


def _without_adverbial(scene: _Scene, begin: int, end: int) -> int:
    """The subject without the phrase of time or place that a sentence may begin with."""
    words, lists = scene.words, scene.lists
    for _ in range(4):
        if begin >= end:
            return begin
        low = words.low[begin]
        if low in lists["times"] or low in ("privately", "separately", "elsewhere", "so", "for", "yesterday"):
            begin += 1
        elif low in lists["prepositions"]:
            begin = _past_prepositional(scene, begin, end)
        elif (
            begin + 1 < end
            and words.low[begin + 1] in lists["times"]
            and low not in _DET - {"one", "two", "three", "the"}
        ):
            begin += 2
        else:
            return begin
    return begin


def _past_prepositional(scene: _Scene, begin: int, end: int) -> int:
    words = scene.words
    i = begin + 1
    if i < end and words.low[i] in _DET | {"early", "late", "mid"}:
        i += 1
    if i < end and (words.low[i] in scene.lists["times"] or words.raw[i].isdigit()):
        while i < end and (words.low[i] in scene.lists["times"] or words.raw[i].isdigit()):
            i += 1
        return i
    if i < end and words.capital(i):
        j = i
        while j < end and words.capital(j):
            j += 1
        return j if j < end else i
    return min(i + 1, end)


def _ends_statement(scene: _Scene, verb: int, begin: int, first: int, last: int) -> bool:
    """Whether the cue closes what was said ("…, the army said on Tuesday") instead of opening it."""
    words, lists = scene.words, scene.lists
    if begin - first < 2 or not (
        any(mark in words.gap(begin) for mark in ',"”“»—–') or begin - 1 in scene.quoted
    ):  # fmt: skip
        return False
    i = verb + 1
    if i >= last:
        return True
    gap = words.gap(i)
    if any(mark in gap for mark in ',;"”“—–') or i in scene.quoted:
        return not any(mark in gap for mark in '"“') or "," in gap[:1]
    low = words.low[i]
    if low in ("that", "the", "a", "an", "it", "he", "they", "she", "there"):
        return False
    if words.low[verb] in ("told", "tells"):
        return not any(words.low[k] == "that" for k in range(i, min(last, i + 7)))
    return low in lists["times"] or low in (
        "in",
        "on",
        "by",
        "at",
        "late",
        "through",
        "via",
        "from",
        "to",
        "when",
        "as",
        "while",
    )


def _chained(scene: _Scene, speaker: Speaker, verb: int, last: int) -> Speaker:
    """ "told Agency Y" adds Y to the chain outward."""
    words = scene.words
    if words.low[verb] not in ("told", "tells", "informed") or verb + 1 >= last:
        return speaker
    i = verb + 1
    if words.low[i] == "the":
        i += 1
    j = i
    while j < last and words.capital(j) and (j == i or words.joined(j)):
        j += 1
    if j == i or words.low[i] in scene.lists["listeners"] or words.low[i] in scene.lists["times"]:
        return speaker
    if any(k in scene.persons for k in range(i, j)):
        return speaker
    return replace(speaker, chain=(words.span(i, j).of(words.text),))


# --- speakers ----------------------------------------------------------------------------------------------


def _head(scene: _Scene, begin: int, end: int) -> int:
    """The word that heads a noun phrase: the last before "of", "in", "close to" or "who"."""
    words, lists = scene.words, scene.lists
    for j in range(begin + 1, end):
        if words.low[j] in lists["prepositions"] or words.low[j] in ("who", "close", "familiar", "whose", "that"):
            return j - 1
        if _breaks(words, j, begin):
            return j - 1
    return end - 1


def _can_speak(scene: _Scene, begin: int, end: int, *, strong: bool) -> bool:
    words, lists = scene.words, scene.lists
    head = _head(scene, begin, end)
    low = words.low[head]
    if low in ("i", "we", "you") or end - begin > 22:
        return False
    if any(i in scene.persons for i in range(begin, end)) or low in scene.nouns:
        return True
    if low in lists["he"] | lists["they"] | lists["it"]:
        return begin + 1 == end
    if low in lists["mute"]:
        return False
    actor = scene.actors.get(head)
    if actor is not None:
        return True
    if low in lists["prepositions"] or words.raw[head].isdigit():
        return False
    capital = words.capital(head) and (not words.opens(head) or head + 1 < end or strong)
    return strong or capital


def _resolved(scene: _Scene, begin: int, end: int) -> Speaker | None:
    """The speaker a phrase names; a pronoun or "the minister" is the last speaker it fits."""
    words, lists = scene.words, scene.lists
    if begin + 1 == end:
        low = words.low[begin]
        if low in lists["he"]:
            return _last(scene, "one", begin)
        if low in lists["they"]:
            return _last(scene, "many", begin)
        if low in lists["it"]:
            return _last(scene, "body", begin)
    if begin + 2 == end and words.low[begin] == "the" and words.low[begin + 1] in lists["again"]:
        again = _spoken_as(scene, words.low[begin + 1])
        if again is not None:
            return again
    return _speaker(scene, begin, end)


_KIND = {"one": ("resident", "activist", "expert", "defector", "military", "official", "monitor", "media", "unknown")}


def _last(scene: _Scene, number: str, at: int) -> Speaker | None:
    """The last speaker, or for "he" the last person named, that a pronoun may stand for."""
    for speaker in reversed(scene.spoken[-4:]):
        if number == _number(scene, speaker):
            return speaker
    if number == "one":
        for i in range(at - 1, max(-1, at - 60), -1):
            person = scene.persons.get(i)
            if person is not None:
                return Speaker(person.name, person.role, person.affiliation)
    if number == "body":
        for i in range(at - 1, max(-1, at - 40), -1):
            actor = scene.actors.get(i)
            if actor is not None and actor.kind in ("group", "state", "coalition"):
                return Speaker(actor.name, "official" if actor.kind == "state" else "military", actor.name)
    return scene.spoken[-1] if scene.spoken and number != "body" else None


def _number(scene: _Scene, speaker: Speaker) -> str:
    name = speaker.name or ""
    low = [folded(word) for word in split(name)]
    if any(person.name == name for person in set(scene.persons.values())):
        return "one"
    if not low:
        return "one"
    if low[0] in ("a", "an", "one") or (speaker.anonymous and not any(w.endswith("s") for w in low[:2])):
        return "one"
    head = next((w for w in low if w in scene.nouns), low[-1])
    if head.endswith("s") and not head.endswith("ss"):
        return "many"
    return "body" if not speaker.anonymous else "one"


def _spoken_as(scene: _Scene, noun: str) -> Speaker | None:
    for speaker in reversed(scene.spoken[-6:]):
        if noun in {folded(word) for word in split(speaker.name or "")}:
            return speaker
    if noun in ("statement", "report") and scene.spoken:
        return scene.spoken[-1]
    return None


def _speaker(scene: _Scene, begin: int, end: int) -> Speaker:
    """The speaker that a noun phrase names, with what it tells of role, affiliation and anonymity."""
    words = scene.words
    for i in range(begin, end):
        person = scene.persons.get(i)
        if person is not None and not _possessed(words, i, end, scene):
            role = person.role if person.role != "unknown" else _role(scene, begin, end)
            return Speaker(person.name, role, person.affiliation or _affiliation(scene, begin, end))
    last = begin + 1
    while last < end and not _breaks(words, last, begin):
        last += 1
    name = " ".join(words.span(begin, last).of(words.text).split())
    head = _head(scene, begin, last)
    return Speaker(
        name, _role(scene, begin, last), _affiliation(scene, begin, last), _anonymous(scene, begin, last, head)
    )


def _possessed(words: Words, i: int, end: int, scene: _Scene) -> bool:
    """Whether the person is only the owner of the speaker: "Haftar's spokesman"."""
    while i + 1 < end and i + 1 in scene.persons:
        i += 1
    return i + 2 < end and words.low[i + 1] == "s" and words.gap(i + 1) in ("'", "’")


def _anonymous(scene: _Scene, begin: int, end: int, head: int) -> bool:
    """A body that bears a name is not anonymous; a person or people without one are."""
    words = scene.words
    actor = scene.actors.get(head)
    if actor is not None and actor.kind in ("group", "coalition", "generic"):
        return False
    if words.low[begin] in ("a", "an", "one", "two", "three", "several", "some", "many", "another"):
        return True
    low = words.low[head]
    if low in _BODIES:
        return False
    if low in scene.nouns:
        return not (words.capital(head) and not words.opens(head))
    return not words.capital(head)


_BODIES = frozenset(
    ["army", "military", "ministry", "government", "police", "coalition", "observatory", "un", "kremlin", "pentagon", "command", "staff", "council", "network", "court", "agency", "commission", "committee", "embassy", "radio", "television", "newspaper", "group", "organisation", "organization", "movement"]
)


def _role(scene: _Scene, begin: int, end: int) -> Role:
    head = _head(scene, begin, end)
    low = scene.words.low[head]
    role = scene.nouns.get(low)
    if role is not None:
        if low in ("spokesman", "spokeswoman", "spokesperson", "leader", "source", "sources") and _armed(
            scene, begin, end
        ):
            return "military"
        return role
    actor = scene.actors.get(head)
    if actor is not None:
        match actor.kind:
            case "group" | "generic" | "coalition" | "unidentified":
                return "monitor" if actor.name == "United Nations" else "military"
            case "state":
                return "military" if actor.name.startswith("Military") else "official"
            case _:
                return "resident"
    return "unknown"


def _armed(scene: _Scene, begin: int, end: int) -> bool:
    return any(
        actor.kind in ("group", "generic") or actor.name.startswith("Military")
        for actor in (scene.actors.get(i) for i in range(begin, end))
        if actor is not None
    )


def _affiliation(scene: _Scene, begin: int, end: int) -> str | None:
    for i in range(begin, end):
        actor = scene.actors.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition", "generic"):
            return actor.name
    return None


# --- what is said ------------------------------------------------------------------------------------------


def _contents(
    scene: _Scene, cue: _Cue, previous: _Cue | None, following: _Cue | None, first: int, last: int
) -> Iterator[Span]:
    """The stretches of the sentence that a cue's speaker asserts."""
    words = scene.words
    end = scene.document.sentences[words.sentence[first]].span.end
    stop = end
    if following is not None and not following.after:
        stop = words.end[following.first - 1] if following.first > cue.last else words.start[following.first]
    elif following is not None:
        stop = words.start[following.clause] if following.clause > cue.last else end
    if not cue.after:
        if cue.last < last:
            yield Span(words.start[cue.last], max(stop, words.start[cue.last]))
        elif cue.first > first:
            yield Span(words.start[first], words.end[cue.first - 1])
        return
    begin = previous.last if previous is not None else cue.clause
    begin = max(begin, cue.clause)
    if begin < cue.first:
        yield Span(words.start[begin], words.end[cue.first - 1])
    if cue.last < last and words.start[cue.last] < stop and _goes_on(scene, cue):
        yield Span(words.start[cue.last], stop)


def _goes_on(scene: _Scene, cue: _Cue) -> bool:
    """Whether the statement goes on behind the cue: "…, he said, and …" or another quotation."""
    words = scene.words
    gap = words.gap(cue.last)
    return cue.last in scene.quoted or any(mark in gap for mark in ',"“—–')


# --- quotations without a cue of their own -----------------------------------------------------------------


def _carry_over(scene: _Scene) -> None:
    """Gives a quotation without a cue the speaker of its paragraph, or of the one before if that ended in speech."""
    words, document = scene.words, scene.document
    at = {start: i for i, start in enumerate(words.start)}
    starts = sorted((item.content.start, item.content.end, item.speaker) for item in _direct(scene))
    by_sentence: dict[int, list[Speaker]] = {}
    for start, stop, speaker in starts:
        for i in _sentences_of(scene, start, stop):
            by_sentence.setdefault(i, []).append(speaker)
    covered = [(start, stop) for start, stop, _ in starts]
    for quote in scene.quotes:
        i = _first_word(words, at, quote)
        if i is None or i not in scene.quoted or any(a <= quote.start and quote.end <= b for a, b in covered[-400:]):
            continue
        number = words.sentence[i]
        if document.sentences[number].heading:
            continue
        speaker = _near_speaker(scene, by_sentence, number, i)
        if speaker is not None:
            _attribute(scene, quote, speaker, None)
            by_sentence.setdefault(number, []).append(speaker)


def _direct(scene: _Scene) -> list[Attribution]:
    return list(scene.out)


def _first_word(words: Words, at: Mapping[int, int], quote: Span) -> int | None:
    for start in range(quote.start, min(quote.end, quote.start + 6)):
        if start in at:
            return at[start]
    return None


def _sentences_of(scene: _Scene, start: int, stop: int) -> Iterator[int]:
    from bisect import bisect_right

    starts = [s.span.start for s in scene.document.sentences]
    i = max(0, bisect_right(starts, start) - 1)
    while i < len(starts) and starts[i] < stop:
        yield i
        i += 1


def _near_speaker(scene: _Scene, by_sentence: Mapping[int, list[Speaker]], number: int, i: int) -> Speaker | None:
    sentences = scene.document.sentences
    paragraph = sentences[number].paragraph
    if by_sentence.get(number):
        return by_sentence[number][-1]
    for k in range(number - 1, max(-1, number - 12), -1):
        if sentences[k].paragraph != paragraph:
            break
        if by_sentence.get(k):
            return by_sentence[k][-1]
    for k in range(number + 1, min(len(sentences), number + 4)):
        if sentences[k].paragraph != paragraph:
            break
        if by_sentence.get(k):
            return by_sentence[k][0]
    person = _person_before(scene, i, paragraph)
    if person is not None:
        return person
    if number and sentences[number - 1].paragraph == paragraph - 1 and by_sentence.get(number - 1):
        return by_sentence[number - 1][-1]
    return None


def _person_before(scene: _Scene, i: int, paragraph: int) -> Speaker | None:
    words, sentences = scene.words, scene.document.sentences
    for j in range(i - 1, max(-1, i - 60), -1):
        if sentences[words.sentence[j]].paragraph != paragraph:
            return None
        person = scene.persons.get(j)
        if person is not None and j not in scene.quoted:
            return Speaker(person.name, person.role, person.affiliation)
    return None
