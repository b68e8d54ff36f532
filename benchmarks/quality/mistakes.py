"""Every slot that a coder missed or added, put into one class each: what `errors.py` counts.

What is missed and what is extra is the scorer's word, slot by slot; here it is only asked why. A class is named
`group: what happened`; `CLASSES` says in a sentence what each holds, in the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Offsets = set[int]

CLASSES: Mapping[str, str] = {
    "missed: words not in the report": "the annotated words are not found in the text",
    "missed: report passed over": "the report was taken for one that is not about armed conflict",
    "missed: told in one with another": "a claim of its kind lies over its words, and meets another annotated one",
    "missed: its words cut otherwise": "a claim of its kind and label is in its sentence, over other words",
    "missed: coded where told again": "a claim of its kind, label and parties is elsewhere in the report",
    "missed: another of its kind there": "only claims of its kind with another label are in its sentence",
    "missed: another kind there": "only claims of another kind are in its sentence",
    "missed: nothing found there": "its sentence yields no claim at all",
    "extra: report without claims": "the report holds nothing to code",
    "extra: second of one claim's words": "its words are those of an annotated claim that another claim meets",
    "extra: words cut otherwise": "an annotated claim of its kind and label is in its sentence, over other words",
    "extra: told again": "an annotated claim of its kind, label, parties and speaker is elsewhere in the report",
    "extra: another of its kind there": "only annotated claims of its kind with another label are in its sentence",
    "extra: another kind there": "only annotated claims of another kind are in its sentence",
    "extra: general talk": "nothing is annotated in its sentence, and it names neither a place nor both parties",
    "extra: an act not annotated": "nothing is annotated in its sentence, though it has a place or both parties",
    "type: another": "the sub-event type is another one",
    "party: in the other's role": "the actor is coded as target, or the target as actor",
    "party: stand-in": "Civilians, a crowd or an unidentified group is missing, too many or the wrong one",
    "party: another, own in the clause": "another party is named, though the claim's words name the annotated one",
    "party: another, own in the sentence": "another is named; the annotated one stands in the sentence",
    "party: another, own elsewhere": "another is named; the annotated one stands elsewhere in the report",
    "party: another, own never found": "another is named; the annotated one is found nowhere in the report",
    "party: open, named in the clause": "left open, though the claim's words name it",
    "party: open, named in the sentence": "left open; it is named in the sentence",
    "party: open, named elsewhere": "left open; it is named elsewhere in the report",
    "party: open, never found": "left open; it is found nowhere in the report",
    "party: too many, from the clause": "one more than annotated, named in the claim's words",
    "party: too many, from the sentence": "one more than annotated, named in the sentence",
    "party: too many, from elsewhere": "one more than annotated, brought from another sentence",
    "place: too wide": "a region or a district where something finer is annotated, or nothing",
    "place: no point": "the place named has no coordinates",
    "place: another of the clause": "a place of the claim's own words that is not annotated",
    "place: from another clause": "a place of the sentence, but not of the claim's words",
    "place: carried": "a place from another sentence",
    "place: country only": "nothing finer than a country is coded",
    "place: open, named in the sentence": "none coded, or too few; it stands in the sentence",
    "place: open, named elsewhere": "none coded, or too few; it stands in another sentence",
    "place: open, never found": "none coded, or too few; it is found nowhere in the report",
    "toll: missed": "the killed are annotated, and not counted",
    "toll: another claim's": "killed that are annotated with another claim",
    "toll: none annotated": "killed where none are annotated",
    "toll: figure": "killed in both, the figures differ",
    "speaker: missed, named in the sentence": "taken for the outlet's own voice; the speaker stands in the sentence",
    "speaker: missed, named elsewhere": "taken for the outlet's own voice; the speaker stands elsewhere",
    "speaker: none annotated": "given to a speaker, where the outlet itself speaks",
    "speaker: another": "given to another speaker",
    "certainty: told as done": "denied, planned, demanded, hypothetical or failed, coded as done",
    "certainty: told as not done": "done, coded as denied, planned, demanded, hypothetical or failed",
    "holder: another": "another holder before or after",
    "holder: open": "the holder before or after is missing",
    "holder: too many": "a holder before or after who is not annotated",
    "extent: another": "all, part, contested or besieged taken for one another",
    "strength: dimension": "the change is along another dimension",
    "strength: direction": "the dimension is right, up and down or stable taken for one another",
    "strength: whose": "dimension and direction are right, the actor is another",
    "factor: another": "the cause or the effect is another factor",
}
STAND_INS = ("civilians", "protesters", "rioters", "unidentified")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Slots of one claim that are missed, extra or both for one reason."""

    name: str
    """One of `CLASSES`."""
    kind: str
    slot: str
    """Empty for all slots of a claim that meets none."""
    missed: int
    extra: int
    detail: str = ""
    words: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A report: its annotation, what a coder made of it, and what the resolvers find in it."""

    name: str
    text: str
    gold: Json
    made: Sequence[Json]
    relevant: bool = True
    sentences: Sequence[tuple[int, int]] = ()
    actors: Sequence[tuple[int, str]] = ()
    """Where each starts, and its name."""
    places: Sequence[tuple[int, Json]] = ()
    """Where each starts, and its name, mention and coordinates."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The claims of one kind in a report, annotated and made, and which meet."""

    told: Told
    kind: str
    gold: Sequence[Json]
    made: Sequence[Json]
    at_gold: Sequence[Offsets]
    at_made: Sequence[Offsets]
    met: Mapping[int, int]
    """Annotated to made."""

    @property
    def meeting(self) -> dict[int, int]:
        """Made to annotated."""
        return {made: gold for gold, made in self.met.items()}


