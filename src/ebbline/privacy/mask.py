"""The mask: which stretches of a text name a private person, and the text without them."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ebbline.privacy.letters import Gap, Letters, fold, plain_words, read_letters
from ebbline.privacy.names import Form, full_forms, full_key, short_forms, surname_key
from ebbline.privacy.withheld import Labels, is_unread, withheld
from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ClaimPlace,
    ControlClaim,
    EventClaim,
    Evidence,
    Factor,
    Person,
    Report,
    Span,
    Speaker,
    StrengthClaim,
)

AnyClaim = TypeVar("AnyClaim", bound=Claim)

_PREFIX = 8
"""Letters a form is looked up by; shorter forms by all of theirs."""
_REMEMBERED = 50_000
"""Masked strings kept: names and places come again and again."""
_RUN_TOGETHER = 8
"""Letters a name of several words needs to be looked for inside a longer word of an address."""
_PLURAL = 4
"""Letters a surname needs for its plural to be looked for."""
_HEXADECIMAL = frozenset("abcdef")
_PASSES = 4
_STAND = (
    r"(?:words|actor|target|supporter|place|time|speaker|holder_before|holder_after|besieger|whose|cause|effect|magnitude"
    r"|killed|wounded|captured|missing|displaced) \d+-\d+"
)
_STANDS = re.compile(rf"at: {_STAND}(?:, {_STAND})*")
"""The entry of a trace that says where words stand: fields and figures, new in every claim, never a name."""
_ROLELESS = "[unknown]"
"""The label of persons nothing is told of: where the gazetteer or the registry knows the name, it is no person's."""
# Values of closed lists: never names.
_CLOSED = frozenset(
    {"kind", "certainty", "role", "precision", "extent", "direction", "dimension", "event_type", "sub_event_type"}
    | {"factor", "extractor", "language", "country", "media_type"}
)


@dataclass(frozen=True, slots=True)
class Cover:
    """A stretch of a text that names a private person, and the label to show instead."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class _Entry:
    form: Form
    label: str | None
    """None: a public person's name, which stays and guards its words."""


class _Index:
    """Forms by their first letters, longest first."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        chosen: dict[tuple[str, frozenset[int]], _Entry] = {}
        for entry in entries:
            chosen.setdefault((entry.form.key, entry.form.joints), entry)
        self._by_prefix: dict[str, list[_Entry]] = defaultdict(list)
        for entry in sorted(chosen.values(), key=lambda item: -len(item.form.key)):
            self._by_prefix[entry.form.key[:_PREFIX]].append(entry)
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix}, reverse=True)

    def starting(self, letters: str, at: int) -> list[_Entry]:
        """Entries whose first letters are those at `at`, longest first."""
        found: list[_Entry] = []
        for length in self._lengths:
            if at + length <= len(letters) and (entries := self._by_prefix.get(letters[at : at + length])):
                found = [*found, *entries] if found else entries
        return found

    def may_start(self, letters: str, starts: Iterable[int]) -> bool:
        """Whether any entry's first letters are found at one of `starts`."""
        prefixes, lengths = self._by_prefix, self._lengths
        return any(letters[at : at + length] in prefixes for at in starts for length in lengths)


