"""Who holds a place: told outright ("rebel-held Dorn"), or by a capture, a withdrawal or a siege."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ebbline.claims import roles
from ebbline.claims.certainty import NOT_HAPPENED, certainty_at
from ebbline.claims.drafts import ControlDraft, EventDraft, SpeakerAt, names
from ebbline.claims.hits import Hits
from ebbline.claims.lexicon import Hit, word_list
from ebbline.claims.scene import Placed, Scene
from ebbline.claims.setting import places_in, time_for
from ebbline.claims.tolls import counts
from ebbline.records import ClaimPlace, Extent

_PART = word_list("part_of_place")
_ENTERED = "type: enter-place"
_LEFT = "Non-violent transfer of territory"
_CHANGES = frozenset(("Government regains territory", "Non-state actor overtakes territory", _LEFT))
"""Events after which somebody else holds the place."""


def read_control(
    scenes: Sequence[Scene], found: Sequence[Hits], events: Sequence[EventDraft], speaker_at: SpeakerAt
) -> list[ControlDraft]:
    """Control claims in order of the text: those that events imply and those told as a state of things.

    `found`: the hits of each sentence."""
    out = [draft for event in events if event.sub_event_type in _CHANGES and (draft := _of_event(event))]
    for scene, hits in zip(scenes, found, strict=True):
        if not scene.places:
            continue
        for hit in hits.control:
            told = _told(scene, hit, speaker_at)
            if told:
                out.append(told)
    return _once(out)


def _of_event(event: EventDraft) -> ControlDraft | None:
    if event.certainty in NOT_HAPPENED or not event.places or _only_aimed_at(event):
        return None
    before, after = names(event.parties.target)[:1], names(event.parties.actor)
    if event.sub_event_type == _LEFT and event.rules[0] != _ENTERED:
        before, after = names(event.parties.actor)[:1], ()
    if not before and not after and not _named_here(event):
        return None
    return ControlDraft(
        scene=event.scene,
        start=event.start,
        end=event.end,
        word=event.word,
        until=event.until,
        rules=("control: capture-tells-control", *event.rules),
        places=event.places,
        before=before[0] if before else None,
        after=after,
        extent=_extent(event.scene, event.start, event.end, event.places),
        time=event.time,
        certainty=event.certainty,
        said_by=event.said_by,
    )


def _named_here(event: EventDraft) -> bool:
    """Whether the sentence itself names the place: then it is told that it changed hands, if not whose."""
    here = {placed.place.place.name for placed in event.scene.places if placed.place}
    return any(place.name in here for place in event.places)


_DONE = frozenset(("able", "managed", "continue", "continued", "continues", "began", "succeeded", "went", "used"))


def _only_aimed_at(event: EventDraft) -> bool:
    """Whether the capture is the aim of something else: "an operation to retake Dorn" has taken nothing yet."""
    before = event.scene.words[max(0, event.word - 2) : event.word]
    return before[-1:] == ("to",) and not any(word in _DONE for word in before)


def _extent(scene: Scene, start: int, end: int, places: Sequence[ClaimPlace]) -> Extent:
    part = not _PART.isdisjoint(scene.words[start:end])
    wide = bool(places) and all(place.precision in ("region", "country", "part") for place in places)
    return "part" if part or wide else "all"


def _told(scene: Scene, hit: Hit, speaker_at: SpeakerAt) -> ControlDraft | None:
    found = _HOLDERS[hit.entry.says["roles"]](scene, hit)
    if found is None:
        return None
    holder, places, start, end = found
    lost = hit.entry.says["roles"] == "loser"
    extent: Extent = hit.entry.says["extent"]
    siege = extent == "besieged"
    if not places or not (holder or siege):
        return None
    certainty, why = certainty_at(scene, hit.start, hit.end)
    if hit.entry.says["roles"] == "attribute":
        certainty, why = "asserted", None  # "to save rebel-held Dorn": it is theirs whatever comes of it
    if certainty in NOT_HAPPENED:
        return None
    return ControlDraft(
        scene=scene,
        start=start,
        end=end,
        word=hit.start,
        until=hit.end,
        rules=hit.trace(why),
        places=places,
        before=holder[0] if lost else None,
        after=() if siege or lost else holder,
        extent=extent if siege else _extent(scene, start, end, places),
        besieger=holder[0] if siege and holder else None,
        time=time_for(scene, start, end),
        certainty=certainty,
        said_by=speaker_at(scene, hit.start),
    )


Held = tuple[tuple[str, ...], tuple[ClaimPlace, ...], int, int] | None


def _attribute(scene: Scene, hit: Hit) -> Held:
    """ "X-held Dorn"."""
    holder = next((p for p in scene.actors if p.end == hit.start), None)
    if holder is None or holder.actor is None:
        return None
    place = next((p for p in scene.places if hit.end <= p.start <= hit.end + 7), None)
    if place is not None and any(word in (",", "and", "in") for word in scene.words[hit.end + 3 : place.start]):
        return None
    if place is None or place.place is None:
        return None
    return (holder.actor.name,), (place.place.place,), holder.start, place.end


def _near_places(scene: Scene, start: int, end: int) -> tuple[ClaimPlace, ...]:
    return places_in(scene, start, end)


def _holder_verb(scene: Scene, hit: Hit) -> Held:
    """ "X controls Dorn"."""
    if roles.is_passive(scene, hit) or any(p.end == hit.start and p.attributive for p in scene.actors):
        return None
    clause = scene.clause_of(hit.end - 1)
    places = _near_places(scene, hit.end, min(clause.end, hit.end + 9))
    return names(roles.subject(scene, hit.start)), places, clause.start, clause.end


def _holder_by(scene: Scene, hit: Hit) -> Held:
    """ "Dorn is held by X"; "Dorn, controlled by X"."""
    clause = scene.clause_of(hit.start)
    start = clause.start
    places = _near_places(scene, start, hit.start)
    if not places:
        before = [p for p in scene.places if p.end <= hit.start and hit.start - p.end <= 6]
        places = tuple(p.place.place for p in before[-1:] if p.place)
        start = before[-1].start if before else start
    return names(roles.after(scene, hit.end, clause.end, ("by", "of"))), places, start, clause.end


def _holder_inside(scene: Scene, hit: Hit) -> Held:
    """ "Dorn is under X control"."""
    holder = next((p for p in scene.actors if hit.start < p.start < hit.end), None)
    if holder is None or holder.actor is None:
        return None
    clause = scene.clause_of(hit.start)
    return (holder.actor.name,), _near_places(scene, clause.start, hit.start), clause.start, hit.end


def _stronghold(scene: Scene, hit: Hit) -> Held:
    """ "Dorn, the X stronghold"; "X's stronghold of Dorn"."""
    holder = roles.modifier(scene, hit.start)
    near = [p for p in scene.places if hit.start - 8 <= p.start < hit.end + 3]
    if not holder or not near:
        return None
    closest = min(near, key=lambda p: abs(p.start - hit.start))
    if closest.place is None:
        return None
    start, end = min(closest.start, hit.start), max(closest.end, hit.end)
    return names(holder)[:1], (closest.place.place,), start, end


def _loser(scene: Scene, hit: Hit) -> Held:
    """ "X lost Dorn"; "X's loss of Dorn"; "Dorn is free of X"."""
    clause = scene.clause_of(hit.end - 1)
    if scene.words[hit.start] == "free":
        return (
            names(roles.after(scene, hit.end, clause.end, ("of", "from"))),
            _near_places(scene, 0, hit.start),
            0,
            clause.end,
        )
    if any(count.start <= 1 for count in counts(scene.words[hit.end : clause.end])):
        return None  # "lost 300 fighters in Dorn" is no loss of Dorn
    whose = roles.modifier(scene, hit.start) or roles.subject(scene, hit.start)
    return names(whose)[:1], _near_places(scene, hit.end, min(clause.end, hit.end + 14)), clause.start, clause.end


def _siege(scene: Scene, hit: Hit) -> Held:
    """ "The siege of Dorn"; "besieged Dorn"."""
    clause = scene.clause_of(hit.start)
    near = [p for p in scene.places if clause.start <= p.start < clause.end]
    if not near:
        return None
    closest: Placed = min(near, key=lambda p: abs(p.start - hit.start))
    if closest.place is None:
        return None
    by = roles.after(scene, hit.end - 1, clause.end, ("by",))
    active = scene.words[hit.start].startswith("besieg") and not roles.is_passive(scene, hit)
    besieger = by or roles.modifier(scene, hit.start) or (roles.subject(scene, hit.start) if active else ())
    return names(besieger)[:1], (closest.place.place,), clause.start, clause.end


_HOLDERS: dict[str, Callable[[Scene, Hit], Held]] = {
    "attribute": _attribute,
    "holder-verb": _holder_verb,
    "holder-by": _holder_by,
    "holder-inside": _holder_inside,
    "stronghold": _stronghold,
    "siege": _siege,
    "loser": _loser,
}


def _once(drafts: Sequence[ControlDraft]) -> list[ControlDraft]:
    """Each state of a place once a speaker, the first telling kept."""
    seen: set[tuple[object, ...]] = set()
    out = []
    for draft in sorted(drafts, key=lambda d: (d.scene.index, d.start)):
        key = (tuple(p.name for p in draft.places), draft.after, draft.extent, draft.said_by and draft.said_by.name)
        if key not in seen:
            seen.add(key)
            out.append(draft)
    return out
