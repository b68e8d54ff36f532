"""What was received (Capture), what is read (Report), and its transient analysis (Document)."""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from ebbline.records.values import DateInterval, Span


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as received, immutable; `sha256` is of `data`."""

    origin: str
    """The URL or the path as the user gave it, with the member's address for an archive (`a.warc.gz#3`)."""
    fetched_at: dt.datetime
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Published:
    """When a report was published, as an interval, and how that is known."""

    interval: DateInterval
    how: str
    """`given` (by the input), `metadata` (the page's own), `address` (the URL), `text` (the dateline or words)."""
    words: str | None = None
    """What it was read from."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paginated document, numbered from 1."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """One text to be read. `text` never changes: every offset anywhere points into it."""

    report_id: str
    name: str
    """What people call it: the file's name, the `report` field of JSON Lines, otherwise the URL."""
    text: str
    text_sha256: str
    capture_sha256: str
    origin: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    fetched_at: dt.datetime | None = None
    language: str = "und"
    """ISO 639-1, `und` where it cannot be told."""
    furniture: tuple[Span, ...] = ()
    """Menus, share lines, comment forms: kept in `text`, never coded. Sorted, disjoint."""
    pages: tuple[Page, ...] = ()
    unread: str | None = None
    """Why the text yields no claims whatever it says ("a scan: no text layer"), None for a readable report."""


def report_id(text: str, origin: str) -> str:
    """`r_` and 16 hex digits of a hash of content and origin."""
    digest = hashlib.sha256()
    digest.update(text.encode("utf-8", "surrogatepass"))
    digest.update(b"\x00")
    digest.update(origin.encode("utf-8", "surrogatepass"))
    return "r_" + digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark; `text` is the report's own spelling."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The grammar of a sentence in Universal Dependencies, a value for each word."""

    pos: tuple[str, ...]
    """UPOS."""
    heads: tuple[int, ...]
    """The word that each hangs on, as an index into the sentence's words; -1 for the one root."""
    relations: tuple[str, ...]
    """How it hangs on it, with the subtype: `nsubj:pass`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body; `paragraph` counts blocks of text from 0.

    Its tokens are columns of one length: word `i` is `words[i]` and begins at `starts[i]` of the report's text.
    """

    span: Span
    words: tuple[str, ...]
    starts: tuple[int, ...]
    paragraph: int
    heading: bool = False
    tree: Tree | None = None
    """None where the sentence was cut without the language model."""
    certainty: tuple[float, ...] = ()
    """How far what each word tells is said to have happened, from -3 (it did not) to 3; meant for predicates."""
    causal: float | None = None
    """How likely the sentence tells of a cause and its effect, 0 to 1."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words with their spans, made when asked for."""
        return tuple(
            Token(Span(start, start + len(word)), word) for word, start in zip(self.words, self.starts, strict=True)
        )

    def words_in(self, span: Span) -> range:
        """The words that a span touches, as indices."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.starts[first] + len(self.words[first]) <= span.start:
            first += 1
        return range(first, bisect_left(self.starts, span.end))


@dataclass(frozen=True, slots=True)
class Name:
    """A name, or a word for a weapon, vehicle or people, that the language model found."""

    span: Span
    kind: str
    """`PER`, `ORG`, `LOC`, or finer: `GROUP`, `FORCE`, `WEAPON`, `VEHICLE`, `BASE`, `NATIONALITY`."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Reported speech: what is said, the word that says it is said, and who says it."""

    content: Span
    cue: Span | None = None
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class CausalLink:
    """A stretch told as the cause of another, and the words that say so."""

    cause: Span
    effect: Span
    signal: Span | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A word that may name who takes part in a claim or where it happened; it counts where a name ends with it."""

    role: str
    """`actor`, `target`, `supporter`, `place`, `before`, `after`, `besieger`; `whose` strength."""
    at: Span
    score: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim as the language model sees it, with the word it hangs on."""

    at: Span
    label: str
    """A sub-event type, `control EXTENT`, `DIMENSION DIRECTION`, or `cause`."""
    score: float
    """How likely it is claimed and hangs on this word, 0 to 1."""
    certainty: str
    cause: str | None = None
    """The factor, of a `cause` only; `effect` likewise."""
    effect: str | None = None
    parties: tuple[Party, ...] = ()
    told: float = 0.0
    """How likely the word's sentence claims it at all, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report cut into sentences, furniture left out; what the language model found, where it read it."""

    report: Report
    sentences: tuple[Sentence, ...] = field(default=())
    names: tuple[Name, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    links: tuple[CausalLink, ...] = ()
    proposals: tuple[Proposal, ...] = ()