class Mask:
    """Replaces private persons' names by their role; see `Mask.of` and `Mask.none`."""

    def __init__(self, persons: Mapping[str, tuple[Person, ...]]) -> None:
        self.shows_names = False
        """True only for `Mask.none()`."""
        public = [person for many in persons.values() for person in many if person.public]
        self._public_keys = frozenset(full_key(person.name) for person in public)
        self._public_surnames = frozenset(surname_key(person.name) for person in public) - {""}
        self._everywhere = _Index(self._wide(persons))
        self._persons = persons
        self._within: dict[str | None, _Index] = {}
        self._remembered: dict[tuple[str, str | None, frozenset[str]], str] = {}
        self._spans = {report: self._spans_of(many) for report, many in persons.items()}
        self._on = any(not shown for many in persons.values() for _, shown in self._with_publicity(many))

    @classmethod
    def of(cls, persons: Iterable[tuple[str, Person]]) -> Mask:
        """The mask for a ledger's persons: (report_id, person) pairs of all its reports.

        A name that is listed as public in one report is public in all; a whole private name is masked in all.
        """
        by_report: dict[str, list[Person]] = defaultdict(list)
        for report_id, person in persons:
            by_report[report_id].append(person)
        return cls({report: tuple(many) for report, many in sorted(by_report.items())})

    @classmethod
    def none(cls) -> Mask:
        """Passes everything through: only for `--names`, which is logged."""
        mask = cls({})
        mask.shows_names = True
        return mask

    def __bool__(self) -> bool:
        """False when nothing is ever masked."""
        return self._on

    def text(self, text: str, report_id: str | None = None, *, keep: frozenset[str] = frozenset()) -> str:
        """`text` without private names, in prose, addresses and file names alike.

        `report_id` says whose short forms count; without it those of all reports do. Words of `keep` (folded) are
        known to name something else and stay when they stand alone.
        """
        if not self._on:
            return text
        asked = (text, report_id, keep)
        if (known := self._remembered.get(asked)) is not None:
            return known
        for _ in range(_PASSES):
            covered = _covered(text, self._named(text, report_id, keep))
            if covered == text:
                break
            text = covered
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        self._remembered[asked] = text
        return text

    def passage(self, text: str, report_id: str, start: int, *, keep: frozenset[str] = frozenset()) -> str:
        """The words of a report's stored text that begin at `start`, without private names."""
        return self.text(_covered(text, self.covers(text, report_id, start, keep=keep)), report_id, keep=keep)

    def covers(self, text: str, report_id: str, start: int, *, keep: frozenset[str] = frozenset()) -> tuple[Cover, ...]:
        """What `passage` replaces, as offsets into `text`; sorted and disjoint."""
        if not self._on:
            return ()
        known = [
            cover
            for cover in self._recorded(text, report_id, start)
            if cover.label != _ROLELESS or fold(text[cover.start : cover.end]) not in keep
        ]
        guarded = [cover for cover in known if not cover.label]
        named = [
            cover
            for cover in self._named(text, report_id, keep)
            if not any(guard.start <= cover.start and cover.end <= guard.end for guard in guarded)
        ]
        return _merged([*(cover for cover in known if cover.label), *named])

    def report(self, report: Report) -> Labels:
        """Name, title, outlet and address of a report; withheld where no coder looked for names in it."""
        outlet = self._maybe(report.outlet, report.report_id)
        if is_unread(report) and not self.shows_names:
            return withheld(report, outlet)
        name = self.text(report.name, report.report_id)
        title, url = (self._maybe(words, report.report_id) for words in (report.title, report.url))
        return Labels(name, title, outlet, url)

    def _maybe(self, text: str | None, report_id: str) -> str | None:
        return None if text is None else self.text(text, report_id)

    def claim(self, claim: AnyClaim) -> AnyClaim:
        """The claim with every name in it masked; offsets, ids and numbers stay."""
        if not self._on:
            return claim
        keep = _other_names(claim)
        words = _Words(self, claim.report_id, keep)
        shared: dict[str, Any] = {
            "evidence": tuple(self._evidence(item, claim.report_id, keep) for item in claim.evidence),
            "said_by": words.speaker(claim.said_by),
            "places": tuple(words.place(place) for place in claim.places),
            "time": replace(claim.time, text=words(claim.time.text)) if claim.time else None,
            "trace": tuple(step if _STANDS.fullmatch(step) else words(step) for step in claim.trace),
        }
        return replace(claim, **shared, **_own_fields(claim, words))

    def json(self, obj: Any) -> Any:
        """A JSON value with every string masked; keys, ids, hashes and the codebook's closed lists stay.

        Objects that carry a `report_id` are read with that report's short forms.
        """
        return self._json(obj, None) if self._on else obj

    def _json(self, obj: Any, report_id: str | None) -> Any:
        if isinstance(obj, str):
            return self.text(obj, report_id)
        if isinstance(obj, list | tuple):
            return [self._json(item, report_id) for item in obj]
        if not isinstance(obj, dict):
            return obj
        report_id = obj.get("report_id", report_id)
        if report_id and isinstance(obj.get("start"), int) and isinstance(obj.get("text"), str):
            shown = self._evidence(Evidence(obj["start"], obj.get("end", -1), obj["text"]), report_id, frozenset())
            obj = {**obj, "text": shown.text}
        return {key: value if _closed(key) else self._json(value, report_id) for key, value in obj.items()}

    def _evidence(self, item: Evidence, report_id: str, keep: frozenset[str]) -> Evidence:
        if len(item.text) != item.end - item.start:  # masked before: the offsets no longer count its letters
            return replace(item, text=self.text(item.text, report_id, keep=keep))
        return replace(item, text=self.passage(item.text, report_id, item.start, keep=keep))

    def _is_public(self, person: Person) -> bool:
        return person.public or full_key(person.name) in self._public_keys

    def _wide(self, persons: Mapping[str, tuple[Person, ...]]) -> list[_Entry]:
        """Whole names, which count in every report; the role that most reports give, if any gives one."""
        roles: dict[str, Counter[str]] = defaultdict(Counter)
        for many in persons.values():
            for person in many:
                roles[person.name][_label(person)] += 1
        public: list[_Entry] = []
        private: list[_Entry] = []
        for person in itertools.chain.from_iterable(persons.values()):
            if self._is_public(person):
                public.extend(_Entry(form, None) for form in full_forms(person.name))
                continue
            label = min(roles[person.name].items(), key=lambda item: (item[0] == _ROLELESS, -item[1], item[0]))[0]
            private.extend(_Entry(form, label) for form in full_forms(person.name) if self._wide_enough(form))
        return [*public, *private]

    def _wide_enough(self, form: Form) -> bool:
        return not form.common and not (form.lone and form.key in self._public_surnames)

    def _narrow(self, many: tuple[Person, ...]) -> list[_Entry]:
        """Short forms and one-word names, which count in the report that uses them."""
        whole: list[_Entry] = []
        public: list[_Entry] = []
        private: list[_Entry] = []
        for person, is_public in self._with_publicity(many):
            lengths = frozenset(span.end - span.start for span in person.spans)
            if is_public:
                public.extend(_Entry(form, None) for form in short_forms(person.name, lengths))
                continue
            if not self._is_public(person):
                whole.extend(_Entry(form, _label(person)) for form in full_forms(person.name) if not form.people)
            private.extend(
                _Entry(form, _label(person)) for form in short_forms(person.name, lengths) if not form.people
            )
        return [*whole, *public, *private]

    def _with_publicity(self, many: tuple[Person, ...]) -> list[tuple[Person, bool]]:
        """Each person, and whether this report itself says who it is: a namesake's short forms stay hidden."""
        here = {full_key(person.name) for person in many if person.public}
        return [(person, full_key(person.name) in here) for person in many]

    def _spans_of(self, many: tuple[Person, ...]) -> tuple[tuple[Span, str], ...]:
        out = []
        for person, is_public in self._with_publicity(many):
            whole = len(person.name)
            for span in person.spans:
                shown = is_public or (self._is_public(person) and span.end - span.start >= whole)
                out.append((span, "" if shown else _label(person)))
        return tuple(sorted(out))

    def _recorded(self, text: str, report_id: str, start: int) -> list[Cover]:
        end = start + len(text)
        out = []
        for span, label in self._spans.get(report_id, ()):
            if span.start < end and start < span.end:
                first, last = max(span.start - start, 0), min(span.end - start, len(text))
                if "[" not in text[first:last]:  # a label already stands there
                    out.append(Cover(first, last - _possessive(text[first:last]), label))
        return out

    def _named(self, text: str, report_id: str | None, keep: frozenset[str]) -> list[Cover]:
        narrow = self._short_forms(report_id)
        words = plain_words(text)
        if words and not narrow.may_start(*words) and not self._everywhere.may_start(*words):
            return []
        read = read_letters(text)
        out: list[Cover] = []
        at = 0
        while at < len(read.letters):
            if read.gaps[at] is Gap.NONE and not read.address[at]:
                at += 1
                continue
            entry = self._longest(read, at, narrow, keep)
            if entry is None:
                at += 1
                continue
            end = at + len(entry.form.key)
            if entry.label:
                out.append(Cover(read.starts[at], read.ends[end - 1], entry.label))
            at = end
        return out

    def _short_forms(self, report_id: str | None) -> _Index:
        """The index of one report's short forms, of all reports' for None."""
        if report_id not in self._within:
            asked = self._persons.values() if report_id is None else [self._persons.get(report_id, ())]
            self._within[report_id] = _Index(itertools.chain.from_iterable(map(self._narrow, asked)))
        return self._within[report_id]

    def _longest(self, read: Letters, at: int, narrow: _Index, keep: frozenset[str]) -> _Entry | None:
        best: _Entry | None = None
        for index in (narrow, self._everywhere):
            for entry in index.starting(read.letters, at):
                if best is not None and len(entry.form.key) <= len(best.form.key):
                    break
                if entry.form.key in keep and (entry.form.lone or entry.label == _ROLELESS):
                    continue
                if _stands(read, at, entry.form) and not self._cuts(read, at, entry.form, narrow):
                    best = entry
                    break
        return best

    def _cuts(self, read: Letters, at: int, form: Form, narrow: _Index) -> bool:
        """Whether "Qasem, Nabil" ends inside another name: in "Qasem, Nabil Qasem" the comma parts two."""
        end = at + len(form.key)
        inner = [start for start in range(at + 1, end) if read.gaps[start] is Gap.COMMA]
        return any(
            start + len(entry.form.key) > end and _stands(read, start, entry.form)
            for start in inner
            for index in (narrow, self._everywhere)
            for entry in index.starting(read.letters, start)
        )


