"""Copies of one story, grouped as they arrive; the groups do not depend on the order of arrival.

Two reports are linked when they share a band and their signatures say so; a story is everything linked, directly
or through others. It is named after the lowest report_id in it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ebbline.ledger.rows import insert, seal, to_json
from ebbline.records import Report


class StoryRule(Protocol):
    """How copies are recognised; `ebbline.ingest.stories` is one."""

    def signature(self, text: str) -> bytes: ...  # noqa: D102
    def bands(self, signature: bytes) -> tuple[int, ...]: ...  # noqa: D102
    def same_story(self, a: bytes, b: bytes) -> bool: ...  # noqa: D102


def default_rule() -> StoryRule:
    """The program's own rule, loaded when first needed."""
    from ebbline.ingest import stories

    return stories


def story_name(report_ids: Iterable[str]) -> str:
    """`s_` and the digits of the lowest report_id."""
    return "s_" + min(report_ids).removeprefix("r_")


def signature_of(rule: StoryRule, report: Report) -> bytes:
    """Of the text without furniture, in which copies differ most; empty without words: such reports are no copies."""
    kept, start = [], 0
    for span in report.furniture:
        kept.append(report.text[start : span.start])
        start = span.end
    body = "\n".join([*kept, report.text[start:]])
    return rule.signature(body) if any(map(str.isalnum, body)) else b""


def join_stories(db: sqlite3.Connection, rule: StoryRule, report: int, report_id: str, signature: bytes) -> None:
    """Places a new report among the stories; unites those it links."""
    own = story_name([report_id])
    bands = sorted(set(rule.bands(signature))) if signature else []
    linked = _linked_stories(db, rule, signature, bands)
    name = min([own, *linked])
    insert(db, "stories", report, name, signature, to_json(bands))
    db.executemany("INSERT INTO story_bands VALUES (?, ?)", [(band, report) for band in bands])
    for story in linked:
        if story != name:
            _name(db, name, [report for (report,) in db.execute(_MEMBERS, [story])])


_MEMBERS = "SELECT report FROM stories WHERE story_id = ?"


def _linked_stories(db: sqlite3.Connection, rule: StoryRule, signature: bytes, bands: list[int]) -> set[str]:
    marks = ",".join("?" * len(bands))
    sql = f"""
        SELECT story_id, signature FROM stories
        WHERE report IN (SELECT report FROM story_bands WHERE band IN ({marks}))
    """  # noqa: S608 (marks only)
    linked: set[str] = set()
    for story, other in db.execute(sql, bands):
        # One link is enough: within a story nothing more is compared.
        if story not in linked and rule.same_story(signature, other):
            linked.add(story)
    return linked


def _name(db: sqlite3.Connection, name: str, reports: Iterable[int]) -> None:
    for report in list(reports):
        row = db.execute("SELECT signature, bands FROM stories WHERE report = ?", [report]).fetchone()
        sealed = seal("stories", (report, name, *row))
        db.execute("UPDATE stories SET story_id = ?, seal = ? WHERE report = ?", [name, sealed, report])


@dataclass(frozen=True, slots=True)
class _Member:
    report: int
    report_id: str
    signature: bytes
    bands: frozenset[int]


def regroup(db: sqlite3.Connection, rule: StoryRule, story: str) -> None:
    """Groups the members of one story anew, after one of them has been taken out."""
    sql = """SELECT report, report_id, signature, bands FROM stories JOIN reports ON seq = report
             WHERE story_id = ?"""
    groups: list[list[_Member]] = []
    for report, report_id, signature, bands in db.execute(sql, [story]).fetchall():
        member = _Member(report, report_id, signature, frozenset(json.loads(bands)))
        linked = [group for group in groups if any(_linked(rule, member, other) for other in group)]
        groups = [group for group in groups if group not in linked]
        groups.append([member, *(other for group in linked for other in group)])
    for group in groups:
        name = story_name(member.report_id for member in group)
        _name(db, name, [member.report for member in group])


def _linked(rule: StoryRule, one: _Member, two: _Member) -> bool:
    return not one.bands.isdisjoint(two.bands) and rule.same_story(one.signature, two.signature)
