"""Finds the words of a sentence that say who speaks: "X said", "said X", "according to X", "X: …"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec import Struct

from ebbline.claims.speakers import Scene, breaks, can_speak, head, resolved, speaker_of
from ebbline.records import Speaker


class Cue(Struct, frozen=True, gc=False):
    """A verb of speaking and its subject, as word indexes; `first`..`last` covers both."""

    first: int
    last: int
    after: bool
    """Whether what is said comes before the cue ("…, said X")."""
    speaker: Speaker
    clause: int
    """The first word of the clause that the cue stands in."""
    acts: bool = False
    """Whether the cue itself tells what is asserted ("denies the attack", "blamed the army")."""


def find_cues(scene: Scene, number: int) -> list[Cue]:
    """The cues of sentence `number` in order, none overlapping; those inside quotations are left to the quoted."""
    words, known = scene.words, len(scene.spoken)
    first, last = words.first[number], words.first[number + 1]
    out: list[Cue] = []
    colon = _colon_cue(scene, number, first, last)
    if colon is not None:
        out.append(colon)
    past = first if colon is None else colon.last
    for i in scene.cues[bisect_left(scene.cues, past) : bisect_left(scene.cues, last)]:
        cue = _cue_at(scene, i, first, last, out) if i >= past else None
        if cue is not None:
            out.append(cue)
            past = cue.last
            scene.spoken.append(cue.speaker)  # "X said it …": for the cues to come, then taken back
    del scene.spoken[known:]
    if not out and "following" in words.low[first:last]:
        out += _statement_cue(scene, number, first, last)
    return out


def _cue_at(scene: Scene, i: int, first: int, last: int, before: Sequence[Cue]) -> Cue | None:
    """The cue whose verb, or "according", is word `i`."""
    words, lists, low = scene.words, scene.lists, scene.words.low[i]
    if i in scene.quoted or (words.raw[i] is not low and words.raw[i] != low):
        return _according(scene, i, first, last) if low == "according" and i not in scene.quoted else None
    if low in ("according", "quoting", "citing"):
        return _according(scene, i, first, last)
    if low in ("quoted", "quotes") and not _passive(scene, i, first):
        return _quoted_cue(scene, i, first, last)
    width = _phrase_width(scene, i, last) if low in scene.phrases else 0
    if width:
        return _verb_cue(scene, i, first, last, before, width)
    if low in lists["participles"]:
        return _participle(scene, i, first, before)
    if low in lists["strong"] or low in lists["weak"] or low in lists["that"]:
        return _verb_cue(scene, i, first, last, before)
    return None


def _statement_cue(scene: Scene, number: int, first: int, last: int) -> Iterator[Cue]:
    """ "X released the following statement on Monday:" before what X says; nothing in the sentence itself is said."""
    words, lists = scene.words, scene.lists
    if words.text[scene.document.sentences[number].span.end - 1] != ":":
        return
    at = next((i for i in range(first, last) if words.low[i] == "following"), first)
    verb = next((i for i in range(at - 1, first, -1) if words.low[i] in lists["issuers"]), first)
    if verb == first or lists["statements"].isdisjoint(words.low[at:last]):
        return
    named = [i for i in range(first, verb) if i in scene.persons]
    begin = named[-1] if named else first
    while begin > first and named and scene.persons.get(begin - 1) is scene.persons[begin]:
        begin -= 1
    if can_speak(scene, begin, verb, strong=False):
        yield Cue(first, last, False, speaker_of(scene, begin, verb), first)


def _phrase_width(scene: Scene, i: int, last: int) -> int:
    """How many words a verb of speaking of several words takes at word `i`: "pointed out" takes two; 0 for none."""
    low = scene.words.low
    fits = (p for p in scene.phrases.get(low[i], ()) if low[i : min(last, i + len(p))] == p and i not in scene.quoted)
    return max(map(len, fits), default=0)


def _quoted_cue(scene: Scene, i: int, first: int, last: int) -> Cue | None:
    """ "Desert Wire quoted a baker as saying": the baker speaks, the agency is the chain."""
    low = scene.words.low
    at = next(
        (k for k in range(i + 2, min(last - 1, i + 16)) if low[k] == "as" and low[k + 1] in ("saying", "telling")), 0
    )
    if not at or not can_speak(scene, i + 1, at, strong=True):
        return None
    begin, end = _subject(scene, i, first)
    speaker = speaker_of(scene, i + 1, at)
    if begin < end and scene.words.capital(head(scene, begin, end)):
        speaker = replace(speaker, chain=(scene.words.span(begin, end).of(scene.words.text),))
    return Cue(min(begin, i), at + 2, False, speaker, min(begin, i))


def _colon_cue(scene: Scene, number: int, first: int, last: int) -> Cue | None:
    """ "Interior ministry: …" and "MR. DALE: …" at the head of a paragraph, behind a time of day if there is one."""
    words, sentences = scene.words, scene.document.sentences
    span = sentences[number].span
    if words.text.find(":", span.start, span.end) < 0:
        return None
    if number and sentences[number - 1].paragraph == sentences[number].paragraph:
        return None
    i = first
    while i < last and (words.raw[i].isdigit() or words.low[i] in ("am", "pm", "gmt", "h")):
        i += 1
    for j in range(i + 1, min(last, i + 9)):
        gap = words.gaps[j]
        if gap == " ":
            if words.low[j] in scene.lists["strong"]:
                return None
            continue
        if ":" in gap:
            named = any(k in scene.persons for k in range(i, j))
            if named or words.low[head(scene, i, j)] in scene.nouns:
                return Cue(i, j, False, speaker_of(scene, i, j), i) if can_speak(scene, i, j, strong=False) else None
            return None
        if (
            not _ENDING.isdisjoint(gap)
            or words.low[j] in scene.lists["strong"]
            or (". " in gap and len(words.raw[j - 1]) > 3)
        ):
            return None
    return None


_ENDING = frozenset(',;!?\n"“')
_CLAUSE = frozenset(";:•")
_TURNING = frozenset(",—–”\"'’")


def _participle(scene: Scene, i: int, first: int, before: Sequence[Cue]) -> Cue | None:
    """ "…, adding that": the speaker of the sentence's last cue, else its subject."""
    if before:
        return Cue(i, i + 1, False, before[-1].speaker, i)
    found = leading_speaker(scene, first, i)
    return Cue(i, i + 1, False, found, i) if found is not None else None


