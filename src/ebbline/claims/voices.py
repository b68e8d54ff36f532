"""Long parts of reports that are one speaker's: statements after a colon, interviews, transcripts, releases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ebbline.actors.words import Words
from ebbline.claims.speakers import Scene, head, of_person, speaker_of
from ebbline.records import Sentence, Span, Speaker


@dataclass(frozen=True, slots=True)
class Voice:
    """Sentences `first` up to but without `last` that one speaker says."""

    first: int
    last: int
    speaker: Speaker
    kind: str
    """`statement`, `transcript`, `interview` or `release`."""


def voices(scene: Scene, heard: Mapping[int, Sequence[Speaker]]) -> tuple[Voice, ...]:
    """The long speeches of a report; empty for one told by its outlet. `heard`: each sentence's speakers so far."""
    labelled = tuple(_transcript(scene))
    if labelled:
        return labelled
    asked = tuple(_interview(scene))
    if asked:
        return asked
    said = tuple(_statements(scene, heard))
    return said or tuple(_release(scene))


# --- "The minister said:" and then paragraphs of speech ----------------------------------------------------

_QUOTE_MARKS = frozenset("“”\"„«‘'")


def _statements(scene: Scene, heard: Mapping[int, Sequence[Speaker]]) -> Iterator[Voice]:
    sentences, text = scene.document.sentences, scene.document.report.text
    i = 0 if heard and ":" in text else len(sentences)
    while i < len(sentences) - 1:
        speakers = heard.get(i)
        if speakers and text[sentences[i].span.end - 1] == ":" and sentences[i + 1].paragraph != sentences[i].paragraph:
            opens = text[sentences[i + 1].span.start]
            if opens not in _QUOTE_MARKS and (opens.isalpha() or opens.isdigit()):
                end = _statement_end(scene, heard, i + 1)
                yield Voice(i + 1, end, speakers[-1], "statement")
                i = end
                continue
        i += 1


def _statement_end(scene: Scene, heard: Mapping[int, Sequence[Speaker]], first: int) -> int:
    """Up to the next heading or the next speaker introduced with a colon."""
    sentences, text = scene.document.sentences, scene.document.report.text
    for k in range(first, len(sentences)):
        if sentences[k].heading or (heard.get(k) and text[sentences[k].span.end - 1] == ":"):
            return k
    return len(sentences)


# --- transcripts -------------------------------------------------------------------------------------------

_LABEL = re.compile(r"((?:[A-Z][A-Z.'’-]+)(?: [A-Z(][A-Z.'’)-]*){0,5}|Q|A|Question|Answer|Moderator|Interviewer)\s?:\s")
_ASKING = re.compile(r"(?:Q|QUESTION|QUESTIONER|REPORTER|MODERATOR|INTERVIEWER|HOST|PRESENTER|THE MODERATOR)$")


_FEWEST_TURNS = 3


def _transcript(scene: Scene) -> Iterator[Voice]:
    text, sentences = scene.document.report.text, scene.document.sentences
    if text.count(":") < _FEWEST_TURNS:
        return
    turns: list[tuple[int, str]] = []
    for i in _paragraph_heads(sentences):
        match = _LABEL.match(text, sentences[i].span.start)
        if match is not None:
            turns.append((i, match.group(1)))
    labels = Counter(label for _, label in turns)
    if len(turns) < _FEWEST_TURNS or (len(labels) < 2 and "A" not in labels):
        return
    for k, (i, label) in enumerate(turns):
        end = turns[k + 1][0] if k + 1 < len(turns) else len(sentences)
        if not _ASKING.match(label.upper()):
            speaker = _interviewee(scene, turns[0][0]) if label in ("A", "Answer") else _labelled(scene, i, label)
            if speaker is not None:
                yield Voice(i, end, speaker, "transcript")


