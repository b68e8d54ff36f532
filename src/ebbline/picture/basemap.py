"""The land beneath the marks: countries, provinces, rivers and lakes of one window, ready to draw."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz

from ebbline.picture.geometry import (
    Box,
    Frame,
    Line,
    Point,
    area_of,
    box_of,
    clip_line,
    clip_ring,
    inside,
    label_spot,
    latitude_of,
    mercator,
)
from ebbline.picture.geometry import thinned as thin

SAME_NAME, SAME_NAME_INSIDE = 88.0, 72.0
"""Similarity from which a region's name is a province's: alone, and where its centre lies inside that province.
Chosen on the fourteen Syrian provinces in the spellings of the reports; not swept."""

WIDE_DEGREES, AROUND_PLACE = 40.0, 2.5
"""In a window wider than this, provinces are drawn only within so many degrees of a place."""


@dataclass(frozen=True, slots=True)
class Name:
    """A country's or province's name on the map; `room` is how wide the shape is there, in units."""

    text: str
    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Land:
    """Path data of everything beneath the marks, in the frame's units."""

    land: str
    coasts: str
    borders: str
    provinces: str
    rivers: str
    lakes: str
    country_names: tuple[Name, ...]
    province_names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """A first-level division, in degrees."""

    name: str
    country: str
    rings: tuple[Line, ...]


class BaseMap:
    """The shipped base map; sources and licences in `data/SOURCES.md`."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._unit = 1 / data["units_per_degree"]
        self._rivers, self._lakes = data["rivers"], data["lakes"]
        self._countries = _Layer(data["countries"], self._unit)
        self._provinces = _Layer(data["provinces"], self._unit)
        self._inner = frozenset(data["provinces"]["inner"])
        self._borders = _used_twice(data["countries"]["shapes"])

    @staticmethod
    @lru_cache(maxsize=1)
    def open() -> BaseMap:
        """The map in the package; a quarter of a second the first time."""
        packed = files("ebbline.picture").joinpath("data/basemap.json.gz").read_bytes()
        return BaseMap(json.loads(gzip.decompress(packed)))

    def draw(self, frame: Frame, drawn: Box, tolerance: float, places: Sequence[Point] = ()) -> Land:
        """What lies in `drawn` (units; the frame and what panning may show), thinned to `tolerance` units.

        Where the window is too wide for provinces, only those around `places` (longitude, latitude) are drawn.
        """
        pen = _Pen(frame, drawn, tolerance)
        shown = self._countries.within([pen.degrees])
        wide = frame.window.right - frame.window.left > WIDE_DEGREES
        around = [Box(x, y, x, y).grown(AROUND_PLACE, AROUND_PLACE) for x, y in places] if wide else [pen.degrees]
        provinces = self._provinces.within(around)
        arcs = self._countries.arcs_of(shown)
        country_rings = [(shape["name"], self._countries.rings(shape)) for shape in shown]
        province_rings = [(shape["name"], self._provinces.rings(shape)) for shape in provinces]
        return Land(
            land="".join(pen.ring(ring) for _, rings in country_rings for ring in rings),
            coasts="".join(pen.line(self._countries.arc(n)) for n in arcs if n not in self._borders),
            borders="".join(pen.line(self._countries.arc(n)) for n in arcs if n in self._borders),
            provinces="".join(
                pen.line(self._provinces.arc(n)) for n in self._provinces.arcs_of(provinces) if n in self._inner
            ),
            rivers="".join(pen.line(_points(line, self._unit)) for line in self._rivers),
            lakes="".join(pen.ring(_points(line, self._unit)) for line in self._lakes),
            country_names=_names(country_rings, frame),
            province_names=_names(province_rings, frame),
        )

    def province(self, name: str, country: str | None, centre: Point) -> Province | None:
        """The division a region's name means, by name and centre (longitude, latitude); None where none fits."""
        near = Box(centre[0], centre[1], centre[0], centre[1]).grown(3, 3)
        best: tuple[float, Province] | None = None
        for shape in self._provinces.within([near]):
            code = shape["country"]
            if country and len(code) == 2 and code.isalpha() and code != country:
                continue
            alike = likeness(name, shape["name"])
            if alike < SAME_NAME_INSIDE or (best is not None and alike <= best[0]):
                continue
            rings = tuple(self._provinces.rings(shape))
            if alike >= SAME_NAME or inside(centre, rings):
                best = (alike, Province(shape["name"], code, rings))
        return best[1] if best else None

    def outline(self, province: Province, frame: Frame, drawn: Box, tolerance: float) -> str:
        """Path data of a province's whole shape."""
        pen = _Pen(frame, drawn, tolerance)
        return "".join(pen.ring(ring) for ring in province.rings)


