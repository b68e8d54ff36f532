"""Says who asserts what: every stretch of a report that it attributes to somebody, with the speaker.

Cues are read sentence by sentence; a quotation without a cue of its own goes on with the last speaker of its
paragraph. Headings and the outlet's own voice are left unattributed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.cues import Cue, find_cues
from ebbline.claims.quotations import LONG, quotations
from ebbline.claims.speakers import Scene, of_person
from ebbline.claims.voices import pieces, voices
from ebbline.records import Document, Person, Span, Speaker


class Attribution(Struct, frozen=True, gc=False):
    """A stretch of text, who asserts it, and the words that say so."""

    content: Span
    speaker: Speaker
    cue: Span | None
    """None where the attribution is carried over from an earlier cue."""
    rule: str = "cue"
    """How the speaker is known: by a cue, a kind of long speech, or because a quotation goes on."""


def attribute(
    document: Document, persons: Sequence[Person], actors: Sequence[ActorMention], places: Sequence[Span] = ()
) -> tuple[Attribution, ...]:
    """All attributions in order of their content. The innermost of several is the one with the shortest content.

    `places`: where the names of places stand, which are no speakers.
    """
    return attributed(document, persons, actors, places, told_by_patterns)


class Told(Struct, frozen=True, gc=False):
    """A cue's words, `last` exclusive, who speaks by it, and the stretches he asserts."""

    first: int
    last: int
    speaker: Speaker
    contents: tuple[Span, ...]
    subject: int = -1
    """The first word of the phrase that names the speaker, where a tree tells."""


def attributed(
    document: Document,
    persons: Sequence[Person],
    actors: Sequence[ActorMention],
    places: Sequence[Span],
    told: Callable[[Scene, int], Iterable[Told]],
    *,
    everywhere: bool = False,
) -> tuple[Attribution, ...]:
    """The attributions by the cues that `told` finds in a sentence, and by quotations and long speeches around them.

    `everywhere`: it is asked for every sentence but headings, not only for those with a word of speech or a colon.
    """
    quotes = quotations(document)
    scene = Scene.of(document, persons, actors, quotes, LONG, places)
    out: list[Attribution] = []
    heard: dict[int, list[Speaker]] = {}
    goes_on = _cut_in_two(document)
    asked = range(len(document.sentences)) if everywhere else _with_cues(scene)
    for number in asked:
        if not document.sentences[number].heading or document.sentences[number].span.end in goes_on:
            _read_sentence(scene, number, told(scene, number), out, heard)
    long = voices(scene, heard)
    out.extend(Attribution(span, voice.speaker, None, voice.kind) for voice in long for span in pieces(scene, voice))
    _carry_over(scene, quotes, out, heard)
    _go_on(goes_on, out)
    return tuple(sorted(out, key=lambda item: (item.content.start, item.content.end, item.speaker.name or "")))


def _with_cues(scene: Scene) -> list[int]:
    """The sentences that may say who speaks: those with a word of speech or a colon."""
    sentences, text = scene.document.sentences, scene.words.text
    cued = set(map(scene.words.sentence.__getitem__, scene.cues))
    if ":" in text:
        cued.update([i for i, item in enumerate(sentences) if text.find(":", item.span.start, item.span.end) >= 0])
    return sorted(cued)


def _read_sentence(
    scene: Scene, number: int, told: Iterable[Told], out: list[Attribution], heard: dict[int, list[Speaker]]
) -> None:
    words = scene.words
    for item in told:
        for content in item.contents:
            if _says_something(words.text, content):
                out.append(Attribution(content, item.speaker, words.span(item.first, max(item.last, item.first + 1))))
        if item.first not in scene.quoted:  # whom the quoted quote does not speak on behind them
            scene.spoken.append(item.speaker)
            heard.setdefault(number, []).append(item.speaker)


def told_by_patterns(scene: Scene, number: int) -> Iterator[Told]:
    """What the words around verbs of speaking tell, no tree needed."""
    words = scene.words
    first, last = words.first[number], words.first[number + 1]
    cues = find_cues(scene, number) if first < last else []
    for k, cue in enumerate(cues):
        following = cues[k + 1] if k + 1 < len(cues) else None
        previous = cues[k - 1] if k else None
        contents = tuple(_contents(scene, cue, previous, following, first, last))
        yield Told(cue.first, max(cue.last, cue.first + 1), cue.speaker, contents)


