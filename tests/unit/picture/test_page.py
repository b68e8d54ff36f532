"""The whole page: self-contained, escaped, deterministic, complete, masked."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import html
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ebbline.picture.page import as_script_data, codes_of, picture_page
from ebbline.privacy import Mask
from ebbline.records import ClaimActor, ClaimPlace, ControlClaim, Person, Span, Speaker, identified

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028“'\"&amp;"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


made_up = _load("page_claims")


def page_of(store: Any, mask: Mask | None = None, title: str = "A picture") -> str:
    return picture_page(store, mask=mask or Mask.none(), title=title, generated_at=NOW, ledger="x.db")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.fixture(scope="module")
def store() -> Any:
    return made_up.many(60)


@pytest.fixture(scope="module")
def page(store: Any) -> str:
    return page_of(store)


def test_nothing_is_asked_of_anybody(page: str) -> None:
    without_data = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(
        r"https?:|//[a-z]|url\((?!#)|@import|<link|<img|<iframe| src=", without_data.replace("http-equiv", "")
    )
    assert page.count("http://www.w3.org/2000/svg") == 1  # the name of the format, in the script that draws
    assert "fetch(" not in page
    assert "XMLHttpRequest" not in page
    assert "localStorage" not in page


def test_the_policy_lets_through_only_this_style_and_this_script(page: str) -> None:
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]  # type: ignore[index]
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[0]
    for text in (style, script):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert " style=" not in page
    assert " onclick=" not in page


def test_same_ledger_and_instant_give_the_same_page(store: Any, page: str) -> None:
    assert page_of(made_up.many(60)) == page
    assert page_of(store) == page


def test_hostile_words_stay_words() -> None:
    text = f"One night {HOSTILE} crossed the river at the mill. Nothing more was heard."
    report = made_up.report_of(text, f"{HOSTILE}.txt", title=HOSTILE, outlet=HOSTILE)
    claim = made_up.event(
        report,
        f"{HOSTILE} crossed",
        said_by=Speaker(HOSTILE, "activist", HOSTILE, chain=(HOSTILE,)),
        places=(ClaimPlace(HOSTILE, HOSTILE), ClaimPlace(HOSTILE, HOSTILE, "x", 36.0, 38.0)),
        actors=(ClaimActor("actor", HOSTILE),),
        means=HOSTILE,
    )
    holder = identified(
        ControlClaim(report_id=report.report_id, evidence=claim.evidence, holder_after=(HOSTILE,), places=claim.places)
    )
    page = page_of(made_up.store_of([report], [claim, holder]), title=HOSTILE)
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "\u2028" not in data_of_raw(page)
    assert HOSTILE in data_of(page)["reports"][0][0]
    assert "".join(HOSTILE.split("\u2028")) in "".join(data_of(page)["sentences"])


def data_of_raw(page: str) -> str:
    return re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1]  # type: ignore[index]


def test_script_data_cannot_end_its_element_or_break_a_line() -> None:
    text = as_script_data({"a": "</script>\u2028\u2029<!--&", "b": "\ud800"})
    assert not set("<>&\u2028\u2029") & set(text)
    text.encode("utf-8")
    assert json.loads(as_script_data({"a": "</script>\u2028&"})) == {"a": "</script>\u2028&"}


def test_every_claim_is_in_the_page_and_counted_in_its_head(store: Any, page: str) -> None:
    data = data_of(page)
    assert {claim["i"] for claim in data["claims"]} == {claim.claim_id for claim in store.claims()}
    for claim in store.claims():
        assert f'id="{claim.claim_id}"' in page
    head = re.sub(r"<[^>]+>", "", page[page.index("<header") : page.index("</header>")])
    words = " ".join(head.split())
    kinds = [sum(claim.kind == kind for claim in store.claims()) for kind in ("event", "control", "strength", "cause")]
    assert (
        f"60 claims from 10 reports: {kinds[0]} events · {kinds[1]} control · {kinds[2]} strength · {kinds[3]} causes"
        in words
    )
    assert "by 2 speakers (1 anonymous)" in words
    assert f"{sum(c.time is None for c in store.claims())} claims undated" in words
    assert "x.db, by Ebbline" in words
    assert "2026-01-02 03:04 UTC" in words


def test_the_sentence_stands_whole_with_its_evidence_marked() -> None:
    report = made_up.report_of("Rain fell all day. The brigade left the mill at noon, people said. It was quiet after.")
    page = page_of(made_up.store_of([report], [made_up.event(report, "left the mill")]))
    assert "<blockquote>The brigade <mark>left the mill</mark> at noon, people said.</blockquote>" in page
    claim = data_of(page)["claims"][0]
    sentence, marks = claim["q"][0]
    assert data_of(page)["sentences"][sentence][marks[0] : marks[1]] == "left the mill"
    assert "characters 31–44" in page


def test_marks_count_as_browsers_do() -> None:
    report = made_up.report_of("A 🚁 flew low and the brigade left the mill at noon.")
    claim = data_of(page_of(made_up.store_of([report], [made_up.event(report, "left the mill")])))["claims"][0]
    start, end = claim["q"][0][1]
    sentence = "A 🚁 flew low and the brigade left the mill at noon.".encode("utf-16-le")
    assert sentence[2 * start : 2 * end].decode("utf-16-le") == "left the mill"


def test_private_names_are_nowhere_and_the_evidence_is_still_marked() -> None:
    text = "Tamim Orlo, an activist, said the brigade left the mill. Orlo's sister agreed with Tamim Orlo."
    report = made_up.report_of(text, "interview-tamim-orlo.txt", title="Tamim Orlo speaks")
    speaker = Speaker("Tamim Orlo", "activist")
    claim = made_up.event(report, "Orlo, an activist, said the brigade left", said_by=speaker)
    person = Person("Tamim Orlo", (Span(0, 10), Span(57, 61), Span(83, 93)), "activist")
    other = made_up.event(report, "agreed", said_by=Speaker("Nura Beld", "activist"))
    people = [(report.report_id, person), (report.report_id, Person("Nura Beld", (), "activist"))]
    page = page_of(made_up.store_of([report], [claim, other]), Mask.of(people))
    assert "by 2 speakers" in " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "beld" not in page.casefold()
    assert "orlo" not in page.casefold()
    assert "shown by their role" in page
    assert "<mark>" in page
    assert "[activist]" in page
    assert "not masked" in page_of(made_up.store_of([report], [claim]))


def test_what_did_not_happen_is_told_apart() -> None:
    report = made_up.report_of("They would cross the river. They had crossed the bridge.")
    done = made_up.event(report, "crossed the bridge", places=(made_up.town("Kobani"),))
    planned = made_up.event(report, "cross the river", certainty="planned", places=(made_up.town("Raqqa"),))
    page = page_of(made_up.store_of([report], [done, planned]))
    assert re.search(rf'<li class="claim not" id="{planned.claim_id}">', page)
    assert '<span class="cert c-planned">planned</span>' in page
    assert re.search(rf'<li class="claim" id="{done.claim_id}">', page)


def test_places_the_map_cannot_show_are_listed_with_their_counts() -> None:
    report = made_up.report_of("One came. Two came. Three came. Four came. Five came. Six came. Seven came.")
    near = [
        made_up.event(report, f"{w} came", places=(made_up.town(t),))
        for w, t in (("One", "Kobani"), ("Two", "Raqqa"), ("Three", "Manbij"), ("Seven", "Hasakah"))
    ]
    lost = made_up.event(report, "Four came", places=(ClaimPlace("Qnitry", "Qnitry"),))
    wide = made_up.event(report, "Five came", places=(ClaimPlace("Syria", "Syria", "x:sy", 35, 38, "country", "SY"),))
    vague = made_up.event(
        report, "Six", places=(ClaimPlace("Levant", "Levant", "x:l", 35, 38, "region", None, None, 0.9, 900_000),)
    )
    far = made_up.event(report, "Six came", places=(ClaimPlace("Oslo", "Oslo", "x:o", 59.9, 10.7, "exact", "NO"),))
    page = page_of(made_up.store_of([report], [*near, lost, wide, vague, far]))
    beside = re.sub(r"<[^>]+>", " ", page[page.index('id="beside"') : page.index('id="times"')])
    assert "Named, not resolved: Qnitry 1" in " ".join(beside.split())
    assert "Known only to a country: Syria 1" in " ".join(beside.split())
    assert "Far outside this window: Oslo 1" in " ".join(beside.split())
    assert "Too wide an area to draw: Levant (region) 1" in " ".join(beside.split())
    kinds = {spot["n"]: spot["k"] for spot in data_of(page)["spots"]}
    assert kinds == {
        "Kobani": "point",
        "Raqqa": "point",
        "Manbij": "point",
        "Hasakah": "point",
        "Qnitry": "unresolved",
        "Syria": "country",
        "Oslo": "outside",
        "Levant": "wide",
    }


def test_copies_of_one_story_are_not_two_stories() -> None:
    texts = (
        "The brigade left the mill at noon.",
        "The brigade left the mill at noon. (Wire)",
        "At noon the brigade left the mill.",
    )
    reports = [made_up.report_of(text, f"{i}.txt") for i, text in enumerate(texts)]
    claims = [
        made_up.event(r, "left the mill", places=(made_up.town("Kobani"),), time=made_up.day("2015-06-16"))
        for r in reports
    ]
    store = made_up.store_of(reports, claims)
    store.grouped = {"s1": [r.report_id for r in reports[:2]], "s2": [reports[2].report_id]}
    page = page_of(store)
    assert data_of(page)["alike"] == [[2, 3]]
    assert page.count("2 independent stories · 2 copies of this text") == 2


def test_an_empty_ledger_gives_a_page() -> None:
    page = page_of(made_up.store_of([], []))
    assert "0 claims" in page
    assert "No claim carries a date." in page


def test_long_lists_are_cut_and_say_so() -> None:
    page = page_of(made_up.many(500))
    assert "The first 400 of 500 claims" in page
    assert page.count('<li class="claim') == 400
    assert len(data_of(page)["claims"]) == 500


@pytest.mark.slow
def test_ten_thousand_claims_fit() -> None:
    page = page_of(made_up.many(10_000, reports=500))
    assert len(page.encode()) < 15e6


def test_codes_of_holders_differ() -> None:
    assert codes_of(["River Brigade", "Red Banner", "Hezbollah", "Army of the Plain (2011-)"]) == [
        "RB",
        "RB2",
        "Hezb",
        "AP",
    ]
