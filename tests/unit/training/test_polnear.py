from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from benchmarks.language.polnear import Article, attributions, head, heads_right, nearest_name, read

TEXT = "Bridges are safe, said Ona Brill, the county engineer. They may be closed."
NOTE = (
    "T1\tContent 0 16\tBridges are safe\nT2\tCue 18 22\tsaid\nT3\tSource 23 32;34 53\tOna Brill the county engineer\n"
    "T4\tAttribution 18 22\tsaid\nE1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n"
    "T5\tContent 55 73\tThey may be closed\nT6\tAttribution-no-source 60 63\tmay\n"
    "E2\tAttribution-no-source:T6 Content:T5\n"
    "Two lines of a quotation may begin so\nEach at the margin\n"
)


@pytest.fixture
def articles(tmp_path: Path) -> list[Article]:
    archive = tmp_path / "polnear.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        for name, text in (
            ("dev/text/one.txt", TEXT),
            ("dev/attributions/one_4b22.ann", NOTE),
            ("train/text/two.txt", TEXT),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    return list(read(archive, "dev"))


def test_articles_with_their_attributions(articles: list[Article]) -> None:
    (article,) = articles
    assert article.text == TEXT
    assert [item.source for item in article.attributions] == [((23, 32), (34, 53)), ()]
    assert attributions(NOTE) == article.attributions


def test_absent_sources_are_left_out_and_counted(articles: list[Article]) -> None:
    right = heads_right(articles, lambda article, content: [(27, 32)])
    assert (right.right, right.asked, right.absent, right.share) == (1, 1, 1, 1.0)
    silent = heads_right(articles, lambda article, content: None)
    assert (silent.right, silent.silent) == (0, 1)


def test_the_rival_takes_the_nearest_name(articles: list[Article]) -> None:
    assert nearest_name(articles[0], [(0, 16)]) == [(23, 32)]


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("a spokesman for the mayor", "spokesman"),
        ("Gov. Ona Brill, a farmer", "Brill"),
        ("One of the two", "One"),
        ("those who fled", "those"),
        ("Mr. Brill's", "Brill"),
        ("the county engineer who resigned", "engineer"),
        ("he", "he"),
    ],
)
def test_heads(phrase: str, word: str) -> None:
    start, end = head(phrase, [(0, len(phrase))])
    assert phrase[start:end] == word
