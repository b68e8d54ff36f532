"""What each family of rules brings: TimeBank's figures and the dates of annotated reports without it.

    python benchmarks/times/ablation.py ../shared/benchmarks [--quality ../shared/quality/dev] [--half dev|test]

A family is switched off in `analyse_times`; one line a family, with the loss against all rules. The last lines switch
off what is no family: the tense around a date without a year, and the dates of events told elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.times.quality_dates import dated_events
from benchmarks.times.timebank import Text, document_of, is_test, ours, score, texts
from ebbline.records import Document
from ebbline.times.rules import FAMILIES

SWITCHES = {
    "tense of the words around": "ebbline.times.resolve.tense_around",
    "events dated elsewhere": "ebbline.times.find.event_date",
}


def main() -> None:
    """Prints the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quality", type=Path)
    parser.add_argument("--half", choices=("test", "dev"), default="test")
    asked = parser.parse_args()
    corpus = [(text, document_of(text)) for text in texts(asked.folder) if is_test(text.name) == (asked.half == "test")]
    print("| without | strict F1 | value F1 | dates of events found |\n|---|---|---|---|")
    for name, without, switch in _cases():
        with _off(switch):
            strict, value = _figures(corpus, without)
            found = dated_events(asked.quality, without) if asked.quality else None
        told = f"{found[0]} of {found[1]}" if found else ""
        print(f"| {name} | {strict:.1f} | {value:.1f} | {told} |", flush=True)


def _cases() -> Iterator[tuple[str, frozenset[str], str | None]]:
    yield "nothing: all rules", frozenset(), None
    for family in FAMILIES:
        yield family, frozenset((family,)), None
    for name, switch in SWITCHES.items():
        yield name, frozenset(), switch


@contextmanager
def _off(switch: str | None) -> Iterator[None]:
    """With a function that gives None in place of the one named."""
    if switch is None:
        yield
        return
    with mock.patch(switch, return_value=None):
        yield


def _figures(corpus: Sequence[tuple[Text, Document]], without: frozenset[str]) -> tuple[float, float]:
    scores = score([(text, ours(text, document, without)) for text, document in corpus])
    return scores.f1(scores.strict), scores.f1(scores.value)


if __name__ == "__main__":
    main()
