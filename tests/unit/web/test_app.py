from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ebbline.records import Reading, reading_id

JSON_ROUTES = ("/api/claims", "/api/reports", "/api/stories", "/health", "/openapi.json")


def test_claims_carry_sentence_citation_and_both_counts_of_offsets(served: Any, sample: Any) -> None:
    answer = served("/api/claims")
    told = answer.json["claims"]
    assert answer.status == 200
    assert [claim["claim_id"] for claim in told] == [claim.claim_id for claim in sample.store.claims()]
    for claim in told:
        text = sample.store.report(claim["report_id"]).text.encode("utf-16-le")
        for item in claim["evidence"]:
            words = text[2 * item["utf16_start"] : 2 * item["utf16_end"]].decode("utf-16-le")
            assert words == sample.store.report(claim["report_id"]).text[item["start"] : item["end"]]
        assert claim["claim_id"] in claim["citation"]
        assert all(sentence["text"] for sentence in claim["sentences"])


def test_offsets_after_a_character_that_browsers_count_twice(served: Any, sample: Any) -> None:
    from ebbline.web.answers import Utf16

    utf16 = Utf16("a😀b𝔎c")
    assert [utf16.at(offset) for offset in range(6)] == [0, 1, 3, 4, 6, 7]
    assert utf16.span(2, 4) == {"start": 2, "end": 4, "utf16_start": 3, "utf16_end": 6}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"kind": "control"}, 2),
        ({"actor": "islamic state"}, 6),
        ({"place": "Tabqa"}, 2),
        ({"speaker": "YPG"}, 2),
        ({"certainty": "denied"}, 1),
        ({"from": "2016-01-01"}, 2),
        ({"to": "2015-12-31", "kind": "control"}, 2),
        ({"text": '"air raids"'}, 1),
        ({"text": "hospit*", "place": "Tabqa"}, 1),
        ({"kind": "event", "actor": "Nobody"}, 0),
        ({"kind": "", "text": ""}, 12),
    ],
)
def test_filters_are_those_of_the_command(served: Any, asked: dict[str, str], count: int) -> None:
    assert len(served("/api/claims", **asked).json["claims"]) == count


def test_parts_put_together_are_the_whole(served: Any) -> None:
    whole = served("/api/claims").json
    parts = [served("/api/claims", limit=5, offset=offset).json for offset in (0, 5, 10)]
    assert [claim for part in parts for claim in part["claims"]] == whole["claims"]
    assert [part["more"] for part in parts] == [True, True, False]
    for route in ("reports", "stories"):
        first, rest = (served(f"/api/{route}", limit=2, offset=offset).json for offset in (0, 2))
        assert first[route] + rest[route] == served(f"/api/{route}").json[route]
        assert (first["more"], rest["more"]) == (True, False)


@pytest.mark.parametrize(
    ("path", "asked", "what"),
    [
        ("/api/claims", {"kind": "rumour"}, "kind: input should be 'event', 'control', 'strength' or 'cause'"),
        ("/api/claims", {"from": "12"}, "from: no date; write it as 2015-06-16"),
        ("/api/claims", {"to": "2015-02-30"}, "to: "),
        ("/api/claims", {"from": "2016-01-01", "to": "2015-01-01"}, "`to` is before `from`"),
        ("/api/claims", {"limit": "0"}, "limit: input should be greater than or equal to 1"),
        ("/api/claims", {"limit": "501"}, "limit: input should be less than or equal to 500"),
        ("/api/claims", {"offset": "-1"}, "offset: "),
        ("/api/claims", {"text": "a" * 201}, "text: string should have at most 200 characters"),
        ("/api/claims", {"names": "true"}, "there is no parameter of this name"),
        ("/brief", {"names": "1"}, "there is no parameter of this name"),
        ("/api/reports", {"limit": "many"}, "limit: "),
        ("/api/claims/c_nonsense", {}, "claim_id: "),
    ],
)
def test_wrong_words_are_told(served: Any, path: str, asked: dict[str, str], what: str) -> None:
    answer = served(path, **asked)
    assert answer.status == 422
    assert what in answer.json["what"]
    assert answer.json["cure"]


def test_wrong_words_are_not_repeated(served: Any) -> None:
    for asked in ({"kind": "Nabil Qasem"}, {"Nabil Qasem": "1"}, {"from": "Nabil Qasem"}):
        assert b"Nabil" not in served("/api/claims", **asked).body


def test_one_claim(served: Any, sample: Any) -> None:
    claim = sample.claims[0]
    told = served(f"/api/claims/{claim.claim_id}").json
    assert told in served("/api/claims").json["claims"]
    assert told["said_by"]["name"] == "[activist]"


