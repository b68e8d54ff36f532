"""When a report was published; none rather than a guess."""

from __future__ import annotations

import datetime as dt

import pytest

from ebbline.ingest.dating import from_address, from_given, infer_published, published_of


def day(text):
    return dt.date.fromisoformat(text)


def span(published):
    if published is None:
        return None
    interval = published.interval
    start, end = interval.start.isoformat(), interval.end.isoformat()
    return start if start == end else f"{start}..{end}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2015-06-16", "2015-06-16"),
        ("2015-06-16T23:30:00+03:00", "2015-06-16"),
        ("2015-06-16T08:15:00.123456789Z", "2015-06-16"),
        ("2015-06", "2015-06-01..2015-06-30"),
        ("2016-2", "2016-02-01..2016-02-29"),
        ("2015", "2015-01-01..2015-12-31"),
        ("Tue, 16 Jun 2015 10:00:00 +0000", "2015-06-16"),
        ({"from": "2015-06-16", "to": "2015-06-18"}, "2015-06-16..2015-06-18"),
        ({"from": "2015-06", "to": "2015-07"}, "2015-06-01..2015-07-31"),
        ({"from": "2015-06-18", "to": "2015-06-16"}, None),
        ({"from": "2015-06-18"}, None),
        ("2015-02-30", None),
        ("0001-01-01", None),
        ("soon", None),
        (20150616, None),
        (["2015-06-16"], None),
        ("", None),
    ],
)
def test_given(value, expected):
    assert span(from_given(value)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2016/02/03/village", "2016-02-03"),
        ("https://a.example/news/2016/2/3", "2016-02-03"),
        ("https://a.example/2016/feb/03/village", "2016-02-03"),
        ("https://a.example/news-20160203-village.html", "2016-02-03"),
        ("https://a.example/2016-02-03-village", "2016-02-03"),
        ("https://a.example/03-february-2016/village", "2016-02-03"),
        ("https://a.example/article/idUSKCN0XX0I320160203", "2016-02-03"),
        ("https://a.example/ps/2016/02/257627.htm", "2016-02-01..2016-02-29"),
        ("https://a.example/elections/2016/", None),
        ("https://a.example/2016/13/45/x", None),
        ("https://a.example/story-37761088", None),
        ("https://a.example/x?date=2016-02-03", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_address(url, expected):
    assert span(from_address(url)) == expected


BODY = "\n\nFighters left the village without a fight, residents said."


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("BAIJI, Iraq, June 14, 2015 – Forces took the refinery.", "2015-06-14"),
        ("BENI, Democratic Republic of Congo, 3 June 2022 — Schools stay open.", "2022-06-03"),
        ("GOMA (August 4, 2024) — Rebels said they had left.", "2024-08-04"),
        ("MOSUL, Feb 27 (2017) - Forces said they had left.", "2017-02-27"),
        ("Derwan, 18 May 2021. Crews pulled five bodies from the mud.", "2021-05-18"),
        ("Village changes hands\n17/6/2015", "2015-06-17"),
        ("Village changes hands\n16 / 6/2015", "2015-06-16"),
        ("22 March 2016", "2016-03-22"),
        ("Tuesday, 22nd of March 2016", "2016-03-22"),
        ("2016-03-22", "2016-03-22"),
        ("March 2016", "2016-03-01..2016-03-31"),
        ("Published: 5 May 2015", "2015-05-05"),
        ("Posted on Tuesday, 5 May 2015 at 10:00", "2015-05-05"),
        ("By Jane Doe | March 3, 2016 | 10:30 am", "2016-03-03"),
        ("River Radio, evening bulletin, Thursday 20 February 2025", "2025-02-20"),
        ("Situation report no. 9 (1–15 April 2023). Issued 17 April 2023", "2023-04-17"),
        ("Press note of 19 November 2020", "2020-11-19"),
        # day or month first
        ("03/04/2016", "2016-03-04..2016-04-03"),
        ("01/12/2016", None),
        ("Monday 12/5/2014", "2014-05-12"),
        ("03/04/2016\n\nThe truce of 17/6/2015 broke.", "2016-04-03"),
        ("03/04/2016\n\nThe truce of 6/17/2015 broke.", "2016-03-04"),
        # dates of what is told
        ("The army took the mill on 5 May 2015 and left it in June.", None),
        ("Massacre in Derwan on 25 May 2012", None),
        ("In 16/6/2015 the group withdrew from the village.", None),
        ("Summary of strikes, March 4-9, 2024", None),
        ("Strikes from 24 February to 2 March 2025", None),
        ("31 February 2016", None),
        ("1,000 militants", None),
    ],
)
def test_words(head, expected):
    assert span(infer_published(head + BODY)) == expected


