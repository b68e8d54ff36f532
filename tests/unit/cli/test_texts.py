"""Texts that the commands about places, times and actors are given."""

import pytest
from typer.testing import CliRunner

from ebbline.cli.main import app


@pytest.mark.parametrize("command", ["places", "times", "actors"])
def test_a_text_in_another_script_is_said_to_be_unread(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--no-model", "Бои за город продолжались весь день."])
    assert told.exit_code == 0
    assert "only English is read yet" in told.stderr


def test_foreign_names_in_an_english_text_are_no_other_script() -> None:
    told = CliRunner().invoke(app, ["places", "--no-model", "Shelling hit Raqqa (الرقة) and Çanakkale."])
    assert told.stderr == ""
