"""Furniture in plain text: lines of the page are marked, lines of the report never."""

from __future__ import annotations

import pytest

from ebbline.ingest.furniture import furniture_of

BODY = (
    "Fighters of the River Front entered the village of Tal Zira on Monday, residents said, after the council had left."
)


def marked(text):
    return [span.of(text) for span in furniture_of(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Leave a comment (17)",
        "Your email address will not be published. Required fields are marked *",
        "four × 5 =",
        "7 + 3 = ?",
        "Share this: Facebook | Twitter | WhatsApp",
        "Share  Tweet  Print",
        "Home | News | Opinion | Sport | Contact",
        "Home > World > Middle East",
        "  • Short link :",
        "For the latest on the war, follow us on Twitter :",
        "We use cookies to improve your experience. Accept | Manage",
        "READ ALSO: Army retakes hill near the dam",
        "RELATED: Battle of the choirs ends in tears",
        "Most read: Coach attacks referee",
        "Tags: Raqqa, army, truce",
        "Filed under: News, War | 3 comments | Print",
        "© 2016 Example News. All rights reserved",
        "Posted 12 November 2018, 14:02 · 3 min read · Share on Facebook",
        "By our correspondent | 13 January 2025 | 6 min read | 1.2K shares",
        "(Photo: A. Person/Agency)",
        "Advertisement",
        "Subscribe to our newsletter",
        "Skip to main content",
        "3 Comments - Be the first of your friends to like this",
        "[Facebook] [WhatsApp] [Print]",
        "Save my name, email, and website in this browser for the next time I comment.",
    ],
)
def test_a_line_of_the_page_is_furniture_between_paragraphs_of_the_report(line):
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Tal Zira – River Radio",
        "Share of the blame lies with the council, residents said",
        "Home guards fled the village",
        "Follow orders",
        "Related violence killed four in Tal Zira",
        "Four killed in Tal Zira",
        "More fighters reached the hill",
        "Most read the leaflets and left the town",
        "Comments by the minister angered the tribes",
        "Internal Conflict",
        "In Syria:",
        "Near Tal Zira, three strikes destroyed a bridge",
        "File complaints against the police, the lawyer urged",
        "Handout of bread was shelled",
        "Subscribers of the phone company lost service when the mast was hit",
        "Print works in Tal Zira were burned",
        "22 March 2016",
        "Reporting by: Sara Vallo",
        "The following statement was read on the radio:",
        "Register of the dead: 14 names",
        "Next: the battle for the dam",
        "Video: fighters storm the grain silo",
    ],
)
def test_a_line_of_the_report_is_kept(line):
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == []


def test_a_long_paragraph_is_kept_whatever_it_begins_with():
    assert marked("Share this: " + BODY * 3) == []
    assert marked("Tags: " + BODY * 3) == []


def test_headlines_after_a_heading_for_them_are_furniture_until_the_report_goes_on():
    text = f"{BODY}\n\nRelated stories\nArmy shells hill\n• Ten killed in market\nRiot of goals in derby\n\n{BODY}"
    assert marked(text) == ["Related stories\nArmy shells hill\n• Ten killed in market\nRiot of goals in derby"]


def test_a_section_of_the_report_under_a_common_word_is_kept():
    text = "Latest\nArmy takes the bridge\nFive killed near the mill\n\nOther news\nTruce holds"
    assert marked(text) == []


def test_a_menu_is_a_run_of_short_lines_half_of_them_words_of_menus():
    assert marked(f"Home\nNews\nOur valley\nContact\n\n{BODY}") == ["Home\nNews\nOur valley\nContact"]
    assert marked(f"Tal Zira\nKafr Lata\nThe mill\n\n{BODY}") == []


def test_readers_comments_are_furniture_to_the_end():
    text = (
        f"{BODY}\n\n2 Comments\n\nJoe says:\nThey should have bombed the mill long ago, if you ask me and my friends."
    )
    assert marked(text) == [text[len(BODY) + 2 :]]


def test_spans_are_whole_lines_sorted_and_disjoint():
    text = "Share\n\nTweet\n" + BODY + "\n\n\nLeave a Reply\n"
    assert marked(text) == ["Share\n\nTweet", "Leave a Reply"]


@pytest.mark.parametrize(
    "line",
    [
        "You are here: Home > World > Our valley: four killed near the mill of Tal Zira",
        "Home » Our valley » Four killed near the mill of Tal Zira as shells fall",
        "![Fighters storm the mill](https://river.example/1.jpg)",
        "[image: fighters storm the mill of Tal Zira]",
        "Image alt text: fighters storm the mill of Tal Zira",
        "From: Desk <desk@river.example>\nSent: 3 March 2016\nSubject: Fighters storm the mill",
        "> From: Desk\n> Subject: Fighters storm the mill",
        "On Mon, 7 Mar 2016 at 10:02, A. Person <a@river.example> wrote:",
        "----- Original Message -----",
        "More from our valley\nFighters storm the mill\nFour killed at the bridge",
    ],
)
def test_crumbs_pictures_letter_heads_and_links_are_furniture(line):
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "From: the front came bad news only",
        "To: the south lies Kafr Lata\nThe mill: taken",
        "> Four men were killed, they wrote.",
        "Home guards > the army, the joke went",
        "Image of the dead leader was burnt",
        "On Monday the council wrote:",
        "News from Tal Zira\nFour killed at the bridge\nShells on the mill",
    ],
)
def test_lines_like_them_are_kept(line):
    assert marked(f"{BODY}\n\n{line}\n\n{BODY}") == []


def test_headlines_a_menu_goes_on_with_are_furniture_and_the_reports_own_is_not():
    links = "Home\nNews\nPolitics\nFighters storm the mill\nFour killed at the bridge\nTalks held in the city"
    assert marked(f"{links}\n\nCouncil leaves the village\n\n{BODY}") == [links]
    own = "Home\nNews\nPolitics\nCouncil leaves the village\nBy A. Person\n3 March 2016"
    assert marked(f"{own}\n{BODY}") == ["Home\nNews\nPolitics"]


def test_a_headline_that_an_empty_line_parts_from_a_menu_is_kept():
    assert marked(f"Home\nNews\nPolitics\n\nMill shelled\n\n{BODY}") == ["Home\nNews\nPolitics"]


def test_a_flash_of_headlines_alone_is_the_report():
    assert marked("Top stories\nFighters storm the mill") == []
