"""The bytes of an RSS or Atom feed into its entries."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import feedparser

from ebbline.errors import InputError
from ebbline.ingest.dating import from_given
from ebbline.ingest.decoding import decode
from ebbline.records import DateInterval, Published

FIRST_YEAR = 1990
"""No feed is older; an earlier date is a machine's default (1970, 1900)."""

_SPACE_OR_REMARK = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_SEAL = re.compile(r"<!\[CDATA\[|<!--")
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAG = re.compile(r"<[^<>]*>")
# How a teaser ends.
_BROKEN_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading)[\s\].»→]*$", re.IGNORECASE)
FULL_TEXT_CHARS = 1000
"""A description this long that does not break off is the article, not a teaser: teasers are cut at 55 words or so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed."""

    entry_id: str
    """The feed's own identifier, else the link, else its number: stable while the feed grows at its head."""
    link: str | None
    title: str | None
    outlet: str | None
    published: Published | None
    html: str | None
    """The whole article, where the feed holds it."""
    summary: str | None
    """The teaser, as HTML."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title and its entries in its order, repeats left out."""

    title: str | None
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def feed_text(data: bytes, which: str, charset: str | None) -> str:
    """The feed as text from its root element on. Raises InputError for a DOCTYPE, an entity, or what is no feed.

    What is checked here is what is parsed: the parser gets this text again as UTF-8, so that no second reading of the
    bytes in another encoding can show it a declaration that was hidden here.
    """
    declared = _ENCODING.match(data[:1024].removeprefix(b"\xef\xbb\xbf"))
    text, _ = decode(data, which, declared[1].decode("ascii") if declared else charset)
    text = _NOT_XML.sub("", text).lstrip("\ufeff")
    start = 0
    while found := _SPACE_OR_REMARK.match(text, start):
        start = found.end()
    if _DECLARATION.search(_unsealed(text)):
        raise InputError(
            which,
            "a feed with a DOCTYPE or entity declaration, which can be made to read files or fill the memory",
            "skipped; remove the declaration from a saved copy if you trust the feed",
        )
    root = _ROOT.match(text, start)
    if root is None or root[1].lower() not in _ROOTS:
        what = f"XML, but no feed (its root is {root[1][:40]})" if root else "no feed: no XML element in it"
        raise InputError(which, what, "give it the file ending of its kind, or leave it out")
    return text[start:]


def _unsealed(text: str) -> str:
    """The text without its comments and CDATA sections, in time linear in its length."""
    parts, start = [], 0
    while (seal := _SEAL.search(text, start)) is not None:
        end = text.find("]]>" if seal[0].endswith("[") else "-->", seal.end())
        if end < 0:
            break
        parts.append(text[start : seal.start()])
        start = end + 3
    parts.append(text[start:])
    return " ".join(parts)


def is_page(data: bytes) -> bool:
    """Whether the bytes are a web page that came under the name or type of XML."""
    start = data[:4096].lower()
    first = min((at for at in (start.find(b"<html"), start.find(b"<!doctype html")) if at >= 0), default=-1)
    roots = [at for name in (b"<rss", b"<feed", b"<rdf:rdf") if (at := start.find(name)) >= 0]
    return first >= 0 and all(first < at for at in roots)


def parse_feed(data: bytes, which: str, *, charset: str | None, base: str | None, latest: dt.datetime) -> Feed:
    """The feed's entries; `base` completes relative links, a date after `latest` is none. Raises InputError."""
    text = feed_text(data, which, charset)
    clean = b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8")
    try:
        parsed = feedparser.parse(io.BytesIO(clean), sanitize_html=False, resolve_relative_uris=False)
        entries, repeated = _entries(parsed, base, latest)
    except Exception as error:  # The parser's own faults on broken XML have no common type.
        raise InputError(which, f"a feed too broken to read ({type(error).__name__})", "fetch it again") from error
    notes = []
    if parsed.get("bozo"):
        notes.append("not well-formed XML: what could be read was read")
    if repeated:
        notes.append(f"{repeated} repeated entries left out")
    if not entries:
        notes.append("a feed without entries")
    return Feed(_words(_detail(parsed.get("feed", {}), "title")), entries, tuple(notes))


