"""The shipped model on texts written for these tests."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from ebbline.errors import ModelError
from ebbline.language import network
from ebbline.language.network import Network
from ebbline.language.reader import Reader
from ebbline.language.tokens import tokens
from ebbline.records import Document, Report, Sentence

STORY = (
    "Rebels of the Dawn Brigade captured Tel Hamin on Monday, the Velm Observatory said. "
    "The army shelled the town because its garrison had fled. "
    "Dr. Omar Kasri told reporters that 12 people were killed. "
    "Clashes went on near the U.S. base at Garun."
)


def report(text: str) -> Report:
    return Report("r_0", "test", text, "", "", "test")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open(threads=1)


def words(document: Document) -> list[str]:
    return [word for sentence in document.sentences for word in sentence.words]


def hangs(sentence: Sentence, word: str) -> tuple[str, str]:
    """The relation of a word and the word it hangs on."""
    assert sentence.tree is not None
    at = sentence.words.index(word)
    head = sentence.tree.heads[at]
    return sentence.tree.relations[at], sentence.words[head] if head >= 0 else ""


def test_sentences_end_where_they_end(reader: Reader) -> None:
    document = reader.read(report(STORY))
    assert [sentence.words[0] for sentence in document.sentences] == ["Rebels", "The", "Dr.", "Clashes"]
    assert [sentence.span.of(STORY)[-1] for sentence in document.sentences] == ["."] * 4


def test_every_word_is_the_texts_own(reader: Reader) -> None:
    for sentence in reader.read(report(STORY)).sentences:
        for word, start in zip(sentence.words, sentence.starts, strict=True):
            assert STORY[start : start + len(word)] == word


def test_who_did_what_to_whom(reader: Reader) -> None:
    first, second, *_ = reader.read(report(STORY)).sentences
    assert hangs(first, "Rebels") == ("nsubj", "captured")
    assert hangs(first, "Hamin")[0] in ("obj", "flat")
    assert hangs(second, "army") == ("nsubj", "shelled")
    assert hangs(second, "town") == ("obj", "shelled")


def test_a_passive_is_told_from_an_active(reader: Reader) -> None:
    sentence = reader.read(report("Three men were killed by the army in Velm.")).sentences[0]
    assert hangs(sentence, "men") == ("nsubj:pass", "killed")
    assert hangs(sentence, "army")[1] == "killed"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("IS fighters left the town of Velm.", "IS", True),
        ("It is the town of Velm.", "is", False),
        ("Troops of the US left the town of Velm.", "US", True),
        ("They told us to leave the town of Velm.", "us", False),
    ],
)
def test_capitals_make_a_name_of_a_small_word(reader: Reader, text: str, word: str, name: bool) -> None:
    document = reader.read(report(text))
    assert (word in [found.span.of(text) for found in document.names]) is name
    sentence = document.sentences[0]
    assert sentence.tree is not None
    assert (sentence.tree.pos[sentence.words.index(word)] == "PROPN") is name


def test_names_and_their_kinds(reader: Reader) -> None:
    text = "Angela Horn met officials in Berlin, and the United Nations sent Omar Kasri to Aleppo."
    found = {name.span.of(text): name.kind for name in reader.read(report(text)).names}
    assert found["Angela Horn"] == found["Omar Kasri"] == "PER"
    assert found["Berlin"] == found["Aleppo"] == "LOC"


def test_reported_speech(reader: Reader) -> None:
    document = reader.read(report(STORY))
    told = [(q.speaker.of(STORY) if q.speaker else None, q.content.of(STORY)) for q in document.quotations]
    assert any(speaker and "Kasri" in speaker and "12 people" in content for speaker, content in told)


def test_causes(reader: Reader) -> None:
    document = reader.read(report(STORY))
    assert document.sentences[1].causal is not None
    assert document.sentences[1].causal > 0.5
    assert any("fled" in link.cause.of(STORY) and "shelled" in link.effect.of(STORY) for link in document.links)


def test_the_same_whatever_is_read_beside_it_and_on_how_many_threads(reader: Reader) -> None:
    rng = random.Random(7)
    pieces = [part + "." for part in STORY.split(".") if part.strip()]
    texts = [" ".join(rng.choices(pieces, k=rng.randint(1, 30))) for _ in range(64)]
    examples = Path(__file__).parents[3] / "examples"
    texts += [path.read_text("utf-8") for path in sorted(examples.rglob("*.txt"))]
    assert len(texts) > 64
    reports = [report(text) for text in texts]
    alone = list(reader.read_all(reports, together=1))
    assert alone == list(reader.read_all(reports, together=8))
    assert alone == list(reader.read_all(reports, together=64))
    assert alone == list(Reader.open(threads=2).read_all(reports, together=64))


HOSTILE = {
    "nothing": "",
    "no letters": "?! ... --- \u2022 \u2022 12 :-) %%%",
    "one word of 20,000 letters": "a" * 20_000,
    "20,000 characters without a stop": "and the men of the north went on " * 600,
    "right to left": "قال المتحدث إن المعارك مستمرة في حلب. وأضاف أن القتلى كثيرون.",
    "mixed": "The group (داعش) held حلب until 2016.",
    "emoji": "They won 🎉🎉👨\u200d👩\u200d👧 in Velm 👍🏽.",
    "control characters": "The\x00 army\x07 shelled\x1b[31m Velm\u200b.\ufeff",
    "many short lines": "Velm\n" * 500,
    "marks only by line": "\n".join(["***", "-----", "“”", "…"]),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_is_too_strange_and_no_word_is_lost(reader: Reader, text: str) -> None:
    document = reader.read(report(text))
    assert sorted(words(document)) == sorted(tokens(text, 0, len(text))[0])
    for sentence in document.sentences:
        assert sentence.tree is not None
        assert sentence.tree.heads.count(-1) == 1
        assert len(sentence.tree.heads) == len(sentence.words) == len(sentence.certainty)
    ends = [sentence.span.end for sentence in document.sentences]
    assert ends == sorted(ends)


def test_a_missing_file_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        Network.open(tmp_path / "gone.onnx")
    assert "gone.onnx" in str(raised.value)
    assert "install ebbline again" in str(raised.value)


def test_a_damaged_file_is_named_with_its_cure(tmp_path: Path) -> None:
    file = tmp_path / "broken.onnx"
    file.write_bytes(b"not a model at all")
    with pytest.raises(ModelError, match=r"broken\.onnx: not a language model .*install ebbline again"):
        Network.open(file)


def test_one_flipped_bit_of_the_shipped_file_is_found(tmp_path: Path) -> None:
    data = Path(network.__file__).parent / "data"
    spoilt = bytearray((data / network.FILE).read_bytes())
    assert network.shipped(data / network.FILE) == bytes(spoilt)
    spoilt[len(spoilt) // 2] ^= 1
    file = tmp_path / network.FILE
    file.write_bytes(spoilt)
    shutil.copy(data / "english.toml", tmp_path)
    with pytest.raises(ModelError, match="damaged"):
        network.shipped(file)


@pytest.mark.parametrize("about", [b"", b"sha256 = 1 2", b"\xff\xfe"])
def test_a_hash_that_cannot_be_read_is_named(tmp_path: Path, about: bytes) -> None:
    file = tmp_path / network.FILE
    file.write_bytes(b"x")
    file.with_suffix(".toml").write_bytes(about)
    with pytest.raises(ModelError, match=r"english\.toml"):
        network.shipped(file)