def aligned(told: Told, kind: str, scorer: Any, names: Any) -> Aligned:
    """The claims of a kind with the pairs that the scorer makes of them."""
    gold = told.gold.get(scorer.GOLD_KEYS[kind], [])
    made = [claim for claim in told.made if claim["kind"] == kind]
    at_gold = [scorer.quoted(item["quote"], told.text) for item in gold]
    at_made = [scorer.pointed(claim, told.text) for claim in made]
    weights = []
    for item, here in zip(gold, at_gold, strict=True):
        row = []
        for claim, there in zip(made, at_made, strict=True):
            shared = len(here & there) / max(1, len(here | there))
            fit = scorer.slots(kind, item, claim, names) if shared >= scorer.SHARED else {}
            row.append(0.01 + 0.1 * shared + scorer.right(fit) + fit.get("type", (0,))[0] if fit else 0.0)
        weights.append(row)
    return Aligned(told, kind, gold, made, at_gold, at_made, dict(scorer.assign(weights)))


def mistakes(told: Told, scorer: Any, names: Any) -> Iterator[Mistake]:
    """Every slot of a report that is missed or extra, in exactly one class; those that are right are not told."""
    sides = {kind: aligned(told, kind, scorer, names) for kind in scorer.KINDS}
    judge = Judge(told, scorer, names, sides)
    for side in sides.values():
        for i, item in enumerate(side.gold):
            if i in side.met:
                yield from judge.pair(side, i)
            else:
                yield judge.missed(
                    side, i, sum(slot[1] for slot in scorer.slots(side.kind, item, None, names).values())
                )
        for i, claim in enumerate(side.made):
            if i not in side.meeting:
                yield judge.extra(
                    side, i, sum(slot[2] for slot in scorer.slots(side.kind, None, claim, names).values())
                )