def leading_speaker(scene: Scene, first: int, stop: int) -> Speaker | None:
    """Who a sentence begins with, if that can speak."""
    words = scene.words
    first = _without_adverbial(scene, first, stop)
    j = first
    while j < stop and j - first < 12 and words.low[j] not in scene.lists["stops"] and not breaks(words, j, first):
        j += 1
    low = words.low[first] if first < len(words) else ""
    if first < stop and (low in scene.lists["he"] or low in scene.lists["they"] or low in scene.lists["it"]):
        return resolved(scene, first, first + 1)
    persons = [i for i in range(first, j) if i in scene.persons]
    if persons:
        return speaker_of(scene, persons[0], j)
    for i in range(first, j):
        noun = words.low[i] in scene.nouns
        if noun or (i in scene.actors and scene.actors[i].kind in ("group", "state", "coalition")):
            if (i + 1 < j and words.low[i + 1] in ("s", "of")) or i + 1 in scene.actors:
                continue
            return speaker_of(scene, first, i + 1)
    return None


def _according(scene: Scene, i: int, first: int, last: int) -> Cue | None:
    words = scene.words
    begin = i + 1
    if words.low[i] == "according":
        if begin >= last or words.low[begin] != "to":
            return None
        begin += 1
    end = _with_name(scene, _phrase_end(scene, begin, last), last)
    if begin >= end or words.low[head(scene, begin, end)] in scene.lists["nobody"]:
        return None
    speaker = resolved(scene, begin, end)
    if speaker is None or not can_speak(scene, begin, end, strong=True):
        return None
    after = i - first > 1
    return Cue(i, end, after, speaker, _clause_start(scene, i, first) if after else i)


def _with_name(scene: Scene, end: int, last: int) -> int:
    """The end of a phrase with the name that stands in apposition: "the clinic's director, Omar Halabi"."""
    if end >= last or "," not in scene.words.gap(end) or end not in scene.persons:
        return end
    j = end
    while j < last and scene.persons.get(j) is scene.persons[end]:
        j += 1
    return j


def _phrase_end(scene: Scene, begin: int, last: int) -> int:
    """The end of a noun phrase that begins at `begin`."""
    words, lists = scene.words, scene.lists
    j = begin
    while j < last and j - begin < 16 and j not in scene.quoted:
        low = words.low[j]
        if j > begin and (breaks(words, j, begin) or (low in lists["stops"] and low != "and")):
            break
        if j > begin and (
            low in ("who", "whom", "on", "late", "by", "speaking") or (low in lists["strong"] and words.raw[j] == low)
        ):
            break
        j += 1
    trailing = lists["times"] | lists["prepositions"] | {"and"}
    while j > begin + 1 and words.low[j - 1] in trailing:
        j -= 1
    return j


