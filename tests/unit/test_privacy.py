from __future__ import annotations

import pytest

from ebbline.privacy import Mask
from ebbline.privacy.withheld import Labels
from ebbline.records import (
    ClaimActor,
    ClaimPlace,
    EventClaim,
    Evidence,
    Person,
    Report,
    Span,
    Speaker,
    identified,
)

OMAR = Person("Nabil Qasem", (Span(0, 11), Span(40, 45)), "activist")
ALI = Person("Ali", (Span(60, 63),), "resident")
TAREK = Person("Tarek Mansur", (Span(5, 17),), "military", public=True)
MASK = Mask.of([("r1", OMAR), ("r1", ALI), ("r2", TAREK), ("r3", Person("José Ra'ed", (), "monitor"))])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Nabil Qasem said", "[activist] said"),
        ("NABIL QASEM FLEES", "[activist] FLEES"),
        ("nabil qasem and Nabil  Qasem", "[activist] and [activist]"),
        ("Nabil\nQasem's town, Nabil Qasem’s", "[activist]'s town, [activist]’s"),
        ("Nabil al-Qasem, Nabil Al Qasem", "[activist], [activist]"),
        ("Qasem, Nabil", "[activist]"),
        ("N. Qasem and Qasem alone", "[activist] and [activist] alone"),
        ("“Nabil-Qasem”", "“[activist]”"),
        ("nabil\u00adqasem Na\u200bbil Qasem", "[activist] [activist]"),
        ("https://a.example/2015/nabil-qasem-speaks", "https://a.example/2015/[activist]-speaks"),
        ("nabil_qasem.txt NabilQasem nabilqasem", "[activist].txt [activist] [activist]"),
        ("nabil%20qasem+ali @nabilqasem85", "[activist]+[resident] @[activist]85"),
        ("a.example/mynabilqasemdiary.html", "a.example/my[activist]diary.html"),
        ("Ali's Aliens and Alistair", "[resident]'s Aliens and Alistair"),
        ("Qasemi and Qas", "Qasemi and Qas"),
        ("[activist] and [resident]", "[activist] and [resident]"),
    ],
)
def test_every_spelling_becomes_the_role(text: str, masked: str) -> None:
    assert MASK.text(text, "r1") == masked
    assert MASK.text(masked, "r1") == masked


@pytest.mark.parametrize("text", ["Jose Raed", "JOSÉ RA’ED", "jos%C3%A9-raed", "Jose\u0301 Raʿed", "José Ra'ed"])
def test_diacritics_and_apostrophes_do_not_hide_a_name(text: str) -> None:
    assert MASK.text(text, "r9") == "[monitor]"


def test_a_whole_name_is_masked_in_every_report_a_surname_where_it_is_used() -> None:
    assert MASK.text("Nabil Qasem", "r2") == "[activist]"
    assert MASK.text("Qasem", "r2") == "Qasem"
    assert MASK.text("Qasem") == "[activist]"


def test_a_given_name_counts_alone_only_if_the_report_uses_it() -> None:
    surname = Mask.of([("r1", Person("Muhannad Qasem", (Span(0, 14), Span(20, 25)), "activist"))])
    assert surname.text("Muhannad said, Qasem said", "r1") == "Muhannad said, [activist] said"
    used = Mask.of([("r1", Person("Nabil Qasem", (Span(0, 11), Span(20, 25)), "activist"))])
    # Surname and given name are as long: the span may be either.
    assert used.text("Nabil said", "r1") == "[activist] said"
    longer = Mask.of([("r1", Person("Muhannad Qasem", (Span(0, 14), Span(20, 28)), "activist"))])
    assert longer.text("Muhannad said", "r1") == "[activist] said"


def test_a_whole_public_name_is_public_everywhere_a_namesakes_short_forms_are_not() -> None:
    namesake = Person("Tarek Mansur", (Span(0, 12), Span(14, 20)), "resident")
    mask = Mask.of([("r1", namesake), ("r2", TAREK)])
    assert mask.text("Tarek Mansur, Mansur", "r1") == "Tarek Mansur, [resident]"
    assert mask.passage("Tarek Mansur, Mansur", "r1", 0) == "Tarek Mansur, [resident]"
    assert mask.text("Tarek Mansur, Mansur", "r2") == "Tarek Mansur, Mansur"


def test_a_person_whom_one_reading_of_the_report_knows_as_public_is_public_there() -> None:
    mask = Mask.of([("r1", Person("Tarek Mansur", (), "unknown")), ("r1", TAREK)])
    assert mask.text("Tarek Mansur, Mansur", "r1") == "Tarek Mansur, Mansur"


