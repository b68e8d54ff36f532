"""Whatever is stored in whatever order: the same ledger for whoever asks, and nothing lost on the way."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebbline.ledger import ClaimQuery, LedgerStore
from ebbline.ledger.queries import match_words
from ebbline.ledger.rows import folded, packed, seal, unpacked


def _load() -> ModuleType:
    path = Path(__file__).parents[1] / "unit" / "ledger" / "samples.py"
    spec = importlib.util.spec_from_file_location("ledger_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ledger_samples"] = module
    spec.loader.exec_module(module)
    return module


samples = _load()
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def _ledger() -> Iterator[LedgerStore]:
    with tempfile.TemporaryDirectory() as folder, samples.open_store(Path(folder) / "x.db") as store:
        yield store


numbers = st.lists(st.integers(0, 6), min_size=1, max_size=6, unique=True)
words = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True).map(" ".join)


@few
@given(numbers, st.data())
def test_answers_do_not_depend_on_the_order_of_storing(first: list[int], data: st.DataObject) -> None:
    second = data.draw(st.permutations(first))
    answers = []
    for order in (first, second):
        with _ledger() as store:
            for number in order:
                assert store.store(*samples.sample(number))
            answers.append(_answers(store))
            assert not any(store.store(*samples.sample(number)) for number in order)
            assert _answers(store) == answers[-1]
    assert answers[0] == answers[1]


def _answers(store: LedgerStore) -> list[Any]:
    queries = (ClaimQuery(), ClaimQuery(text="took"), ClaimQuery(place="xx"), ClaimQuery(kind="cause"))
    return [
        *([*store.claims(query)] for query in queries),
        list(store.reports()),
        list(store.persons()),
        list(store.left_open()),
        list(store.readings()),
        store.stories(),
    ]


@few
@given(st.lists(words, min_size=2, max_size=7), st.data())
def test_stories_do_not_depend_on_the_order_of_arrival(texts: list[str], data: st.DataObject) -> None:
    reports = [samples.capture_and_report("x " + text, f"{at}.txt") for at, text in enumerate(texts)]
    groups = []
    for order in (reports, data.draw(st.permutations(reports))):
        with _ledger() as store:
            for capture, report in order:
                store.store(capture, report, None)
            groups.append(store.stories())
    assert groups[0] == groups[1]


@few
@given(st.lists(words, min_size=2, max_size=6), st.data())
def test_withdrawing_leaves_the_ledger_as_if_the_report_had_never_been_read(
    texts: list[str], data: st.DataObject
) -> None:
    reports = [samples.capture_and_report("x " + text, f"{at}.txt") for at, text in enumerate(texts)]
    gone = data.draw(st.integers(0, len(reports) - 1))
    with _ledger() as store, _ledger() as without:
        for at, (capture, report) in enumerate(reports):
            store.store(capture, report, None)
            if at != gone:
                without.store(capture, report, None)
        store.store(*samples.sample(1))
        without.store(*samples.sample(1))
        store.withdraw(reports[gone][1].report_id, "asked", "a. reviewer")
        assert _answers(store) == _answers(without)
        assert list(store.verify()) == []


@few
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.binary(max_size=80))
def test_any_text_and_any_bytes_come_back(text: str, data: bytes) -> None:
    capture, report = samples.capture_and_report(text + ".", "any.txt", data=data)
    with _ledger() as store:
        assert store.store(capture, report, None)
        assert store.report(report.report_id) == report
        assert store.capture(report.report_id) == capture
        assert list(store.verify()) == []
        list(store.search_reports(text))
        list(store.claims(ClaimQuery(text=text, place=text, actor=text, speaker=text)))


@given(st.binary(max_size=500))
def test_packing_is_undone(data: bytes) -> None:
    assert unpacked(*packed(data)) == data


values = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"])) | st.binary()


@given(st.lists(values, max_size=4), st.lists(values, max_size=4))
def test_rows_that_differ_have_different_seals(one: list[Any], two: list[Any]) -> None:
    same = [(type(v), v) for v in one] == [(type(v), v) for v in two]
    assert (seal("reports", one) == seal("reports", two)) == same
    assert seal("reports", one) != seal("claims", one)


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text(max_size=40))
def test_a_search_never_leaves_its_quotes(text: str) -> None:
    assert match_words(text).count('"') % 2 == 0
