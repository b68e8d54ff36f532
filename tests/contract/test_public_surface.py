"""The public surface: a renamed name, command, option or field fails here first."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import typer

import ebbline
from ebbline import errors, records
from ebbline.cli.main import app
from ebbline.records.json_form import CLAIM_TYPES

SNAPSHOT = Path(__file__).with_name("public_surface.json")


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every command with its options, those of a group under the group's name."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            options = (o for parameter in command.params for o in (*parameter.opts, *parameter.secondary_opts))
            yield before + name, sorted(options)


def surface() -> dict[str, object]:
    commands = dict(_commands(typer.main.get_command(app)))
    return {
        "ebbline": sorted(ebbline.__all__),
        "Ledger": {
            name: str(inspect.signature(member))
            for name, member in inspect.getmembers(ebbline.Ledger, inspect.isfunction)
            if not name.startswith("_")
        },
        "open": str(inspect.signature(ebbline.open)),
        "records": sorted(records.__all__),
        "claims": {kind: [field.name for field in fields(cls)] for kind, cls in sorted(CLAIM_TYPES.items())},
        "errors": sorted(
            name for name, member in inspect.getmembers(errors, inspect.isclass) if name.endswith("Error")
        ),
        "commands": commands,
    }


def test_public_surface_is_as_released() -> None:
    assert surface() == json.loads(SNAPSHOT.read_text("utf-8")), (
        "the public surface changed: if that is meant, say so in CHANGELOG.md and renew the snapshot with "
        "`python tests/contract/test_public_surface.py`"
    )


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(surface(), indent=1, sort_keys=True) + "\n", "utf-8")
