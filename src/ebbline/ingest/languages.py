"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ebbline.ingest.tables import words_of

MIN_LETTERS = 40
"""Fewer letters tell no language."""

SAMPLE_CHARS = 600
"""The model reads no further: on 62 dev reports 300, 600 and 1,500 characters give the same answers (180-430 µs)."""

ENGLISH_SHARE = 0.08
MIN_ENGLISH_WORDS = 3
"""Share of English function words among a text's words, and different ones of them, from which it is English unasked.

A paragraph in each of seven other languages stays below .06. The model's table costs 0.5 s and 90 MB to load, which
almost every run is so spared.
"""

NEWS_SHARE = 0.12
MIN_NEWS_WORDS = 4
"""The same with words of news counted in, where there is one function word at least: for short texts, lists of strikes.

Of 250,001 sentences of programs' translations into 115 languages 23 pass either test, 21 of them English to the model
too: their words were left untranslated. The 649 reports of ../shared/quality all pass, and 5,000 made from them.
"""

MIN_SCORE = 0.4
"""Below this the model is guessing: lists of names, keyboard noise. Sentences of 60 characters reach .5 and more."""

_WORD = re.compile(r"[^\W\d_]+")
_ASCII_LETTERS = bytes(code if code < 128 and chr(code).isalpha() else 32 for code in range(256))
_MARKS = re.compile("[\u00a0\u2013-\u2026]")
"""What English texts hold besides ASCII, mostly nothing else; ASCII is cut into words in a third of the time."""


def language_of(text: str) -> str:
    """ISO 639-1 code, or `und` where too little text, or none of a language, is there."""
    sample = text[:SAMPLE_CHARS]
    words = _words(sample)
    if sum(map(len, words)) < MIN_LETTERS:
        return "und"
    if _plainly_english(list(map(str.lower, words))):
        return "en"
    code, score = _identifier().classify(sample)
    return _two_letters(code) if score >= MIN_SCORE else "und"


def _plainly_english(words: list[str]) -> bool:
    english = words_of("languages", "english_function_words")
    hits = [word for word in words if word in english]
    if len(hits) >= ENGLISH_SHARE * len(words) and len(set(hits)) >= MIN_ENGLISH_WORDS:
        return True
    if not hits:
        return False
    news = words_of("languages", "english_news_words")
    hits += [word for word in words if word in news]
    return len(hits) >= NEWS_SHARE * len(words) and len(set(hits)) >= MIN_NEWS_WORDS


def _words(sample: str) -> list[str]:
    """Runs of letters."""
    plain = sample if sample.isascii() else _MARKS.sub(" ", sample)
    if plain.isascii():
        return plain.encode().translate(_ASCII_LETTERS).decode().split()
    return _WORD.findall(plain)


def _two_letters(code: str) -> str:
    folded = {"arz": "ar", "ary": "ar", "sdh": "ku", "yue": "zh", "wuu": "zh", "pcm": "en"}.get(code, code)
    return folded if len(folded) == 2 else "und"


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