def _clause_start(scene: Scene, i: int, first: int) -> int:
    """The first word of the clause that word `i` ends: back to a semicolon or the sentence's head."""
    words = scene.words
    j = i
    while j > first and (words.gaps[j] == " " or _CLAUSE.isdisjoint(words.gaps[j])):
        j -= 1
    return j


# --- verbs -------------------------------------------------------------------------------------------------


def _verb_cue(scene: Scene, i: int, first: int, last: int, before: Sequence[Cue], width: int = 0) -> Cue | None:
    words, lists = scene.words, scene.lists
    if width:
        return _phrase_cue(scene, i, i + width - 1, first, last, before)
    low = words.low[i]
    floor = before[-1].last if before else first
    closed = low in lists["that"] and not _opens_speech(scene, i, last)
    if closed and low not in lists["inverted"] and low != "quoted":
        return None
    if _passive(scene, i, first):
        return _passive_cue(scene, i, first, last)
    if _is_noun(scene, i, first, last) or _orders(scene, i, last):
        return None
    strong = low in lists["strong"]
    turned = _inverted(scene, i, floor, first, last, strong=strong) if low in lists["inverted"] else None
    if turned is not None:
        return turned
    if closed:
        return None
    begin, _, speaker = _subject_of(scene, i, floor, first, before, strong=strong)
    if speaker is None or (not strong and _embedded(before, begin, words.low)):
        return None
    after = _ends_statement(scene, i, begin, first, last)
    clause = _clause_start(scene, begin, first) if after else begin
    return Cue(begin, i + 1, after, _chained(scene, speaker, i, last), clause, not strong)


def _phrase_cue(scene: Scene, i: int, end: int, first: int, last: int, before: Sequence[Cue]) -> Cue | None:
    """ "X pointed out that": a verb whose last word is word `end`; its subject must be one that can speak."""
    floor = before[-1].last if before else first
    begin, _, speaker = _subject_of(scene, i, floor, first, before, strong=False)
    if speaker is None:
        return None
    after = _ends_statement(scene, end, begin, first, last)
    return Cue(begin, end + 1, after, speaker, _clause_start(scene, begin, first) if after else begin)


def _is_noun(scene: Scene, i: int, first: int, last: int) -> bool:
    """Whether "reports" or "claims" is a noun here, or the verb an infinitive."""
    words, lists = scene.words, scene.lists
    before = words.low[i - 1] if i > first else ""
    if before == "to" or words.low[i + 1 : min(i + 3, last)] in (("to", "be"), ("to", "have")):
        return True
    if words.low[i] not in lists["nouny"]:
        return False
    after = words.low[i + 1] if i + 1 < last else ""
    return before in lists["nounbefore"] or (after in lists["nounafter"] and not breaks(words, i + 1, i)) or i == first


def _orders(scene: Scene, i: int, last: int) -> bool:
    """Whether "told" gives an order: "told the rebels to leave" says nothing of what is."""
    low = scene.words.low
    if low[i] not in ("told", "tell", "tells"):
        return False
    to = next((k for k in range(i + 1, min(last, i + 6)) if low[k] in ("to", "that", "they")), 0)
    return bool(to) and low[to] == "to" and not any(breaks(scene.words, k, i) for k in range(i + 1, to + 1))


def _opens_speech(scene: Scene, i: int, last: int) -> bool:
    words = scene.words
    return i + 1 < last and (words.low[i + 1] == "that" or i + 1 in scene.quoted)


def _embedded(before: Sequence[Cue], begin: int, low: tuple[str, ...]) -> bool:
    """Whether the subject stands right behind an open cue: in "X said Y had blamed Z" it is X who speaks."""
    if not before or before[-1].after:
        return False
    return begin == before[-1].last or (begin == before[-1].last + 1 and low[begin - 1] == "that")


def _subject_of(
    scene: Scene, i: int, floor: int, first: int, before: Sequence[Cue], *, strong: bool
) -> tuple[int, int, Speaker | None]:
    """The subject before a verb and who it is; after "and" it is the subject of the verb before."""
    words = scene.words
    begin, end = _subject(scene, i, floor)
    if begin >= end:
        prior = words.low[end - 1] if end > first else ""
        if prior in ("and", "but") or (end == floor and end > first):
            speaker = before[-1].speaker if before else leading_speaker(scene, first, end - 1)
            return i, i, speaker
        return begin, end, None
    if not can_speak(scene, begin, end, strong=strong):
        return begin, end, None
    return begin, end, resolved(scene, begin, end)


