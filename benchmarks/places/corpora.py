"""The public corpora of news with places marked: articles, marked stretches, the points they stand for.

Halves are fixed by the article: those whose identifier has an even SHA-256 are the test half, looked at for figures
only; the others are for development. GeoVirus has no identifiers; the article's address stands in.
"""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ebbline.records import Report, Span

CORPORA = {"LGL": "lgl.xml", "TR-News": "TR-News.xml", "GeoVirus": "GeoVirus.xml"}
Half = Literal["test", "development"]


@dataclass(frozen=True)
class Marked:
    """A stretch that the corpus marks as a place, and its point; None where the corpus gives none."""

    span: Span
    words: str
    point: tuple[float, float] | None
    code: str
    """GeoNames' code of what it is, `` where the corpus has none."""


@dataclass(frozen=True)
class Article:
    """A text and its marked stretches, in order."""

    article_id: str
    half: Half
    report: Report
    marked: tuple[Marked, ...]
    dropped: int
    """Marked stretches whose words do not stand near their offsets."""


def articles(folder: Path, corpus: str) -> Iterator[Article]:
    """The corpus's articles in the file's order."""
    for element in ET.parse(folder / CORPORA[corpus]).getroot():
        text = element.findtext("text") or ""
        article_id = element.get("docid") or (element.findtext("source") or "").strip()
        title = " ".join((element.findtext("title") or "").split()) or None
        found = [_marked(each, text) for each in element.iter() if each.tag in ("toponym", "location")]
        kept = {each.span: each for each in found if each}
        yield Article(
            article_id,
            _half(article_id),
            Report("r_0", article_id, text, "", "", article_id, title=title),
            tuple(kept[span] for span in sorted(kept, key=lambda span: (span.start, span.end))),
            sum(each is None for each in found),
        )


def _half(article_id: str) -> Half:
    return "development" if hashlib.sha256(article_id.encode()).digest()[-1] % 2 else "test"


def _marked(element: ET.Element, text: str) -> Marked | None:
    """The stretch where its words stand nearest to the offsets, which drift in TR-News and start at 1 in GeoVirus."""
    words = element.findtext("phrase") or element.findtext("name") or ""
    told = int(element.findtext("start") or 0)
    starts = [at for at in range(max(0, told - 80), told + 80) if text.startswith(words, at)]
    if not words or not starts:
        return None
    start = min(starts, key=lambda at: abs(at - told))
    lat, lon = element.findtext(".//lat"), element.findtext(".//lon")
    point = (float(lat), float(lon)) if lat and lon else None
    return Marked(Span(start, start + len(words)), words, point, element.findtext(".//fcode") or "")
