"""Who says what, in the shapes that reports give it."""

from __future__ import annotations

import pytest

from ebbline.actors import Registry, find_actors, find_persons
from ebbline.claims.attribution import Attribution, attribute
from ebbline.language.segment import segment
from ebbline.records import Report, Span, Speaker


def attributions(text: str) -> tuple[Attribution, ...]:
    document, registry = segment(Report("r", "t", text, "", "", "t")), Registry.open()
    actors = find_actors(document, registry)
    return attribute(document, find_persons(document, registry, actors), actors)


def speaker_of(text: str, words: str) -> Speaker | None:
    """The speaker of the shortest content that holds all of `words`."""
    start = text.index(words)
    over = [a for a in attributions(text) if a.content.start <= start and start + len(words) <= a.content.end]
    return min(over, key=lambda a: a.content.end - a.content.start).speaker if over else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Omar Halabi said that the mill had burned.", "the mill had burned", "Omar Halabi"),
        ("The mill had burned, Omar Halabi said.", "The mill had burned", "Omar Halabi"),
        ("The mill had burned, said Omar Halabi.", "The mill had burned", "Omar Halabi"),
        ("“The mill burned,” said Omar Halabi. “We saw it.”", "We saw it", "Omar Halabi"),
        ('"The mill burned," Omar Halabi told us. "We saw it."', "We saw it", "Omar Halabi"),
        ("”The mill burned“, said Omar Halabi.", "The mill burned", "Omar Halabi"),
        ("According to Omar Halabi, the mill had burned.", "the mill had burned", "Omar Halabi"),
        ("The mill had burned, according to two residents.", "The mill had burned", "two residents"),
        ("Omar Halabi, an activist from Homs, said the mill had burned.", "the mill had burned", "Omar Halabi"),
        ("On Tuesday the army said the mill had burned.", "the mill had burned", "army"),
        ("In Hawija residents said the mill had burned.", "the mill had burned", "residents"),
        ("The ministry said in a statement that the mill had burned.", "the mill had burned", "ministry"),
        ("A policeman who asked not to be named said the mill had burned.", "the mill had burned", "policeman"),
        ("Ankara denies the raid on the mill.", "the raid on the mill", "Ankara"),
        ("The army blamed the rebels for the fire.", "the rebels for the fire", "army"),
        ("The army said the mill burned, adding that two men died.", "two men died", "army"),
        ("The army left, and residents say the mill burned.", "the mill burned", "residents"),
        ("Residents and local officials said the mill burned.", "the mill burned", "Residents and local officials"),
    ],
)
def test_the_speaker_is_found(text: str, words: str, name: str) -> None:
    speaker = speaker_of(text, words)
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize(
    "text",
    [
        "The mill burned on Monday.",
        "Officials of the United States left the mill.",
        "The mill was said to be on fire.",
        "There were reports of a fire at the mill.",
        "He called it the “mill road” for years.",
        "According to reports, the mill burned.",
    ],
)
def test_the_outlets_own_voice_stays_unattributed(text: str) -> None:
    assert attributions(text) == ()


def test_he_is_the_last_speaker() -> None:
    text = "Omar Halabi said the mill burned. He added that nobody was hurt."
    assert speaker_of(text, "nobody was hurt") == speaker_of(text, "the mill burned")


def test_it_is_the_last_body() -> None:
    text = "The Defence Ministry said the mill burned. It said nobody was hurt."
    speaker = speaker_of(text, "nobody was hurt")
    assert speaker is not None
    assert speaker.name == "Defence Ministry"


def test_whom_somebody_told_is_the_chain() -> None:
    speaker = speaker_of("A source close to the council told Desert Wire that the mill burned.", "the mill burned")
    assert speaker is not None
    assert speaker.chain == ("Desert Wire",)
    assert speaker.anonymous


@pytest.mark.parametrize(
    ("text", "role", "anonymous"),
    [
        ("Residents said the mill burned.", "resident", True),
        ("The army said the mill burned.", "military", False),
        ("A medic said the mill burned.", "resident", True),
        ("Analysts said the mill burned.", "expert", True),
        ("Local activists said the mill burned.", "activist", True),
        ("The Taliban said the mill burned.", "military", False),
        ("State television said the mill burned.", "media", False),
    ],
)
def test_role_and_anonymity_follow_the_noun(text: str, role: str, anonymous: bool) -> None:
    speaker = speaker_of(text, "the mill burned")
    assert speaker is not None
    assert (speaker.role, speaker.anonymous) == (role, anonymous)