class _Layer:
    """Shapes made of shared arcs, decoded when first asked for."""

    def __init__(self, data: dict[str, Any], unit: float) -> None:
        self._arcs, self._shapes, self._unit = data["arcs"], data["shapes"], unit
        self._decoded: dict[int, Line] = {}

    def within(self, boxes: Sequence[Box]) -> list[dict[str, Any]]:
        """Shapes whose extent meets one of the boxes (degrees)."""
        return [shape for shape in self._shapes if any(self._extent(shape).meets(box) for box in boxes)]

    def _extent(self, shape: dict[str, Any]) -> Box:
        west, south, east, north = (edge * self._unit for edge in shape["box"])
        return Box(west, south, east, north)

    def arcs_of(self, shapes: Iterable[dict[str, Any]]) -> list[int]:
        """The numbers of all arcs the shapes are made of, each once."""
        return sorted({n if n >= 0 else ~n for shape in shapes for ring in shape["rings"] for n in ring})

    def rings(self, shape: dict[str, Any]) -> list[Line]:
        """The shape's rings in degrees."""
        return [_chain([self.arc(n) if n >= 0 else self.arc(~n)[::-1] for n in ring]) for ring in shape["rings"]]

    def arc(self, number: int) -> Line:
        """One arc in degrees."""
        if number not in self._decoded:
            self._decoded[number] = _points(self._arcs[number], self._unit)
        return self._decoded[number]


class _Pen:
    """Turns lines in degrees into path data of one frame."""

    def __init__(self, frame: Frame, drawn: Box, tolerance: float) -> None:
        self.frame, self.drawn, self.tolerance = frame, drawn, tolerance
        west, east = (edge / frame.scale + frame.window.left for edge in (drawn.left, drawn.right))
        top = mercator(frame.window.top)
        south, north = (latitude_of(top - edge / frame.scale) for edge in (drawn.top, drawn.bottom))
        self.degrees = Box(west, south, east, north)
        self.step = tolerance / frame.scale * 0.5

    def line(self, line: Line) -> str:
        if not self._near(line):
            return ""
        pieces = clip_line(self._drawn(line), self.drawn)
        return "".join(_path(thin(piece, self.tolerance)) for piece in pieces)

    def ring(self, ring: Line) -> str:
        if not self._near(ring):
            return ""
        clipped = clip_ring(self._drawn(ring), self.drawn)
        return _path(thin(clipped, self.tolerance)) + "Z" if len(clipped) > 2 else ""

    def _drawn(self, line: Line) -> Line:
        """Projected, after points were dropped that the drawing could not tell apart: projecting is the costly part."""
        return [self.frame.at(*point) for point in thin(line, self.step)]

    def _near(self, line: Line) -> bool:
        return bool(line) and box_of(line).meets(self.degrees)


def _path(points: Line) -> str:
    """Relative path data in tenths of a unit."""
    x, y = round(points[0][0] * 10), round(points[0][1] * 10)
    parts = [f"M{x / 10:g} {y / 10:g}"]
    steps = []
    for point in points[1:]:
        nx, ny = round(point[0] * 10), round(point[1] * 10)
        if (nx, ny) != (x, y):
            steps.append(f"{(nx - x) / 10:g} {(ny - y) / 10:g}")
            x, y = nx, ny
    return parts[0] + ("l" + " ".join(steps) if steps else "h0")


def _points(deltas: Sequence[int], unit: float) -> Line:
    x = y = 0
    points = []
    for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * unit, y * unit))
    return points


def _chain(arcs: list[Line]) -> Line:
    joined: Line = []
    for arc in arcs:
        joined.extend(arc[1:] if joined else arc)
    return joined


def _used_twice(shapes: Iterable[dict[str, Any]]) -> frozenset[int]:
    used = Counter(n if n >= 0 else ~n for shape in shapes for ring in shape["rings"] for n in ring)
    return frozenset(number for number, times in used.items() if times > 1)


def _names(shapes: Iterable[tuple[str, Sequence[Line]]], frame: Frame) -> tuple[Name, ...]:
    """A name for each shape with room in the frame, widest first."""
    view = Box(0, 0, frame.width, frame.height)
    names = []
    for text, rings in shapes:
        parts = []
        for ring in rings:
            if len(ring) > 2 and box_of(ring).meets(frame.window):
                parts.append(clip_ring([frame.at(*point) for point in thin(ring, 0.5 / frame.scale)], view))
        parts = [part for part in parts if len(part) > 2]
        if parts:
            (x, y), room = label_spot(max(parts, key=area_of))
            names.append(Name(re.sub(r"\s*\(.*?\)", "", text), round(x, 1), round(y, 1), round(room, 1)))
    return tuple(sorted(names, key=lambda name: (-name.room, name.text)))


_ARTICLES = re.compile(r"\b(a[ldrstnz]|ash|adh|ath|el|e[zsrd]|the|province|governorate|region|state|of|wilayat)\b")


def likeness(left: str, right: str) -> float:
    """How alike two names of a region are, 0 to 100, spelling of the vowels and the article left aside."""
    pairs = [(a, b) for a in _forms(left) for b in _forms(right)]
    return max((max(fuzz.ratio(a, b), _alike_bones(_bones(a), _bones(b))) for a, b in pairs), default=0.0)


def _alike_bones(left: str, right: str) -> float:
    """Two consonants tell nothing: `Hama` is not `Homs`."""
    return fuzz.ratio(left, right) - 4 if min(len(left), len(right)) > 2 else 0.0


def _forms(name: str) -> list[str]:
    forms = [re.sub(r"\(.*?\)", " ", name), *re.findall(r"\((.*?)\)", name)]
    plain = [_ARTICLES.sub(" ", re.sub(r"[^a-z]+", " ", anyascii(form).lower().replace("'", ""))) for form in forms]
    return [joined for form in plain if (joined := "".join(form.split()))]


def _bones(name: str) -> str:
    """The consonants, doubled ones once."""
    return re.sub(r"(.)\1+", r"\1", name[:1] + re.sub(r"[aeiouyw]", "", name[1:]))
