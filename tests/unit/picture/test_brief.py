from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from ebbline.errors import UsageError
from ebbline.picture.brief import Brief, brief, to_html, to_markdown
from ebbline.privacy import Mask


def made(sample: Any, **asked: Any) -> Brief:
    return brief(sample.store, mask=Mask.of(sample.store.persons()), **asked)


def section(page: Brief, key: str) -> list[tuple[str, Any]]:
    found = next(part for part in page.sections if part.key == key)
    return [(group.heading, line) for group in found.groups for line in group.lines]


def test_the_sections_and_their_order(sample: Any) -> None:
    keys = [part.key for part in made(sample).sections]
    assert keys == ["happened", "holds", "strength", "causes", "speakers", "disagreements", "open"]


def test_every_line_has_a_citation_and_every_citation_its_words(sample: Any) -> None:
    page = made(sample)
    lines = [line for part in page.sections for group in part.groups for line in group.lines]
    assert len(lines) > 15
    numbers = {citation.number for citation in page.citations}
    assert all(line.numbers and set(line.numbers) <= numbers for line in lines)
    assert all(fact.numbers for fact in page.facts)
    by_id = {claim.claim_id: claim for claim in sample.claims}
    for citation in page.citations:
        assert citation.quote
        if citation.claim_id:
            item = by_id[citation.claim_id].evidence[0]
            assert citation.offsets == f"{item.start}–{item.end}"


def test_every_claim_stands_in_some_section(sample: Any) -> None:
    page = made(sample)
    told = {
        number
        for part in page.sections
        if part.key in ("happened", "holds", "strength", "causes")
        for group in part.groups
        for line in group.lines
        for number in line.numbers
    }
    assert {page.citations[number - 1].claim_id for number in told} == {claim.claim_id for claim in sample.claims}


def test_what_is_not_told_as_done_says_so(sample: Any) -> None:
    by_status = {line.status: line for _, line in section(made(sample), "happened") if line.status}
    assert set(by_status) == {"denied", "planned or threatened, not told as done"}
    assert not any(line.done for line in by_status.values())
    text = to_markdown(made(sample))
    assert re.search(r"Armed clash: Islamic State.*planned or threatened, not told as done.*IS plans to storm", text)


def test_who_says_so(sample: Any) -> None:
    said = {one.words for _, line in section(made(sample), "happened") for one in line.said}
    assert "according to [activist], Diary Collective" in said
    assert "Levant Wire reports" in said
    assert "according to A nurse (anonymous), Sahel hospital in Tabqa" in said


def test_rival_tolls_denials_and_holders_stand_side_by_side(sample: Any) -> None:
    lines = dict(section(made(sample), "disagreements"))
    tolls = lines["Tolls that differ"]
    assert (tolls.what, tolls.where, tolls.when) == ("Attack", "Kobani", "25 June 2015")
    assert [one.words for one in tolls.said] == [
        "12 civilians killed, according to [activist], Diary Collective",
        "at least 30 killed, according to YPG",
    ]
    assert tolls.stories == 2
    denial = lines["Told as done and as not done"]
    assert "denied, according to Army" in [one.words for one in denial.said]
    holders = lines["Holders that differ"]
    assert [one.words for one in holders.said] == [
        "held by Islamic State, The Front Diary reports",
        "held by YPG, according to Tarek Mansur, YPG",
    ]


def test_what_is_open_is_listed_and_counted(sample: Any) -> None:
    headings = {heading for heading, _ in section(made(sample), "open")}
    undated = sum(claim.time is None for claim in sample.claims)
    assert f"Claims without a date ({undated})" in headings
    assert {"Places not resolved (1)", "Groups new to the registry (1)", "Claims without a place (1)"} <= headings


def test_an_actor_s_brief_holds_the_causes_that_name_it(sample: Any) -> None:
    page = made(sample, actor="islamic state")
    assert page.title == "islamic state"
    assert not section(page, "causes")  # its words say "the group"
    assert {line.what for _, line in section(page, "strength")} == {
        "Islamic State: manpower down, at least 1 men a day"
    }
    assert not any("YPG" in line.what for _, line in section(page, "holds"))