def test_a_quotation_runs_on_over_paragraphs() -> None:
    text = (
        "“The mill burned,” said Omar Halabi.\n\n“We stood there until dawn and wept.\n\n“Then the rain came at last.”"
    )
    speaker = speaker_of(text, "Then the rain came")
    assert speaker is not None
    assert speaker.name == "Omar Halabi"


def test_a_statement_behind_a_colon_is_its_speakers_to_the_end() -> None:
    text = "Foreign Secretary Anselm Torvik said:\n\nThe mill has burned down.\n\nWe will build another one."
    speaker = speaker_of(text, "We will build another one")
    assert speaker is not None
    assert speaker.name == "Anselm Torvik"


def test_answers_of_an_interview_are_the_interviewees() -> None:
    text = (
        "Bilal Norran, a miller, fled in May.\n\nWhy did you leave?\n\nThe mill burned and the men came.\n\n"
        "Who were they?\n\nThey wore masks that night."
    )
    speaker = speaker_of(text, "They wore masks")
    assert speaker is not None
    assert speaker.name == "Bilal Norran"
    assert speaker_of(text, "Who were they") is None


def test_turns_of_a_transcript_are_the_labelled_speakers() -> None:
    text = "COL. VASK: The mill burned last night.\n\nQUESTION: Who did it?\n\nCOL. VASK: We think it was lightning."
    speaker = speaker_of(text, "We think it was lightning")
    assert speaker is not None
    assert "Vask" in (speaker.name or "")
    assert speaker_of(text, "Who did it") is None


def test_the_innermost_speaker_has_the_shorter_content() -> None:
    text = "The army said the mill burned, but residents say it stands."
    outer, inner = speaker_of(text, "the mill burned"), speaker_of(text, "it stands")
    assert outer is not None
    assert inner is not None
    assert (outer.name, inner.name) == ("army", "residents")


def test_a_quotation_goes_on_though_the_next_sentence_has_another_speaker() -> None:
    text = (
        "“The mill burned,” said Omar Halabi. “We saw men leave. They shelled the school.” "
        "Layla Norran said the road was shut."
    )
    for words in ("We saw men leave", "They shelled the school"):
        speaker = speaker_of(text, words)
        assert speaker is not None
        assert speaker.name == "Omar Halabi"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Omar Halabi pointed out that the mill had burned.", "the mill had burned"),
        ("The mill had burned, Omar Halabi pointed out.", "The mill had burned"),
        ("Omar Halabi left, and went on to say that the mill had burned.", "the mill had burned"),
        ("The mill had burned, according to the clinic's director, Omar Halabi.", "The mill had burned"),
        ("“The mill burned,” said the clinic's director, Omar Halabi. “We wept.”", "We wept"),
        ("The alliance's spokesman, Omar Halabi, told Desert Wire:\n\n“The mill burned at dawn.”", "The mill burned"),
    ],
)
def test_more_ways_of_saying(text: str, words: str) -> None:
    speaker = speaker_of(text, words)
    assert speaker is not None
    assert speaker.name == "Omar Halabi"


@pytest.mark.parametrize(
    "text",
    [
        "The rifle used said a lot about the men.",
        "The plan said troops would leave.",
        "The wells said to be poisoned were shut.",
        "The mill said to have burned stands.",
    ],
)
def test_a_thing_says_nothing(text: str) -> None:
    assert attributions(text) == ()


def test_a_town_says_nothing() -> None:
    text = "Ostrel said the mill burned."
    document, registry = segment(Report("r", "t", text, "", "", "t")), Registry.open()
    actors = find_actors(document, registry)
    assert attribute(document, (), actors)
    assert attribute(document, (), actors, [Span(0, 6)]) == ()


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("In the Russian raids on Idlib activist Samir Qadri said nine died.", None),
        ("Activist Samir Qadri, who fled the Russian raids, said nine died.", None),
        ("A relative of a soldier of the Syrian army said nine died.", None),
        ("A spokesman for the Houthi fighters said nine died.", "Houthi movement"),
        ("The spokesman for fighters of the Islamic State, Samir Qadri, said nine died.", "Islamic State"),
    ],
)
def test_affiliation_comes_from_the_speakers_own_phrase(text: str, affiliation: str | None) -> None:
    speaker = speaker_of(text, "nine died")
    assert speaker is not None
    assert speaker.affiliation == affiliation


