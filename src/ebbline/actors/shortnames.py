"""A group by the last word of its name: "the brigade" after "the Karm Brigade", "the Front"."""

from __future__ import annotations

from collections.abc import Sequence

from ebbline.actors.registry import Group
from ebbline.actors.scene import Found, Scene, add_generic
from ebbline.actors.words import folded, split

_FAR = 12
"""Sentences over which the word still means the group."""


def link_short_names(scene: Scene, ends: Sequence[int]) -> None:
    """Adds those of the words `ends` that stand behind an article, for the group named last whose name has the word."""
    words, articles = scene.words, scene.registry.words["articles"]
    at = [i for i in ends if i and words.low[i - 1] in articles]
    if not at:
        return
    covered = {i for item in scene.found for i in range(item.first, item.last)}
    named = [item for item in scene.found if item.group is not None and item.mention.kind == "group"]
    for i in at:
        if i in covered or not words.joined(i) or (words.joined(i + 1) and words.capital(i + 1)):
            continue
        group = _bearer(scene, named, i)
        if group is not None:
            add_generic(scene, i, i + 1, group, "short name")


def _bearer(scene: Scene, named: list[Found], i: int) -> Group | None:
    """The group named last before word `i` whose name has this word; None where the report has none near."""
    sentence, low = scene.words.sentence, scene.words.low[i]
    for item in reversed(named):
        if item.first > i:
            continue
        if sentence[i] - sentence[item.first] > _FAR:
            return None
        group = item.group
        if group is not None and low in map(folded, split(group.name)):
            return group
    return None
