"""A gazetteer in layers answers as one in a single file would."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.places.building import Addition, Entry, pack
from ebbline.places.gazetteer import GOES_ON, NAMED, Gazetteer
from ebbline.places.layers import Layer
from ebbline.places.names import fold, skeleton

WORDS = ("Kafr", "Tall", "Nur", "Sura", "Qasr", "Mayya", "Dib", "Zahr", "Ain")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)


@st.composite
def entries(draw: st.DrawFn) -> list[tuple[Entry, int]]:
    """Places far from each other, each with the layer it goes into."""
    made = []
    for number in range(draw(st.integers(1, 14))):
        name, other = draw(names), draw(names)
        entry = Entry(
            draw(st.sampled_from(["admin", "ebbline"])), f"x:{number}", name, "town",
            draw(st.sampled_from(["SY", "IQ", "US"])), -60 + 2.0 * number, 10.0 * draw(st.integers(-5, 5)), "",
            draw(st.integers(0, 3)) * 1000, 20_000, {other},
        )  # fmt: skip
        made.append((entry, 0 if number == 0 else draw(st.integers(0, 3))))
    return made


def layered(parts: Sequence[Sequence[Entry]], folder: Path) -> Gazetteer:
    """A base, and each further part made against the base and what it is told to lie on."""
    (folder / "0.bin").write_bytes(pack(parts[0], {}))
    layers = [Layer.open(folder / "0.bin")]
    for number, part in enumerate(parts[1:], 1):
        # The last two are a user's: made against the same shipped layers, unaware of each other.
        addition = Addition(Gazetteer(layers[:2]))
        for entry in part:
            addition.add(entry)
        path = folder / f"{number}.bin"
        path.write_bytes(addition.packed({}, {"layer": str(number)}))
        layers.append(Layer.open(path))
    return Gazetteer(layers)


@settings(max_examples=60, deadline=None)
@given(entries())
def test_layers_answer_as_one_file_would(made: list[tuple[Entry, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = [[entry for entry, layer in made if layer == wanted] for wanted in range(4)]
        (Path(folder) / "one.bin").write_bytes(pack([entry for entry, _ in made], {}))
        one, many = Gazetteer.open(Path(folder) / "one.bin"), layered(parts, Path(folder))

        def ids(gazetteer: Gazetteer, numbers: Sequence[int]) -> list[str]:
            return sorted(gazetteer.place(number).place_id for number in numbers)

        assert len(one) == len(many) == len(made)
        for entry, _ in made:
            for name in (entry.name, *entry.names):
                folded, bones = fold(name), skeleton(fold(name))
                assert ids(one, one.folded(folded)) == ids(many, many.folded(folded))
                people = [many.population_of(number) for number in many.folded(folded)]
                assert people == sorted(people, reverse=True)
                assert ids(one, one.by_skeleton(bones)) == ids(many, many.by_skeleton(bones))
                assert one.standing[folded] == many.standing[folded] != 0
                for first in {folded.rsplit(" ", 1)[0]} - {folded}:
                    assert many.standing[first] & GOES_ON
                    assert one.standing[first] & NAMED == many.standing[first] & NAMED
                for countries in (("SY",), ("IQ", "US")):
                    assert ids(one, one.sounding(bones, countries)) == ids(many, many.sounding(bones, countries))
                    assert ids(one, one.near(bones, countries)) == ids(many, many.near(bones, countries))
        for code in ("SY", "IQ", "US", "DE"):
            assert ids(one, one.in_country(code)) == ids(many, many.in_country(code))
        spelt = many.spellings(range(len(many)))
        for number in range(len(many)):
            place = many.place(number)
            assert {fold(place.name)} <= spelt[number]
            assert many.facts(number)[:3] == (place.country, place.kind, place.population)
            assert many.at(number) == (place.lat, place.lon)
