"""The base map and what is drawn as a point, a ring, an area, or not at all."""

from __future__ import annotations

import pytest

from ebbline.picture.basemap import BaseMap, likeness
from ebbline.picture.geometry import Box, Frame
from ebbline.picture.spots import choose_window, spots_of
from ebbline.picture.style import read_style
from ebbline.records import Claim, ClaimPlace, EventClaim, Evidence, identified

STYLE = read_style()


@pytest.fixture(scope="module")
def base() -> BaseMap:
    return BaseMap.open()


def claim_at(*places: ClaimPlace) -> Claim:
    return identified(
        EventClaim(
            report_id="r",
            evidence=(Evidence(0, 1, "x"),),
            places=places,
            event_type="Battles",
            sub_event_type="Armed clash",
        )
    )


def place(name: str, lat: float, lon: float, precision: str = "exact", radius_m: int | None = None) -> ClaimPlace:
    return ClaimPlace(name, name, f"x:{name}", lat, lon, precision, "SY", None, 0.9, radius_m)  # type: ignore[arg-type]


def test_a_window_shows_its_countries_and_nothing_of_the_other_side_of_the_earth(base: BaseMap) -> None:
    frame = Frame(Box(36, 34, 44, 38), 1000)
    land = base.draw(frame, Box(0, 0, 1000, frame.height), 0.3)
    assert {name.text for name in land.country_names} == {"Turkey", "Syria", "Iraq", "Lebanon"}
    assert {"Homs", "Idlib", "Aleppo", "Mardin"} <= {name.text for name in land.province_names}
    assert land.borders
    assert land.rivers
    assert len(land.land + land.provinces + land.borders) < 200_000


def test_a_window_at_sea_has_no_land(base: BaseMap) -> None:
    frame = Frame(Box(-140, -45, -132, -41), 1000)
    land = base.draw(frame, Box(0, 0, 1000, frame.height), 0.3)
    assert (land.land, land.borders, land.country_names) == ("", "", ())


@pytest.mark.parametrize(
    ("name", "lat", "lon", "expected"),
    [
        ("Raqqa", 36.04, 39.0, "Ar Raqqah"),
        ("Deir ez-Zor", 35.1, 40.4, "Dayr Az Zawr"),
        ("Hasakah", 36.5, 40.9, "Hasaka (Al Haksa)"),
        ("Daraa", 32.9, 36.1, "Dar`a"),
        ("Anbar", 32.9, 41.9, "Al-Anbar"),
        ("Jazira", 36.4, 40.8, None),
    ],
)
def test_a_regions_name_finds_its_province(
    base: BaseMap, name: str, lat: float, lon: float, expected: str | None
) -> None:
    found = base.province(name, None, (lon, lat))
    assert (found and found.name) == expected


def test_a_province_of_another_country_is_not_taken(base: BaseMap) -> None:
    assert base.province("Raqqa", "IQ", (39.0, 36.04)) is None


def test_names_alike_whatever_their_vowels_and_article() -> None:
    assert likeness("Dayr al-Zawr", "Deir ez-Zor") > 88
    assert likeness("Homs", "Hama") < 70


def test_only_what_is_known_to_a_point_is_a_point(base: BaseMap) -> None:
    claims = [
        claim_at(place("Kobani", 36.89, 38.355)),
        claim_at(place("Some field", 36.1, 39.1, "exact", 10_000)),
        claim_at(place("Kobani", 36.89, 38.355, "near")),
        claim_at(place("Kobani", 36.89, 38.355, "near", 100)),
        claim_at(place("Raqqa", 36.04, 39.0, "region")),
        claim_at(place("Badia", 34.5, 39.0, "region")),
        claim_at(place("Manbij", 36.5, 37.9, "district")),
        claim_at(place("Syria", 35, 38, "country")),
        claim_at(ClaimPlace("Qnitry", "Qnitry")),
    ]
    spots, where = spots_of(claims, STYLE, base)
    kinds = [spots[indices[0]].kind for indices in where]
    assert kinds == ["point", "ring", "ring", "ring", "area", "ring", "ring", "country", "unresolved"]
    assert spots[where[2][0]].radius_m == STYLE.radius_m["near"]
    assert spots[where[3][0]].radius_m >= STYLE.radius_m["near"] // 2  # a sharp centre does not make "near" sharp
    assert where[2] == where[3] or spots[where[2][0]].assumed


def test_a_place_named_by_two_spellings_is_one_spot(base: BaseMap) -> None:
    a, b = place("Kobani", 36.89, 38.355), ClaimPlace("Kobane", "Kobane", "x:Kobani", 36.89, 38.355)
    spots, where = spots_of([claim_at(a), claim_at(a), claim_at(b)], STYLE, base)
    assert [spot.name for spot in spots] == ["Kobani"]
    assert where == [(0,), (0,), (0,)]


def test_one_embassy_abroad_does_not_shrink_the_war(base: BaseMap) -> None:
    near = [claim_at(place(f"t{i}", 36 + i / 10, 38 + i / 10)) for i in range(9)]
    spots, _ = spots_of([*near, claim_at(place("Oslo", 59.9, 10.7))], STYLE, base)
    window, far = choose_window(spots, [1] * len(spots))
    assert [spots[index].name for index in far] == ["Oslo"]
    assert window.right - window.left < 4


def test_two_wars_are_both_in_the_window(base: BaseMap) -> None:
    claims = [claim_at(place(f"s{i}", 36, 38 + i / 10)) for i in range(5)] + [
        claim_at(place(f"u{i}", 48, 37 + i / 10)) for i in range(5)
    ]
    spots, _ = spots_of(claims, STYLE, base)
    window, far = choose_window(spots, [1] * len(spots))
    assert not far
    assert window.bottom < 36 < 48 < window.top
