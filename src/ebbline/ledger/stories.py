"""Copies of one story, grouped as they arrive; the groups do not depend on the order of arrival.

Two reports are linked when they share a band and their signatures say so; a story is everything linked, directly
or through others. It is named after the lowest report_id in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Protocol

from ebbline.ledger.rows import insert, seal


class StoryRule(Protocol):
    """How copies are recognised; `ebbline.ingest.stories` is one."""

    def signature(self, text: str) -> bytes: ...  # noqa: D102
    def bands(self, signature: bytes) -> tuple[int, ...]: ...  # noqa: D102
    def same_story(self, a: bytes, b: bytes) -> bool: ...  # noqa: D102


def default_rule() -> StoryRule:
    """The program's own rule, loaded when first needed."""
    try:
        from ebbline.ingest import stories
    except ImportError:  # until that module has landed: every report its own story
        return _EveryReportItsOwn()
    return stories


class _EveryReportItsOwn:
    def signature(self, text: str) -> bytes:
        return b""

    def bands(self, signature: bytes) -> tuple[int, ...]:
        return ()

    def same_story(self, a: bytes, b: bytes) -> bool:
        return False


def story_name(report_ids: Iterable[str]) -> str:
    """`s_` and the digits of the lowest report_id."""
    return "s_" + min(report_ids).removeprefix("r_")


def join_stories(db: sqlite3.Connection, rule: StoryRule, report: int, report_id: str, signature: bytes) -> None:
    """Places a new report among the stories; unites those it links."""
    own = story_name([report_id])
    bands = sorted(set(rule.bands(signature))) if signature else []
    linked = _linked_stories(db, rule, signature, bands)
    name = min([own, *linked])
    insert(db, "stories", report, name, signature)
    db.executemany("INSERT INTO story_bands VALUES (?, ?)", [(band, report) for band in bands])
    for story in linked:
        if story != name:
            rename_story(db, story, name)


def _linked_stories(db: sqlite3.Connection, rule: StoryRule, signature: bytes, bands: list[int]) -> set[str]:
    linked: set[str] = set()
    for story, other in _candidates(db, bands):
        # One link is enough: within a story nothing more is compared.
        if story not in linked and rule.same_story(signature, other):
            linked.add(story)
    return linked


def _candidates(db: sqlite3.Connection, bands: list[int]) -> Iterator[tuple[str, bytes]]:
    marks = ",".join("?" * len(bands))
    sql = f"""
        SELECT story_id, signature FROM stories
        WHERE report IN (SELECT report FROM story_bands WHERE band IN ({marks}))
    """  # noqa: S608 (marks only)
    yield from db.execute(sql, bands).fetchall()


def rename_story(db: sqlite3.Connection, story: str, name: str) -> None:
    """Gives every member of a story another name."""
    rows = db.execute("SELECT report, signature FROM stories WHERE story_id = ?", [story]).fetchall()
    db.executemany(
        "UPDATE stories SET story_id = ?, seal = ? WHERE report = ?",
        [(name, seal("stories", (report, name, signature)), report) for report, signature in rows],
    )


def regroup(db: sqlite3.Connection, rule: StoryRule, story: str) -> None:
    """Groups the members of one story anew, after one of them has been taken out."""
    sql = "SELECT report, report_id, signature FROM stories JOIN reports ON seq = report WHERE story_id = ?"
    members = db.execute(sql, [story]).fetchall()
    groups: list[list[tuple[int, str, bytes]]] = []
    for member in members:
        linked = [group for group in groups if any(_same(rule, member[2], other[2]) for other in group)]
        groups = [group for group in groups if group not in linked]
        groups.append([member, *(other for group in linked for other in group)])
    for group in groups:
        name = story_name(report_id for _, report_id, _ in group)
        db.executemany(
            "UPDATE stories SET story_id = ?, seal = ? WHERE report = ?",
            [(name, seal("stories", (report, name, signature)), report) for report, _, signature in group],
        )


def _same(rule: StoryRule, a: bytes, b: bytes) -> bool:
    shared = a and b and not set(rule.bands(a)).isdisjoint(rule.bands(b))
    return bool(shared) and rule.same_story(a, b)


def signature_of(rule: StoryRule, text: str) -> bytes:
    """The signature, empty for a text without words: such reports are nobody's copy."""
    return rule.signature(text) if any(c.isalnum() for c in text) else b""
