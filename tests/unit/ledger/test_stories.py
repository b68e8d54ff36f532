"""Copies of one story are grouped as they arrive."""

from __future__ import annotations

from types import ModuleType

from ebbline.ledger import LedgerStore
from ebbline.records import Span


def _put(store: LedgerStore, samples: ModuleType, text: str, name: str) -> str:
    capture, report = samples.capture_and_report(text, f"{name}.txt")
    store.store(capture, report, None)
    report_id: str = report.report_id
    return report_id


def test_copies_share_a_story_named_after_the_lowest_id(store: LedgerStore, samples: ModuleType) -> None:
    one = _put(store, samples, "x road to Brennick cut", "a")
    two = _put(store, samples, "x road to Brennick cut", "b")
    other = _put(store, samples, "x markets open late", "c")
    assert store.story_of(one) == store.story_of(two) == "s_" + min(one, two)[2:]
    assert store.stories() == {store.story_of(one): [one, two], store.story_of(other): [other]}


def test_a_late_link_unites_two_stories(store: LedgerStore, samples: ModuleType) -> None:
    left = _put(store, samples, "x a b c d", "left")
    right = _put(store, samples, "x c d e f g", "right")
    assert store.story_of(left) != store.story_of(right)
    bridge = _put(store, samples, "x a b c d e f", "bridge")
    assert {store.story_of(i) for i in (left, right, bridge)} == {"s_" + min(left, right, bridge)[2:]}
    store.withdraw(bridge, "asked", "a. reviewer")
    assert (store.story_of(left), store.story_of(right)) == ("s_" + left[2:], "s_" + right[2:])
    assert list(store.verify()) == []


def test_reports_without_words_are_nobodys_copy(store: LedgerStore, samples: ModuleType) -> None:
    blank, also_blank = _put(store, samples, "* -", "c"), _put(store, samples, "* -", "d")
    assert store.story_of(blank) != store.story_of(also_blank)


def test_furniture_makes_no_copies(samples: ModuleType) -> None:
    from dataclasses import replace

    from ebbline.ledger.stories import signature_of

    _, report = samples.capture_and_report("Home News Sport. The road is cut.", "a")
    menu = replace(report, furniture=(Span(0, 16),))
    assert signature_of(samples.WordsInCommon(), menu) == b"The cut. is road"
