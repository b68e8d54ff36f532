"""The date of an event that a text names in one place and tells in another: "a week after the capture of Dorn"."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

from ebbline.records import DateInterval, Document, Span
from ebbline.times.resolve import Anchor
from ebbline.times.vocabulary import words

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_LONGEST = 14
"""Days that a date may last to be an event's."""


class Told(Protocol):
    """A time of the text with the days it means, None where nothing anchors it."""

    @property
    def span(self) -> Span:
        """Where it stands."""

    @property
    def start(self) -> dt.date | None:
        """First day."""

    @property
    def end(self) -> dt.date | None:
        """Last day, inclusive."""

    @property
    def telling(self) -> bool:
        """Whether it is the time of words said."""


def event_date(document: Document, told: Sequence[Told], start: int, end: int) -> Anchor | None:
    """The date of the event that the words at these offsets name, where one sentence before tells it with one short
    date: it shares a name and the stem of the act, or the act alone where the words name nobody.
    """
    text = document.report.text
    named, stems = _keys(text[start:end])
    if not stems and len(named) < 2:
        return None
    told = [mention for mention in told if not mention.telling]
    for mention in reversed(told):
        if mention.start is None or mention.end is None or (mention.end - mention.start).days > _LONGEST:
            continue
        sentence = _sentence_of(document, mention.span)
        if sentence.end > start or sum(sentence.start <= t.span.start < sentence.end for t in told) > 1:
            continue
        there_named, there_stems = _keys(sentence.of(text))
        acts = bool(stems & there_stems) or len(named & there_named) > 1
        if acts and (not named or named & there_named):
            return Anchor("event", DateInterval(mention.start, mention.end), mention.span.of(text))
    return None


def _sentence_of(document: Document, span: Span) -> Span:
    at = bisect_right(document.sentences, span.start, key=lambda sentence: sentence.span.start) - 1
    return document.sentences[max(0, at)].span


def _keys(said: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names in some words, and the stems of the other longer words."""
    found = _WORD.findall(said)
    named = frozenset(word.lower() for word in found if word[0].isupper())
    stems = frozenset(
        word[:_STEM].lower() for word in found if word[0].islower() and word.lower() not in words().no_event
    )
    return named, stems