@dataclass(frozen=True)
class Judge:
    """Says why, report by report."""

    told: Told
    scorer: Any
    names: Any
    sides: Mapping[str, Aligned]
    _sentences: dict[int, frozenset[int]] = field(default_factory=dict)

    # --- whole claims -------------------------------------------------------------------------------------------------

    def missed(self, side: Aligned, i: int, slots: int) -> Mistake:
        """Why no claim meets an annotated one."""
        item, here = side.gold[i], side.at_gold[i]
        label = _label(side.kind, item)
        return Mistake(
            self._why_missed(side, item, here), side.kind, "", slots, 0, label, item["quote"], self.told.name
        )

    def _why_missed(self, side: Aligned, item: Json, here: Offsets) -> str:
        if not here:
            return "missed: words not in the report"
        if not self.told.relevant:
            return "missed: report passed over"
        if any(self._shares(here, side.at_made[j]) for j in side.meeting):
            return "missed: told in one with another"
        there = self.sentences_of(here)
        free = [j for j in range(len(side.made)) if j not in side.meeting]
        inside = [j for j in range(len(side.made)) if self.sentences_of(side.at_made[j]) & there]
        if any(self._same_label(side.kind, item, side.made[j]) for j in free if j in inside):
            return "missed: its words cut otherwise"
        if any(self._told_again(side.kind, item, side.made[j]) for j in free):
            return "missed: coded where told again"
        if inside:
            return "missed: another of its kind there"
        others = (at for other in self.sides.values() if other is not side for at in other.at_made)
        if any(self.sentences_of(at) & there for at in others):
            return "missed: another kind there"
        return "missed: nothing found there"

    def extra(self, side: Aligned, i: int, slots: int) -> Mistake:
        """Why a claim meets no annotated one."""
        claim = side.made[i]
        words = " … ".join(span["text"] for span in claim["evidence"])
        name = self._why_extra(side, claim, side.at_made[i])
        return Mistake(name, side.kind, "", 0, slots, _label_made(side.kind, claim), words, self.told.name)

    def _why_extra(self, side: Aligned, claim: Json, here: Offsets) -> str:
        if not any(other.gold for other in self.sides.values()):
            return "extra: report without claims"
        if any(self._shares(here, side.at_gold[j]) for j in side.met):
            return "extra: second of one claim's words"
        there = self.sentences_of(here)
        inside = [j for j in range(len(side.gold)) if self.sentences_of(side.at_gold[j]) & there]
        if any(self._same_label(side.kind, side.gold[j], claim) for j in inside if j not in side.met):
            return "extra: words cut otherwise"
        if any(self._told_again(side.kind, item, claim) for item in side.gold):
            return "extra: told again"
        if inside:
            return "extra: another of its kind there"
        others = (at for other in self.sides.values() if other is not side for at in other.at_gold)
        if any(self.sentences_of(at) & there for at in others):
            return "extra: another kind there"
        return "extra: an act not annotated" if _is_act(claim) else "extra: general talk"

    def _shares(self, a: Offsets, b: Offsets) -> bool:
        return bool(len(a & b) / max(1, len(a | b)) >= self.scorer.SHARED)

    def _same_label(self, kind: str, item: Json, claim: Json) -> bool:
        if kind == "event":
            return claim["sub_event_type"] in item["type"]
        if kind == "strength":
            return (item["dimension"], item["direction"]) == (claim["dimension"], claim["direction"])
        if kind == "cause":
            return (item["cause"], item["effect"]) == (_factor(claim["cause"]), _factor(claim["effect"]))
        return True

    def _told_again(self, kind: str, item: Json, claim: Json) -> bool:
        """Whether they tell the same thing, wherever they stand: label, speaker, and parties or place."""
        said = item.get("said_by"), self.scorer.speaker(claim)
        same_voice = not any(said) or (all(said) and self.names.same_speaker(*said))
        if kind != "control" and not (same_voice and self._same_label(kind, item, claim)):
            return False
        if kind == "cause":
            return True
        if kind == "strength":
            return bool(self.names.same_actor(item["actor"], claim["actor"] or ""))
        shared = self._places_shared(item, claim)
        if kind == "control":
            return shared
        clash = False
        for roles in (("actor", "supporter"), ("target",)):
            gold, made = [name for role in roles for name in item.get(role, [])], self.scorer.actors(claim, *roles)
            common = any(self.names.same_actor(a, b) for a in gold for b in made)
            shared, clash = shared or common, clash or bool(gold and made and not common)
        return shared and not clash

    def _places_shared(self, item: Json, claim: Json) -> bool:
        wanted = self.names.finer(item.get("place", item.get("places", [])))
        return any(self.names.same_place(a, b) for a in wanted for b in claim.get("places", []))

    # --- slots of claims that meet ------------------------------------------------------------------------------------

    def pair(self, side: Aligned, i: int) -> Iterator[Mistake]:
        """What is wrong in a claim that meets an annotated one."""
        item, claim = side.gold[i], side.made[side.met[i]]
        here = side.at_gold[i] | side.at_made[side.met[i]]
        for slot, (_, missed, extra) in self.scorer.slots(side.kind, item, claim, self.names).items():
            if missed or extra:
                for name, part_missed, part_extra, detail in self._why(side, slot, item, claim, here, missed, extra):
                    yield Mistake(name, side.kind, slot, part_missed, part_extra, detail, item["quote"], self.told.name)

    def _why(
        self, side: Aligned, slot: str, item: Json, claim: Json, here: Offsets, missed: int, extra: int
    ) -> Iterator[tuple[str, int, int, str]]:
        """Class, slots missed, slots extra, detail."""
        if side.kind == "event" and slot in ("actor", "target"):
            yield from self._parties(slot, item, claim, here)
        elif slot == "place":
            yield from self._places(item, claim, here)
        elif slot in ("before", "after"):
            yield from self._holders(slot, item, claim)
        else:
            name, detail = self._single(side, slot, item, claim, here)
            yield name, missed, extra, detail

    def _single(self, side: Aligned, slot: str, item: Json, claim: Json, here: Offsets) -> tuple[str, str]:
        match slot:
            case "type":
                return "type: another", f"{claim['sub_event_type']} for {' or '.join(item['type'])}"
            case "extent":
                return "extent: another", f"{claim['extent']} for {item.get('extent') or 'all'}"
            case "cause" | "effect":
                return "factor: another", f"{_factor(claim[slot])} for {item[slot]}"
            case "change":
                return self._change(item, claim)
            case "toll":
                return self._toll(side, item, claim)
            case "said_by":
                return self._speaker(item, claim, here)
        wanted = item.get("certainty", "asserted")
        if wanted not in self.scorer.HAPPENED:
            return "certainty: told as done", wanted
        return "certainty: told as not done", claim["certainty"]

    def _change(self, item: Json, claim: Json) -> tuple[str, str]:
        for part in ("dimension", "direction"):
            if item[part] != claim[part]:
                return f"strength: {part}", f"{claim[part]} for {item[part]}"
        return "strength: whose", f"{claim['actor']} for {item['actor']}"

    def _toll(self, side: Aligned, item: Json, claim: Json) -> tuple[str, str]:
        wanted, got = item.get("fatalities"), claim.get("fatalities")
        detail = f"{_figure(got)} for {_figure(wanted)}"
        if not got:
            return "toll: missed", detail
        if wanted:
            return "toll: figure", detail
        others = (_figure(other.get("fatalities")) for other in side.gold if other is not item)
        return ("toll: another claim's" if _figure(got) in others else "toll: none annotated"), detail

    def _speaker(self, item: Json, claim: Json, here: Offsets) -> tuple[str, str]:
        wanted, got = item.get("said_by"), self.scorer.speaker(claim)
        detail = f"{got or 'the outlet'} for {wanted or 'the outlet'}"
        if wanted and got:
            return "speaker: another", detail
        if not wanted:
            return "speaker: none annotated", detail
        spoken = " ".join(self.told.text[start:end] for start, end in self._spans(self.sentences_of(here)))
        known = {word.strip(".,'’\"()").lower() for word in spoken.split()}
        named = {word.strip(".,'’\"()").lower() for word in wanted.split()} - {"of", "the", "a", "an", "in"}
        return f"speaker: missed, named {'in the sentence' if named & known else 'elsewhere'}", detail

    def _parties(self, slot: str, item: Json, claim: Json, here: Offsets) -> Iterator[tuple[str, int, int, str]]:
        roles = {"actor": ("actor", "supporter"), "target": ("target",)}
        left = {
            role: _left(
                [name for part in parts for name in item.get(part, [])],
                self.scorer.actors(claim, *parts),
                self.names.same_actor,
            )
            for role, parts in roles.items()
        }
        other = "target" if slot == "actor" else "actor"
        missed, extra = left[slot]
        swapped = [name for name in missed if any(self.names.same_actor(name, got) for got in left[other][1])]
        turned = [got for got in extra if any(self.names.same_actor(name, got) for name in left[other][0])]
        if swapped or turned:
            yield "party: in the other's role", len(swapped), len(turned), f"{slot} {_names(swapped or turned)}"
        missed = [name for name in missed if name not in swapped]
        extra = [got for got in extra if got not in turned]
        both = min(len(missed), len(extra))
        for name, got in zip(missed[:both], extra[:both], strict=True):
            detail = f"{slot}: {got} for {_names([name])}"
            if _is_stand_in(name) or _is_stand_in(got):
                yield "party: stand-in", 1, 1, detail
            else:
                yield f"party: another, own {_OWN[self.where_actor(name, here)]}", 1, 1, detail
        for name in missed[both:]:
            place = "stand-in" if _is_stand_in(name) else f"open, {_OPEN[self.where_actor(name, here)]}"
            yield f"party: {place}", 1, 0, f"{slot}: none for {_names([name])}"
        for got in extra[both:]:
            place = "stand-in" if _is_stand_in(got) else f"too many, {_FROM[self.where_actor(got, here)]}"
            yield f"party: {place}", 0, 1, f"{slot}: {got} for none"

    def _holders(self, slot: str, item: Json, claim: Json) -> Iterator[tuple[str, int, int, str]]:
        wanted = item.get(slot) or []
        got = claim.get(f"holder_{slot}") or []
        missed, extra = _left(
            [wanted] if isinstance(wanted, str) else wanted,
            [got] if isinstance(got, str) else got,
            self.names.same_actor,
        )
        both = min(len(missed), len(extra))
        if both:
            yield "holder: another", both, both, f"{slot}: {_names(extra[:both])} for {_names(missed[:both])}"
        if missed[both:]:
            yield "holder: open", len(missed) - both, 0, f"{slot}: none for {_names(missed[both:])}"
        if extra[both:]:
            yield "holder: too many", 0, len(extra) - both, f"{slot}: {_names(extra[both:])} for none"

    def _places(self, item: Json, claim: Json, here: Offsets) -> Iterator[tuple[str, int, int, str]]:
        countries = self.names.countries
        finer = [
            place
            for place in claim.get("places", [])
            if place.get("precision") != "country" and self.scorer.plain(place.get("name", "")) not in countries
        ]
        wanted = self.names.finer(item.get("place", item.get("places", [])))
        missed, extra = _left(wanted, finer, self.names.same_place)
        both = min(len(missed), len(extra))
        for i, place in enumerate(extra):
            name = missed[i] if i < both else None
            yield self._why_place(place, here), int(i < both), 1, f"{place.get('name')} for {name or 'none'}"
        for name in missed[both:]:
            if len(finer) < len(claim.get("places", [])) and not finer:
                yield "place: country only", 1, 0, f"for {name}"
            else:
                yield f"place: open, {_PLACED[self.where_place(name, here)]}", 1, 0, f"none for {name}"

    def _why_place(self, place: Json, here: Offsets) -> str:
        if place.get("precision") in ("region", "district"):
            return "place: too wide"
        if place.get("lat") is None:
            return "place: no point"
        starts = [start for start, found in self.told.places if found["mention"] == place.get("mention")]
        where = self._where(starts, here)
        return {"clause": "place: another of the clause", "sentence": "place: from another clause"}.get(
            where, "place: carried"
        )

    # --- where things stand -------------------------------------------------------------------------------------------

    def where_actor(self, name: str | list[str], here: Offsets) -> str:
        """The nearest mention of an actor: in the claim's words, its sentence, elsewhere; or it is found nowhere."""
        return self._where([start for start, got in self.told.actors if self.names.same_actor(name, got)], here)

    def where_place(self, name: str, here: Offsets) -> str:
        """The same of a place."""
        return self._where([start for start, got in self.told.places if self.names.same_place(name, got)], here)

    def _where(self, starts: Sequence[int], here: Offsets) -> str:
        if any(start in here for start in starts):
            return "clause"
        spans = self._spans(self.sentences_of(here))
        if any(first <= start < end for start in starts for first, end in spans):
            return "sentence"
        return "elsewhere" if starts else "nowhere"

    def sentences_of(self, here: Offsets) -> frozenset[int]:
        """The numbers of the sentences that words lie in."""
        if not here:
            return frozenset()
        low, high = min(here), max(here)
        return frozenset(i for i, (start, end) in enumerate(self.told.sentences) if start <= high and low < end)

    def _spans(self, numbers: frozenset[int]) -> list[tuple[int, int]]:
        return [self.told.sentences[i] for i in sorted(numbers)]