def test_a_date_signed_at_the_end():
    assert span(infer_published("Statement on the truce." + BODY * 100 + "\n\nDerwan, 9 August 2023")) == "2023-08-09"


def test_a_month_of_last_year_beside_its_year_gives_the_year_of_the_report():
    text = "The raids began in September last year. During September and October of 2014 dozens were flown."
    found = infer_published(text)
    assert span(found) == "2015-01-01..2015-12-31"
    assert "September last year" in found.words


def test_a_month_of_last_year_beside_two_years_gives_none():
    assert infer_published("It began in May last year. In May 2014 and May 2013 there were raids.") is None


def test_what_is_known_comes_in_the_order_given_metadata_words_address(read, read_one):
    page = (
        "<html><head><meta property='article:published_time' content='2016-02-04T10:00:00Z'></head><body><article>"
        "<p>Derwan, 5 February 2016 – Fighters left the village without a fight, residents told the paper by telephone."
        "</p></article></body></html>"
    )
    assert read_one("a.html", page).report.published.how == "metadata"
    undated = page.replace(page[page.index("<meta") : page.index("</head>")], "<link rel=canonical href='{}'>")
    address = "https://a.example/2016/02/03/x"
    bare = undated.replace("Derwan, 5 February 2016 – ", "")
    found = read_one("b.html", bare.format(address)).report.published
    assert (found.how, span(found)) == ("address", "2016-02-03")
    found = read_one("c.html", undated.format("https://a.example/x")).report.published
    assert (found.how, span(found), found.words) == ("text", "2016-02-05", "5 February 2016")
    assert read_one("d.txt", "Fighters left the village.").report.published is None


@pytest.mark.parametrize(
    ("url", "head", "expected"),
    [
        ("https://a.example/2015/11/15/x", "ERBIL, 13 November 2015 – They took the hill on Friday.", "2015-11-13"),
        ("https://a.example/2015/11/x", "ERBIL, 13 November 2015 – They took the hill on Friday.", "2015-11-13"),
        ("https://a.example/2015/11/15/x", "November 2015", "2015-11-15"),
        ("https://a.example/2015/11/15/x", "Conference of the council, 20 May 2016", "2015-11-15"),
        ("https://a.example/2015/11/15/x", "They took the hill.", "2015-11-15"),
    ],
)
def test_a_dateline_goes_before_the_address(url, head, expected):
    assert span(published_of(None, url, head + BODY)) == expected


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        (["12/02/2016 09:14"], "2016-02-12..2016-12-02"),
        (["12/02/2016 09:14", "13/02/2016 10:01"], "2016-02-12..2016-02-13"),
        (["02/12/2016, 09:14", "02/13/2016, 10:01"], "2016-02-12..2016-02-13"),
        (["11/02/2016 09:14", "12/02/2016 10:01"], "2016-02-11..2016-02-12"),
        (["12.02.16, 9:14:05 PM", "14.02.16, 10:01:44 AM"], "2016-02-12..2016-02-14"),
        (["2016-02-12 09:14"], "2016-02-12"),
    ],
)
def test_stamps_of_messages_settle_one_another(stamps, expected):
    text = "\n".join(f"[{stamp}] Shells fell on the mill." for stamp in stamps)
    assert span(infer_published(text)) == expected


def test_stamps_are_settled_by_other_dates_of_the_text():
    text = "[12/02/2016 09:14] The truce of 17/6/2015 broke."
    assert span(infer_published(text)) == "2016-02-12"
