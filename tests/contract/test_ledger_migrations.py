"""A ledger of every earlier version opens, migrates and gives the same answers.

`ledgers/vN.ledger` was written by the first release with ledger version N, by tests/unit/ledger/samples.py; it is
never written anew. A new version adds its own file and leaves these alone.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ebbline.ledger import ClaimQuery, LedgerStore
from ebbline.ledger.connection import APPLICATION_ID, migrations

LEDGERS = Path(__file__).with_name("ledgers")
CLAIMS = ["c_04334b41c5ca1bcb", "c_6414a01fc43e9bfc", "c_7983e1bb8288632f", "c_3f63aee3cebfd712"]
VERSIONS = [version for version, _ in migrations()]


def test_every_version_has_its_ledger() -> None:
    assert {path.stem for path in LEDGERS.glob("v*.ledger")} == {f"v{version}" for version in VERSIONS}


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    shutil.copy(LEDGERS / f"v{request.param}.ledger", path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (request.param,)
    return path


def test_it_is_brought_up_to_date_whole(old: Path, clock: Callable[[], dt.datetime]) -> None:
    with LedgerStore(old, clock=clock, must_exist=True) as store:
        assert list(store.verify()) == []
        counts = store.counts()
    assert counts == {"reports": 4, "readings": 5, "claims": 16, "captures": 5, "stories": 1, "tombstones": 1}
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSIONS[-1],)
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_its_records_still_say_the_same(old: Path, clock: Callable[[], dt.datetime]) -> None:
    with LedgerStore(old, clock=clock) as store:
        report = next(store.reports())
        assert (report.report_id, report.origin, report.title) == (
            "r_86022649d979036e",
            "copy/report-1.txt",
            "Village taken",
        )
        claims = list(store.claims(ClaimQuery(report_id=report.report_id)))
        assert [claim.claim_id for claim in claims] == CLAIMS
        assert store.capture(report.report_id).data.decode() == report.text
        assert [len(found) for found in store.stories().values()] == [4]
        ((review, attached),) = store.reviews()
        assert (review.verdict, review.corrections, attached) == ("correct", (("means", "rifles"),), review.claim_id)
        assert [judgement.judgement_id for judgement in store.judgements()] == ["j_1"]
        assert [tombstone.why for tombstone in store.tombstones()] == ["asked by the family"]
        assert [run["summary"] for run in store.runs()] == [{"reports": 5}]
        assert len(list(store.claims(ClaimQuery(text="took village", place="Zarland")))) == 8