@pytest.mark.parametrize(
    "text", ["Samir Qadri, a fighter's father, said nine died.", "A fighter's father said nine died."]
)
def test_a_fighters_father_is_no_fighter(text: str) -> None:
    speaker = speaker_of(text, "nine died")
    assert speaker is not None
    assert (speaker.role, speaker.affiliation) == ("resident", None)


def test_an_agency_to_which_something_is_confirmed_is_the_chain() -> None:
    speaker = speaker_of("Samir Qadri confirmed to Desert Wire that nine died.", "nine died")
    assert speaker is not None
    assert speaker.chain == ("Desert Wire",)
    speaker = speaker_of("Samir Qadri told Turkey that nine died.", "nine died")
    assert speaker is not None
    assert speaker.chain == ()


def test_whom_an_agency_quotes_speaks() -> None:
    speaker = speaker_of("Desert Wire quoted a baker in the area as saying the mill had burned.", "the mill had burned")
    assert speaker is not None
    assert (speaker.name, speaker.role, speaker.chain) == ("baker in the area", "resident", ("Desert Wire",))


def test_an_order_is_no_statement() -> None:
    text = "The ministry said Moscow had told the rebels to leave the mill."
    speaker = speaker_of(text, "leave the mill")
    assert speaker is not None
    assert speaker.name == "ministry"


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param(
            "Defence Secretary Anselm Torvik met the press. “It burned,” the defence secretary said.",
            "It burned",
            "Anselm Torvik",
            id="an office stands for whoever bears it",
        ),
        pytest.param(
            "Colonel Anselm Torvik released the following statement today:\n\n“The mill has fallen.”\n\n“We grieve.”",
            "We grieve",
            "Anselm Torvik",
            id="a statement that is announced",
        ),
        pytest.param(
            "Omar Halabi said: “the men of “Mill and Field”, burned it. They left at noon.\n\nThe rest fled at dawn”.",
            "They left at noon",
            "Omar Halabi",
            id="a name in marks inside a quotation does not end it",
        ),
        pytest.param(
            "Omar Halabi answered by saying: ” they burned the mill and fled to the hills”.",
            "fled to the hills",
            "Omar Halabi",
            id="a mark curled the wrong way behind a colon opens",
        ),
        pytest.param(
            "Omar Halabi fled the mill in May.\n\n“They burned it at night,” and his hands shake.",
            "They burned it at night",
            "Omar Halabi",
            id="a quotation behind an introduction",
        ),
        pytest.param(
            "Omar Halabi said men of the \nmill guard\n had burned the hall.",
            "had burned the hall",
            "Omar Halabi",
            id="a sentence that line ends cut in three",
        ),
        pytest.param(
            "Traders said the mill burned, adding that they believed two men died.",
            "two men died",
            "Traders",
            id="they are whoever speaks in the same sentence",
        ),
    ],
)
def test_what_was_said_is_its_speakers(text: str, words: str, name: str) -> None:
    speaker = speaker_of(text, words)
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "Commenting on reports that the mill had burned, Omar Halabi said:\n\nWe grieve for the millers.",
            "the mill had burned",
            id="what leads in a statement",
        ),
        pytest.param(
            "Rebel Forces in Upcoming Harvest\n\nWe saw the mill burn. Our thoughts are there. Our aid is ready.",
            "the mill burn",
            id="a title is no letterhead",
        ),
    ],
)
def test_what_the_outlet_tells_is_nobody_elses(text: str, words: str) -> None:
    assert speaker_of(text, words) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Activist Omar Halabi said the mill burned.", "activist"),
        ("Omar Halabi, an analyst in Ankara, said the mill burned.", "expert"),
        ("Omar Halabi, a former fighter of the group, said the mill burned.", "defector"),
    ],
)
def test_a_persons_role_is_told_beside_the_name(text: str, role: str) -> None:
    speaker = speaker_of(text, "the mill burned")
    assert speaker is not None
    assert (speaker.name, speaker.role) == ("Omar Halabi", role)
