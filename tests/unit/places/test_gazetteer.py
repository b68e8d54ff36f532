"""The shipped file: what it holds, how fast it opens, and that a bad one is refused in words."""

import time
from pathlib import Path

import pytest

from ebbline.errors import InputError
from ebbline.places import Gazetteer
from ebbline.places.gazetteer import HEAD, MAGIC
from ebbline.places.names import fold, neighbours, skeleton


def test_it_opens_at_once_and_is_whole(gazetteer: Gazetteer) -> None:
    began = time.process_time()
    Gazetteer.open()
    assert time.process_time() - began < 0.2
    assert len(gazetteer) > 234_908
    assert gazetteer.verify()


def test_names_are_found_whatever_their_accents(gazetteer: Gazetteer) -> None:
    (town, *_) = [gazetteer.place(n) for n in gazetteer.named("Tall Abyaḑ") if gazetteer.kind_of(n) == "town"]
    assert (town.name, town.country) == ("Tal Abyad", "SY")
    assert town.place_id.startswith("geonames:")
    assert abs(town.lat - 36.7) < 0.1


def test_a_skeleton_finds_other_romanisations(gazetteer: Gazetteer) -> None:
    named = {gazetteer.place(n).name for n in gazetteer.skeletal("Dier Ezzor") if gazetteer.country_of(n) == "SY"}
    assert "Deir ez-Zor" in named


@pytest.mark.parametrize("name", ["Mosil", "Hatimlat", "Zzukurmanistan", "Bq", "Wadi al-Hasawneh"])
def test_slips_are_sought_only_where_names_can_differ_and_none_is_missed(gazetteer: Gazetteer, name: str) -> None:
    bones = skeleton(fold(name))
    all_of_them = [n for slip in neighbours(bones) for n in gazetteer.by_skeleton(slip)]
    wanted = [n for n in all_of_them if gazetteer.country_of(n) in ("SY", "IQ")]
    assert sorted(gazetteer.near(bones, ("SY", "IQ"))) == sorted(wanted)


def test_the_supplement_is_never_sharper_than_ten_kilometres(gazetteer: Gazetteer) -> None:
    own = [p for p in gazetteer if p.source == "ebbline"]
    assert len(own) > 250
    assert all(p.radius_m is not None and p.radius_m >= 10_000 for p in own)


def test_every_country_lists_its_own(gazetteer: Gazetteer) -> None:
    numbers = gazetteer.in_country("YE")
    assert len(numbers) > 100
    assert all(gazetteer.country_of(n) == "YE" for n in numbers)
    assert len(gazetteer.in_country("??")) == 0


def shipped() -> bytes:
    return (Path(__file__).parents[3] / "src/ebbline/places/data/gazetteer.bin").read_bytes()


def newer() -> bytes:
    data = bytearray(shipped()[:4096])
    HEAD.pack_into(data, 0, MAGIC, 99, 0, b"\0" * 32)
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(shipped()[:200_000])
    data[HEAD.size + 20] ^= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not it", "not a gazetteer"),
        (b"", "cannot be opened"),
        (newer(), "format 99"),
        (flipped(), "damaged"),
        (shipped()[:-8], "cut short"),
    ],
    ids=["other", "empty", "newer", "flipped", "short"],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "gazetteer.bin"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        Gazetteer.open(path)


def test_a_missing_file_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        Gazetteer.open(tmp_path / "none.bin")
