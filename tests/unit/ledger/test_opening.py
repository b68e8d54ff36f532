"""What is no ledger, cannot be one, or is one of another version."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from ebbline.errors import LedgerError, NewerLedgerError
from ebbline.ledger import LedgerStore
from ebbline.ledger.connection import check_sqlite, in_our_words, migrate, migrations, statements


def _open(path: Path, **options: bool) -> None:
    import datetime as dt

    LedgerStore(path, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **options).close()


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="a folder, not a ledger; name a file"):
        _open(tmp_path)


def test_no_folder_to_make_it_in(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="the folder does not exist"):
        _open(tmp_path / "nowhere" / "x.db")


def test_no_ledger_where_one_is_needed(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here; make one with: ebbline read"):
        _open(tmp_path / "x.db", must_exist=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"Dear editor, " * 400, b"PK\x03\x04" + bytes(5000), b"x"])
def test_a_file_of_another_kind_stays_as_it_was(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"letter\.txt: not a ledger; name another file"):
        _open(path)
    assert path.read_bytes() == data


def test_a_database_of_another_program_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmarks (address)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="a database of another program"):
        _open(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    _open(path)
    _open(path, must_exist=True)


def test_a_newer_ledger(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    _open(path)
    newest = migrations()[-1][0]
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {newest + 1}")
    with pytest.raises(NewerLedgerError, match=rf"version {newest + 1}, .* up to {newest}\); update with: "):
        _open(path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a place where nobody can write")
def test_a_place_nobody_can_write_to() -> None:
    with pytest.raises(LedgerError, match="folder you may write to"):
        _open(Path("/proc/self/ledger.db"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LedgerError, match="folder you may write to"):
            _open(tmp_path / "x.db")
    finally:
        tmp_path.chmod(0o700)


def test_a_ledger_that_may_not_be_written(samples: ModuleType, tmp_path: Path) -> None:
    with samples.open_store(tmp_path / "x.db") as store:
        store._db.execute("PRAGMA query_only = ON")
        with pytest.raises(LedgerError, match="cannot be written; name a ledger in a folder you may write to"):
            store.store(*samples.sample(1))


def test_a_full_disk_loses_nothing_stored(samples: ModuleType, tmp_path: Path) -> None:
    with samples.open_store(tmp_path / "full.db") as store:
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages + 40}")
        with pytest.raises(LedgerError, match="the disk is full; free some space and run the same command again"):
            _store_many(store, samples)
        stored = len(list(store.reports()))
        assert 0 < stored < 1000
        assert store.counts()["reports"] == store.counts()["readings"] == stored
        assert len(list(store.claims())) == 4 * stored
        assert list(store.verify()) == []
        store._db.execute("PRAGMA max_page_count = 1000000")
        assert store.store(*samples.sample(stored))
    with samples.open_store(tmp_path / "full.db") as store:
        assert list(store.verify()) == []


def _store_many(store: LedgerStore, samples: ModuleType) -> None:
    for number in range(1000):
        store.store(*samples.sample(number))


def test_a_busy_ledger(samples: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    with samples.open_store(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        store._db.execute("PRAGMA busy_timeout = 20")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program has been writing"):
            store.store(*samples.sample(1))
        assert list(store.claims()) == []  # reading does not wait
        other.execute("ROLLBACK")
        assert store.store(*samples.sample(1))


def test_an_sqlite_too_old_or_without_search() -> None:
    with pytest.raises(LedgerError, match=r"SQLite is 3\.30\.1, a ledger needs 3\.34\.0; use a newer Python"):
        check_sqlite(Path("x.db"), (3, 30, 1))
    with pytest.raises(LedgerError, match="lacks the text search"):
        check_sqlite(Path("x.db"), (3, 40, 0), fts5=False)
    check_sqlite(Path("x.db"), sqlite3.sqlite_version_info)


def test_other_errors_keep_their_words() -> None:
    assert "SQLite says: odd" in str(in_our_words(Path("x.db"), sqlite3.OperationalError("odd")))


def test_two_make_the_same_ledger_at_once(samples: ModuleType, tmp_path: Path) -> None:
    command = [sys.executable, samples.__file__, "write", str(tmp_path / "new.db"), "0", "1"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for process in running:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    with samples.open_store(tmp_path / "new.db") as store:
        assert store.counts()["reports"] == 1


def test_migrations_are_cut_into_whole_statements() -> None:
    for _, sql in migrations():
        parts = list(statements(sql))
        assert "".join(parts).strip() == sql.strip()
        assert all(sqlite3.complete_statement(part) for part in parts)
    assert [version for version, _ in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    _open(path)
    newest = migrations()[-1][0]
    broken = [*migrations(), (newest + 1, "CREATE TABLE half (a);\nCREATE TABLE reports (twice);\n")]
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            migrate(db, broken)
        assert db.execute("PRAGMA user_version").fetchone() == (newest,)
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone() is None
        migrate(db, [*migrations(), (newest + 1, "CREATE TABLE whole (a);\n")])
        assert db.execute("PRAGMA user_version").fetchone() == (newest + 1,)