def test_days_leave_out_other_days_and_keep_the_undated(sample: Any) -> None:
    page = made(sample, start=dt.date(2016, 1, 1), end=dt.date(2016, 12, 31))
    dated = {line.when or heading for heading, line in section(page, "happened")}
    assert dated == {"1 February 2016", "5 March 2016", "Undated (3)"}
    assert page.title == "All claims, 1 January – 31 December 2016"
    assert any("of other days left out" in note for note in page.notes)
    assert any("without a date stay in" in note for note in page.notes)


def test_an_unknown_name_says_what_is_near(sample: Any) -> None:
    with pytest.raises(UsageError, match="--actor: no claim names the actor 'Islamik Stat'; near it: Islamic State"):
        made(sample, actor="Islamik Stat")
    with pytest.raises(UsageError, match="near it: Kobani"):
        made(sample, place="Kobanni")
    with pytest.raises(UsageError, match="no claim has both"):
        made(sample, actor="YPG", place="Tabqa")


def test_an_empty_ledger_makes_an_empty_brief(tmp_path: Any) -> None:
    from ebbline.ledger import LedgerStore

    with LedgerStore(tmp_path / "e.db", clock=lambda: dt.datetime(2016, 1, 1, tzinfo=dt.UTC)) as store:
        page = brief(store, mask=Mask.of(()))
    assert "No claims." in to_markdown(page)
    assert "No claims." in to_html(page)


@pytest.mark.parametrize("render", [to_markdown, to_html])
def test_nobody_private_is_named(sample: Any, render: Any) -> None:
    for page in (made(sample), made(sample, actor="Islamic State"), made(sample, place="Kobani")):
        text = render(page).casefold()
        assert [name for name in ("nabil", "qasem", "huda") if name in text] == []
        assert "[activist]" in text


def test_markdown_shows_markup_of_reports_literally(sample: Any) -> None:
    text = to_markdown(made(sample))
    assert "\\<b\\>Tell Mawj\\</b\\>" in text
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "\\`code\\` \\*stars\\*" in text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def parsed(sample: Any) -> _Page:
    page = _Page()
    page.feed(to_html(made(sample)))
    return page


def test_html_escapes_every_word_of_a_report(parsed: _Page) -> None:
    tags = {tag for tag, _ in parsed.tags}
    assert not tags & {"script", "img", "iframe", "b", "link", "object", "form"}
    assert "<script>alert(2)</script>" in parsed.text
    assert '"><img src=x onerror=alert(1)>.txt' in parsed.text
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]


def test_html_asks_for_nothing(parsed: _Page) -> None:
    assert not [tag for tag, attributes in parsed.tags if "src" in attributes or tag in ("link", "base")]
    links = [attributes["href"] or "" for tag, attributes in parsed.tags if tag == "a"]
    assert all(link.startswith("#") for link in links), "masked addresses are no links"
    assert "url(" not in parsed.text


def test_html_links_lead_somewhere(parsed: _Page) -> None:
    targets = {attributes["id"] for _, attributes in parsed.tags if "id" in attributes}
    ids = [attributes["id"] for _, attributes in parsed.tags if "id" in attributes]
    assert len(ids) == len(targets)
    links = {attributes["href"] or "" for tag, attributes in parsed.tags if tag == "a"}
    assert {link.removeprefix("#") for link in links} <= targets


def test_html_can_be_read_by_everyone(parsed: _Page) -> None:
    tags = [tag for tag, _ in parsed.tags]
    assert tags.count("h1") == 1
    assert {"header", "main", "nav", "footer"} <= set(tags)
    assert ("html", {"lang": "en"}) in parsed.tags
    assert any(attributes.get("class") == "skip" for _, attributes in parsed.tags)


def test_a_report_s_own_address_is_a_link_with_names_only(sample: Any) -> None:
    named = to_html(brief(sample.store, mask=Mask.none()))
    assert 'href="https://diary.example/NabilQasem/nabil%20qasem" rel="noreferrer noopener"' in named


def test_lines_beyond_the_limit_are_counted(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ebbline.picture.brief_length._STEPS", ((2, 5),))
    page = made(sample)
    happened = next(part for part in page.sections if part.key == "happened")
    assert happened.size == 2
    assert happened.left_out > 0
    assert f"{happened.left_out} more lines are not shown" in to_markdown(page)
    assert "more lines are not shown" in to_html(page)


def test_the_same_ledger_gives_the_same_brief(sample: Any) -> None:
    assert to_html(made(sample)) == to_html(made(sample))
