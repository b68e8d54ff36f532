"""A sound ledger has no damage; one flipped bit of what is stored is found, and told as a sentence."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ebbline.errors import DamagedLedgerError, EbblineError, LedgerError
from ebbline.ledger import LedgerStore
from ebbline.ledger.rows import SEALED


@pytest.fixture(scope="module")
def sound(samples: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.db"
    samples.fill(path)
    return path


def _damage(samples: ModuleType, path: Path) -> list[str]:
    with samples.open_store(path) as store:
        return [str(damage) for damage in store.verify()]


def test_a_sound_ledger(samples: ModuleType, sound: Path) -> None:
    assert _damage(samples, sound) == []


@pytest.mark.parametrize("table", [*SEALED, "story_bands"])
def test_one_flipped_bit_in_every_column(samples: ModuleType, sound: Path, tmp_path: Path, table: str) -> None:
    with closing(sqlite3.connect(sound)) as db:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    for column in columns:
        path = tmp_path / f"{column}.db"
        shutil.copy(sound, path)
        if _flip(path, table, column):
            assert any(line.startswith(table) for line in _damage(samples, path)), column


def _flip(path: Path, table: str, column: str) -> bool:
    """Turns one bit of one random row with the file's own guards off, as a failing disk would."""
    chance = random.Random(f"{table}.{column}")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        db.text_factory = bytes
        rows = db.execute(f'SELECT * FROM {table} WHERE "{column}" IS NOT NULL').fetchall()
        if not rows:
            return False
        names = [row[1].decode() for row in db.execute(f"PRAGMA table_info({table})")]
        row = chance.choice(rows)
        here = " AND ".join(f'"{name}" IS {"CAST(? AS TEXT)" if isinstance(v, bytes) and not _blob(name) else "?"}'
                            for name, v in zip(names, row, strict=True))  # fmt: skip
        value = row[names.index(column)]
        cast = "CAST(? AS TEXT)" if isinstance(value, bytes) and not _blob(column) else "?"
        db.execute(f'UPDATE {table} SET "{column}" = {cast} WHERE {here}', [_flipped(value, chance), *row])
        assert db.execute("SELECT changes()").fetchone() == (1,)
        for _, sql in guards:
            db.execute(sql if isinstance(sql, str) else sql.decode())
    return True


def _blob(column: str) -> bool:
    return column in {"data", "seal", "signature"}


def _flipped(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return value ^ (1 << chance.randrange(12, 20))  # high enough to meet no other row's key
    changed = bytearray(value)
    if not changed:
        return b"x"
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(7)
    return bytes(changed)


def test_flipped_bits_of_the_file(samples: ModuleType, sound: Path, tmp_path: Path) -> None:
    """Whatever then reads differently is found; nothing ends in a traceback."""
    raw, before = sound.read_bytes(), _everything(sound)
    chance, found = random.Random(7), 0
    for number in range(110):
        path = tmp_path / f"{number}.db"
        damaged = bytearray(raw)
        damaged[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        differs = _everything(path) != before
        try:
            told = _damage(samples, path)
        except LedgerError as error:  # already refused when opening
            told = [str(error)]
        _use(samples, path)
        assert told or not differs
        found += differs
    assert found > 15


def _everything(path: Path) -> list[Any]:
    """What SQLite itself reads from the file: all rows, and what some searches find."""
    out: list[Any] = []
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = bytes
        try:
            out += [db.execute(f"SELECT * FROM {table}").fetchall() for table in SEALED]
            for table, word in (("report_search", "oil"), ("claim_search", "lunadi"), ("claim_search", "road")):
                out.append(db.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", [word]).fetchall())
        except (sqlite3.Error, UnicodeDecodeError) as error:
            out.append(str(error))
    return out


def _use(samples: ModuleType, path: Path) -> None:
    """Every question, asked of a damaged ledger, is answered or refused in our words."""
    questions: list[Callable[[LedgerStore], Any]] = [
        lambda store: list(store.claims()),
        lambda store: list(store.reports()),
        lambda store: list(store.readings()),
        lambda store: [list(store.persons()), list(store.left_open()), store.stories(), store.counts()],
        lambda store: [list(store.reviews()), list(store.judgements(withdrawn=True)), list(store.tombstones())],
        lambda store: [list(store.runs()), list(store.logged()), list(store.search_reports("oil"))],
        lambda store: store.capture(samples.sample(1)[1].report_id),
        lambda store: store.store(*samples.sample(9)),
    ]
    with suppress(EbblineError), samples.open_store(path) as store:
        for ask in questions:
            with suppress(EbblineError):
                ask(store)


def test_a_damaged_page_is_told_in_words(samples: ModuleType, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.db"
    raw = bytearray(sound.read_bytes())
    with closing(sqlite3.connect(sound)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'").fetchone()
    raw[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
    path.write_bytes(raw)
    told = _damage(samples, path)
    assert any("cannot be read any further" in line for line in told)
    with samples.open_store(path) as store, pytest.raises(DamagedLedgerError, match="ebbline verify --ledger") as info:
        list(store.claims())
    assert "damaged" in info.value.what


def test_a_lost_row_and_a_dropped_guard_are_found(samples: ModuleType, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "lost.db"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER reading_claims_stay")
        db.execute("DELETE FROM reading_claims WHERE position = 3")
    told = _damage(samples, path)
    assert any("4 rows of reading_claims were stored, 3 are there" in line for line in told)
    assert "file trigger reading_claims_stay: is missing or was changed" in told


def test_search_words_out_of_step_are_found(samples: ModuleType, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "search.db"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("INSERT INTO claim_search (claim_search) VALUES ('delete-all')")
    assert _damage(samples, path) == ["claim_search index: does not fit the stored words"]


def test_a_consistently_resealed_change_is_still_found(samples: ModuleType, sound: Path, tmp_path: Path) -> None:
    """A text changed together with its seal misses its own hash and the offsets of its claims."""
    from ebbline.ledger.rows import seal

    path = tmp_path / "resealed.db"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        (guard,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'reports_keep'").fetchone()
        db.execute("DROP TRIGGER reports_keep")
        row = list(db.execute("SELECT * FROM reports WHERE seq = 1").fetchone()[:-1])
        row[4] = row[4].replace("fighters", "fightexs")
        db.execute("UPDATE reports SET text = ?, seal = ? WHERE seq = 1", [row[4], seal("reports", row)])
        db.execute(guard)
    told = "\n".join(_damage(samples, path))
    for part in ("the text does not fit its hash", "not of its text and origin", "does not hold its words", "index"):
        assert part in told
