"""A country's file becomes a layer: whole or not at all, over what ships, with errors a person can act on."""

import errno
import io
import os
from pathlib import Path

import pytest

from ebbline.claims.lexicon_coder import EXTRACTOR, LexiconCoder
from ebbline.errors import EbblineError, InputError, UsageError
from ebbline.language import segment
from ebbline.places import Gazetteer, find_places
from ebbline.places.geonames_files import Added, add_country, added_countries, country_code, remove_country
from ebbline.records import Report
from tests.unit.places.geonames_rows import QORQANIA, ROWS, row, text, zipped


def add(folder: Path, data: bytes, code: str = "SY", which: str = "SY.zip") -> Added:
    return add_country(code, io.BytesIO(data), which, folder)


def opened(added: Added) -> Gazetteer:
    return Gazetteer.open(extra=[added.path])


def test_its_places_are_found_by_every_latin_name_and_what_ships_stays(tmp_path: Path, gazetteer: Gazetteer) -> None:
    added = add(tmp_path, zipped(text()))
    assert (added.rows, added.places, added.left_out) == (7, 4, 1)
    both = opened(added)
    assert len(both) == len(Gazetteer.open(extra=())) + 4
    for name in ("Qorqania", "Qurqaniya", "Kerkaniye"):
        (place,) = [both.place(n) for n in both.named(name)]
        assert (place.place_id, place.kind, place.country, place.admin1) == (
            "geonames:9900001", "village", "SY", "Ar Raqqah",
        )  # fmt: skip
        assert (place.lat, place.lon) == (35.8801, 38.9102)
    assert both.named("QRQ") == ()
    assert both.named("Elsewhere") == gazetteer.named("Elsewhere")
    assert {both.place(n).name for n in both.skeletal("Gurganiyya")} >= {"Qorqania"}
    assert [both.place(n).kind for n in both.named("Tall Milad")] == ["mountain"]
    assert [both.place(n).kind for n in both.named("Madinat Qubbat")] == ["city"]


def test_a_place_that_ships_is_no_second_place_but_gains_its_names(tmp_path: Path) -> None:
    both = opened(add(tmp_path, text()))
    (homs,) = both.named("Khimsoria")
    assert both.place(homs).place_id == "geonames:169577"
    assert both.named("Homs") == Gazetteer.open(extra=()).named("Homs")


def test_a_rough_place_gives_way_to_one_with_coordinates(tmp_path: Path) -> None:
    shipped = Gazetteer.open(extra=())
    rough = next(
        p
        for p in map(shipped.place, shipped.in_country("SY"))
        if p.is_rough and p.kind == "village" and len(shipped.named(p.name)) == 1
    )
    names = shipped.spellings([rough.number])[rough.number]
    lat, lon = rough.lat + 0.01, rough.lon
    added = add(tmp_path, text((row(9900100, rough.name, "P.PPL", round(lat, 5), lon),)))
    assert added.replaced == 1
    both = opened(added)
    for name in names:
        assert "geonames:9900100" in {both.place(n).place_id for n in both.folded(name)}
        assert rough.place_id not in {both.place(n).place_id for n in both.folded(name)}


def test_reports_are_read_with_it_and_the_reading_says_so(tmp_path: Path) -> None:
    words = "Fighters shelled the village of Qurqaniya in Raqqa province, Syria, on Monday."
    report = Report("r_1", "a", words, "", "", "a")
    without, with_it = Gazetteer.open(extra=()), opened(add(tmp_path, text()))
    ids = [{m.place.gazetteer_id for m in find_places(segment(report), g)} for g in (without, with_it)]
    assert "geonames:9900001" in ids[1] - ids[0]
    plain, signed = LexiconCoder(without), LexiconCoder(with_it)
    assert plain.extractor == EXTRACTOR
    assert signed.extractor.startswith(f"{EXTRACTOR} + SY ")
    read = signed.code(report)
    assert read.reading_id != plain.code(report).reading_id
    assert {claim.extractor for claim in read.claims} <= {signed.extractor}


