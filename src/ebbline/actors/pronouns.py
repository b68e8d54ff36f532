"""Pronouns: "they", "it", "its" and "their" for a party named shortly before."""

from __future__ import annotations

from bisect import bisect_right

from ebbline.actors.salience import likeliest, note, weigh
from ebbline.actors.scene import UNARMED, Found, Scene, add, add_generic

_PLURAL = frozenset({"they", "their", "them"})
_NEAR = 1
"""Sentences a pronoun looks back."""


def link_pronouns(scene: Scene) -> None:
    """Adds the pronouns that mean a party of the same or the sentence before; nothing where two are as likely."""
    words = scene.words
    at = scene.registry.among(words, scene.registry.words["pronouns"])
    if not at:
        return
    found = scene.found
    firsts = [item.first for item in found]
    added: list[tuple[int, Found]] = []
    for i in at:
        before = found[: bisect_right(firsts, i)]
        if not before or before[-1].last > i or words.raw[i] == "IT":
            continue
        fits = _anybody if words.low[i] in _PLURAL else _armed
        weighed = weigh(scene, i, fits, 0, before) or weigh(scene, i, fits, _NEAR, before)
        item = likeliest(weighed)
        if item is not None:
            note(scene, i, weighed)
            added.append((i, item))
    for i, item in added:
        _take_up(scene, i, item)


def _anybody(_: Found) -> bool:
    return True


def _armed(item: Found) -> bool:
    return item.mention.kind != "civilians"


def _take_up(scene: Scene, i: int, item: Found) -> None:
    """Adds the pronoun at word `i` as another mention of an armed party; nothing for unarmed people."""
    before = item.mention
    if item.group is not None and not item.group.tags & UNARMED:
        add_generic(scene, i, i + 1, item.group, "pronoun")
    elif before.kind in ("state", "coalition"):
        add(scene, i, i + 1, before.name, before.kind, before.country, before.actor_id, item.group, item.role,
            rule="pronoun")  # fmt: skip
