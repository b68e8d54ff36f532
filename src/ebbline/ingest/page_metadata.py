"""What a page says of itself: title, outlet, address and date of publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from ebbline.ingest.dating import from_address, from_given
from ebbline.ingest.decoding import stored_text
from ebbline.ingest.tables import table, words_of
from ebbline.records import Published

MAX_FIELD_CHARS = 500
MAX_DEPTH = 12
"""How deep JSON-LD is followed; real pages nest four levels."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Fields of a page; None is not said."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None


def page_metadata(root: HtmlElement, *, url: str | None, fetched_at: dt.datetime) -> PageMetadata:
    """From JSON-LD, meta elements, the canonical link and the visible date, in this order of trust."""
    meta = _meta(root)
    linked = next(_articles(root), {})
    canonical = _canonical(root, url) or _first(meta, "url") or url
    outlet = _named(linked.get("publisher")) or _first(meta, "outlet") or _host(canonical)
    title = _field(linked.get("headline")) or _first(meta, "title") or _heading(root)
    published = _declared(linked, meta) or _day_of_address(canonical) or _visible(root, fetched_at)
    return PageMetadata(_without_outlet(title, outlet), outlet, canonical, published)


def _meta(root: HtmlElement) -> dict[str, str]:
    """Content of the meta elements by lower-case property or name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop")
        content = _field(element.get("content"))
        if key and content:
            found.setdefault(key.strip().lower(), content)
    return found


def _first(meta: dict[str, str], key: str) -> str | None:
    return next((meta[name] for name in table("pages")[key] if name in meta), None)


def _field(value: Any) -> str | None:
    """A value as one line of stored text; None where it is no text or too long to be a field."""
    if not isinstance(value, str):
        return None
    line = " ".join(stored_text(value.replace("\x00", "")).split())
    return line if 0 < len(line) <= MAX_FIELD_CHARS else None


def _articles(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that describe an article, those with a date first."""
    kinds = words_of("pages", "articles")
    found = []
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower() or not element.text:
            continue
        try:
            data = msgspec.json.decode(element.text.encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue
        for item in _objects(data, 0):
            types = item.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and name.rsplit("/", 1)[-1].lower() in kinds for name in names):
                found.append(item)
    yield from sorted(found, key=lambda item: not isinstance(item.get("datePublished"), str))


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _objects(value, depth + 1)


def _named(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _field(value.get("name")) if isinstance(value, dict) else _field(value)


def _canonical(root: HtmlElement, url: str | None) -> str | None:
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            link = _field(element.get("href"))
            try:
                whole = urljoin(url or "", link) if link else ""
            except ValueError:
                return None
            return whole if whole.startswith(("http://", "https://")) else None
    return None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _heading(root: HtmlElement) -> str | None:
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = _field(" ".join(element.itertext()))
            if text:
                return text
    return None


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """`Two killed in Manbij - Example News` without the outlet's own name."""
    if not title or not outlet:
        return title
    return re.sub(rf"\s*[|–—\-:»·]\s*{re.escape(outlet)}\s*$", "", title, flags=re.IGNORECASE) or title


def _declared(linked: dict[str, Any], meta: dict[str, str]) -> Published | None:
    values = (_field(linked.get("datePublished")), *(meta.get(name) for name in table("pages")["published"]))
    found = (from_given(value, "metadata") for value in values if value)
    return next((published for published in found if published is not None), None)


def _day_of_address(url: str | None) -> Published | None:
    """An address that gives the day; one that gives the month says less than a date on the page."""
    published = from_address(url)
    return published if published is not None and published.interval.start == published.interval.end else None


def _visible(root: HtmlElement, fetched_at: dt.datetime) -> Published | None:
    """The date a page shows in an element made for it; nothing is read out of running text or copyright lines."""
    from htmldate import find_date

    try:
        # It changes the tree it is given; a fixed last day keeps the answer the same on any later day.
        day = find_date(
            deepcopy(root),
            extensive_search=False,
            original_date=True,
            max_date=(fetched_at + dt.timedelta(days=1)).strftime("%Y-%m-%d"),
        )
    except (LxmlError, ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        return None
    return from_given(day, "metadata") if day else None
