"""A page's whole DOM as one text, block by block, and what each block was part of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ebbline.records import Span

# Elements that do not end a line; every other one does, custom elements included.
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "map", "mark", "nobr", "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small"}
    | {"span", "strike", "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr"}
)
_SILENT = frozenset({"script", "style", "template"})
_CELLS = frozenset({"td", "th"})
_ASIDE = frozenset({"nav", "footer", "aside", "form", "button", "select", "textarea", "dialog", "menu", "noscript"})

_BLANKS = re.compile(r"\s+")
_NEVER_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text, and the element that holds it."""

    span: Span
    tag: str
    """The nearest element that is not inline."""
    link_chars: int
    """How much of it is inside links."""
    aside: bool
    """Within navigation, a footer, a form or the like."""
    container: int = 0
    """Number of the element that holds `tag`: paragraphs of one article share it."""
    kind: str = ""
    """Tag and class of that element: articles cut into parts by advertisements have parts of one kind."""


@dataclass(frozen=True, slots=True)
class Linear:
    """The stored text of a page and its blocks, in order; between two blocks stand one or two line ends."""

    text: str
    blocks: tuple[Block, ...]


def parse_page(markup: str) -> HtmlElement | None:
    """The DOM of a page; None where there is none to speak of. Never raises, whatever the markup."""
    # As bytes: lxml refuses a str that declares an encoding, and libxml2 stops at a NUL.
    data = _NEVER_TEXT.sub("\ufffd", markup).encode("utf-8")
    try:
        root = document_fromstring(data, parser=HTMLParser(encoding="utf-8", remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return root if isinstance(root, HtmlElement) else None


def linearise(root: HtmlElement) -> Linear:
    """All text nodes but scripts, styles and templates, in document order; blanks folded, NFC, blocks apart.

    Elements that break a line are parted by an empty line, `<br>` by a line end, table cells by a blank. The same
    DOM gives the same text always.
    """
    writer = _Writer()
    body = root.find("body")
    silent = 0
    for event, element in etree.iterwalk(root if body is None else body, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not silent:
                writer.write(element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            writer.open(tag, element.get("class", "") if tag not in _INLINE else "")
            if not silent:
                writer.write(element.text)
        else:
            writer.close(tag)
            silent -= tag in _SILENT
            if not silent and element is not body:
                writer.write(element.tail)
    return writer.done()


@dataclass(slots=True)
class _Writer:
    """Gathers the pieces of a line until an element ends it."""

    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    link_chars: int = 0
    links: int = 0
    asides: int = 0
    holders: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, tag and class of the open elements that break lines."""
    opened: int = 0
    parted: bool = True
    """Whether the next line begins a new block: an empty line goes before it."""

    def open(self, tag: str, kind: str) -> None:
        self.links += tag == "a"
        if tag == "br":
            self._flush(parted=False)
        elif tag in _CELLS:
            self.pieces.append(" ")
        elif tag not in _INLINE and tag not in _SILENT:
            self._flush()
            self.asides += tag in _ASIDE
            self.opened += 1
            self.holders.append((self.opened, tag, f"{tag} {kind}"))

    def close(self, tag: str) -> None:
        self.links -= tag == "a"
        if tag in _INLINE or tag in _SILENT or tag in _CELLS or tag == "br":
            return
        self._flush()
        self.asides -= tag in _ASIDE
        self.holders.pop()

    def write(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.link_chars += len(text.strip())

    def _flush(self, *, parted: bool = True) -> None:
        line = _BLANKS.sub(" ", "".join(self.pieces)).strip()
        if line:
            self._line(unicodedata.normalize("NFC", line))
        self.parted = self.parted or parted
        self.pieces, self.link_chars = [], 0

    def _line(self, line: str) -> None:
        if self.lines:
            gap = "\n\n" if self.parted else "\n"
            self.lines.append(gap)
            self.length += len(gap)
        start = self.length
        self.lines.append(line)
        self.length += len(line)
        tag = self.holders[-1][1] if self.holders else "body"
        container, _, kind = self.holders[-2] if len(self.holders) > 1 else (0, "body", "body")
        links = min(self.link_chars, len(line))
        self.blocks.append(Block(Span(start, self.length), tag, links, self.asides > 0, container, kind))
        self.parted = False

    def done(self) -> Linear:
        self._flush()
        return Linear("".join(self.lines), tuple(self.blocks))
