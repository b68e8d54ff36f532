"""Opening the file: is it a ledger, of which version, can it be written; and SQLite's errors in our words."""

from __future__ import annotations

import functools
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from ebbline.errors import DamagedLedgerError, LedgerError, NewerLedgerError

APPLICATION_ID = 0x4562624C
"""`EbbL` in the file's header tells a ledger from any other SQLite file."""

OLDEST_SQLITE = (3, 34, 0)
"""What RHEL 9 ships with its Python 3.11; the schema uses nothing newer (STRICT, RETURNING and the like)."""

PATIENCE_S = 60.0
"""How long a writer waits for the others. One report takes milliseconds; a withdrawal rewrites the file."""


@functools.cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Version and SQL of every migration, oldest first; read once, so that opening a ledger needs no other file."""
    folder = resources.files("ebbline.ledger") / "migrations"
    found = {int(item.name.removesuffix(".sql")): item for item in folder.iterdir() if item.name.endswith(".sql")}
    return tuple((version, found[version].read_text(encoding="utf-8")) for version in sorted(found))


UPDATE = "update with: pip install --upgrade ebbline (in a checkout: git pull, then pip install .)"
"""What to do where something was made by a newer version."""


def open_ledger(path: Path, *, must_exist: bool = False) -> sqlite3.Connection:
    """A connection to the ledger at `path`, made or migrated where needed.

    Raises LedgerError where there is no ledger or none can be made, NewerLedgerError and DamagedLedgerError.
    """
    check_ledger(path, must_exist=must_exist)
    with translated(path):
        return _connect(path, lambda db: _prepare(db, path))


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection to a ledger that is only read, which may lie where nothing can be written; raises as `open_ledger`.

    Where nothing can be written the file is taken as it lies: nobody who shares that place changes it meanwhile.
    """
    check_ledger(path, must_exist=True)
    with translated(path):
        try:
            return _connect(path, lambda db: _prepare(db, path))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
    with translated(path):
        return _connect(path, lambda db: _prepare(db, path), in_place=True)


def can_write(db: sqlite3.Connection) -> bool:
    """Whether the connection may write to its file; waits for other writers to find out."""
    version = _identity(db)[0]
    try:
        db.execute("BEGIN IMMEDIATE")
        # A file taken as it lies gives the lock away freely: only a write tells.
        db.execute(f"PRAGMA user_version = {version}")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        return False
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
    return True


def open_reader(path: Path) -> sqlite3.Connection:
    """A second connection for reading, so that iterating sees one state while writing goes on."""
    with translated(path):
        return _connect(path, lambda db: db.execute("PRAGMA query_only = ON"))


def _connect(
    path: Path, prepare: Callable[[sqlite3.Connection], object], *, in_place: bool = False
) -> sqlite3.Connection:
    which, how = (_in_place(path), True) if in_place else (path, False)
    db = sqlite3.connect(which, timeout=PATIENCE_S, isolation_level=None, uri=how)
    try:
        for setting in _SETTINGS:
            db.execute(f"PRAGMA {setting}")
        prepare(db)
    except BaseException:
        db.close()
        raise
    return db


def _in_place(path: Path) -> str:
    beside = path.with_name(f"{path.name}-wal")
    try:
        pending = beside.stat().st_size
    except OSError:
        pending = 0
    # What lies beside was stored last: without it the ledger would be an older one. SQLite reads it by its index.
    return f"{path.absolute().as_uri()}?{'mode=ro' if pending else 'immutable=1'}"


_SETTINGS = (
    # Freed pages are zeroed at once, so that what is withdrawn leaves no trace in pages freed long ago.
    "secure_delete = ON",
    "recursive_triggers = ON",
    "synchronous = NORMAL",
    "trusted_schema = OFF",
    # 4,000 reports of five claims, one process: 390 reports/s with SQLite's own 2 MB and 1,000 pages, 500 with these.
    "cache_size = -32000",
    "wal_autocheckpoint = 4000",
)


def check_sqlite(which: Path, version: tuple[int, ...], *, fts5: bool | None = None) -> None:
    """Raises LedgerError unless this Python's SQLite is new enough and has FTS5."""
    if version < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise LedgerError(
            str(which),
            f"this Python's SQLite is {'.'.join(map(str, version))}, a ledger needs {needed}",
            "use a newer Python, or one that brings its own SQLite (python.org, uv)",
        )
    if not (_has_fts5() if fts5 is None else fts5):
        raise LedgerError(
            str(which), "this Python's SQLite lacks the text search (FTS5)", "use a Python from python.org or uv"
        )


