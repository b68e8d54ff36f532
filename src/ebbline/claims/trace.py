"""What the entries of a claim's trace mean: `read_trace`, and each entry's rule in plain words: `reason_of`.

The form of an entry is in `docs/reference/claims-export.md`. Entries of other versions, or of a coder unknown here,
are read as far as they go: nothing in a trace is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ebbline.actors.trace import RULES as NAMING
from ebbline.claims.lexicon import Lexicon, data_table, word_list

FIELDS = frozenset(
    (
        "type", "control", "strength", "link", "words", "family", "shift", "certainty", "actor", "target", "supporter",
        "place", "time", "speaker", "toll", "means", "object", "target_class", "acts", "extent", "magnitude", "cause",
        "effect", "at", "head", "frame", "veto", "before", "after", "besieger", "whose", "sides",
    )
)  # fmt: skip
"""What an entry may be about. From `head` on they are those of a coder that reads with the language model."""

_BY = re.compile(r"(actor|target|supporter|before|after|besieger|whose) by (\S.*)")
_ENTRY = re.compile(r"(?:(filled|named) )?([a-z_]+): (\S.*)", re.DOTALL)
_STAND = re.compile(r"([a-z_]+) (\d{1,12})-(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: what it is about, what it says of it, and how: `filled` in, how one is `named`, read `by` a frame."""

    entry: str
    field: str
    what: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where words behind a field stand in the report."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A claim's trace, read."""

    steps: tuple[Step, ...]
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of a rule's, and a sentence that shows it."""

    pattern: str
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """An entry in plain words; `known` is False where this version has no such rule."""

    step: Step
    says: str
    patterns: tuple[Pattern, ...] = ()
    source: str | None = None
    """The file of `claims/data` that holds the rule."""
    known: bool = True


def step_of(entry: str) -> Step | None:
    """The entry as a step; None where it is not in the form that is documented."""
    by = _BY.fullmatch(entry)
    if by is not None:
        return Step(entry, by[1], by[2], "by")
    found = _ENTRY.fullmatch(entry)
    if found is None or found[2] not in FIELDS:
        return None
    return Step(entry, found[2], found[3], found[1] or "")


def stands_of(step: Step) -> tuple[Stand, ...] | None:
    """What an `at` entry says; None where it is not in its form."""
    out = []
    for part in step.what.split(", "):
        found = _STAND.fullmatch(part)
        if found is None or int(found[2]) >= int(found[3]):
            return None
        out.append(Stand(found[1], int(found[2]), int(found[3])))
    return tuple(out)


def read_trace(trace: Sequence[str]) -> Trace:
    """The steps in order, and where their words stand; an entry in no known form is a step about nothing known."""
    steps: list[Step] = []
    stands: list[Stand] = []
    for entry in trace:
        step = step_of(entry) or Step(entry, "", entry)
        stood = stands_of(step) if step.field == "at" else None
        if stood is None:
            steps.append(step)
        else:
            stands += stood
    return Trace(tuple(steps), tuple(stands))


def reason_of(step: Step) -> Reason:
    """The rule behind an entry: in plain words, with its patterns and example sentences where a file holds them."""
    says: Mapping[str, str] = data_table("reasons.toml")["says"]
    if step.how == "filled":
        return _plain(step, "filled")
    if step.how == "named":
        return Reason(step, NAMING.get(step.what, step.what), known=step.what in NAMING)
    if step.how == "by":
        return _way(step)
    match step.field:
        case "words":
            return Reason(step, says["words"], (Pattern(step.what),))
        case "actor" | "target":
            return _party(step)
        case "shift":
            return _shift(step)
        case "means" | "target_class":
            return _detail(step)
        case "frame":
            return _frame(step)
        case "veto":
            said = data_table("reasons.toml")["veto"].get(step.what)
            return Reason(step, says["veto"] if said is None else f"{says['veto']}: {said}")
        case "head":
            return Reason(step, says["head"])
        case "type" | "control" | "strength" | "link" | "certainty" | "cause" | "effect":
            return _of_file(step)
    return _plain(step, step.field)


def _plain(step: Step, table: str) -> Reason:
    """What `reasons.toml` says of it."""
    known: Any = data_table("reasons.toml").get(table)
    said = known.get(step.what) if isinstance(known, dict) else None
    if said is None:
        return Reason(step, step.what, known=False)
    return Reason(step, said, source="reasons.toml")


def _party(step: Step) -> Reason:
    """Where a party stands: "behind" may go on with the preposition before it."""
    place, _, lead = step.what.partition(" ")
    if place == "behind" and lead in word_list("prepositions"):
        said = data_table("reasons.toml")["party"]["behind"]
        return Reason(step, f'{said.partition(",")[0]}, led to by "{lead}"', source="reasons.toml")
    return _plain(step, "party")


