"""The registry's files hold together and open fast enough for a command's start."""

from __future__ import annotations

from importlib import resources

import pytest

from ebbline.actors import Registry
from ebbline.actors.registry import Group, StateName, entry
from ebbline.actors.words import Words
from ebbline.language.segment import segment
from ebbline.records import Report


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.open()


def words_of(text: str) -> Words:
    return Words.of(segment(Report("r", "t", text, "", "", "t")))


def test_every_parent_country_and_tag_of_a_group_is_known(registry: Registry) -> None:
    for group in registry.groups.values():
        assert group.parent is None or group.parent in registry.groups, group.name
        assert set(group.countries) <= set(registry.countries), group.name
        assert group.type in "12345678", group.name
        assert group.source, group.name


def test_no_spelling_belongs_to_two_groups(registry: Registry) -> None:
    owners: dict[str, str] = {}
    for group in registry.groups.values():
        for name in (group.name, *group.aliases):
            assert owners.setdefault(name, group.group_id) == group.group_id, name


def test_the_registry_covers_the_wars_it_promises(registry: Registry) -> None:
    assert len(registry.groups) >= 350
    named = {iso for group in registry.groups.values() for iso in group.countries}
    assert {"SY", "IQ", "YE", "LY", "UA", "SD", "ML", "BF", "NE", "NG", "SO", "CD", "ET", "AF", "MM"} <= named


def test_every_row_of_every_file_has_its_columns() -> None:
    columns = {"public_persons.tsv": 5, "person_words.tsv": 3, "roles.tsv": 2, "lists.tsv": 2}
    for name, count in columns.items():
        text = resources.files("ebbline.actors").joinpath("data", name).read_text("utf-8")
        for line in text.splitlines():
            assert line.startswith("#") or line.count("\t") == count - 1, f"{name}: {line}"


def test_states_are_named_as_the_field_names_them(registry: Registry) -> None:
    assert registry.state("military", "IQ") == "Military Forces of Iraq"
    assert registry.state("government", "US") == "Government of the United States"
    assert registry.state("police", "CD") == "Police Forces of the Democratic Republic of Congo"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IS withdrew.", True),
        ("the IS-held town", True),
        ("IS’s men left.", True),
        ("The town is calm.", False),
        ("It Is calm.", False),
        ("the ISIS unit", False),
    ],
)
def test_an_acronym_is_found_in_capitals_only(registry: Registry, text: str, found: bool) -> None:
    item = entry("IS", "group", "", frozenset())
    assert item is not None
    words = words_of(text)
    assert any(word == "is" and item.fits(words, i) for i, word in enumerate(words.low)) is found


def test_spellings_meet_across_hyphens_marks_and_line_ends(registry: Registry) -> None:
    for text in ("Jabhat al-Nusra left.", "Jabhat Al Nusra left.", "Jabhat\nal‑Nusra left."):
        marks = list(registry.scan(words_of(text)))
        assert [m.payload.name for m in marks if isinstance(m.payload, Group)] == ["Jabhat al-Nusra"], text


def test_the_longest_spelling_wins(registry: Registry) -> None:
    marks = list(registry.scan(words_of("Islamic State West Africa Province attacked the FARDC.")))
    assert [m.payload.name for m in marks if isinstance(m.payload, Group)] == ["Islamic State West Africa Province"]
    assert [m.payload.iso for m in marks if isinstance(m.payload, StateName)] == ["CD"]


def test_a_name_does_not_run_over_a_comma(registry: Registry) -> None:
    marks = list(registry.scan(words_of("the Free, Syrian Army")))
    assert not [m for m in marks if isinstance(m.payload, Group)]
