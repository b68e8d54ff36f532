"""Web pages: the linearisation, the article in it, and pages that hold none."""

from __future__ import annotations

import unicodedata

import pytest
from lxml.html import document_fromstring

from ebbline.ingest.article import article_blocks, headline_block
from ebbline.ingest.linear import linearise, parse_page

FIRST = (
    "Two people were killed on Monday when shells hit the market of Derwan, residents said, as the truce broke down."
)
SECOND = (
    "The army did not comment on the shelling, which came after a convoy of aid had been turned back at the bridge."
)
THIRD = (
    "A doctor at the hospital of the town said that eleven wounded were brought in before noon, four of them children."
)

PAGE = f"""<!DOCTYPE html>
<html><head><title>Two killed as shells hit market - River Post</title>
<meta property="og:site_name" content="River Post">
<link rel="canonical" href="https://post.example/war/market">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "Two killed as shells hit market",
 "datePublished": "2016-02-03T09:00:00+02:00", "publisher": {{"name": "River Post"}}}}]}}</script>
<style>p {{ color: red }}</style></head>
<body><header><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></header>
<article><h1>Two killed as shells hit market</h1><p>{FIRST}</p><p>{SECOND}</p>
<p>Share this: Facebook | Twitter</p><p>{THIRD}</p></article>
<aside><h2>Related</h2><ul><li><a href="x">Derby ends in riot of goals</a></li></ul></aside>
<footer>© 2016 River Post</footer><script>var furniture = 1;</script></body></html>"""


def body(report):
    return [line for line in (report.text[a:b] for a, b in gaps(report)) for line in line.split("\n") if line.strip()]


def gaps(report):
    start = 0
    for span in report.furniture:
        yield start, span.start
        start = span.end
    yield start, len(report.text)


def test_the_article_is_the_body_and_all_else_is_furniture(read_one):
    report = read_one("a.html", PAGE).report
    assert body(report) == ["Two killed as shells hit market", FIRST, SECOND, THIRD]
    furniture = "\n".join(span.of(report.text) for span in report.furniture)
    for words in (
        "Home",
        "World",
        "Share this: Facebook | Twitter",
        "Derby ends in riot of goals",
        "© 2016 River Post",
    ):
        assert words in furniture
    assert "var furniture" not in report.text
    assert "color" not in report.text


def test_the_fields_of_a_page(read_one):
    report = read_one("a.html", PAGE).report
    assert report.title == "Two killed as shells hit market"
    assert report.outlet == "River Post"
    assert report.url == "https://post.example/war/market"
    assert report.published.interval.start.isoformat() == "2016-02-03"
    assert report.language == "en"


def lines(markup):
    return linearise(parse_page(markup)).text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One<br>Two<br/>\nThree", "One\nTwo\nThree"),
        ("<p>a <b>bold</b>\n word&nbsp;here </p>tail", "a bold word here\n\ntail"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<p>x<script>no</script>y<style>no</style>z<!-- no -->!</p>", "xyz!"),
        ("<table><tr><td>a<td>b</tr><tr><th>c</th><td>d</td></tr></table>", "a b\n\nc d"),
        ("<p>Kurdi&#x302;</p>", "Kurd\u00ee"),
        ("<x-card>a</x-card><x-card>b</x-card>", "a\n\nb"),
        ("<p>a\x00b</p>", "a\ufffdb"),
        ("<head><title>T</title></head><body><p>a</p></body>", "a"),
    ],
)
def test_linearisation(markup, text):
    assert lines(markup) == text
    assert unicodedata.is_normalized("NFC", text)


def test_blocks_are_the_lines_of_the_text():
    linear = linearise(parse_page(PAGE))
    assert [block.span.of(linear.text) for block in linear.blocks] == [line for line in linear.text.split("\n") if line]
    (link,) = [block for block in linear.blocks if block.span.of(linear.text) == "Home"]
    assert link.link_chars == 4


def test_a_paragraph_the_page_has_twice_is_kept_once_in_its_place():
    teaser = f"<div class=teaser><p>{FIRST}</p></div>"
    root = document_fromstring(PAGE.replace("<article>", teaser + "<article>"))
    linear = linearise(root)
    article = article_blocks(root, linear)
    copies = [index for index, block in enumerate(linear.blocks) if block.span.of(linear.text) == FIRST]
    assert len(copies) == 2
    assert copies[1] in article