def _labelled(scene: Scene, sentence: int, label: str) -> Speaker:
    """The person whose surname a label in capitals bears, else the label as a name."""
    words = scene.words
    last = label.replace(".", " ").split()[-1].lower()
    for person in scene.persons.values():
        if person.name.lower().split()[-1] == last:
            return of_person(scene, person)
    first = words.first[sentence]
    found = speaker_of(scene, first, first + max(1, len(re.findall(r"[^\W_]+", label))))
    return Speaker(label.title(), found.role, found.affiliation, found.anonymous)


def _paragraph_heads(sentences: Sequence[Sentence]) -> Iterator[int]:
    for i, sentence in enumerate(sentences):
        if i == 0 or sentences[i - 1].paragraph != sentence.paragraph:
            yield i


# --- interviews without labels -----------------------------------------------------------------------------

_SHORT_QUESTION = 170


def _interview(scene: Scene) -> Iterator[Voice]:
    """Paragraphs between short questions that stand alone."""
    sentences = scene.document.sentences
    if scene.document.report.text.count("?") < 2:
        return
    heads = [*_paragraph_heads(sentences), len(sentences)]
    questions = [k for k in range(len(heads) - 1) if _is_question(scene, heads[k], heads[k + 1])]
    if len(questions) < 2:
        return
    speaker = _interviewee(scene, heads[questions[0]])
    if speaker is None:
        return
    asked = set(questions)
    for k in range(questions[0] + 1, len(heads) - 1):
        if k not in asked and not _is_note(scene, heads[k], heads[k + 1]):
            yield Voice(heads[k], heads[k + 1], speaker, "interview")


def _is_question(scene: Scene, first: int, last: int) -> bool:
    sentences, text = scene.document.sentences, scene.document.report.text
    start, end = sentences[first].span.start, sentences[last - 1].span.end
    return text[end - 1] == "?" and end - start <= _SHORT_QUESTION and text[start] not in _QUOTE_MARKS


def _is_note(scene: Scene, first: int, last: int) -> bool:
    """Whether a paragraph is the outlet's closing note: about the speaker, not by him."""
    text, sentences = scene.document.report.text, scene.document.sentences
    start, end = sentences[first].span.start, sentences[last - 1].span.end
    if text[start] in "([*":
        return True
    words = scene.words
    low = set(words.low[words.first[first] : words.first[last]])
    mine = {"i", "we", "our", "my", "us", "me", "you"} & low
    named = any(i in scene.persons for i in range(words.first[first], words.first[last]))
    return named and not mine and text[start] not in _QUOTE_MARKS and end - start < 400 and last == len(sentences)


def _interviewee(scene: Scene, before: int) -> Speaker | None:
    """Who is introduced before the first question: a person, the private first, else somebody without a name."""
    words = scene.words
    stop = words.first[before]
    named: Counter[str] = Counter()
    for i in range(stop):
        person = scene.persons.get(i)
        if person is not None:
            named[person.name] += 3 if not person.public else 1
    if named:
        best = max(named, key=lambda name: named[name])
        person = next(p for p in scene.persons.values() if p.name == best)
        return of_person(scene, person)
    for i in range(1, stop):
        if words.low[i] in scene.nouns and words.low[i - 1] in (
            "a",
            "an",
            "former",
            "freed",
            "young",
            "retired",
            "old",
        ):
            begin = i - 1
            while begin and words.joined(begin) and words.low[begin] not in ("a", "an"):
                begin -= 1
            return speaker_of(scene, begin, i + 1)
    return None


# --- releases of a named author ----------------------------------------------------------------------------

_BY = re.compile(r"(?:statement|remarks|message|speech|address|press briefing)\s+(?:by|of|from)\s", re.IGNORECASE)
_BY_WHOM = frozenset({"statement", "remarks", "message", "speech", "address", "briefing"})
"""The words of `_BY`: where none stands there is no need to look."""
_EDGE = 4


