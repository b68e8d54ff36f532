from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from ebbline.errors import UsageError
from ebbline.ontology import event_type_of
from ebbline.picture.brief import Brief, brief, to_html, to_markdown
from ebbline.privacy import Mask
from ebbline.records import (
    Capture,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    EventClaim,
    Evidence,
    Person,
    Range,
    Reading,
    Report,
    Span,
    Speaker,
    Toll,
    identified,
    reading_id,
    report_id,
)

NOW = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)


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


def test_speakers_are_counted_before_their_names_are_masked(tmp_path: Any) -> None:
    from ebbline.ledger import LedgerStore

    text = "Amal Derwish said the town fell. Samir Haddo said the town fell."
    said = [Speaker(name, "resident") for name in ("Amal Derwish", "Samir Haddo")]
    with LedgerStore(tmp_path / "two.db", clock=lambda: NOW) as store:
        add(store, "one.txt", text, [control(text, at, who) for at, who in zip((0, 33), said, strict=True)], said)
        add(store, "none.txt", "Nothing of the kind is told here.", [], [])
        page = brief(store, mask=Mask.of(store.persons()))
    facts = {fact.figure: fact.words for fact in page.facts}
    assert facts["2 speakers"].startswith("0 anonymous")
    assert facts["2 reports"] == "1 of them with claims, 1 independent story"


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ({"sub": "Attack"}, {"sub": "Armed clash"}, True),
        ({"days": (25, 25)}, {"days": (24, 27)}, True),
        ({"place": "Derwan"}, {"place": "Derwan al-Awal"}, True),
        ({"days": (25, 25)}, {"days": (26, 26)}, False),
        ({"gazetteer_id": "g:1"}, {"gazetteer_id": "g:2"}, False),
        ({"by": "Islamic State"}, {"by": "Military Forces of Syria"}, False),
        ({"by": "Islamic State"}, {"by": "Unidentified armed group"}, True),
        ({"of": "civilians"}, {"of": "target"}, False),
        ({"sub": "Attack"}, {"sub": "Peaceful protest"}, False),
        ({"killed": 146}, {"killed": 146}, False),
        ({"precision": "country"}, {"precision": "country"}, False),
    ],
)
def test_rival_tolls_of_one_occurrence_stand_side_by_side(
    tmp_path: Any, first: dict[str, Any], second: dict[str, Any], differ: bool
) -> None:
    from ebbline.ledger import LedgerStore

    with LedgerStore(tmp_path / "two.db", clock=lambda: NOW) as store:
        for name, words, asked in (
            ("a.txt", "They killed many people.", {"killed": 223} | first),
            ("b.txt", "Others were killed there too.", {"killed": 146} | second),
        ):
            add(store, name, words, [toll(words, **asked)], [])
        lines = section(brief(store, mask=Mask.of(())), "disagreements")
    assert [heading for heading, _ in lines] == (["Tolls that differ"] if differ else [])
    if differ:
        assert {one.words.split(" civilians")[0] for one in lines[0][1].said} == {"223", "146"}


def test_one_voice_in_one_story_does_not_contradict_itself(tmp_path: Any) -> None:
    from ebbline.ledger import LedgerStore

    words = "They killed many people."
    with LedgerStore(tmp_path / "one.db", clock=lambda: NOW) as store:
        add(store, "a.txt", words, [toll(words, killed=3), toll(words, killed=5)], [])
        assert section(brief(store, mask=Mask.of(())), "disagreements") == []


@pytest.mark.parametrize("render", [to_markdown, to_html])
def test_a_brief_of_many_claims_stays_under_a_megabyte(tmp_path: Any, render: Any) -> None:
    from ebbline.ledger import LedgerStore

    with LedgerStore(tmp_path / "many.db", clock=lambda: NOW) as store:
        for number in range(60):
            text = "\n".join(f"In place {number}-{line} {'someone did something ' * 8}." for line in range(60))
            claims = [many(text, line) for line in text.split("\n")]
            add(store, f"{number}.txt", text, claims, [])
        page = brief(store, mask=Mask.of(()))
    assert len(render(page).encode()) < 1_000_000
    assert "and 3,595 more" in to_markdown(page)
    assert [citation.number for citation in page.citations] == list(range(1, len(page.citations) + 1))
    cited = {number for part in page.sections for g in part.groups for line in g.lines for number in line.numbers}
    cited |= {number for fact in page.facts for number in fact.numbers}
    assert cited == {citation.number for citation in page.citations}
    happened = page.sections[0]
    assert happened.size + happened.left_out == 3600


def add(store: Any, name: str, text: str, claims: list[Claim], speakers: list[Speaker]) -> None:
    report = Report(
        report_id=report_id(text, name),
        name=name,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        capture_sha256=hashlib.sha256(text.encode()).hexdigest(),
        origin=name,
        language="en",
    )
    mine = tuple(identified(replace(claim, report_id=report.report_id)) for claim in claims)
    persons = tuple(
        Person(who.name, (Span(text.index(who.name), text.index(who.name) + len(who.name)),), who.role)
        for who in speakers
        if who.name
    )
    reading = Reading(reading_id(report.report_id, "x"), report.report_id, "x", mine, persons)
    store.store(Capture(name, NOW, "text/plain", text.encode()), report, reading)


def control(text: str, at: int, who: Speaker) -> ControlClaim:
    words = text[at:].split(".")[0]
    return ControlClaim(
        report_id="", evidence=(Evidence(at, at + len(words), words),), said_by=who, holder_after=("X",)
    )


def many(text: str, line: str) -> EventClaim:
    at = text.index(line)
    return EventClaim(
        report_id="",
        evidence=(Evidence(at, at + len(line), line),),
        event_type="Battles",
        sub_event_type="Armed clash",
        actors=(ClaimActor("actor", "Islamic State"),),
    )


def toll(
    words: str,
    *,
    killed: int,
    sub: str = "Attack",
    days: tuple[int, int] = (25, 25),
    place: str = "Derwan",
    gazetteer_id: str = "g:1",
    precision: Any = "exact",
    by: str = "Islamic State",
    of: Any = "civilians",
) -> EventClaim:
    return EventClaim(
        report_id="",
        evidence=(Evidence(0, len(words), words),),
        time=ClaimTime(dt.date(2015, 6, days[0]), dt.date(2015, 6, days[1]), "day", ""),
        places=(ClaimPlace(place, place, gazetteer_id, precision=precision),),
        event_type=event_type_of(sub),
        sub_event_type=sub,
        actors=(ClaimActor("actor", by),),
        tolls=(Toll(of, "killed", killed, killed, killed),),
        fatalities=Range(killed, killed, killed),
    )


def test_the_same_ledger_gives_the_same_brief(sample: Any) -> None:
    assert to_html(made(sample)) == to_html(made(sample))