def test_the_headline_above_the_article_is_the_reports():
    root = document_fromstring(PAGE)
    linear = linearise(root)
    index = headline_block(linear, frozenset({4, 5}), "Two killed as shells hit market")
    assert index is not None
    assert linear.blocks[index].tag == "h1"
    assert headline_block(linear, frozenset({4, 5}), "Another title altogether") is None


LOGIN = (
    "<title>Log in</title><form><label>Username</label><input name=u><label>Password</label><input type=password>"
    "<button>Log in</button></form><p>Forgot your password? Ask us for a new one.</p>"
)


def test_a_login_page_is_said_as_the_manual_says(error_of):
    assert error_of("notes.html", LOGIN) == (
        "notes.html: a login page, no article in it; skipped (keep it with --keep-empty)"
    )


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        (
            "<title>404 Not Found</title><h1>Not Found</h1><p>The requested URL was not found on this server.</p>",
            "an error page",
        ),
        ("<title>Just a moment...</title><p>Checking your browser before you go on to the site. Wait.</p>", "captcha"),
        ("<title>The mill</title><p>Subscribe to read the full story. Already a subscriber?</p>", "paywall"),
        ("<title>App</title><p>You need to enable JavaScript to run this app.</p>", "JavaScript"),
        ("<title>List</title><ul><li><a href=1>One</a><li><a href=2>Two</a></ul>", "a page of links or forms"),
    ],
)
def test_pages_without_an_article(error_of, markup, what):
    error = error_of("a.html", markup)
    assert what in error
    assert "no article in it; skipped (keep it with --keep-empty)" in error


def test_keep_empty_keeps_it_and_says_so(read_one):
    found = read_one("a.html", LOGIN, keep_empty=True)
    assert "a login page" in found.notes[0]
    assert "Forgot your password?" in found.report.text


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Forces took Derwan on Monday.</p>",
        f"<title>Access denied to aid convoys</title><h1>Access denied to aid convoys</h1><p>{SECOND} {THIRD}</p>",
        f"<title>Market shelled</title><nav><a href=l>Log in</a></nav><p>{FIRST}</p>",
        "<title>404 killed in a month</title><p>The monitors counted 404 dead in May, they said in a note.</p>",
    ],
)
def test_a_short_report_is_no_empty_page(read_one, markup):
    assert read_one("a.html", markup).report is not None


@pytest.mark.parametrize("charset", ["windows-1256", "utf-8", "iso-8859-6"])
def test_a_declared_charset_is_used(read_one, charset):
    words = "دخلت القوات البلدة صباح اليوم بعد انسحاب المقاتلين منها دون قتال يذكر كما قال السكان"
    markup = f"<html><head><meta charset='{charset}'><title>x</title></head><body><p>{words}</p></body></html>"
    report = read_one("a.html", markup.encode(charset)).report
    assert report.text == words
    assert report.language == "ar"


def test_markup_nested_beyond_reason_is_read_or_refused_never_a_crash(read):
    found = read({"a.html": "<div>" * 50_000 + FIRST, "b.html": "<p>" + FIRST + "<b>" * 5000})
    assert len(found) == 2


def test_links_to_other_reports_between_paragraphs_and_pictures_words_are_no_part_of_the_report(read_one):
    paragraph = (
        "<p>Fighters of the River Front entered the village of Tal Zira, residents told the paper at length.</p>"
    )
    link = "<p><a href='/x'>Jets kill nine in Kafr Lata as talks on the mill go on</a></p>"
    page = (
        f"<html><body><div class='a'>{paragraph * 3}<img alt='Shells on the dam'>{link}{paragraph}</div></body></html>"
    )
    report = read_one("a.html", page).report
    assert any("Jets kill nine" in span.of(report.text) for span in report.furniture)
    assert "Shells on the dam" not in report.text
    linked = paragraph.replace("<p>", "<p><a href='/y'>").replace("</p>", "</a></p>")
    report = read_one("b.html", page.replace(link, linked)).report
    assert report.furniture == ()