def _contents(
    scene: Scene, cue: Cue, previous: Cue | None, following: Cue | None, first: int, last: int
) -> Iterator[Span]:
    """The stretches of the sentence that a cue's speaker asserts."""
    words = scene.words
    end = scene.document.sentences[words.sentence[first]].span.end
    stop = end
    if following is not None:
        edge = following.clause if following.after else following.first
        stop = words.start[edge] if edge > cue.last else (end if following.after else words.start[following.first])
    if not cue.after:
        begin = cue.first if cue.acts else _past_listener(scene, cue.last, last)
        if begin < last:
            yield Span(words.start[begin], max(stop, words.start[begin]))
        elif cue.first > first:
            yield Span(words.start[first], words.end[cue.first - 1])
        return
    if cue.last >= last and words.text[end - 1] == ":" and _leads_in(scene, first):
        return
    begin = max(previous.last if previous is not None else cue.clause, cue.clause)
    if begin < cue.first:
        yield Span(words.start[begin], words.end[cue.first - 1])
    if cue.last < last and words.start[cue.last] < stop and _goes_on(scene, cue):
        yield Span(words.start[cue.last], stop)


def _leads_in(scene: Scene, first: int) -> bool:
    """Whether a sentence begins with when and why it was said: "Commenting on reports of …, the minister said:"."""
    low = scene.words.low[first]
    return low in scene.lists["prepositions"] or (low.endswith("ing") and len(low) > 5) or low in ("asked", "pressed")


def _past_listener(scene: Scene, begin: int, last: int) -> int:
    """The first word of what is told: behind "that" where "told X that …" names who listens."""
    words = scene.words
    if not begin or words.low[begin - 1] not in ("told", "tells", "tell", "telling"):
        return begin
    for i in range(begin, min(last, begin + 7)):
        if words.low[i] == "that":
            return i + 1
        if i > begin and any(mark in words.gap(i) for mark in ',;:"“'):
            break
    return begin


def _says_something(text: str, span: Span) -> bool:
    """Whether there is a letter or a figure in it."""
    said = span.of(text)
    return said[:1].isalnum() or any(map(str.isalnum, said))


def _goes_on(scene: Scene, cue: Cue) -> bool:
    """Whether the statement goes on behind the cue: "…, he said, and …" or another quotation."""
    if cue.last in scene.quoted:
        return True
    return "," in scene.words.gap(cue.last)


# --- sentences that a line end cuts in two -----------------------------------------------------------------

_END = frozenset('.!?…:;”"»’)')


def _cut_in_two(document: Document) -> dict[int, int]:
    """By the end of each sentence that goes on in the next where that one ends: no mark, then a small letter."""
    text = document.report.text
    return {
        one.span.end: two.span.end
        for one, two in pairwise(document.sentences)
        if text[two.span.start].islower() and text[one.span.end - 1] not in _END
    }


def _go_on(goes_on: Mapping[int, int], out: list[Attribution]) -> None:
    """What is said up to a line end within a sentence is said up to the sentence's end."""
    for i, item in enumerate(out if goes_on else ()):
        end = item.content.end
        while end in goes_on:
            end = goes_on[end]
        if end > item.content.end:
            out[i] = Attribution(Span(item.content.start, end), item.speaker, item.cue)


# --- quotations without a cue of their own -----------------------------------------------------------------


def _carry_over(scene: Scene, quotes: Sequence[Span], out: list[Attribution], heard: dict[int, list[Speaker]]) -> None:
    """Gives what is quoted without a cue the speaker of its paragraph, or of the one before if that ended in speech."""
    starts = [sentence.span.start for sentence in scene.document.sentences]
    covered = sorted((item.content.start, item.content.end) for item in out)
    latest: Speaker | None = None
    for quote in quotes:
        number = max(0, bisect_right(starts, quote.start) - 1)
        word = bisect_right(scene.words.start, quote.start - 1)
        if word >= len(scene.words) or word not in scene.quoted or scene.document.sentences[number].heading:
            continue
        speaker = _near_speaker(scene, heard, number, word, quote, latest)
        if speaker is None:
            continue
        latest = speaker
        pieces_left = (piece for piece in _uncovered(quote, covered) if _says_something(scene.words.text, piece))
        out.extend(Attribution(piece, speaker, None, "quotation goes on") for piece in pieces_left)
        for k in range(number, len(starts)):
            if starts[k] >= quote.end:
                break
            heard.setdefault(k, []).append(speaker)


