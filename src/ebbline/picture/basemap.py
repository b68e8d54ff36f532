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

from ebbline.picture.geometry import Box, Frame, Line, Point, area_of, box_of, clip_line, clip_ring, inside, label_spot
from ebbline.picture.geometry import thinned as thin

SAME_NAME, SAME_NAME_INSIDE = 88.0, 72.0
"""Similarity from which a region's name is a province's: alone, and where its centre lies inside that province.
Chosen on the fourteen Syrian provinces in the spellings of the reports; not swept."""


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
        self._data = data
        self._countries = [self._points(arc) for arc in data["countries"]["arcs"]]
        self._borders = _used_twice(data["countries"]["shapes"])

    @staticmethod
    @lru_cache(maxsize=1)
    def open() -> BaseMap:
        """The map in the package; a quarter of a second the first time."""
        packed = files("ebbline.picture").joinpath("data/basemap.json.gz").read_bytes()
        return BaseMap(json.loads(gzip.decompress(packed)))

    def draw(self, frame: Frame, drawn: Box, tolerance: float) -> Land:
        """What lies in `drawn` (units; the frame and what panning may show), thinned to `tolerance` units."""
        pen = _Pen(frame, drawn, tolerance)
        shapes = self._data["countries"]["shapes"]
        country_rings = [(shape["name"], self._rings(shape, self._countries)) for shape in shapes]
        coasts = [arc for index, arc in enumerate(self._countries) if index not in self._borders]
        borders = [self._countries[index] for index in self._borders]
        provinces = self._data["provinces"]
        return Land(
            land="".join(pen.ring(ring) for _, rings in country_rings for ring in rings),
            coasts="".join(map(pen.line, coasts)),
            borders="".join(map(pen.line, borders)),
            provinces="".join(pen.line(self._points(provinces["arcs"][index])) for index in provinces["inner"]),
            rivers="".join(pen.line(self._points(line)) for line in self._data["rivers"]),
            lakes="".join(pen.ring(self._points(line)) for line in self._data["lakes"]),
            country_names=_names(country_rings, frame),
            province_names=_names(((shape.name, shape.rings) for shape in self._in(frame.window)), frame),
        )

    def province(self, name: str, country: str | None, centre: Point) -> Province | None:
        """The division a region's name means, by name and centre (longitude, latitude); None where none fits."""
        near = Box(centre[0], centre[1], centre[0], centre[1]).grown(3, 3)
        best: tuple[float, Province] | None = None
        for shape in self._in(near):
            if country and len(shape.country) == 2 and shape.country.isalpha() and shape.country != country:
                continue
            alike = likeness(name, shape.name)
            enough = SAME_NAME_INSIDE if inside(centre, shape.rings) else SAME_NAME
            if alike >= enough and (best is None or alike > best[0]):
                best = (alike, shape)
        return best[1] if best else None

    def outline(self, province: Province, frame: Frame, drawn: Box, tolerance: float) -> str:
        """Path data of a province's whole shape."""
        pen = _Pen(frame, drawn, tolerance)
        return "".join(pen.ring(ring) for ring in province.rings)

    def _in(self, window: Box) -> list[Province]:
        arcs = self._data["provinces"]["arcs"]
        found = []
        for shape in self._data["provinces"]["shapes"]:
            first = shape["rings"][0][0]
            x, y = (part * self._unit for part in arcs[first if first >= 0 else ~first][:2])
            # A coarse sieve before the costly decoding: no province but the Arctic ones is 40 degrees across.
            if window.grown(40, 20).holds((x, y)):
                rings = tuple(self._joined(ring) for ring in shape["rings"])
                if any(box_of(ring).meets(window) for ring in rings if ring):
                    found.append(Province(shape["name"], shape["country"], rings))
        return found

    def _joined(self, ring: Sequence[int]) -> Line:
        arcs = self._data["provinces"]["arcs"]
        return _chain([self._points(arcs[n]) if n >= 0 else self._points(arcs[~n])[::-1] for n in ring])

    def _rings(self, shape: dict[str, Any], arcs: list[Line]) -> list[Line]:
        return [_chain([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]) for ring in shape["rings"]]

    def _points(self, deltas: Sequence[int]) -> Line:
        x = y = 0
        points = []
        for dx, dy in zip(deltas[::2], deltas[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x * self._unit, y * self._unit))
        return points


class _Pen:
    """Turns lines in degrees into path data of one frame."""

    def __init__(self, frame: Frame, drawn: Box, tolerance: float) -> None:
        self.frame, self.drawn, self.tolerance = frame, drawn, tolerance
        west, east = (edge / frame.scale + frame.window.left for edge in (drawn.left, drawn.right))
        self.degrees = Box(west, -90, east, 90)

    def line(self, line: Line) -> str:
        if not self._near(line):
            return ""
        pieces = clip_line([self.frame.at(*point) for point in line], self.drawn)
        return "".join(_path(thin(piece, self.tolerance)) for piece in pieces)

    def ring(self, ring: Line) -> str:
        if not self._near(ring):
            return ""
        clipped = clip_ring([self.frame.at(*point) for point in ring], self.drawn)
        return _path(thin(clipped, self.tolerance)) + "Z" if len(clipped) > 2 else ""

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
                parts.append(clip_ring([frame.at(*point) for point in ring], view))
        parts = [part for part in parts if len(part) > 2]
        if parts:
            (x, y), room = label_spot(max(parts, key=area_of))
            names.append(Name(re.sub(r"\s*\(.*?\)", "", text), round(x, 1), round(y, 1), round(room, 1)))
    return tuple(sorted(names, key=lambda name: (-name.room, name.text)))


_ARTICLES = re.compile(r"\b(a[ldrstnz]|ash|adh|ath|el|e[zsrd]|the|province|governorate|region|state|of|wilayat)\b")


def likeness(left: str, right: str) -> float:
    """How alike two names of a region are, 0 to 100, spelling of the vowels and the article left aside."""
    pairs = [(a, b) for a in _forms(left) for b in _forms(right)]
    return max((max(fuzz.ratio(a, b), fuzz.ratio(_bones(a), _bones(b)) - 4) for a, b in pairs), default=0.0)


def _forms(name: str) -> list[str]:
    forms = [re.sub(r"\(.*?\)", " ", name), *re.findall(r"\((.*?)\)", name)]
    plain = [_ARTICLES.sub(" ", re.sub(r"[^a-z]+", " ", anyascii(form).lower().replace("'", ""))) for form in forms]
    return [joined for form in plain if (joined := "".join(form.split()))]


def _bones(name: str) -> str:
    """The consonants, doubled ones once."""
    return re.sub(r"(.)\1+", r"\1", name[:1] + re.sub(r"[aeiouyw]", "", name[1:]))
