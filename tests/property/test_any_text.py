"""Whatever the text: both coders read it without an exception, and in time that grows with its length only.

The coder with the language model is tried with a reader that makes up trees, quotations, links and proposals, so that
what stands on a reading is tried on readings that no model would give.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.claims.model_coder import ModelCoder
from ebbline.config import DEFAULT_CODER
from ebbline.language import segment
from ebbline.ontology import SUB_EVENT_TYPES
from ebbline.pipeline import CODERS
from ebbline.records import CausalLink, Document, Proposal, Quotation, Report, Sentence, Span, Tree
from ebbline.records.report import Party

_TAGS = ("VERB", "NOUN", "PROPN", "PRON", "AUX", "ADP", "ADJ", "PUNCT", "NUM", "DET")
_RELATIONS = (
    "nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "compound", "amod", "conj", "acl",
    "acl:relcl", "advcl", "xcomp", "ccomp", "mark", "case", "cc", "parataxis", "appos", "aux:pass", "punct",
)  # fmt: skip
_LABELS = (
    *SUB_EVENT_TYPES, "control all", "control part", "control contested", "control besieged", "manpower down",
    "territory up", "equipment down", "morale stable", "leadership down", "cause", "unheard of",
)  # fmt: skip
_ROLES = ("actor", "target", "supporter", "place", "before", "after", "besieger", "whose")
_CERTAINTIES = ("asserted", "probable", "possible", "denied", "planned", "demanded", "hypothetical", "failed")


class _MadeUp:
    """A reader whose every finding is drawn by lot, the same for the same text."""

    def read(self, report: Report) -> Document:
        drawn = random.Random(len(report.text))
        cut = segment(report)
        sentences = tuple([self._with_tree(item, drawn) for item in cut.sentences])
        proposals = tuple(sorted(self._proposals(sentences, drawn), key=lambda item: item.at))
        spans = [_span(item, drawn) for item in sentences if item.words]
        quotations = tuple([Quotation(span, *spans[i + 1 : i + 3]) for i, span in enumerate(spans) if i % 3 == 0])
        links = tuple([CausalLink(one, two) for one, two in pairwise(spans)])
        return Document(report, sentences, (), quotations, links, proposals)

    def _with_tree(self, sentence: Sentence, drawn: random.Random) -> Sentence:
        size = len(sentence.words)
        heads = [drawn.randrange(max(0, i - 9), i) if i else -1 for i in range(size)]
        tree = Tree(tuple(drawn.choices(_TAGS, k=size)), tuple(heads), tuple(drawn.choices(_RELATIONS, k=size)))
        sure = tuple([drawn.uniform(-3, 3) for _ in range(size)])
        return Sentence(
            sentence.span, sentence.words, sentence.starts, sentence.paragraph, sentence.heading, tree, sure, 0.5
        )

    def _proposals(self, sentences: tuple[Sentence, ...], drawn: random.Random) -> Iterator[Proposal]:
        for sentence in sentences:
            for word in range(drawn.randrange(5), len(sentence.words), 7):
                start = sentence.starts[word]
                parties = tuple([Party(drawn.choice(_ROLES), _span(sentence, drawn), drawn.random()) for _ in "ab"])
                yield Proposal(
                    Span(start, start + len(sentence.words[word])),
                    drawn.choice(_LABELS),
                    drawn.random(),
                    drawn.choice(_CERTAINTIES),
                    "airstrikes" if word % 2 else None,
                    "manpower down" if word % 2 else None,
                    parties,
                    drawn.random(),
                )


def _span(sentence: Sentence, drawn: random.Random) -> Span:
    word = drawn.randrange(len(sentence.words))
    return Span(sentence.starts[word], sentence.starts[word] + len(sentence.words[word]))


_RULES = LexiconCoder()
_WITH_MODEL = ModelCoder(reader=_MadeUp())  # type: ignore[arg-type]
_BOTH = (_RULES, _WITH_MODEL)


def _report(text: str) -> Report:
    return Report("r_0", "n", text, "", "", "n", language="en")


_PIECES = st.sampled_from(
    ["Rebels ", "the army ", "Islamic State ", "captured ", "was ", "killed ", "by ", "12 ", "people ", "said ", "“",
     "”", '"', "‘", "’s ", ".", ",", ";", ":", "(", ")", "[", "\n", "\n\n", "-held ", "not ", "because ", "of ",
     "Omar Haddad ", "Homs", " and ", "Monday ", "3 May 2015", "1,000,000 ", "Haddad: ", "- ", "• ", "\t", "\x00",
     "\u202e", "\u200b", "قتل الجيش ", "🔥", "e\u0301", "ﬁ", "İ", "ß", "\ud7ff", "\ufffd", "http://a.b/c ", "a@b.c ",
     "_", "'", "…", "— ", "the latter ", "He ", "denied ", "that ", "who ", "which ", "General ", "(FSA) "]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=80).map("".join), st.text(max_size=300))


@given(_TEXTS)
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text: str) -> None:
    for coder in _BOTH:
        reading = coder.code(_report(f"Rebels attacked the army in Homs.\n\n{text}"))
        assert [claim.claim_id for claim in reading.claims] == sorted({claim.claim_id for claim in reading.claims})
        assert all(evidence.start < evidence.end for claim in reading.claims for evidence in claim.evidence)


def _again(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _letters(number: int) -> str:
    """A name for a number, each another one."""
    out = ""
    for _ in range(4):
        number, rest = divmod(number, 25)
        out += "abcdefghiklmnopqrstuvwxyz"[rest]
    return out.capitalize()


def _all_other(pattern: str) -> Callable[[int], str]:
    """A pattern again and again with another name each time."""
    return lambda size: " ".join(
        pattern.format(_letters(7 * i + 1), _letters(11 * i + 5)) for i in range(size // len(pattern))
    )


def _joined(names: tuple[str, ...], by: str, head: str, tail: str) -> Callable[[int], str]:
    return lambda size: head + by.join(names[i % len(names)] for i in range(size // 12)) + tail


def _anything(size: int) -> str:
    drawn = random.Random(size)
    return "".join(
        chr(drawn.choice((drawn.randint(1, 126), drawn.randint(128, 0x2FFF), drawn.randint(0x1F300, 0x1FAFF))))
        for _ in range(size)
    )


_GROUPS = ("Islamic State", "YPG", "Nusra Front", "Ahrar al-Sham", "Hezbollah", "Boko Haram")
_TOWNS = ("Aleppo", "Homs", "Idlib", "Raqqa", "Manbij", "Azaz", "Kobani")
_DATES = ("3 May 2015", "Monday", "June 2014", "last week")
_KINDS: dict[str, Callable[[int], str]] = {
    "no blank": _again("abcdefghij"),
    "digits": _again("1234567890"),
    "commas": _again(", "),
    "brackets": _again("( "),
    "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "quotation marks": _again("“"),
    "straight marks": _again('" '),
    "apostrophes": _again("'"),
    "nested quotations": lambda size: "“a said " * (size // 16) + "b” " * (size // 6),
    "quotations left open": _again("“Rebels captured Manbij from the army.\n\n"),
    "control characters": _again("\x00\x01\x02\x1f\x7f a"),
    "right to left": _again("قتل الجيش في حلب "),
    "emoji": _again("🔥👍🏽 "),
    "anything": _anything,
    "lines of a word": _again("attack\n"),
    "paragraphs of a word": _again("attack\n\n"),
    "headings": _again("ATTACK IN ALEPPO\n\n"),
    "one sentence of words": _again("rebels killed soldiers "),
    "one sentence of acts": _again("rebels captured the town and "),
    "names": _again("Omar Haddad, Lina Attar, "),
    "lines of a name": _again("Omar Haddad\n"),
    "always another name": _all_other("{} {}, "),
    "always another speaker": _all_other("{} {} said rebels attacked Homs."),
    "always another group": _all_other("The {} Brigade attacked the {} Front in Homs."),
    "always another place": _all_other("Rebels attacked the town of {} on Monday."),
    "the same acronym": _again("Free Army Front (FAF) "),
    "always another acronym": _all_other("Free {} Army (F{}A) attacked Homs."),
    "who said who said": _again("Haddad said Attar said "),
    "quoted sentences": _again("“Rebels captured Manbij,” Omar Haddad said. "),
    "he said": _again("He said they told her that he fled. "),
    "actors": _joined(_GROUPS, " and ", "", " attacked Aleppo."),
    "targets": _joined(_GROUPS, ", ", "Soldiers attacked ", "."),
    "places": _joined(_TOWNS, " and ", "Soldiers captured ", "."),
    "dates": _joined(_DATES, " and ", "Soldiers attacked Aleppo on ", "."),
    "tolls": _again("12 killed and 30 wounded, "),
    "causes": _again("because of the strikes "),
    "causes in a row": _again("the siege led to the defeat which led to "),
    "sentences with a cause": _again("The army withdrew because of the strikes. "),
    "lines with a speaker": _again("Haddad: we attacked\n"),
    "a list": _again("- two strikes near Raqqa destroyed a tank\n"),
    "sieges": _again("Aleppo is besieged by the army, "),
    "from here to there": _again("from Homs to Hama "),
    "the group": _again("The group attacked it. "),
    "held": _again("IS-held "),
    "addresses": _again("http://a.b/c?d=e a@b.c "),
}  # fmt: skip
_OPENING = "Rebels attacked the army in Homs, killing 12 soldiers.\n\n"
"""So that the rest is read as a report of conflict."""


def _seconds(coder: LexiconCoder, kind: str, size: int) -> float:
    report = _report(_OPENING + _KINDS[kind](size))
    begun = time.process_time()
    coder.code(report)
    return time.process_time() - begun


_SIZE = 3_500


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("coder", _BOTH, ids=("rules", "with a model"))
def test_time_grows_with_the_length_only(coder: LexiconCoder, kind: str) -> None:
    # Four times the text: four times the time if linear, sixteen if quadratic. A busy machine is given three tries.
    tries = ((_seconds(coder, kind, 4 * _SIZE), _seconds(coder, kind, _SIZE)) for _ in range(3))
    assert any(long < 0.05 + 8 * short for long, short in islice(tries, 3))


@pytest.mark.parametrize("kind", ["no blank", "one sentence of words", "lines of a word", "anything", "brackets"])
def test_a_very_long_text_is_read(kind: str) -> None:
    begun = time.process_time()
    _RULES.code(_report(_OPENING + _KINDS[kind](150_000)))
    assert time.process_time() - begun < 30


def test_the_default_coder_reads_what_is_no_prose() -> None:
    coder = CODERS[DEFAULT_CODER]()
    text = "\n\n".join(make(90) for make in _KINDS.values())
    assert coder.code(_report(_OPENING + text)).claims