def _uncovered(quote: Span, covered: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The parts of a quotation that no cue's content reaches."""
    at = quote.start
    i = max(0, bisect_right(covered, (quote.start, quote.start)) - 3)
    while i < len(covered) and covered[i][0] < quote.end:
        start, end = covered[i]
        if end > at:
            if start > at:
                yield Span(at, start)
            at = max(at, end)
        i += 1
    if at < quote.end:
        yield Span(at, quote.end)


def _near_speaker(
    scene: Scene, heard: dict[int, list[Speaker]], number: int, word: int, quote: Span, latest: Speaker | None
) -> Speaker | None:
    sentences = scene.document.sentences
    paragraph = sentences[number].paragraph
    if heard.get(number):
        return heard[number][-1]
    last = bisect_right([s.span.start for s in sentences[number : number + 40]], quote.end) + number - 1
    for k in range(number + 1, min(len(sentences), last + 1)):
        if heard.get(k):
            return heard[k][0]
    following = last + 1
    same = following < len(sentences) and sentences[following].paragraph == sentences[last].paragraph
    if same and heard.get(following) and (_bare(scene, following) or not _spoken_before(scene, heard, number)):
        return heard[following][0]
    for k in range(number - 1, max(-1, number - 12), -1):
        if sentences[k].paragraph != paragraph:
            break
        if heard.get(k):
            return heard[k][0]
    person = _person_before(scene, word, paragraph)
    if person is not None:
        return person
    before = number - 1
    if before >= 0 and sentences[before].paragraph == paragraph - 1 and heard.get(before):
        return heard[before][0]
    if before >= 0 and _speech(scene, before):
        return latest or _introduced(scene, heard, number, quote)
    return _introduced(scene, heard, number, quote)


_BACK = 4
"""Sentences before a quotation that fills its paragraph, in which whoever speaks is looked for."""


def _introduced(scene: Scene, heard: Mapping[int, Sequence[Speaker]], number: int, quote: Span) -> Speaker | None:
    """Whom the last words in the outlet's voice are about, if nobody else speaks there: "Omar fled. “We …”"."""
    sentences, words = scene.document.sentences, scene.words
    first = number
    while first and sentences[first - 1].paragraph == sentences[number].paragraph:
        first -= 1
        if number - first > _BACK:
            return None
    if _says_something(words.text, Span(sentences[first].span.start, quote.start)):
        return None
    number = first
    for k in range(number - 1, max(-1, number - _BACK - 1), -1):
        told = [i for i in range(words.first[k], words.first[k + 1]) if i not in scene.quoted]
        if heard.get(k):
            return heard[k][0]
        named = [scene.persons[i] for i in told if i in scene.persons]
        if named:
            return of_person(scene, named[0])
    return None


def _bare(scene: Scene, number: int) -> bool:
    """Whether a sentence only closes the quotation before it: "Omar Halabi said.", "he told us on Monday"."""
    words, lists = scene.words, scene.lists
    first, last = words.first[number], words.first[number + 1]
    verb = next((i for i in range(first, last) if words.low[i] in lists["cues"]), last)
    if verb + 1 >= last:
        return True
    told = words.low[verb] in ("told", "tells") and "that" not in words.low[verb:last]
    return told or words.low[verb + 1] in lists["closers"] | lists["times"]


def _spoken_before(scene: Scene, heard: dict[int, list[Speaker]], number: int) -> bool:
    """Whether the sentence before a quotation, in its paragraph, has a speaker: his words go on."""
    sentences = scene.document.sentences
    same = number > 0 and sentences[number - 1].paragraph == sentences[number].paragraph
    return same and bool(heard.get(number - 1))


def _speech(scene: Scene, number: int) -> bool:
    """Whether a sentence ends inside a quotation."""
    last = scene.words.first[number + 1] - 1
    return last >= 0 and last in scene.quoted


def _person_before(scene: Scene, word: int, paragraph: int) -> Speaker | None:
    words, sentences = scene.words, scene.document.sentences
    for j in range(word - 1, max(-1, word - 60), -1):
        if sentences[words.sentence[j]].paragraph != paragraph:
            return None
        person = scene.persons.get(j)
        if person is not None and j not in scene.quoted:
            return of_person(scene, person)
    return None