def _entries(parsed: Mapping[str, Any], base: str | None, latest: dt.datetime) -> tuple[tuple[Entry, ...], int]:
    outlet = _words(_detail(parsed.get("feed", {}), "title"))
    seen: dict[str, Entry] = {}
    items = parsed.get("entries", [])
    for number, item in enumerate(items, start=1):
        entry = _entry(item, number, outlet, base, latest)
        seen.setdefault(entry.entry_id, entry)
    return tuple(seen.values()), len(items) - len(seen)


def _entry(item: Any, number: int, outlet: str | None, base: str | None, latest: dt.datetime) -> Entry:
    link = _link(item, base)
    summary = _html(_detail(item, "summary"))
    contents = [text for part in _get(item, "content") or () if (text := _html(part))]
    whole = max(contents, key=len, default=None)
    if whole is None and summary is not None and _is_whole(summary):
        whole = summary
    source = _get(item, "source")
    return Entry(
        entry_id=_one_line(_get(item, "id")) or link or str(number),
        link=link,
        title=_words(_detail(item, "title")),
        outlet=(_words(_detail(source, "title")) if isinstance(source, dict) else None) or outlet,
        published=_published(item, latest),
        html=whole,
        summary=summary,
    )


def _get(item: Any, key: str) -> Any:
    # Plain look-up: feedparser's own maps `updated` to `published` and back, with warnings.
    return dict.get(item, key) if isinstance(item, dict) else None


def _detail(item: Any, key: str) -> Any:
    return _get(item, f"{key}_detail") or {"value": _get(item, key) or "", "type": "text/html"}


def _html(part: Any) -> str | None:
    """The part as HTML, plain text put into paragraphs; None where it says nothing."""
    value, kind = str(_get(part, "value") or ""), str(_get(part, "type") or "")
    if not plain_words(value):
        return None
    if kind == "text/plain":
        blocks = (html.escape(block.strip(), quote=False) for block in re.split(r"\n\s*\n", value))
        return "\n".join(f"<p>{block}</p>" for block in blocks if block)
    return value


def plain_words(markup: str) -> str:
    """The words of a piece of HTML in one line: for titles and lengths, not for reading."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def _words(part: Any) -> str | None:
    value = str(_get(part, "value") or "")
    return (" ".join(value.split()) if _get(part, "type") == "text/plain" else plain_words(value))[:1000] or None


def _is_whole(markup: str) -> bool:
    words = plain_words(markup)
    return len(words) >= FULL_TEXT_CHARS and not _BROKEN_OFF.search(words[-80:])


def _link(item: Any, base: str | None) -> str | None:
    given = _one_line(_get(item, "link"))
    if given is None and (name := _one_line(_get(item, "id"))) and name.startswith(("http://", "https://")):
        given = name
    if given is None:
        return None
    try:
        whole = urljoin(base or "", given)
    except ValueError:
        return None
    return whole if whole.lower().startswith(("http://", "https://")) else None


def _one_line(value: Any) -> str | None:
    clean = "".join(char for char in str(value or "").strip() if char.isprintable())
    return clean[:500] or None


def _published(item: Any, latest: dt.datetime) -> Published | None:
    """When the entry says it was published, else last changed; None where it does not say, or names no likely day."""
    for key in ("published", "created", "updated"):
        words = _one_line(_get(item, key))
        if words is None:
            continue
        # The day on the publisher's calendar, where it can be read: the parser's own result is moved to UTC.
        given = from_given(words, "metadata") or _moved(_get(item, f"{key}_parsed"), words)
        if given is not None and _likely(given.interval, latest.date()):
            return given
    return None


def _moved(parsed: Any, words: str) -> Published | None:
    try:
        day = dt.date(*parsed[:3])
    except (ValueError, TypeError):
        return None
    return Published(DateInterval(day, day), "metadata", words)


def _likely(interval: DateInterval, latest: dt.date) -> bool:
    return dt.date(FIRST_YEAR, 1, 1) <= interval.start and interval.end <= latest + dt.timedelta(days=1)