def test_one_report_shows_only_the_sentences_that_carry_claims(served: Any, sample: Any) -> None:
    report = sample.store.report(sample.claims[0].report_id)
    told = served(f"/api/reports/{report.report_id}").json
    assert told["published"] == {"from": "2015-06-26", "to": "2015-06-26", "how": "given"}
    carried = [claim_id for passage in told["passages"] for claim_id in passage["claims"]]
    assert set(carried) == {claim.claim_id for claim in sample.claims if claim.report_id == report.report_id}
    assert all("text" in passage and passage["start"] < passage["end"] for passage in told["passages"])
    assert "A diary from the front" not in " ".join(passage["text"] for passage in told["passages"])


@pytest.mark.parametrize(
    "path", ["/api/claims/c_0123456789abcdef", "/api/reports/r_0123456789abcdef", "/nothing", "/brief?actor=Nobody"]
)
def test_what_is_not_there_is_told(served: Any, path: str) -> None:
    answer = served(path)
    assert answer.status == 404
    assert set(answer.json) == {"what", "cure"}


def test_a_withdrawn_report_is_gone_without_a_word_on_by_whom_and_why(served: Any, sample: Any) -> None:
    report_id = sample.claims[0].report_id
    assert served("/").body.count(b"Diary") > 0
    sample.store.withdraw(report_id, "Nabil asked for it", "Huda")
    answer = served(f"/api/reports/{report_id}")
    assert answer.status == 410
    assert answer.json["what"].startswith("the report was withdrawn on ")
    assert not any(name in answer.body for name in (b"Nabil", b"Huda"))
    assert b"Diary" not in served("/").body
    assert served(f"/api/claims/{sample.claims[0].claim_id}").status == 404


def test_a_claim_that_only_an_earlier_reading_made_is_not_shown(served: Any, sample: Any) -> None:
    claim = sample.claims[0]
    report = sample.store.report(claim.report_id)
    capture = sample.store.capture(claim.report_id)
    later = Reading(reading_id(report.report_id, "sample 2"), report.report_id, "sample 2", ())
    sample.store.store(capture, report, later)
    answer = served(f"/api/claims/{claim.claim_id}")
    assert answer.status == 404
    assert "an earlier reading" in answer.json["what"]


def test_the_picture_and_the_brief_are_pages(served: Any) -> None:
    page = served("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert b"<title>What the reports claim</title>" in page.body
    assert b"Kobani" in served("/brief", place="Kobani", actor="").body
    assert b"<title>Brief: Islamic State" in served("/brief", actor="Islamic State").body


def test_the_picture_is_drawn_again_only_when_the_ledger_has_changed(
    sample: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ebbline.web import desk as module

    drawn: list[int] = []

    def draw(store: Any, **more: Any) -> str:
        drawn.append(store.counts()["reports"])
        return "page"

    monkeypatch.setattr(module, "picture_page", draw)
    desk = module.Desk(Path(sample.path), clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert (desk.picture(), desk.picture(), drawn) == (b"page", b"page", [3])
    sample.store.withdraw(sample.claims[0].report_id, "x", "y")
    desk.picture()
    assert drawn == [3, 2]


def test_the_ledger_is_left_as_it_is(served: Any, sample: Any) -> None:
    before = [*sample.store.logged(), *sample.store.runs(), sample.store.counts()]
    for path in ("/", "/brief", *JSON_ROUTES):
        assert served(path).status == 200
    assert [*sample.store.logged(), *sample.store.runs(), sample.store.counts()] == before


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_asking_is_possible(served: Any, method: str) -> None:
    answer = served("/api/claims", method=method)
    assert answer.status == 405
    assert answer.json == {"what": "the ledger is only read here", "cure": "ask with GET"}


def test_a_ledger_that_cannot_be_read_is_an_answer_too(served: Any, sample: Any) -> None:
    sample.store.close()
    Path(sample.path).write_bytes(b"no ledger at all")
    answer = served("/api/claims")
    assert answer.status == 503
    assert answer.json["what"] == "the ledger cannot be read: not a ledger"


def test_a_failure_of_the_program_is_an_answer_too(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from ebbline.web import app

    monkeypatch.setattr(app, "report_answer", lambda view, report: 1 / 0)
    answer = served("/api/reports")
    assert answer.status == 500
    assert set(answer.json) == {"what", "cure"}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_page_of_the_framework_that_loads_from_elsewhere(served: Any) -> None:
    assert [served(path).status for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 200]


def test_lone_surrogates_are_escaped(sample: Any, served: Any) -> None:
    from ebbline.web.app import Json

    assert Json({"a": "\ud800"}).body == b'{"a": "\\ud800"}'