def _way(step: Step) -> Reason:
    """How a frame fills a role: a way that is known by its name, else the prepositions that lead to the phrase."""
    said = data_table("reasons.toml")["way"].get(step.what)
    if said is None:
        said = f"""behind {" or ".join(f'"{word}"' for word in step.what.split("/"))}, in the sentence's tree"""
    return Reason(step, said, source="frames.toml")


_BRACES = re.compile(r"[{}<>]|(?<=\{)[a-z]:")


def _frame(step: Step) -> Reason:
    """A frame, with its ways to fill each role as its pattern."""
    says = data_table("reasons.toml")["says"]["frame"]
    for frame in data_table("frames.toml")["frame"]:
        if frame["name"] == step.what:
            ways = [f"{role}: {', '.join(frame[role])}" for role in data_table("frames.toml")["kinds"] if role in frame]
            examples = [_BRACES.sub("", example["text"]) for example in frame.get("examples", ())]
            return Reason(step, says, (Pattern("; ".join(ways), next(iter(examples), None)),), "frames.toml")
    return Reason(step, says if step.what != "none" else "the sentence has no tree", known=step.what == "none")


def _shift(step: Step) -> Reason:
    for shift in data_table("shifts.toml")["shift"]:
        if shift["name"] == step.what:
            words = f"({'|'.join(shift['words'])})"
            return Reason(step, data_table("reasons.toml")["says"]["shift"], (Pattern(words),), "shifts.toml")
    return _plain(step, "shift")


def _detail(step: Step) -> Reason:
    """A weapon or a class of victims: the words that name it."""
    phrases = data_table("details.toml")[step.field].get(step.what)
    if phrases is None and step.field == "target_class" and step.what == "civilians":
        phrases = ["@unarmed"]
    if phrases is None:
        return Reason(step, step.what, known=False)
    says = data_table("reasons.toml")["says"][step.field]
    return Reason(step, says, (Pattern(f"({'|'.join(phrases)})"),), "details.toml")


def _of_file(step: Step) -> Reason:
    """A rule of one of the lexicons, with all its patterns."""
    reasons = data_table("reasons.toml")
    for file in _files(step.field):
        patterns = _rules(file).get(step.what)
        if patterns is not None:
            return Reason(step, reasons["says"][step.field], patterns, file)
    return _plain(step, step.field)


def _files(field: str) -> tuple[str, ...]:
    """The files in which a field's rules stand: factors are told by changes of strength too."""
    file: str = data_table("reasons.toml")["files"][field]
    return (file, "strength.toml") if file == "factors.toml" else (file,)


@cache
def _rules(file: str) -> Mapping[str, tuple[Pattern, ...]]:
    out: dict[str, tuple[Pattern, ...]] = {}
    for rule in data_table(file)["rule"]:
        patterns = tuple(Pattern(pattern, example) for pattern, example in rule["patterns"])
        out[rule["name"]] = out.get(rule["name"], ()) + patterns
    return out


@dataclass(frozen=True, slots=True)
class Found:
    """Words `start` to `end` (exclusive) in which a rule is found, and its pattern there."""

    start: int
    end: int
    pattern: Pattern


def found_in(reason: Reason, words: Sequence[str]) -> tuple[Found, ...]:
    """Where a rule of a lexicon is found in the lower-case words; nothing for rules that are no lexicon's."""
    if reason.source == "shifts.toml" and reason.patterns:
        known = reason.patterns[0].pattern.strip("()").split("|")
        return tuple(Found(i, i + 1, reason.patterns[0]) for i, word in enumerate(words) if word in known)
    if reason.source not in _LEXICONS:
        return ()
    hits = _lexicon(reason.source).find(tuple(words))
    return tuple(
        Found(hit.start, hit.end, Pattern(hit.entry.pattern, hit.entry.example))
        for hit in hits
        if hit.entry.rule == reason.step.what
    )


_LEXICONS = ("events.toml", "control.toml", "strength.toml", "causes.toml", "certainty.toml", "factors.toml")


@cache
def _lexicon(file: str) -> Lexicon:
    return Lexicon.load(file)


def reading_of(step: Step) -> str | None:
    """How a `type` rule reads the parties of an event, or a `control` rule the holders; None for one unknown here."""
    file, table = ("control.toml", "holding") if step.field == "control" else ("events.toml", "reading")
    said: Mapping[str, str] = data_table("reasons.toml")[table]
    if step.what == "capture-tells-control":
        return said["capture"]
    ways = {rule["name"]: rule["roles"] for rule in data_table(file)["rule"]}
    return said.get(ways.get(step.what, ""))
