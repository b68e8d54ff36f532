"""Layers laid over each other: names given to places below, corrections, what is replaced or left out."""

from pathlib import Path

import pytest

from ebbline.errors import InputError
from ebbline.places.building import Addition, Entry, pack
from ebbline.places.gazetteer import Gazetteer
from ebbline.places.layers import Layer, user_folder

UP = Entry("geonames", 11, "Kafr Miyah", "town", "SY", 35.0, 37.0, "Hama", 9_000, 0, {"Kafr Miyah"})
ROUGH = Entry("ebbline", "ebbline:SY.tall-nur", "Tall Nur", "village", "SY", 35.5, 37.0, "", 0, 15_000, {"Tall Nur"})
EVENTS = Entry("ucdp", "ucdp:Hama/Ayn_Zahr", "Ayn Zahr", "village", "SY", 35.2, 37.2, "Hama", 0, 2_000, {"Ayn Zahr"})
FAR = Entry("geonames", 12, "Kafr Miyah", "town", "SY", 36.5, 38.0, "Aleppo", 500, 0, set())


def base(folder: Path, *entries: Entry) -> Path:
    path = folder / "base.bin"
    path.write_bytes(pack(entries or (UP, ROUGH, EVENTS, FAR), {"made up": "1"}))
    return path


def over(folder: Path, *entries: Entry, name: str = "over.bin", **more: bool) -> tuple[Gazetteer, Addition]:
    """The base with a layer of these entries."""
    below = Gazetteer([Layer.open(base(folder))])
    addition = Addition(below)
    for entry in entries:
        addition.add(entry, **more)
    (folder / name).write_bytes(addition.packed({"made up": "2"}, {"layer": name}))
    return Gazetteer.open(folder / "base.bin", extra=[folder / name]), addition


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [gazetteer.place(number).place_id for number in gazetteer.named(name)]


def like(entry: Entry, **changes: object) -> Entry:
    values = {name: getattr(entry, name) for name in Entry.__slots__} | {"place_id": "ebbline:x", "source": "ebbline"}
    return Entry(**(values | changes))  # type: ignore[arg-type]


def test_a_place_the_base_has_gains_names_and_stays_one(tmp_path: Path) -> None:
    both, addition = over(tmp_path, like(UP, lat=35.2, names={"Kfar Mayeh", "Water Village"}))
    assert addition.entries == []
    assert ids(both, "Water Village") == ["geonames:11"]
    assert ids(both, "Kafr Miyah") == ["geonames:11", "geonames:12"]
    assert {both.place(n).place_id for n in both.skeletal("Woter Vilage")} == {"geonames:11"}


@pytest.mark.parametrize(
    "change",
    [{"lat": 35.4}, {"kind": "mountain"}, {"country": "IQ"}],
    ids=["farther than 25 km", "another kind", "another country"],
)
def test_another_place_of_the_name_is_its_own(tmp_path: Path, change: dict[str, object]) -> None:
    both, addition = over(tmp_path, like(UP, **change))
    assert len(addition.entries) == 1
    assert sorted(ids(both, "Kafr Miyah")) == ["ebbline:x", "geonames:11", "geonames:12"]
    assert len(both) == 5


def test_the_most_populous_come_first_whatever_their_layer(tmp_path: Path) -> None:
    both, _ = over(tmp_path, like(UP, lat=33.0, population=100_000))
    assert ids(both, "Kafr Miyah") == ["ebbline:x", "geonames:11", "geonames:12"]


def test_kind_and_radius_are_corrected_only_on_demand(tmp_path: Path) -> None:
    changed = like(UP, kind="village", radius_m=3_000)
    for demand, expected in ((False, ("town", None)), (True, ("village", 3_000))):
        both, _ = over(tmp_path, changed, corrects_kind=demand, corrects_radius=demand)
        (place,) = [both.place(n) for n in both.named("Kafr Miyah") if both.place(n).place_id == "geonames:11"]
        assert (place.kind, place.radius_m) == expected