class _Words:
    """One claim's strings through the mask."""

    def __init__(self, mask: Mask, report_id: str, keep: frozenset[str]) -> None:
        self._mask, self._report_id, self._keep = mask, report_id, keep

    def __call__(self, text: str) -> str:
        return self._mask.text(text, self._report_id, keep=self._keep)

    def maybe(self, text: str | None) -> str | None:
        return None if text is None else self(text)

    def person(self, text: str) -> str:
        """A speaker's own name: a word that is a place elsewhere is a person here."""
        return self._mask.text(text, self._report_id)

    def speaker(self, speaker: Speaker | None) -> Speaker | None:
        if speaker is None:
            return None
        return replace(
            speaker,
            name=None if speaker.name is None else self.person(speaker.name),
            affiliation=self.maybe(speaker.affiliation),
            chain=tuple(self.person(link) for link in speaker.chain),
        )

    def place(self, place: ClaimPlace) -> ClaimPlace:
        return replace(place, name=self(place.name), mention=self(place.mention), admin1=self.maybe(place.admin1))

    def actor(self, actor: ClaimActor) -> ClaimActor:
        return replace(actor, name=self(actor.name), mention=self.maybe(actor.mention))

    def factor(self, factor: Factor) -> Factor:
        return replace(factor, text=self(factor.text))


