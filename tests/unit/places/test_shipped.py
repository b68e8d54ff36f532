"""The files that ship: small, quick to open, made from the tables beside them, honest about what is known."""

import hashlib
import time
from pathlib import Path

import pytest

from ebbline.language import segment
from ebbline.places import Gazetteer, find_places
from ebbline.places.layers import SOURCES, Layer, shipped
from ebbline.records import Report
from tools import build_gazetteer

DATA = Path(__file__).parents[3] / "src/ebbline/places/data"
LEAST_ROUGH_M = 10_000


@pytest.fixture(scope="module")
def own() -> Gazetteer:
    """What ships, without what a user of this machine may have added."""
    return Gazetteer.open(extra=())


def test_all_place_data_together_is_small() -> None:
    files = [path for path in DATA.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 25_000_000
    assert shipped()[1].stat().st_size < 5_000_000


def test_all_layers_open_at_once() -> None:
    times = []
    for _ in range(3):
        began = time.process_time()
        Gazetteer.open(extra=())
        times.append(time.process_time() - began)
    assert min(times) < 0.2


def test_the_supplement_is_made_from_the_tables_as_they_are() -> None:
    base = Gazetteer([Layer.open(shipped()[0])])
    data, _ = build_gazetteer.supplement(base, DATA / "supplement")
    made, there = (hashlib.sha256(file).hexdigest() for file in (data, shipped()[1].read_bytes()))
    assert made == there, "a table changed: run python tools/build_gazetteer.py --supplement"


def test_every_layer_is_whole(own: Gazetteer) -> None:
    assert own.verify()
    assert len(own.layers) == 2


def test_every_row_names_its_source_and_memory_is_never_sharp() -> None:
    rows = list(build_gazetteer.supplement_rows(DATA / "supplement"))
    about = (DATA / "SOURCES.md").read_text("utf-8")
    named = {row.source.split()[0] for row in rows if row.key != "ebbline"}
    assert named
    assert {name for name in named if name not in about} == set()
    assert all(row.source == build_gazetteer.ROUGH for row in rows if row.key == "ebbline")
    assert all(row.radius_km >= 10 for row in rows if row.key == "ebbline")


def test_no_place_from_memory_is_sharper_than_ten_kilometres(own: Gazetteer) -> None:
    rough = [own.place(number) for number in own.of_source("ebbline")]
    assert len(rough) > 1_500
    assert [p for p in rough if p.radius_m is None or p.radius_m < LEAST_ROUGH_M] == []
    assert all(place.is_rough for place in rough)


def test_every_other_place_is_of_a_source_that_was_opened(own: Gazetteer) -> None:
    for layer in own.layers:
        assert set(bytes(layer.source)) <= set(range(len(SOURCES)))
    opened = set(SOURCES) - {"ebbline"}
    about = (DATA / "SOURCES.md").read_text("utf-8")
    assert all(f"`{source}`" in about for source in opened)


def test_no_place_from_memory_is_told_as_exact(own: Gazetteer) -> None:
    """Whatever is found of them in a plain sentence says that it is near, a part or a region."""
    numbers = own.of_source("ebbline")
    told = 0
    for number in numbers[:: max(1, len(numbers) // 150)]:
        place = own.place(number)
        words = f"Fighters shelled positions in {place.name} on Monday, and then 5 km north of {place.name}."
        for mention in find_places(segment(Report("r_1", "a", words, "", "", "a")), own):
            if mention.place.gazetteer_id == place.place_id:
                told += 1
                assert mention.place.precision != "exact", place
                assert mention.place.radius_m is not None
                assert mention.place.radius_m >= LEAST_ROUGH_M
    assert told > 30


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Tal Nur", "", "village", "SY", "35", "37", "5", "", "general knowledge"], "no sharper than 10 km"),
        (["Tal Nur", "", "hamlet", "SY", "35", "37", "15", "", "general knowledge"], "no kind 'hamlet'"),
        (["Tal Nur", "", "village", "SY", "95", "37", "15", "", "general knowledge"], "not on earth"),
        (["Tal Nur", "", "village", "SY", "35", "37", "15", "", ""], "no name or no source"),
        (["Tal Nur", "village", "SY", "35", "37", "15", "general knowledge"], "7 columns, not 9"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(cells: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build_gazetteer.supplement_row("x.tsv:1", cells)


def test_a_row_may_correct_kind_and_radius_of_what_it_is_joined_to() -> None:
    row = build_gazetteer.supplement_row("x", ["Tal Nur", "", "!area", "SY", "35", "37", "!15", "", "UCDP GED"])
    assert (row.kind, row.radius_km, row.corrects_kind, row.corrects_radius, row.key) == (
        "area",
        15,
        True,
        True,
        "ucdp",
    )


def test_ucdp_can_be_left_out_at_run_time(own: Gazetteer) -> None:
    without = Gazetteer.open(extra=(), without=("ucdp",))
    assert len(own.of_source("ucdp")) > 1_700
    assert without.of_source("ucdp") == []
    assert without.named("Ein Laroz") != own.named("Ein Laroz")
    assert without.signature == "without ucdp"
