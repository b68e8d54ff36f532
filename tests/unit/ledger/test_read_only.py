from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ebbline.ledger import LedgerStore
from ebbline.ledger.connection import open_to_read

ASKING = """
import os, sys, datetime as dt
from pathlib import Path
from ebbline.ledger import LedgerStore
from ebbline.ledger.snapshot import Snapshot
from ebbline.errors import LedgerError
clock = lambda: dt.datetime.now(dt.UTC)

def ask(path):
    with Snapshot(path, clock=clock) as store:
        print(len(list(store.claims())), len(list(store.reports())))
        print(len(list(store.verify())))

ask(Path(sys.argv[1]))
if os.geteuid() == 0:  # the superuser may write anywhere; another may be kept from reading this Python: all is loaded
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = Path(sys.argv[2])
ask(path)
try:
    LedgerStore(path, clock=clock).begin_run("x")
except LedgerError as error:
    print(error.what)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def fill(samples: ModuleType, store: LedgerStore) -> None:
    for number in range(1, 4):
        store.store(*samples.sample(number))


def test_a_ledger_where_nothing_can_be_written_is_asked_and_verified(
    place: Path, store: LedgerStore, samples: ModuleType
) -> None:
    fill(samples, store)
    store.close()
    ledger = place / "old ledger?#.db"
    shutil.copy(store.path, ledger)
    ledger.chmod(0o444)
    place.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", ASKING, str(store.path), str(ledger)], stdout=subprocess.PIPE, text=True, check=True
    )
    *told, refused = done.stdout.splitlines()
    assert told[:2] == told[2:]
    assert told[1] == "0"
    assert "cannot be" in refused
    assert [path.name for path in place.iterdir()] == [ledger.name]


def test_what_was_stored_last_is_never_left_out(store: LedgerStore, samples: ModuleType, place: Path) -> None:
    fill(samples, store)
    copy = place / "copy.db"
    for end in ("", "-wal"):
        shutil.copy(f"{store.path}{end}", f"{copy}{end}")
    db = open_to_read(copy)
    assert db.execute("SELECT count(*) FROM reports").fetchone()[0] == store.counts()["reports"]
    db.close()
