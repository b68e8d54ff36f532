"""The file itself refuses to change or drop rows, whoever asks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from ebbline.ledger.rows import SEALED


@pytest.fixture
def full(samples: ModuleType, tmp_path: Path) -> Path:
    """A ledger with a row in every table."""
    path = tmp_path / "full.db"
    samples.fill(path)
    return path


def test_every_table_has_a_row(full: Path) -> None:
    with closing(sqlite3.connect(full)) as db:
        for table in [*SEALED, "story_bands"]:
            assert db.execute(f"SELECT 1 FROM {table}").fetchone(), table


@pytest.mark.parametrize("table", [*SEALED, "story_bands"])
def test_no_row_can_be_changed_or_dropped(full: Path, table: str) -> None:
    with closing(sqlite3.connect(full, isolation_level=None)) as db:
        before = db.execute(f"SELECT * FROM {table}").fetchall()
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        movable = {"current_readings": {"reading", "seal"}, "stories": {"story_id", "seal"}}.get(table, set())
        for column in columns:
            if column not in movable:
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    db.execute(f'UPDATE {table} SET "{column}" = 99')
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(f"DELETE FROM {table}")
        assert db.execute(f"SELECT * FROM {table}").fetchall() == before


def test_the_pointer_moves_only_to_readings_of_its_report(full: Path) -> None:
    with closing(sqlite3.connect(full, isolation_level=None)) as db:
        report, reading = db.execute("SELECT report, reading FROM current_readings").fetchone()
        (other,) = db.execute("SELECT seq FROM readings WHERE report <> ?", [report]).fetchone()
        for wrong in (other, 10_000):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute("UPDATE current_readings SET reading = ? WHERE report = ?", [wrong, report])
        db.execute("UPDATE current_readings SET reading = ? WHERE report = ?", [reading, report])


def test_a_withdrawn_report_cannot_be_inserted_again(full: Path) -> None:
    with closing(sqlite3.connect(full, isolation_level=None)) as db:
        (withdrawn,) = db.execute("SELECT report_id FROM tombstones").fetchone()
        with pytest.raises(sqlite3.IntegrityError, match="withdrawn"):
            db.execute("INSERT INTO reports VALUES (900, ?, 'o', NULL, 't', 'h', 'now', x'00')", [withdrawn])