LETTERS = Mask.of(
    ("r1", Person(name, (), "resident"))
    for name in (
        "Tulin Barakat", "Suleiman Arab", "Çiğdem Yıldırım", "Şervan Gökçe", "هدى بركات", "Галина Лисенко", "သရဩအောင်",
        "Daw Oo", "Dc", "Add", "A",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("000_7e45dc06add6f4ed.txt", "000_7e45dc06add6f4ed.txt"),
        ("tulin85 x7tulin9 barakat-2015.txt", "[resident]85 x7[resident]9 [resident]-2015.txt"),
        ("The Barakats fled; the Barakats' house", "The [resident]s fled; the [resident]s' house"),
        ("ÇİĞDEM YILDIRIM, çiğdem yıldırım, Cigdem Yildirim", "[resident], [resident], [resident]"),
        ("ŞERVAN GÖKÇE şervan-gökçe.html servan_gokce.html", "[resident] [resident].html [resident].html"),
        ("(هدى بركات), Галина Лисенко, သရဩအောင်!", "([resident]), [resident], [resident]!"),
        ("Suleiman Arab met Arab fighters", "[resident] met Arab fighters"),
        ("Oo said oo in DC. A bomb, a base", "[resident] said oo in DC. A bomb, a base"),
    ],
)
def test_letters_figures_and_short_names(text: str, masked: str) -> None:
    assert LETTERS.text(text, "r1") == masked


def _report(**fields: object) -> Report:
    given = {"name": "huda.txt", "title": "Huda speaks", "outlet": "Furat Lens", "url": "https://a.example/huda"}
    return Report("r_9", text="…", text_sha256="", capture_sha256="", origin="o", **{**given, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("fields", [{"language": "ku"}, {"language": "en", "unread": "a scan: no text layer"}])
def test_a_report_in_which_nobody_looked_for_names_shows_its_id_only(fields: dict[str, str]) -> None:
    for mask in (MASK, Mask.of([])):
        assert mask.report(_report(**fields)) == Labels("r_9", "[title withheld]", "Furat Lens", None)
    assert Mask.none().report(_report(**fields)).title == "Huda speaks"
    assert MASK.report(_report(outlet="راديو", **fields)).outlet is None


def test_a_report_that_was_read_shows_its_masked_labels() -> None:
    mask = Mask.of([("r_9", Person("Huda", (), "activist"))])
    shown = Labels("[activist].txt", "[activist] speaks", "Furat Lens", "https://a.example/[activist]")
    assert mask.report(_report(language="en")) == shown


def test_a_public_name_guards_its_words() -> None:
    mask = Mask.of([("r1", Person("Tarek", (), "resident")), ("r2", TAREK)])
    assert mask.text("Tarek Mansur met Tarek") == "Tarek Mansur met [resident]"


def test_a_private_name_inside_a_shared_surname() -> None:
    mask = Mask.of([("r1", Person("Huda Mansur", (), "resident")), ("r1", TAREK)])
    assert mask.text("Huda Mansur and Tarek Mansur; Mansur", "r1") == "[resident] and Tarek Mansur; Mansur"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Said fled, he said", "[resident] fled, he said"),
        ("SAID THE ARMY", "SAID THE ARMY"),
        ("he-said-she-said.html", "he-said-she-said.html"),
        ("I will; Don't", "I will; Don't"),
    ],
)
def test_names_that_are_words(text: str, masked: str) -> None:
    mask = Mask.of([("r1", Person("Said", (), "resident")), ("r1", Person("Don", (), "expert"))])
    assert mask.text(text, "r1") == masked


def test_particles_belong_to_their_word() -> None:
    mask = Mask.of([("r1", Person("Abu Laith", (), "defector")), ("r1", Person("Nur al-Din Haddad", (), "expert"))])
    assert mask.text("Laith Street, Abu Laith; al-Din, Nur al-Din, Haddad", "r1") == (
        "Laith Street, [defector]; al-Din, [expert], [expert]"
    )


def test_the_longest_name_wins() -> None:
    mask = Mask.of([("r1", Person("Ali", (), "resident")), ("r1", Person("Ali Hasan", (), "expert"))])
    assert mask.text("Ali Hasan and Ali", "r1") == "[expert] and [resident]"


