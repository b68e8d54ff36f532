"""Dates that stand once for several sentences: over the lines of a bulletin, and over an act told on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ebbline.claims.lexicon import word_list
from ebbline.claims.scene import Scene
from ebbline.claims.setting import claim_time
from ebbline.records import ClaimTime

_LINE = re.compile(r"\s*(?:[-*•–·.]\s|\d{1,2}[:.h]\d{2}\b|\(?\d{1,2}[.)]\s|[A-Z][\w'’-]+(?:[ -][\w'’-]+){0,3}:\s)")
"""How a line of a list begins: a bullet, a time of day, a number, or a name with a colon."""
_FURTHER = word_list("told_on")
_LONGEST = 7
"""Days the interval over a list may last: longer ones date no line; swept 2-31 on synthetic."""


def running_dates(scenes: Sequence[Scene]) -> tuple[ClaimTime | None, ...]:
    """For every sentence the date it stands under where it names none itself; None where none is sure."""
    over: ClaimTime | None = None
    told = listed = False
    begun, looked = -1, 0
    out: list[ClaimTime | None] = []
    before: Scene | None = None
    for scene in scenes:
        own = _dated(scene)
        start = scene.sentence.span.start
        line = max(scene.text.rfind("\n", looked, start) + 1, begun, 0)
        looked = start
        if line != begun:
            begun, listed = line, _LINE.match(scene.text, line) is not None
        told_on = not listed and before is not None and _goes_on(before, scene)
        stands = (listed and (told or _CLOCK.match(scene.text, line) is not None)) or told_on
        out.append(over if own is None and stands and not scene.times else None)
        if own is not None and not (listed and over is not None):
            over, told = own, not scene.sentence.heading and len(scene.words) >= _SENTENCE
        elif own is None and not listed and not told_on and not scene.sentence.heading and not _opens_list(scene):
            over = None
        before = scene
    return tuple(out)


_SENTENCE = 9
"""Words from which a dated line tells something; a shorter one is a masthead, whose date is that of the issue."""
_CLOCK = re.compile(r"\s*\d{1,2}[:.h]\d{2}\b")


def _dated(scene: Scene) -> ClaimTime | None:
    """The date of a sentence that names one alone, of a few days at most."""
    if not scene.times:
        return None
    found = [t for t in scene.times if t.start is not None and t.end is not None]
    short = [t for t in found if t.start and t.end and (t.end - t.start).days <= _LONGEST]
    return claim_time(short[0]) if short and len(short) == len(found) else None


def _opens_list(scene: Scene) -> bool:
    """Whether a short line only heads what follows: "SYRIA"."""
    return len(scene.words) <= 4


def _goes_on(before: Scene, scene: Scene) -> bool:
    """Whether a sentence tells on what the one before it in its paragraph told: "The attackers then …"."""
    if scene.sentence.paragraph != before.sentence.paragraph or scene.index != before.index + 1:
        return False
    taken_up = scene.words[:1] == ("the",) and not _FURTHER.isdisjoint(scene.words[1:2])
    return taken_up or "then" in scene.words[:8]
