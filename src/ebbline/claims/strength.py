"""Strength: words that tell of an armed actor's ground, men, leaders, money, arms, unity, will or backing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ebbline.actors import ActorMention
from ebbline.claims import roles
from ebbline.claims.certainty import NOT_HAPPENED, certainty_at
from ebbline.claims.drafts import Figures, SpeakerAt, StrengthDraft, names
from ebbline.claims.hits import Hits
from ebbline.claims.lexicon import Hit, class_words, word_list
from ebbline.claims.scene import Scene
from ebbline.claims.tolls import counts, in_date
from ebbline.records import Magnitude, Speaker

_ARMED = frozenset(("group", "state", "coalition"))


def read_strength(
    scenes: Sequence[Scene], found: Sequence[Hits], speaker_at: SpeakerAt, main: ActorMention | None
) -> list[StrengthDraft]:
    """Strength claims in order of the text. `found`: the hits of each sentence; `main`: the armed group the report
    names most, meant by words that name nobody where it is named in the sentence or the one before (right in .82, 1.0
    and .72 of such claims)."""
    out: list[StrengthDraft] = []
    seen: set[tuple[object, ...]] = set()
    for position, scene in enumerate(scenes):
        hits = found[position].strength
        if not hits:
            continue
        close = named_close_by(main, scenes, position)
        taken: set[tuple[int, str]] = set()
        for hit in sorted(hits, key=lambda h: (h.start, h.start - h.end)):
            says = hit.entry.says
            number = scene.clause_at(hit.start)
            if (number, says["dimension"]) in taken:
                continue
            said_by = speaker_at(scene, hit.start)
            draft = _draft(scene, hit, close, said_by)
            if draft is None:
                continue
            key = (
                draft.actor.name,
                draft.dimension,
                draft.direction,
                said_by and said_by.name,
                scene.sentence.paragraph,
            )
            if key in seen:
                continue
            seen.add(key)
            taken.add((number, says["dimension"]))
            out.append(draft)
    return out


def named_close_by(main: ActorMention | None, scenes: Sequence[Scene], position: int) -> ActorMention | None:
    """The group a report names most, if the sentence at `position` or the one before it names it; else None."""
    near = {p.actor.name for s in scenes[max(0, position - 1) : position + 1] for p in s.actors if p.actor}
    return main if main is not None and main.name in near else None


def _draft(scene: Scene, hit: Hit, main: ActorMention | None, said_by: Speaker | None) -> StrengthDraft | None:
    says = hit.entry.says
    clause = scene.clause_of(hit.start)
    start, end = clause.start, max(clause.end, hit.end)
    if says["whose"] == "object":
        whose = roles.after(scene, hit.start, end) or roles.holders(scene, start, end)
        if roles.is_passive(scene, hit) or not whose:
            whose = whose or (roles.subject(scene, hit.start) if roles.is_passive(scene, hit) else ())
    else:
        whose = (
            roles.modifier(scene, hit.start)
            or roles.after(scene, hit.end - 1, end, ("of", "within", "among", "in", "inside", "for", "against"))
            or roles.subject(scene, hit.start)
            or roles.after(scene, hit.start, end)
        )
    actor = next((a for a in whose if a.kind in _ARMED), None)
    filled: tuple[str, ...] = ()
    if actor is None and main is not None:
        by_itself = says["whose"] == "object" and main.name in names(roles.subject(scene, hit.start))
        actor = None if by_itself else main
        filled = () if by_itself else ("filled actor: main group, named close by",)
    if actor is None:
        return None
    certainty, why = certainty_at(scene, hit.start, hit.end)
    if certainty in NOT_HAPPENED:
        return None
    size, figures = _magnitude(scene, hit, end)
    return StrengthDraft(
        scene=scene,
        start=start,
        end=end,
        word=hit.start,
        until=hit.end,
        rules=(*hit.trace(why), *filled),
        actor=actor,
        dimension=says["dimension"],
        direction=says["direction"],
        magnitude=size,
        figures=figures,
        certainty=certainty,
        said_by=said_by,
    )


def _magnitude(scene: Scene, hit: Hit, end: int) -> tuple[Magnitude | None, Figures]:
    """The first figure inside the words of the rule that counts something, with what it counts as unit; its words."""
    part = scene.words[hit.start : min(end, hit.end + 6)]
    for count in counts(part):
        unit = _unit(part, count.end) if count.start < hit.end - hit.start + 3 else None
        if unit is not None and not in_date(part, count):
            size = Magnitude(count.range.low, count.range.best, count.range.high, unit)
            return size, (("magnitude", hit.start + count.start, hit.start + count.end),)
    return None, ()


_UNITS = word_list("units")
_PASSED = frozenset(("of", "its", "their", "the", "his"))


def _unit(words: Sequence[str], at: int) -> str | None:
    """The noun that a figure before word `at` counts, past "of its" and up to two words that qualify it."""
    i = at
    while i < len(words) and words[i] in _PASSED:
        i += 1
    for word in words[i : i + 3]:
        if word in _UNITS or word in _counted():
            return word
        if word in _NO_QUALIFIER or not word[0].isalpha():
            return None
    return None


@cache
def _counted() -> frozenset[str]:
    return frozenset().union(*map(class_words, ("armed", "unarmed", "leader", "materiel", "settlement")))


_NO_QUALIFIER = word_list("prepositions") | word_list("be") | word_list("auxiliaries") | {"and", "or", "another"}