def _passive(scene: Scene, i: int, first: int) -> bool:
    """ "is said", "was told", "been reported": somebody else speaks."""
    words = scene.words
    j = i - 1
    while j >= first and words.low[j] in scene.lists["passers"]:
        j -= 1
    return j >= first and words.low[j] in scene.lists["be"]


def _passive_cue(scene: Scene, i: int, first: int, last: int) -> Cue | None:
    """ "was quoted as saying" keeps its subject."""
    words = scene.words
    if words.low[i] != "quoted":
        return None
    begin, end = _subject(scene, i - 1, first)
    if begin >= end or not can_speak(scene, begin, end, strong=True):
        return None
    stop = i + 3 if words.low[i + 1 : i + 3] == ("as", "saying") else i + 1
    return Cue(begin, min(stop, last), False, speaker_of(scene, begin, end), begin)


def _inverted(scene: Scene, i: int, floor: int, first: int, last: int, *, strong: bool) -> Cue | None:
    """ "…, said X": the subject behind a verb of `inverted`, where a quotation or a comma stands before it."""
    words, lists = scene.words, scene.lists
    after_quote = i > 0 and i - 1 in scene.quoted
    comma = i > floor and words.gaps[i] != " " and not _TURNING.isdisjoint(words.gaps[i])
    if not (after_quote or comma or i == first) or i + 1 >= last or breaks(words, i + 1, i):
        return None
    following = words.low[i + 1]
    if following in lists["listeners"] or following in (
        "that",
        "it",
        "he",
        "she",
        "they",
        "to",
        "in",
        "on",
        "at",
        "his",
        "there",
    ):
        return None
    end = _with_name(scene, _phrase_end(scene, i + 1, last), last)
    if not can_speak(scene, i + 1, end, strong=strong and after_quote):
        return None
    if (
        not after_quote
        and end < last
        and not breaks(words, end, i)
        and words.low[end] not in lists["times"] | {"who", "on", "in", "late", "by", "speaking", "after"}
    ):
        return None
    speaker = resolved(scene, i + 1, end)
    return Cue(i, end, True, speaker, _clause_start(scene, i, first)) if speaker is not None else None


def _subject(scene: Scene, verb: int, floor: int) -> tuple[int, int]:
    """The words of the subject before a verb; empty where there is none."""
    words, lists = scene.words, scene.lists
    end = verb
    while end > floor:
        low = words.low[end - 1]
        if low in lists["between"] or (low.endswith("ly") and len(low) > 5 and end - 1 not in scene.persons):
            end -= 1
        else:
            break
    if end <= floor or end - 1 in scene.quoted:
        return end, end
    core = end
    gap = words.gap(end) if end < len(words) else ""
    if words.low[end - 1] in ("who", "which"):
        return _antecedent(scene, end - 1, floor)
    if any(mark in gap for mark in ",)–—"):
        core = _before_apposition(scene, end, floor)
    begin = _phrase_start(scene, core, floor)
    relative = _relative(scene, begin, floor)
    if relative is not None:
        return relative
    if words.low[begin] in ("who", "whose", "whom") and begin > floor:
        return _antecedent(scene, begin, floor)
    begin = _without_adverbial(scene, begin, core)
    return (begin, end) if begin < core else (end, end)


def _relative(scene: Scene, begin: int, floor: int) -> tuple[int, int] | None:
    """The subject whose relative clause ends before the verb: "an officer who asked not to be named said"."""
    words = scene.words
    for j in range(begin - 1, max(floor, begin - 9), -1):
        if breaks(words, j + 1, floor) or j in scene.quoted:
            return None
        if words.low[j] in ("who", "that"):
            first, last = _antecedent(scene, j, floor)
            at = head(scene, first, last) if first < last else j
            named = any(i in scene.persons for i in range(first, last))
            return (first, last) if named or words.low[at] in scene.nouns or at in scene.actors else None
    return None


def _antecedent(scene: Scene, end: int, floor: int) -> tuple[int, int]:
    """The noun phrase right before "who": back to a determiner or the start of a name."""
    words = scene.words
    begin = _phrase_start(scene, end, floor)
    for j in range(end - 1, begin, -1):
        if words.low[j] in scene.lists["determiners"]:
            begin = j
            break
        if words.low[j - 1] in scene.lists["prepositions"] and words.low[j - 1] not in ("of", "for"):
            begin = j
            break
    return begin, end


