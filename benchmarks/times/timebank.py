"""Expressions of time on TimeBank and AQUAINT (TempEval-3's training texts), beside a naive rival.

    python benchmarks/times/timebank.py ../shared/benchmarks [--half test|dev] [--errors 40] [--json] [--without FAMILY]

The texts are halved by name: those whose SHA-256 of the document's name ends in an even byte are the test half,
never looked at; the others are what the grammar was made on. Counted as TempEval-3 counts: `strict`, the same words;
`relaxed`, words in common; `type` and `value` F1, words in common and the right attribute. Full stops at an edge are
no part of the words. The date of each text is given, and is no part of the figures. Exit status 1 when a floor of
`floors.json` is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import html
import importlib
import json
import re
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Document, Published, Report
from ebbline.times import analyse_times

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.times.timex3 import Timex, to_timex3

ARCHIVE = Path("tempeval") / "TBAQ-cleaned.tar.xz"
FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True)
class Text:
    """A text of the corpus with its tags."""

    name: str
    text: str
    written: dt.date
    tags: tuple[Timex, ...]


@dataclass(frozen=True)
class Scores:
    """Counts over many texts, and F1 per cent of them."""

    gold: int
    guessed: int
    strict: int
    relaxed: int
    type: int
    value: int

    def f1(self, right: int) -> float:
        """Of the tags right."""
        return 200 * right / max(1, self.gold + self.guessed)


def is_test(name: str) -> bool:
    """Whether a document belongs to the half that is only measured."""
    return hashlib.sha256(name.encode()).digest()[-1] % 2 == 0


def texts(folder: Path) -> Iterator[Text]:
    """All texts of the archive, by name."""
    with tarfile.open(folder / ARCHIVE) as archive:
        members = sorted((m for m in archive.getmembers() if m.name.endswith(".tml")), key=lambda m: m.name)
        for member in members:
            data = archive.extractfile(member)
            if data is not None:
                yield _text(Path(member.name).stem, data.read().decode("utf-8"))


_DCT = re.compile(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', re.DOTALL)
_BODY = re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def _text(name: str, source: str) -> Text:
    written, body = _DCT.search(source), _BODY.search(source)
    if written is None or body is None:
        sys.exit(f"{name}: no date or no text in it")
    text, tags = "", []
    opened: tuple[int, dict[str, str]] | None = None
    for piece in re.split(r"(<[^>]*>)", body[1]):
        if piece.startswith("<TIMEX3"):
            opened = len(text), dict(_ATTRIBUTE.findall(piece))
        elif piece.startswith("</TIMEX3") and opened:
            start, told = opened
            tags.append(Timex(start, len(text), told["type"], told.get("value", ""), told.get("mod", "")))
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    return Text(name, text, dt.date.fromisoformat(written[1]), tuple(tags))


def document_of(text: Text) -> Document:
    """The text cut into sentences, its date given."""
    published = Published(DateInterval(text.written, text.written), "given")
    return segment(Report("r_0", text.name, text.text, "", "", text.name, published=published))


Finder = Callable[[Text, Document], Sequence[Timex]]


def ours(text: Text, document: Document, without: Iterable[str] = ()) -> Sequence[Timex]:
    """What the grammar finds."""
    return [tag for found in analyse_times(document, without=without) for tag in to_timex3(found, text.written)]


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NAIVE = re.compile(
    rf"\b(?:(?:{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec)\b\.?(?: \d{{1,2}}\b)?(?:,? \d{{4}})?"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow|(?:19|20)\d\d"
    r"|(?:last|this|next) (?:week|month|year)|\w+ (?:days?|weeks?|months?|years?) ago)\b"
)


def naive(text: Text, document: Document) -> Sequence[Timex]:
    """Dates by a plain pattern, each read by `dateparser` counted from the text's date."""
    dateparser: Any = importlib.import_module("dateparser")
    base = dt.datetime.combine(text.written, dt.time())
    out = []
    for match in _NAIVE.finditer(text.text):
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        day = dateparser.parse(match.group(), languages=["en"], settings=settings)
        out.append(Timex(match.start(), match.end(), "DATE", day.date().isoformat() if day else ""))
    return out