def _own_fields(claim: Claim, words: _Words) -> dict[str, Any]:
    match claim:
        case EventClaim():
            return {
                "actors": tuple(words.actor(actor) for actor in claim.actors),
                "means": words.maybe(claim.means),
                "object": words.maybe(claim.object),
            }
        case ControlClaim():
            return {
                "holder_before": words.maybe(claim.holder_before),
                "holder_after": tuple(words(holder) for holder in claim.holder_after),
                "besieger": words.maybe(claim.besieger),
            }
        case StrengthClaim():
            size = claim.magnitude
            return {
                "actor": words(claim.actor),
                "magnitude": replace(size, unit=words.maybe(size.unit)) if size else None,
            }
        case CauseClaim():
            return {"cause": words.factor(claim.cause), "effect": words.factor(claim.effect)}
    return {}


def _other_names(claim: Claim) -> frozenset[str]:
    """Names that the gazetteer and the registry vouch for in this claim, whole and by word.

    No lone word of them is a person; a whole one is a person only if something is told of that person.
    """
    names = [place.name for place in claim.places if place.gazetteer_id]
    names += [place.mention for place in claim.places if place.gazetteer_id and " " in place.mention]
    if isinstance(claim, EventClaim):
        names += [actor.name for actor in claim.actors if actor.actor_id]
    if isinstance(claim, StrengthClaim) and claim.actor_id:
        names.append(claim.actor)
    return frozenset(fold(word) for name in names for word in (name, *name.replace("-", " ").split()))