def test_the_same_file_makes_the_same_bytes_in_any_order_and_another_file_another_signature(tmp_path: Path) -> None:
    one = add(tmp_path / "a", zipped(text()))
    other = add(tmp_path / "b", text(tuple(reversed(ROWS))))
    more = add(tmp_path / "c", text((*ROWS, row(9900200, "Kafr Ṣūrā", "P.PPL", 35.5, 36.5))))
    assert one.digest == other.digest
    assert opened(one).signature == opened(other).signature != opened(more).signature


def test_two_countries_lie_beside_each_other(tmp_path: Path) -> None:
    first = add(tmp_path, text())
    iraq = row(9900300, "Tall Ṣafūr", "P.PPL", 33.1, 44.2, country="IQ", others="Homs al-Iraq")
    second = add(tmp_path, text((iraq,)), "IQ", "IQ.txt")
    both = Gazetteer.open(extra=[second.path, first.path])
    assert [both.place(n).place_id for n in both.named("Tall Safur")] == ["geonames:9900300"]
    assert [both.place(n).place_id for n in both.named("Qorqania")] == ["geonames:9900001"]
    assert [both.place(n).place_id for n in both.named("Khimsoria")] == ["geonames:169577"]
    assert both.near("kgn", ("SY",)) is not None
    assert {both.country_of(n) for n in both.sounding("krkn", ("SY",))} <= {"SY"}
    assert added_countries(tmp_path) == ("IQ", "SY")
    assert len(both.in_country("IQ")) == len(Gazetteer.open(extra=()).in_country("IQ")) + 1


def test_an_added_country_is_used_without_being_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EBBLINE_DATA", str(tmp_path))
    assert Gazetteer.open().signature == ""
    add_country("SY", io.BytesIO(text()), "SY.txt")
    assert Gazetteer.open().named("Qurqaniya")
    assert Gazetteer.open().signature.startswith("SY ")
    remove_country("SY")
    assert not Gazetteer.open().named("Qurqaniya")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped(text())[:-40], "not a whole zip"),
        (zipped(b"x" * 4000)[:120], "not a whole zip"),
        (zipped(text(), "IQ.csv"), r"holds no SY\.txt"),
        (text((QORQANIA, "three\tcells\there\n")), "line 2: not a row of GeoNames: 3 cells, not 19"),
        (text((row(1, "A", "P.PPL", 95.0, 10.0),)), "line 1: not a row of GeoNames: no point on earth"),
        (QORQANIA.replace("35.8801", "north").encode(), "line 1: not a row"),
        ("Qorqāniā".encode("utf-16"), "not"),
        (text((row(1, "Elsewhere", "P.PPL", 3.0, 4.0, country="IQ"),)), "no row of SY"),
        (b"", "no row of SY"),
        (b"<html><title>gone</title></html>\n", "line 1: not a row"),
    ],
)
def test_what_is_no_country_file_is_told_and_leaves_nothing(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        add(tmp_path, data)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_second_try_leaves_the_first(tmp_path: Path) -> None:
    before = add(tmp_path, text()).path.read_bytes()
    with pytest.raises(InputError):
        add(tmp_path, b"not it\n")
    assert (tmp_path / "SY.bin").read_bytes() == before


def test_a_full_disk_is_told_and_nothing_half_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EbblineError, match="No space left on device"):
        add(tmp_path, text())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EbblineError, match="cannot be written"):
        add(tmp_path / "file", text())


def test_a_damaged_layer_and_one_for_another_gazetteer_are_told_with_their_cure(tmp_path: Path) -> None:
    added = add(tmp_path, text())
    whole = added.path.read_bytes()
    added.path.write_bytes(whole[:-8])
    with pytest.raises(InputError, match="cut short"):
        opened(added)
    added.path.write_bytes(whole)
    with pytest.raises(InputError, match=r"another gazetteer.*ebbline gazetteer add SY"):
        Gazetteer.open(added.path, extra=[added.path])


@pytest.mark.parametrize(("words", "code"), [("sy", "SY"), (" IQ ", "IQ")])
def test_codes_are_taken_in_any_case(words: str, code: str) -> None:
    assert country_code(words) == code


@pytest.mark.parametrize(("words", "cure"), [("Syria", "the code of Syria is SY"), ("../SY", "two letters")])
def test_other_words_are_told_what_a_code_is(words: str, cure: str) -> None:
    with pytest.raises(UsageError, match=cure):
        country_code(words)


def test_nothing_to_remove_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not added"):
        remove_country("YE", tmp_path)
