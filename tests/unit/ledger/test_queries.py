"""Each filter finds what it names and uses an index for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import ModuleType

import pytest

from ebbline.ledger import ClaimQuery, LedgerStore
from ebbline.ledger.queries import claims_sql, match_words


@pytest.fixture(scope="module")
def three(samples: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LedgerStore]:
    with samples.open_store(tmp_path_factory.mktemp("queries") / "three.db") as store:
        for number in (1, 2, 3):
            store.store(*samples.sample(number))
        yield store


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (ClaimQuery(), 12),
        (ClaimQuery(kind="event"), 3),
        (ClaimQuery(certainty="probable"), 3),
        (ClaimQuery(kind="event", certainty="probable"), 0),
        (ClaimQuery(actor="lunadi front"), 6),  # who acts, and who holds
        (ClaimQuery(actor="own:lunadi"), 3),
        (ClaimQuery(actor="Korvand2"), 3),  # target, former holder, who is weaker
        (ClaimQuery(actor="Lunadi"), 3),  # a mention
        (ClaimQuery(actor="Front"), 0),
        (ClaimQuery(place="upper-brennick1"), 2),
        (ClaimQuery(place="Zarland"), 6),
        (ClaimQuery(place="XX"), 6),
        (ClaimQuery(place="own:7"), 6),
        (ClaimQuery(place="Ilko Marrun"), 0),  # not a place
        (ClaimQuery(speaker="ILKO MARRUN"), 6),
        (ClaimQuery(speaker="Brennick Radio"), 6),
        (ClaimQuery(speaker="Lunadi"), 6),
        (ClaimQuery(start=dt.date(2016, 3, 3), end=dt.date(2016, 3, 3)), 6),
        (ClaimQuery(start=dt.date(2016, 3, 4)), 0),
        (ClaimQuery(end=dt.date(2016, 3, 2)), 0),
        (ClaimQuery(end=dt.date(2016, 3, 3)), 6),
        (ClaimQuery(text="village took"), 6),
        (ClaimQuery(text='"the village"'), 6),
        (ClaimQuery(text='"village the"'), 0),
        (ClaimQuery(text="brennick*"), 6),
        (ClaimQuery(text="ZARLAND"), 6),
        (ClaimQuery(text="blockade road"), 3),
        (ClaimQuery(text="Brennick2", kind="cause"), 0),
        (ClaimQuery(text="upper brennick2", kind="control"), 1),
        (ClaimQuery(text="oil"), 0),  # in the report, in no claim
        (ClaimQuery(text="  "), 0),
        (ClaimQuery(report_id="r_none"), 0),
        (ClaimQuery(limit=5), 5),
        (ClaimQuery(place="XX", limit=4), 4),
        (ClaimQuery(limit=0), 0),
    ],
)
def test_filters(three: LedgerStore, query: ClaimQuery, count: int) -> None:
    found = list(three.claims(query))
    assert len(found) == count
    if query.limit is None:
        everything = [claim.claim_id for claim in three.claims()]
        assert [claim.claim_id for claim in found] == [i for i in everything if i in {c.claim_id for c in found}]


def test_of_one_report(three: LedgerStore, samples: ModuleType) -> None:
    report = samples.sample(2)[1]
    assert {claim.report_id for claim in three.claims(ClaimQuery(report_id=report.report_id))} == {report.report_id}


def test_reports_by_words(three: LedgerStore, samples: ModuleType) -> None:
    assert list(three.search_reports("oil žár")) == [samples.sample(number)[1].report_id for number in (1, 2, 3)]
    assert list(three.search_reports("korvand2")) == [samples.sample(2)[1].report_id]
    assert len(list(three.search_reports("taken"))) == 3  # only in the title
    assert list(three.search_reports("no such words")) == []


@pytest.mark.parametrize(
    "text", ['"', "a OR", "NEAR(", "*", "-x", "x AND NOT y", "a:b", "^", '""', "{a} : b", "\x00", "(("]
)
def test_no_search_is_invalid(three: LedgerStore, text: str) -> None:
    assert list(three.claims(ClaimQuery(text=text))) == []
    assert list(three.search_reports(text)) == []


def test_words_as_a_search() -> None:
    assert match_words('took "the village" Bren*') == '"took" "the village" "Bren"*'
    assert match_words("...") == '""'


@pytest.mark.parametrize(
    ("query", "by"),
    [
        (ClaimQuery(place="x"), "claim_search"),
        (ClaimQuery(actor="x"), "claim_search"),
        (ClaimQuery(speaker="x"), "claim_search"),
        (ClaimQuery(text="x"), "claim_search"),
        (ClaimQuery(start=dt.date(2016, 1, 1), end=dt.date(2016, 2, 1)), "claims_by_time"),
        (ClaimQuery(end=dt.date(2016, 2, 1)), "claims_by_time"),
        (ClaimQuery(kind="event"), "claims_by_kind"),
        (ClaimQuery(kind="event", certainty="denied"), "claims_by_kind"),
        (ClaimQuery(report_id="r"), "claims_by_report"),
        (ClaimQuery(), "reports_by_origin"),
    ],
)
def test_every_filter_has_an_index(three: LedgerStore, query: ClaimQuery, by: str) -> None:
    sql, values = claims_sql(query)
    plan = "\n".join(row[3] for row in three._db.execute("EXPLAIN QUERY PLAN " + sql, values))
    assert by in plan
    assert "SCAN claims" not in plan
    if query == ClaimQuery():
        assert "FOR ORDER BY" not in plan  # sorted within a report at most: memory stays flat