def _stands(read: Letters, at: int, form: Form) -> bool:
    """Whether `form` is written at `at`, from the start of a word to the end of one."""
    end = at + len(form.key)
    if not read.letters.startswith(form.key, at):
        return False
    for inner in range(at + 1, end):
        gap = read.gaps[inner]
        if gap is Gap.HARD or (gap is Gap.COMMA and not form.surname_first):
            return False
        if gap >= Gap.STRONG and inner - at not in form.joints:
            return False
    if form.common and (read.address[at] or not read.capital[at] or all(read.capital[at:end])):
        return False
    if read.gaps[at] is not Gap.NONE and read.gaps[end] is not Gap.NONE:
        if (at in read.figures or end in read.figures) and not _among_figures(read, at, end, form):
            return False
        return not (
            read.gaps[end] is Gap.WEAK and read.letters[end : end + 1] == "t" and read.gaps[end + 1] is not Gap.NONE
        )
    if read.gaps[at] is not Gap.NONE and _is_plural(read, at, end, form):
        return True
    return bool(form.joints) and len(form.key) >= _RUN_TOGETHER and read.address[at]


def _among_figures(read: Letters, at: int, end: int, form: Form) -> bool:
    """Whether letters beside a digit are a name ("@nabil85") and not a part of a number such as "7e45dc06"."""
    least = 5 if at in read.figures and end in read.figures else 3
    return len(form.key) >= least and not _HEXADECIMAL.issuperset(form.key)


def _is_plural(read: Letters, at: int, end: int, form: Form) -> bool:
    """Whether a family is named: "the Barakats"."""
    if not form.lone or len(form.key) < _PLURAL or not read.capital[at] or read.address[at]:
        return False
    return read.letters[end : end + 1] == "s" and read.gaps[end] is Gap.NONE and read.gaps[end + 1] is not Gap.NONE


def _merged(covers: list[Cover]) -> tuple[Cover, ...]:
    out: list[Cover] = []
    for cover in sorted(covers, key=lambda item: (item.start, -item.end)):
        if out and cover.start < out[-1].end:
            out[-1] = replace(out[-1], end=max(out[-1].end, cover.end))
        else:
            out.append(cover)
    return tuple(out)


def _covered(text: str, covers: Iterable[Cover]) -> str:
    out, at = [], 0
    for cover in covers:
        out += [text[at : cover.start], cover.label]
        at = cover.end
    return "".join([*out, text[at:]])


def _possessive(words: str) -> int:
    return 2 if len(words) > 2 and words[-2] in "'’" and words[-1] in "sS" else 0


def _label(person: Person) -> str:
    return f"[{person.role}]"


def _closed(key: str) -> bool:
    return key in _CLOSED or key.endswith(("_id", "sha256"))
