"""The supplement's tables written by hand: every row stands where its country and division are, is told once, and says
no more than its source can."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest

from ebbline.places.building import distance_km
from ebbline.places.gazetteer import KINDS, Gazetteer
from ebbline.places.layers import Layer, shipped
from ebbline.places.names import fold, skeleton
from tools.build_gazetteer import DATA, ROUGH, Row, table_rows

NOT_BY_HAND = {"divisions.tsv", "ucdp_syria.tsv", "territories.tsv"}
"""Tables that `tools/supplement_tables.py` writes from data of others."""
AIRFIELDS, AIRFIELD_KM = "airportsdata 20260905", 3
MARGIN_DEGREES, MARGIN_SHARE = 1.0, 0.3
"""A country reaches beyond its outermost towns, an empty large one farther: deserts, waters, islands."""
STRAY_KM, ASTRAY_KM = 60.0, 240.0
"""How much farther than the nearest place at all the nearest of its division may be: few rows over the first, none over
the second. Divisions of deserts have their towns at one end."""
STRAYS = 0.02
ENOUGH_PLACES = 5
"""A division with fewer places in the base says nothing about where it is."""
SAME_PLACE_KM = 25.0
LEAST = {
    "syria": 400, "iraq": 450, "yemen": 250, "libya": 200, "ukraine": 450, "afghanistan": 320, "neighbours_a": 420,
    "sudan": 370, "sahel": 275, "lake_chad": 220, "somalia": 210, "congo": 305, "ethiopia": 235, "myanmar": 230,
    "mozambique": 60, "world": 450,
}  # fmt: skip
"""Rows of the tables that are not to shrink unseen."""
LEAST_OF_ALL = 4_500


def file_of(row: Row) -> str:
    return row.where.partition(":")[0]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for row in table_rows(DATA / "supplement") if file_of(row) not in NOT_BY_HAND]


@pytest.fixture(scope="module")
def base() -> Gazetteer:
    """The base alone, so that the supplement is not held against itself."""
    return Gazetteer([Layer.open(shipped()[0])])


def names_of(row: Row) -> list[str]:
    return [row.name, *(other for other in row.others.split(";") if other)]


def test_the_tables_are_as_long_as_they_were(rows: list[Row]) -> None:
    counted = Counter(file_of(row).removesuffix(".tsv") for row in rows)
    assert {name: counted[name] for name, least in LEAST.items() if counted[name] < least} == {}
    assert len(rows) >= LEAST_OF_ALL


def test_every_table_tells_its_columns_and_its_licence() -> None:
    for path in (DATA / "supplement").glob("*.tsv"):
        head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
        assert head[-1].split("\t")[0] == "# name", path.name
        assert head[-1].count("\t") == 8, path.name
        assert any(word in " ".join(head) for word in ("Apache-2.0", "CC BY 4.0")), path.name


def test_kind_and_radius_fit_the_source(rows: list[Row]) -> None:
    assert {row.kind for row in rows} <= set(KINDS)
    assert [row.where for row in rows if row.source not in (ROUGH, AIRFIELDS)] == []
    assert [row.where for row in rows if row.source == ROUGH and row.radius_km < 10] == []
    assert [row.where for row in rows if row.source == AIRFIELDS and row.radius_km != AIRFIELD_KM] == []


def test_names_are_clean(rows: list[Row]) -> None:
    for row in rows:
        names = names_of(row)
        assert all(name == " ".join(name.split()) and len(name) > 1 for name in names), row.where
        assert len({fold(name) for name in names}) == len(names), (row.where, "a spelling that is folded anyway")


def test_every_row_lies_in_its_country(rows: list[Row], base: Gazetteer) -> None:
    @cache
    def reach(country: str) -> tuple[float, float, float, float]:
        spots = [base.at(number) for number in base.in_country(country) if base.kind_of(number) != "country"]
        lats, lons = [lat for lat, _ in spots], [lon for _, lon in spots]
        up, across = (MARGIN_DEGREES + MARGIN_SHARE * (max(side) - min(side)) for side in (lats, lons))
        return min(lats) - up, max(lats) + up, min(lons) - across, max(lons) + across

    outside = []
    for row in rows:
        if row.country and row.kind != "water" and len(base.in_country(row.country)) > 1:
            south, north, west, east = reach(row.country)
            wide = row.radius_km / 111
            if not (south - wide <= row.lat <= north + wide and west - wide <= row.lon <= east + wide):
                outside.append((row.where, row.name, row.country))
    assert outside == []


def nearest_km(row: Row, spots: list[tuple[float, float]]) -> float:
    """How far the nearest of some points is from a row's, on a plane that touches there."""
    across = math.cos(math.radians(row.lat))
    return 111.2 * math.sqrt(min((lat - row.lat) ** 2 + ((lon - row.lon) * across) ** 2 for lat, lon in spots))


def test_every_division_is_known_and_near(rows: list[Row], base: Gazetteer) -> None:
    sounds: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    known = set()
    for country in {row.country for row in rows if row.admin1}:
        for place in map(base.place, base.in_country(country)):
            if place.admin1:
                known.add((country, place.admin1))
                sounds[country, skeleton(fold(place.admin1))].append((place.lat, place.lon))
    told = [row for row in rows if row.admin1]
    assert [(row.where, row.admin1) for row in told if (row.country, row.admin1) not in known] == []
    strays = []
    for row in told:
        own = row.country, skeleton(fold(row.admin1))
        if len(sounds[own]) >= ENOUGH_PLACES:
            of_all = min(nearest_km(row, spots) for (country, _), spots in sounds.items() if country == row.country)
            over = nearest_km(row, sounds[own]) - of_all - row.radius_km
            if over > STRAY_KM:
                strays.append((round(over), row.where, row.name, row.admin1))
    assert [stray for stray in strays if stray[0] > ASTRAY_KM] == []
    assert len(strays) < STRAYS * len(told), strays


def shared_names(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows of one country that have a name in common."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for name in {fold(name) for name in names_of(row)}:
            by_name[row.country, name].append(row)
    for group in by_name.values():
        yield from combinations(group, 2)


def test_no_place_is_told_twice(rows: list[Row]) -> None:
    twice = {
        (a.where, a.name, b.where, b.name)
        for a, b in shared_names(rows)
        if distance_km(a.lat, a.lon, b.lat, b.lon) <= SAME_PLACE_KM
    }
    assert twice == set()
    told = Counter((row.country, fold(row.name), row.kind) for row in rows)
    assert [key for key, count in told.items() if count > 1] == [], "the builder would take the first only"