def _edges(tag: Timex, text: str) -> tuple[int, int]:
    start, end = tag.start, tag.end
    while start < end and text[start] in " \n.,":
        start += 1
    while end > start and text[end - 1] in " \n.,":
        end -= 1
    return start, end


def paired(text: Text, guessed: Sequence[Timex]) -> list[tuple[Timex | None, Timex | None, bool]]:
    """Gold and guess of each tag, and whether the words are the same; None where one has no counterpart."""
    gold = {_edges(tag, text.text): tag for tag in text.tags}
    mine = {_edges(tag, text.text): tag for tag in guessed}
    out: list[tuple[Timex | None, Timex | None, bool]] = [(gold[at], mine[at], True) for at in gold if at in mine]
    free = [at for at in sorted(mine) if at not in gold]
    for at in sorted(gold):
        if at in mine:
            continue
        touching = next((other for other in free if other[0] < at[1] and at[0] < other[1]), None)
        if touching is not None:
            free.remove(touching)
        out.append((gold[at], mine[touching] if touching else None, False))
    return out + [(None, mine[at], False) for at in free]


def score(corpus: Sequence[tuple[Text, Sequence[Timex]]]) -> Scores:
    """TempEval-3's counts."""
    pairs = [pair for text, guessed in corpus for pair in paired(text, guessed)]
    both = [(gold, guess, same) for gold, guess, same in pairs if gold and guess]
    return Scores(
        sum(gold is not None for gold, _, _ in pairs),
        sum(guess is not None for _, guess, _ in pairs),
        sum(same for _, _, same in both),
        len(both),
        sum(gold.type == guess.type for gold, guess, _ in both),
        sum(gold.value == guess.value for gold, guess, _ in both),
    )


def _show_errors(corpus: Sequence[tuple[Text, Sequence[Timex]]], limit: int) -> None:
    shown = 0
    for text, guessed in corpus:
        for gold, guess, same in paired(text, guessed):
            if (same and gold and guess and gold.value == guess.value) or shown >= limit:
                continue
            shown += 1
            at = gold or guess
            assert at
            around = " ".join(text.text[max(0, at.start - 60) : at.end + 40].split())
            told = [f"{t.type} {t.value} {text.text[t.start : t.end]!r}" if t else "nothing" for t in (gold, guess)]
            print(f"{text.name} {text.written} WANTED {told[0]} GOT {told[1]} :: {around}")


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("test", "dev"), default="test")
    parser.add_argument("--errors", type=int, default=0, help="disagreements to show, of the half for development only")
    parser.add_argument("--without", default="", help="families of rules left out, with commas")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.errors and asked.half == "test":
        parser.error("the test half is never looked at")
    half = [text for text in texts(asked.folder) if is_test(text.name) == (asked.half == "test")]
    documents = [document_of(text) for text in half]
    without = frozenset(filter(None, asked.without.split(",")))
    began = time.process_time()
    found = [ours(text, document, without) for text, document in zip(half, documents, strict=True)]
    spent = time.process_time() - began
    corpus = list(zip(half, found, strict=True))
    _show_errors(corpus, asked.errors)
    figures = _figures(score(corpus)) | {"sentences/s": sum(len(d.sentences) for d in documents) / spent}
    if asked.json:
        print(json.dumps({name: round(value, 2) for name, value in figures.items()}))
    else:
        rival = {}
        if not without:
            rival = _figures(
                score([(text, naive(text, document)) for text, document in zip(half, documents, strict=True)])
            )
        print(f"{asked.half} half, {len(half)} texts{'':24}ours   naive")
        for name, value in figures.items():
            print(f"{name:38}{value:8.1f}{f'{rival[name]:8.1f}' if name in rival else ''}")
    return _missed(figures) if asked.half == "test" and not without else 0


def _figures(scores: Scores) -> dict[str, float]:
    return {
        "strict F1": scores.f1(scores.strict),
        "relaxed F1": scores.f1(scores.relaxed),
        "type F1": scores.f1(scores.type),
        "value F1": scores.f1(scores.value),
        "value right where words meet": 100 * scores.value / max(1, scores.relaxed),
    }


def _missed(figures: dict[str, float]) -> int:
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8"))
    missed = {name: floor for name, floor in floors.items() if figures[name] < floor}
    for name, floor in missed.items():
        print(f"floor missed: {name} {figures[name]:.1f}, must be {floor}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