def _has_fts5() -> bool:
    db = sqlite3.connect(":memory:")
    try:
        return any(name == "fts5" for (name,) in db.execute("SELECT name FROM pragma_module_list"))
    finally:
        db.close()


def check_ledger(path: Path, *, must_exist: bool = False) -> None:
    """Raises LedgerError where no ledger can lie: a folder, another program's file, no folder to hold it."""
    check_sqlite(path, sqlite3.sqlite_version_info)
    _check_place(path, must_exist=must_exist)


def _check_place(path: Path, *, must_exist: bool) -> None:
    if path.is_dir():
        raise LedgerError(str(path), "a folder, not a ledger", "name a file, such as ebbline.db")
    if must_exist and not path.exists():
        raise LedgerError(str(path), "no ledger here", f"make one with: ebbline read INPUT --ledger {path}")
    if path.is_file() and not _may_be_sqlite(path):
        raise LedgerError(str(path), *_NOT_A_LEDGER)
    if not path.parent.is_dir():
        raise LedgerError(str(path), "the folder does not exist", "make the folder first, or name another")


def _may_be_sqlite(path: Path) -> bool:
    # SQLite takes a file of a few bytes for an empty database and writes over it.
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise LedgerError(str(path), f"cannot be read ({error.strerror})", _WRITABLE) from error
    return start in (b"", _MAGIC)


_MAGIC = b"SQLite format 3\x00"


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    known = migrations()
    newest = known[-1][0]
    db.execute("BEGIN")  # one state for both looks: another program may be making the ledger right now
    version, application = _identity(db)
    empty = version == application == 0 and not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    db.execute("COMMIT")
    if not empty and application != APPLICATION_ID:
        raise LedgerError(str(path), "a database of another program, not a ledger", "name another file")
    if version > newest:
        raise NewerLedgerError(
            str(path),
            f"made by a newer Ebbline (ledger version {version}, this one reads up to {newest})",
            UPDATE,
        )
    if version < newest:
        _wal(db)
        migrate(db, known)


def _identity(db: sqlite3.Connection) -> tuple[int, int]:
    return db.execute("PRAGMA user_version").fetchone()[0], db.execute("PRAGMA application_id").fetchone()[0]


def _wal(db: sqlite3.Connection) -> None:
    # Two programs making the same ledger at once: the change of journal does not wait on its own.
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def migrate(db: sqlite3.Connection, known: Sequence[tuple[int, str]]) -> None:
    """Applies the migrations the file has not had, all or none."""
    with transaction(db):
        version = _identity(db)[0]  # again: another program may have been first
        for number, sql in known:
            if number > version:
                for statement in statements(sql):
                    db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {known[-1][0]}")


def statements(sql: str) -> Iterator[str]:
    """The statements of a migration one by one, triggers whole."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """One short write: waits for other writers, is stored whole or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has already rolled back
            db.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors as LedgerError: what happened, to which ledger, what to do."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # damage may make SQLite's own message unreadable
        raise in_our_words(path, error) from error


def in_our_words(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> LedgerError:
    """What an error of SQLite means for the ledger at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    which = str(path)
    if primary == sqlite3.SQLITE_NOTADB:
        return LedgerError(which, *_NOT_A_LEDGER)
    if primary in _SAID:
        return LedgerError(which, *_SAID[primary])
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT) or "decode" in str(error):
        return damaged(which, f"the file is damaged ({error})")
    return LedgerError(which, f"SQLite says: {error}")


def damaged(ledger: str, what: str) -> DamagedLedgerError:
    """The error for stored content that can no longer be trusted, with the cure."""
    cure = f"list the damage with: ebbline verify --ledger {ledger}; then restore a copy, or read the inputs anew"
    return DamagedLedgerError(ledger, what, cure)


_NOT_A_LEDGER = ("not a ledger", "name another file, or a new one")
_WRITABLE = "name a ledger in a folder you may write to, or copy this one there"
_SAID: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space and run the same command again; what is stored is kept"),
    sqlite3.SQLITE_BUSY: (
        f"another program has been writing for more than {PATIENCE_S:.0f} s",
        "wait until it is done and run the same command again",
    ),
    sqlite3.SQLITE_LOCKED: ("in use by this very program", "close what reads it first"),
    sqlite3.SQLITE_READONLY: ("cannot be written", _WRITABLE),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened or made", _WRITABLE),
    sqlite3.SQLITE_PERM: ("cannot be opened", _WRITABLE),
    sqlite3.SQLITE_IOERR: ("the disk gave an error", "check the disk; a ledger belongs on a local one"),
    sqlite3.SQLITE_PROTOCOL: ("the disk does not support locking", "a ledger belongs on a local disk"),
}
