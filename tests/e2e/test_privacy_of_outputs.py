"""Every output of the demo is searched for every private name."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import ebbline as package

Run = Callable[..., subprocess.CompletedProcess[str]]

PRIVATE = [
    # The invented private people of examples/, whole and in part.
    "Nawras Darwish",
    "Darwish",
    "Hamoud",
    "Zahra",
    "Khalil Barazi",
    "Barazi",
    "Dilovan Sharif",
    "Abu Qutayba",
    "Qutayba",
    "Rula Haddadin",
    "Haddadin",
    "Salma Qadri",
    "Abdulrazzaq",
    "Yaman Tadmuri",
    "Tadmuri",
    "Martin Hale",
    "Dean Okoro",
    "Okoro",
    "Joe Penn",
]

OUTPUTS = [
    ["claims"],
    ["claims", "--json"],
    ["reports"],
    ["reports", "--json"],
    ["brief"],
    ["brief", "--format", "html"],
    ["brief", "--actor", "Islamic State"],
    ["picture", "--output", "OUT"],
    ["export", "--format", "claims"],
    ["export", "--format", "csv"],
    ["export", "--format", "geojson"],
    ["export", "--format", "parquet", "--output", "OUT"],
    ["export", "--format", "claims", "--profile", "public"],
    ["export", "--format", "csv", "--profile", "public"],
]


def names_in(text: str) -> list[str]:
    return [name for name in PRIVATE if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]


def test_the_names_are_there_to_be_found(examples: Path) -> None:
    texts = "\n".join(path.read_text("utf-8") for path in examples.rglob("*.*") if path.name != "README.md")
    assert names_in(texts) == PRIVATE


@pytest.mark.parametrize("arguments", OUTPUTS, ids=" ".join)
def test_no_output_names_a_private_person(
    arguments: list[str], ebbline: Run, demo_ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = ebbline(*(str(out) if word == "OUT" else word for word in arguments), "--ledger", demo_ledger)
    assert done.returncode == 0, done.stderr
    if out.exists() and "parquet" in arguments:
        import pyarrow.parquet as pq

        said = str(pq.read_table(out).to_pylist())
    else:
        said = out.read_text("utf-8") if out.exists() else done.stdout
    assert len(said) > 100
    assert names_in(said + done.stderr) == []


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_explanation_names_a_private_person(options: tuple[str, ...], ebbline: Run, demo_ledger: Path) -> None:
    with package.open(demo_ledger) as ledger:
        ids = [claim.claim_id for claim in ledger.claims()]
    done = ebbline("explain", *ids, *options, "--ledger", demo_ledger)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in ids)
    assert names_in(done.stdout + done.stderr) == []


def test_data_frames_name_nobody(demo_ledger: Path) -> None:
    with package.open(demo_ledger) as ledger:
        assert names_in(ledger.claims_frame().to_csv() + ledger.reports_frame().to_csv()) == []


def test_names_come_out_only_when_asked_for_and_that_is_logged(ebbline: Run, root: Path, tmp_path: Path) -> None:
    import sqlite3

    ledger = tmp_path / "asked.db"
    assert ebbline("read", "examples/press", "--ledger", ledger, cwd=root).returncode == 0
    done = ebbline("export", "--format", "claims", "--names", "--ledger", ledger)
    assert "Nawras Darwish" in done.stdout
    connection = sqlite3.connect(ledger)
    assert "names" in str(connection.execute("SELECT * FROM log").fetchall())
    connection.close()