def _before_apposition(scene: Scene, end: int, floor: int) -> int:
    """Where the subject ends whose apposition ends before word `end`."""
    words = scene.words
    opening = "(" if ")" in words.gap(end) else ",–—"
    j = end - 1
    while j > floor and end - j < 26:
        gap = words.gap(j)
        if ")" in gap and opening != "(":
            opening = "("
        if any(mark in gap for mark in opening):
            return j
        if any(mark in gap for mark in ";:"):
            break
        j -= 1
    return end


def _phrase_start(scene: Scene, end: int, floor: int) -> int:
    """How far to the left a noun phrase that ends before word `end` reaches."""
    words, lists = scene.words, scene.lists
    j = end - 1
    while j > floor and end - j < 18:
        if breaks(words, j, floor) or j - 1 in scene.quoted:
            break
        low = words.low[j - 1]
        if low == "and" and _coordinates(scene, j - 1, floor):
            j -= 1
            continue
        if low in lists["stops"] or low in lists["be"] or (low in lists["strong"] and words.raw[j - 1] == low):
            break
        j -= 1
    return j


def _coordinates(scene: Scene, i: int, floor: int) -> bool:
    """Whether an "and" joins two nouns of one subject: "residents and local officials"."""
    words = scene.words
    for j in range(i - 1, max(floor, i - 6) - 1, -1):
        if words.low[j] in scene.nouns or j in scene.actors or j in scene.persons:
            near = j - floor < 4 or words.low[j - 1] in scene.lists["determiners"]
            near = near or breaks(words, j, floor) or breaks(words, j - 1, floor)
            return near and words.low[j - 1] not in scene.lists["prepositions"]
        if breaks(words, j + 1, floor) or j in scene.quoted:
            return False
    return False


def _without_adverbial(scene: Scene, begin: int, end: int) -> int:
    """The subject without the phrase of time or place that a sentence may begin with."""
    words, lists = scene.words, scene.lists
    for _ in range(5):
        if begin >= end:
            return begin
        low = words.low[begin]
        if low in lists["times"] or low in lists["openers"]:
            begin += 1
        elif low in lists["prepositions"] and begin not in scene.persons:
            begin = _past_prepositional(scene, begin, end)
        elif begin + 1 < end and words.low[begin + 1] in lists["times"] and low not in ("a", "an"):
            begin += 2
        else:
            return begin
    return begin


def _past_prepositional(scene: Scene, begin: int, end: int) -> int:
    words, times = scene.words, scene.lists["times"]
    i = begin + 1
    if i < end and (words.low[i] in scene.lists["determiners"] or words.low[i] in ("early", "late", "mid")):
        i += 1
    if i < end and (words.low[i] in times or words.raw[i].isdigit()):
        while i < end and (words.low[i] in times or words.raw[i].isdigit()):
            i += 1
        return i
    if i < end and words.capital(i):
        j = i
        while j < end and words.capital(j):
            j += 1
        return j if j < end else i
    return min(i + 1, end)


def _ends_statement(scene: Scene, verb: int, begin: int, first: int, last: int) -> bool:
    """Whether the cue closes what was said ("…, the army said on Tuesday") instead of opening it."""
    words, lists = scene.words, scene.lists
    quoted = begin > first and begin - 1 in scene.quoted
    if begin - first < 2 or not (quoted or any(mark in words.gap(begin) for mark in ',"”“»—–')):
        return False
    i = verb + 1
    if i >= last:
        return True
    gap = words.gap(i)
    if i in scene.quoted:
        return quoted
    if any(mark in gap for mark in ",;—–."):
        return True
    low = words.low[i]
    if words.low[verb] in ("told", "tells"):
        return not any(words.low[k] == "that" for k in range(i, min(last, i + 7)))
    return low in lists["times"] or low in lists["closers"]


def _chained(scene: Scene, speaker: Speaker, verb: int, last: int) -> Speaker:
    """ "told Agency Y" and "confirmed to Agency Y" add Y to the chain outward; a person or a party is no agency."""
    words, lists = scene.words, scene.lists
    told = words.low[verb] in ("told", "tells", "informed")
    i = verb + 1
    if not told and i < last and words.low[i] == "to" and words.low[verb] in lists["toldto"]:
        told, i = True, i + 1
    if not told or i >= last:
        return speaker
    i = i + 1 if words.low[i] == "the" else i
    j = i
    while j < last and words.capital(j) and (j == i or words.joined(j)):
        j += 1
    if j == i or words.low[i] in lists["listeners"] or words.low[i] in lists["times"]:
        return speaker
    if i in scene.persons or (i in scene.actors and scene.actors[i].kind != "civilians"):
        return speaker
    return replace(speaker, chain=(words.span(i, j).of(words.text),))
