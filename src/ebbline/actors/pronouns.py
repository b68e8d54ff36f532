"""Pronouns: "they", "it", "its" and "their" for a party named shortly before."""

from __future__ import annotations

from ebbline.actors.salience import likeliest, note, weigh
from ebbline.actors.scene import UNARMED, Found, Scene, add, add_generic

_PLURAL = frozenset({"they", "their", "them"})
_NEAR = 1
"""Sentences a pronoun looks back."""


def link_pronouns(scene: Scene) -> None:
    """Adds the pronouns that mean a party of the same or the sentence before; nothing where two are as likely."""
    words, pronouns = scene.words, scene.registry.words["pronouns"]
    at = scene.registry.among(words, pronouns)
    if not at:
        return
    covered = {i for item in scene.found for i in range(item.first, item.last)}
    added: list[tuple[int, Found]] = []
    for i in at:
        if i in covered or words.raw[i] == "IT":
            continue
        plural = words.low[i] in _PLURAL

        def may_mean(item: Found, plural: bool = plural) -> bool:
            return plural or item.mention.kind != "civilians"

        weighed = weigh(scene, i, may_mean, 0) or weigh(scene, i, may_mean, _NEAR)
        item = likeliest(weighed)
        if item is not None:
            note(scene, i, weighed)
            added.append((i, item))
    for i, item in added:
        _take_up(scene, i, item)


def _take_up(scene: Scene, i: int, item: Found) -> None:
    """Adds the pronoun at word `i` as another mention of an armed party; nothing for unarmed people."""
    before = item.mention
    if item.group is not None and not item.group.tags & UNARMED:
        add_generic(scene, i, i + 1, item.group, "pronoun")
    elif before.kind in ("state", "coalition"):
        add(scene, i, i + 1, before.name, before.kind, before.country, before.actor_id, item.group, item.role,
            rule="pronoun")  # fmt: skip