def test_a_source_can_be_left_out_when_opening(tmp_path: Path) -> None:
    both, _ = over(tmp_path, like(EVENTS, kind="mountain", source="ucdp", place_id="ucdp:hill"))
    assert sorted(ids(both, "Ayn Zahr")) == ["ucdp:Hama/Ayn_Zahr", "ucdp:hill"]
    without = Gazetteer.open(tmp_path / "base.bin", extra=[tmp_path / "over.bin"], without=["ucdp"])
    assert ids(without, "Ayn Zahr") == []
    assert "ayn zahr" not in without.standing._names[0]
    assert "ucdp" not in {place.source for place in without}
    assert len(without.in_country("SY")) == len(both.in_country("SY")) - 2
    assert without.signature.endswith("without ucdp")


def test_a_replaced_place_is_not_told(tmp_path: Path) -> None:
    below = Gazetteer([Layer.open(base(tmp_path))])
    addition = Addition(below)
    addition.replaces.add("ebbline:SY.tall-nur")
    addition.entries.append(like(ROUGH, place_id="ebbline:SY.tall-nur", lat=36.0))
    (tmp_path / "over.bin").write_bytes(addition.packed({}, {"layer": "over"}))
    both = Gazetteer.open(tmp_path / "base.bin", extra=[tmp_path / "over.bin"])
    assert [both.at(n)[0] for n in both.named("Tall Nur")] == [36.0]
    assert sum(place.place_id == "ebbline:SY.tall-nur" for place in both) == 1


def test_a_layer_keeps_its_places_when_the_middle_one_changes(tmp_path: Path) -> None:
    """A user's country was added over an older supplement: what it says of places there is passed over."""
    hill = like(EVENTS, name="Jabal Sada", names={"Jabal Sada"}, kind="mountain", place_id="ebbline:a")
    middle, _ = over(tmp_path, hill, name="middle.bin")
    top = Addition(middle)
    top.add(like(hill, place_id="ebbline:b", names={"Echo Hill"}))
    top.add(like(UP, place_id="ebbline:c", name="Third", names={"Third"}, lat=34.0))
    (tmp_path / "top.bin").write_bytes(top.packed({}, {"layer": "top"}))
    layers = [Layer.open(tmp_path / name) for name in ("base.bin", "middle.bin", "top.bin")]
    assert ids(Gazetteer(layers), "Echo Hill") == ["ebbline:a"]
    over(tmp_path, like(hill, name="Another", names={"Another"}), like(UP, lat=31.0), name="middle.bin")
    newer = Gazetteer([Layer.open(tmp_path / name) for name in ("base.bin", "middle.bin", "top.bin")])
    assert ids(newer, "Echo Hill") == []
    assert ids(newer, "Third") == ["ebbline:c"]
    assert newer.standing["echo hill"] == 0


def test_a_layer_made_for_another_base_is_refused(tmp_path: Path) -> None:
    over(tmp_path, like(UP, lat=33.0))
    base(tmp_path, UP)
    with pytest.raises(InputError, match="another gazetteer"):
        Gazetteer.open(tmp_path / "base.bin", extra=[tmp_path / "over.bin"])


def test_the_bytes_do_not_depend_on_the_order_of_entries() -> None:
    entries = [UP, ROUGH, EVENTS, FAR]
    assert pack(entries, {}) == pack(reversed(entries), {})


@pytest.mark.parametrize("length", range(0, 120, 7))
def test_the_table_of_contents_knows_its_own_length(tmp_path: Path, length: int) -> None:
    path = tmp_path / "one.bin"
    path.write_bytes(pack([UP], {"x": "y" * length}))
    assert Layer.open(path).sound()


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"EBBLINE_DATA": "/srv/e", "XDG_DATA_HOME": "/x"}, "/srv/e/gazetteer"),
        ({"XDG_DATA_HOME": "/x", "HOME": "/h"}, "/x/ebbline/gazetteer"),
        ({"HOME": "/h"}, "/h/.local/share/ebbline/gazetteer"),
    ],
)
def test_where_a_users_layers_lie(environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert user_folder(environment) == Path(folder)