def _claim(text: str, **fields: object) -> EventClaim:
    made = EventClaim(
        report_id="r1",
        evidence=(Evidence(100, 100 + len(text), text),),
        event_type="Battles",
        sub_event_type="Armed clash",
        **fields,  # type: ignore[arg-type]
    )
    return identified(made)


def test_a_name_that_is_a_place_too_is_told_apart_by_its_spans() -> None:
    person = Person("Khalil Raqqa", (Span(100, 112), Span(130, 135)), "activist")
    claim = _claim(
        "Khalil Raqqa left Raqqa on foot. Raqqa said",
        places=(ClaimPlace("Raqqa", "Raqqa", "geo:1", 35.9, 39.0),),
        said_by=Speaker("Raqqa", "activist", chain=("Khalil Raqqa",)),
    )
    person = Person(person.name, (Span(100, 112), Span(133, 138)), "activist")
    masked = Mask.of([("r1", person)]).claim(claim)
    assert masked.evidence[0].text == "[activist] left Raqqa on foot. [activist] said"
    assert masked.places[0].name == masked.places[0].mention == "Raqqa"
    assert masked.said_by == Speaker("[activist]", "activist", chain=("[activist]",))


def test_a_place_taken_for_a_person_of_whom_nothing_is_told_stays() -> None:
    claim = _claim("in Ain Dara they met", places=(ClaimPlace("Ain Dara", "Ain Dara", "geo:7", 36.4, 36.8),))
    nobody = Mask.of([("r1", Person("Ain Dara", (Span(103, 111),)))])
    assert nobody.claim(claim) == claim
    somebody = Mask.of([("r1", Person("Ain Dara", (Span(103, 111),), "activist"))])
    assert somebody.claim(claim).evidence[0].text == "in [activist] they met"


def test_a_surname_taken_for_a_place_is_masked() -> None:
    claim = _claim("Omar Homsi said", places=(ClaimPlace("Homs", "Homsi", "geo:2", 34.7, 36.7),))
    masked = Mask.of([("r1", Person("Omar Homsi", (Span(100, 110),), "activist"))]).claim(claim)
    assert (masked.places[0].name, masked.places[0].mention) == ("Homs", "[activist]")


def test_a_group_of_the_registry_keeps_its_name() -> None:
    claim = _claim("Yarmouk fired", actors=(ClaimActor("actor", "Yarmouk Brigade", "actor:y", "Yarmouk"),))
    masked = Mask.of([("r1", Person("Khaled Yarmouk", (), "resident"))]).claim(claim)
    assert masked.actors[0].name == "Yarmouk Brigade"
    assert masked.evidence[0].text == "Yarmouk fired"


def test_spans_catch_what_the_name_does_not_tell() -> None:
    person = Person("Omar Homsi", (Span(100, 105),), "activist")  # a nickname
    masked = Mask.of([("r1", person)]).claim(_claim("Bunny said"))
    assert masked.evidence[0].text == "[activist] said"


def test_masking_a_claim_twice_changes_nothing_and_keeps_offsets() -> None:
    claim = _claim("Nabil Qasem said Ali’s town fell", means="Qasem's rifle", object="the house of Ali")
    once = MASK.claim(claim)
    assert once == MASK.claim(once)
    assert once.evidence[0] == Evidence(100, 132, "[activist] said [resident]’s town fell")
    assert (once.means, once.object) == ("[activist]'s rifle", "the house of [resident]")
    assert once.claim_id == claim.claim_id


def test_json_is_masked_by_the_report_it_names() -> None:
    obj = {"report_id": "r1", "claim_id": "c_ali", "who": ["Qasem", {"where": "Qasem"}], "n": 1, "role": "activist"}
    assert MASK.json(obj) == {**obj, "who": ["[activist]", {"where": "[activist]"}]}
    assert MASK.json({"report_id": "r2", "who": "Qasem, Nabil Qasem"})["who"] == "Qasem, [activist]"


def test_none_lets_everything_through() -> None:
    mask = Mask.none()
    claim = _claim("Nabil Qasem said")
    assert mask.text("Nabil Qasem") == "Nabil Qasem"
    assert mask.claim(claim) is claim
    assert mask.shows_names
    assert not MASK.shows_names


def test_a_word_that_carries_a_sentence_is_never_a_short_form() -> None:
    taken_for_a_name = Person("Lions of Darwish", (Span(0, 16), Span(20, 22)))
    said = Mask.of([("r_1", taken_for_a_name)]).text("Forces of the army met Darwish.", "r_1")
    assert said == "Forces of the army met [unknown]."