def _release(scene: Scene) -> Iterator[Voice]:
    """A release in its author's "we", signed above or below by a body; "Statement by X" needs no "we"."""
    sentences, words = scene.document.sentences, scene.words
    if not sentences:
        return
    author = _statement_by(scene) or _signed(scene)
    if author is None:
        ours = sum(i not in scene.quoted and words.raw[i] != "US" for i in scene.ours)
        if ours < 2 or ours * 220 < len(words):
            return
        author = _signature(scene)
    if author is not None:
        yield Voice(0, len(sentences), author, "release")


def _statement_by(scene: Scene) -> Speaker | None:
    text, sentences, words = scene.document.report.text, scene.document.sentences, scene.words
    if _BY_WHOM.isdisjoint(words.low[: words.first[min(2, len(sentences))]]):
        return None
    for sentence in sentences[:2]:
        match = _BY.search(text, sentence.span.start, sentence.span.end)
        if match is not None:
            for i, start in enumerate(words.start[:60]):
                person = scene.persons.get(i)
                if start >= match.end() and person is not None:
                    return of_person(scene, person)
    return None


_SHORT = 9
"""Words of a line at the foot that signs: a name, a rank, an office."""


def _signed(scene: Scene) -> Speaker | None:
    """Who signs with name and office in short lines at the foot: "Omar Halabi ⏎ Colonel ⏎ Director of Press"."""
    words, sentences, text = scene.words, scene.document.sentences, scene.document.report.text
    foot = len(sentences)
    while foot > max(0, len(sentences) - _EDGE):
        first, last = words.first[foot - 1], words.first[foot]
        if last - first > _SHORT or text[sentences[foot - 1].span.end - 1] in ".!?”\"'’":
            break
        foot -= 1
    if len(sentences) - foot < 2:
        return None
    lines = range(words.first[foot], words.first[-1])
    office = any(scene.nouns.get(words.low[i]) in ("official", "military") and words.capital(i) for i in lines)
    person = next((scene.persons[i] for i in lines if i in scene.persons), None)
    return of_person(scene, person) if office and person is not None else None


def _signature(scene: Scene) -> Speaker | None:
    """The body that signs: a short line at the head or the foot that bears a body's noun, capitals throughout."""
    words, sentences = scene.words, scene.document.sentences
    edge = [*range(min(_EDGE, len(sentences))), *range(len(sentences) - 1, max(len(sentences) - 4, _EDGE), -1)]
    for k in edge:
        first, last = words.first[k], words.first[k + 1]
        if first < last and last - first <= 16:
            span = _body_in(scene, first, last)
            if span is not None:
                return speaker_of(scene, *span)
    return None


def _body_in(scene: Scene, first: int, last: int) -> tuple[int, int] | None:
    """The name of a body that a line begins with, as a letterhead does, or that is all of it."""
    words, bodies = scene.words, scene.lists["bodies"] | scene.lists["signers"]
    begin = first + 1 if words.low[first] == "the" and last - first > 1 else first
    end = begin
    while end < last and (end == begin or words.joined(end) or words.gap(end).strip() in ("&", ",")):
        if not words.capital(end) and words.low[end] not in ("of", "the", "for", "and"):
            break
        end += 1
    while end > begin and not words.capital(end - 1):
        end -= 1
    if end - begin < 2 or (end < last and not _parted(words, end)):
        return None
    named = words.low[begin:end]
    headed = words.low[head(scene, begin, end)] in bodies
    return (begin, end) if headed and scene.lists["outlets"].isdisjoint(named) else None


def _parted(words: Words, end: int) -> bool:
    """Whether a letterhead ends before a word: a mark or a figure follows."""
    return not words.gap(end).isspace() or words.raw[end][0].isdigit()


def pieces(scene: Scene, voice: Voice) -> Iterator[Span]:
    """The sentences of a voice, headings left out."""
    for sentence in scene.document.sentences[voice.first : voice.last]:
        if not sentence.heading:
            yield sentence.span