_OWN = {"clause": "in the clause", "sentence": "in the sentence", "elsewhere": "elsewhere", "nowhere": "never found"}
_OPEN = {
    "clause": "named in the clause",
    "sentence": "named in the sentence",
    "elsewhere": "named elsewhere",
    "nowhere": "never found",
}
_PLACED = _OPEN | {"clause": "named in the sentence"}
_FROM = {
    "clause": "from the clause",
    "sentence": "from the sentence",
    "elsewhere": "from elsewhere",
    "nowhere": "from elsewhere",
}


def _left(gold: Sequence[Any], made: Sequence[Any], same: Callable[[Any, Any], bool]) -> tuple[list[Any], list[Any]]:
    """What the scorer's pairing leaves of both."""
    left, missed = list(made), []
    for name in gold:
        hit = next((got for got in left if same(name, got)), None)
        if hit is None:
            missed.append(name)
        else:
            left.remove(hit)
    return missed, left


def _is_stand_in(name: str | list[str]) -> bool:
    every = [name] if isinstance(name, str) else name
    return any(one.lower().startswith(STAND_INS) for one in every)


def _names(names: Sequence[str | list[str]]) -> str:
    return ", ".join(name if isinstance(name, str) else " or ".join(name) for name in names)


def _factor(side: Any) -> str:
    return str(side.get("factor") if isinstance(side, dict) else side)


def _figure(killed: Json | None) -> str:
    if not killed:
        return "none"
    return "/".join(str(killed.get(key, "")) for key in ("low", "best", "high"))


def _label(kind: str, item: Json) -> str:
    match kind:
        case "event":
            return str(item["type"][0])
        case "control":
            return str(item.get("extent") or "all")
        case "strength":
            return f"{item['dimension']} {item['direction']}"
    return f"{item['cause']} → {item['effect']}"


def _label_made(kind: str, claim: Json) -> str:
    match kind:
        case "event":
            return str(claim["sub_event_type"])
        case "control":
            return str(claim.get("extent") or "all")
        case "strength":
            return f"{claim['dimension']} {claim['direction']}"
    return f"{_factor(claim['cause'])} → {_factor(claim['effect'])}"


def _is_act(claim: Json) -> bool:
    """Whether a claim has what an act has: a place, or two sides."""
    if claim["kind"] != "event":
        return bool(claim.get("places"))
    roles = {party.get("role") for party in claim.get("actors", [])}
    return bool(claim.get("places")) or {"actor", "target"} <= roles
