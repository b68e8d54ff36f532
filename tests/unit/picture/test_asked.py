"""A typed name finds the claims under all their names; a masked one finds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from ebbline.actors.registry import Registry
from ebbline.errors import UsageError
from ebbline.ledger import ClaimQuery
from ebbline.picture.asked import actor_meant, matching, place_meant, registered
from ebbline.picture.brief import brief, to_markdown
from ebbline.privacy import Mask


def masked(sample: Any) -> Mask:
    return Mask.of(sample.store.persons())


def found(sample: Any, mask: Mask | None = None, **asked: Any) -> int:
    return len(list(matching(sample.store, masked(sample) if mask is None else mask, ClaimQuery(**asked))))


@pytest.mark.parametrize("name", ["ISIS", "isis", "Daesh", "the Islamic State", "IS", "ISIL"])
def test_every_spelling_of_an_actor_finds_all_its_claims(sample: Any, name: str) -> None:
    mask = masked(sample)
    meant = actor_meant(sample.store, mask, name)
    assert meant.note == f"{name}: taken as Islamic State"
    assert found(sample, actor=meant.names) == found(sample, actor="Islamic State") == 6


def test_a_name_as_the_claims_have_it_is_taken_as_it_stands(sample: Any) -> None:
    assert actor_meant(sample.store, masked(sample), "islamic state").note == ""
    assert place_meant(sample.store, masked(sample), "kobani").note == ""


def test_the_registry_knows_states_and_acronyms() -> None:
    registry = Registry.open()
    assert registered("SDF", registry) == ["Syrian Democratic Forces"]
    assert "Military Forces of Turkey" in registered("Turkey", registry)
    assert registered("nobody at all", registry) == registered("", registry) == []


@pytest.mark.parametrize("name", ["Kobane", "KOBANÊ", "al-Kobane", "the Kobane"])
def test_every_spelling_of_a_place_finds_all_its_claims(sample: Any, name: str) -> None:
    meant = place_meant(sample.store, masked(sample), name)
    assert "geo:1" in meant.names
    assert meant.note == f"{name}: taken as Kobani"
    assert found(sample, place=meant.names) == 5


def test_a_place_the_ledger_does_not_have_stays_as_typed(sample: Any) -> None:
    meant = place_meant(sample.store, masked(sample), "Xy Zabcd")
    assert (meant.names, meant.note) == (("Xy Zabcd",), "")


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_a_blank_name_is_wrong_usage(sample: Any, name: str) -> None:
    with pytest.raises(UsageError, match="--actor: an empty name"):
        actor_meant(sample.store, masked(sample), name)
    with pytest.raises(UsageError, match="--place: an empty name"):
        place_meant(sample.store, masked(sample), name)


@pytest.mark.parametrize("field", ["speaker", "text", "actor", "place"])
@pytest.mark.parametrize("name", ["Nabil Qasem", "Huda", "qasem"])
def test_a_masked_name_finds_nothing_and_a_shown_one_does(sample: Any, field: str, name: str) -> None:
    assert found(sample, **{field: name}) == 0
    if (field, name) in (("speaker", "Nabil Qasem"), ("text", "qasem")):
        assert found(sample, Mask.none(), **{field: name}) > 0


def test_a_limit_counts_what_is_found(sample: Any) -> None:
    assert found(sample, text="Qasem", limit=1) == 0
    assert found(sample, Mask.none(), text="Qasem", limit=1) == 1
    assert found(sample, limit=3) == 3


def test_a_brief_says_what_a_name_was_taken_for(sample: Any) -> None:
    page = brief(sample.store, mask=masked(sample), actor="ISIS", place="Kobane")
    assert page.taken == ("ISIS: taken as Islamic State", "Kobane: taken as Kobani")
    assert "ISIS: taken as Islamic State." in to_markdown(page)
    with pytest.raises(UsageError, match="no claim names the actor"):
        brief(sample.store, mask=masked(sample), actor="Nabil Qasem")
