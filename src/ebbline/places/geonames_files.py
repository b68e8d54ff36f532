"""Country files of GeoNames as a layer over the shipped gazetteer: `add_country`, `remove_country`, `added_countries`.

The format is that of https://download.geonames.org/export/dump/: UTF-8 lines of 19 cells parted by tabs, in
`SY.zip` or bare as `SY.txt`.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

from ebbline.errors import EbblineError, InputError, UsageError
from ebbline.places.building import Addition, Entry, plain, useful
from ebbline.places.gazetteer import Gazetteer
from ebbline.places.layers import LAYER_SUFFIX, Layer, user_folder, user_layers
from ebbline.places.lexicon import lexicon
from ebbline.places.names import fold

COLUMNS = 19
_CITY, _TOWN = 100_000, 500
"""People; with fewer than the second a settlement that governs nothing is a village."""
_SEATS = frozenset(("PPLA", "PPLA2", "PPLA3", "PPLC"))
_DIVISIONS = frozenset(("region", "district", "subdistrict"))
_RADIUS_M = {"region": 60_000, "district": 25_000, "subdistrict": 12_000, "mountain": 10_000, "area": 10_000}
"""Of what is no point; the files tell no extent."""
_MOST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Added:
    """What a country's file came to."""

    country: str
    path: Path
    rows: int
    places: int
    """Places of its own."""
    named: int
    """Places of the shipped gazetteer that it gives further names."""
    replaced: int
    """Rough places of the shipped gazetteer whose part a place of the file takes."""
    left_out: int
    """Rows of kinds that reports seldom name."""
    size: int
    digest: str


def country_code(words: str) -> str:
    """The two letters of a country; UsageError, with the code where the words are a country's name."""
    countries = lexicon().countries
    codes = {country.code for country in countries.values()}
    code = words.strip().upper()
    if code in codes:
        return code
    known = countries.get(fold(words))
    cure = f"the code of {known.name} is {known.code}" if known else "give two letters as in ISO 3166: SY, IQ, YE"
    raise UsageError(words, "no country has this code", cure)


def add_country(code: str, data: IO[bytes], which: str, folder: Path | None = None) -> Added:
    """Writes the layer of a country from its file, in place of the one there; `which` names the file in messages.

    Nothing is left half made: the layer appears when it is whole. InputError for a file that is not of this format.
    """
    base = Gazetteer.open(extra=())
    country = _Country(code, base)
    digest = hashlib.sha256()
    for row in _rows(_text(code, data, which), which, digest):
        country.add(row)
    if not country.rows:
        raise InputError(which, f"no row of {code} in it", "give the file of that country, as GeoNames offers it")
    packed = country.packed(digest.hexdigest())
    path = (folder or user_folder()) / f"{code}{LAYER_SUFFIX}"
    _write(path, packed)
    layer, addition = Layer.open(path), country.addition
    return Added(
        code, path, country.rows, len(addition.entries), len(addition.further), len(addition.replaces),
        country.left_out, len(packed), layer.digest,
    )  # fmt: skip


def remove_country(code: str, folder: Path | None = None) -> Path:
    """Deletes a country's layer; UsageError if it was not added."""
    path = (folder or user_folder()) / f"{code}{LAYER_SUFFIX}"
    try:
        path.unlink()
    except FileNotFoundError:
        raise UsageError(code, "not added, so there is nothing to remove", "see: ebbline gazetteer list") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be removed ({error.strerror})") from error
    return path


def added_countries(folder: Path | None = None) -> tuple[str, ...]:
    """Codes of the countries that were added."""
    return tuple(path.stem for path in user_layers(folder))


@cache
def kinds_by_code() -> dict[str, str]:
    """Kind of place for each feature class and code, `P.PPL`; from `data/feature_codes.tsv`."""
    text = resources.files("ebbline.places").joinpath("data/feature_codes.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return dict(rows)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is used of a line."""

    geonames_id: int
    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    feature: str
    country: str
    admin1: str
    population: int

    @property
    def kind(self) -> str | None:
        """What it is; None for kinds that are left out."""
        kind = kinds_by_code().get(self.feature)
        if kind != "settlement":
            return kind
        if self.population >= _CITY:
            return "city"
        seat = self.feature.partition(".")[2] in _SEATS
        return "town" if seat or self.population >= _TOWN else "village"


class _Country:
    """The rows of one country on their way into a layer."""

    def __init__(self, code: str, base: Gazetteer) -> None:
        self.code, self.base = code, base
        self.addition = Addition(base)
        self.rows = self.left_out = 0
        self._waiting: list[_Row] = []
        self._regions: dict[str, str] = {}
        self._shipped = frozenset(n for n in base.in_country(code) if base.source_of(n) == "geonames")
        self._by_id = {base.place(number).place_id: number for number in self._shipped}

    def add(self, row: _Row) -> None:
        """One row; those of other countries are passed over."""
        if row.country != self.code:
            return
        self.rows += 1
        if row.feature == "A.ADM1":
            self._regions[row.admin1] = plain(row.name)
        if row.kind is None:
            self.left_out += 1
        else:
            self._waiting.append(row)

    def packed(self, digest: str) -> bytes:
        """The layer's file."""
        rough: dict[int, list[Entry]] = {}
        for row in sorted(self._waiting, key=lambda row: row.geonames_id):
            entry = self._entry(row)
            known = self._by_id.get(f"geonames:{row.geonames_id}")
            if known is not None:
                self.addition.join(known, entry)
                continue
            same = self.addition.in_base(entry, but=self._others(entry))
            if same is None:
                self.addition.entries.append(entry)
            elif self.base.place(same).is_rough:
                rough.setdefault(same, []).append(entry)
                self.addition.entries.append(entry)
            else:
                self.addition.join(same, entry)
        self._take_over(rough)
        return self.addition.packed({f"GeoNames {self.code}": digest}, {"layer": self.code})

    def _others(self, entry: Entry) -> frozenset[int]:
        """Places of GeoNames itself have another id: they are other places. Divisions of the base have none."""
        return frozenset() if entry.kind in _DIVISIONS else self._shipped

    def _take_over(self, rough: dict[int, list[Entry]]) -> None:
        """Puts places with known coordinates where the gazetteer had only rough ones, under all their names."""
        spellings = self.base.spellings(rough) if rough else {}
        for number, entries in sorted(rough.items()):
            self.addition.replaces.add(self.base.place(number).place_id)
            for entry in entries:
                entry.names |= {self.base.place(number).name, *spellings[number]}

    def _entry(self, row: _Row) -> Entry:
        kind = row.kind or "site"
        return Entry(
            "geonames", row.geonames_id, plain(row.name), kind, self.code, row.lat, row.lon,
            self._regions.get(row.admin1, ""), row.population, _RADIUS_M.get(kind, 0), set(row.names),
        )  # fmt: skip


def _rows(lines: Iterable[str], which: str, digest: hashlib._Hash) -> Iterator[_Row]:
    """The rows of a file; InputError names the first line that is none."""
    for number, line in enumerate(lines, 1):
        digest.update(line.encode("utf-8", "surrogateescape"))
        bare = line.rstrip("\r\n")
        if not bare:
            continue
        try:
            yield _row(bare.split("\t"))
        except ValueError as error:
            cure = "give a country's file as GeoNames offers it, such as SY.zip or SY.txt"
            raise InputError(f"{which}, line {number}", f"not a row of GeoNames: {error}", cure) from None


def _row(cells: list[str]) -> _Row:
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} cells, not {COLUMNS}")
    number, name, ascii_name, alternates, lat, lon = cells[:6]
    where = float(lat), float(lon)
    if not (-90 <= where[0] <= 90 and -180 <= where[1] <= 180):
        raise ValueError("no point on earth")
    if not 0 < int(number) < 2**32 or not name:
        raise ValueError("no id or no name")
    names = {name, ascii_name, *(other for other in alternates.split(",") if useful(other))}
    return _Row(
        int(number), name, tuple(sorted(names - {""})), *where, f"{cells[6]}.{cells[7]}", cells[8], cells[10],
        max(0, int(cells[14] or 0)),
    )  # fmt: skip


def _text(code: str, data: IO[bytes], which: str) -> Iterator[str]:
    """The lines of a file, out of its zip if it is packed."""
    opening = data.read(4)
    data.seek(0)
    try:
        if opening[:2] == b"PK":
            with zipfile.ZipFile(data) as packed, packed.open(_member(packed, code, which)) as file:
                yield from _lines(file)
        else:
            yield from _lines(data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(which, f"not a whole zip file ({error})", "get it again") from None
    except UnicodeDecodeError:
        raise InputError(which, "not text in UTF-8", "give a country's file as GeoNames offers it") from None


def _lines(file: IO[bytes]) -> Iterator[str]:
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="\n") as text:
        while line := text.readline(_MOST_LINE):
            yield line


def _member(packed: zipfile.ZipFile, code: str, which: str) -> str:
    """The country's file in the zip: `SY.txt`, else the one text that is no readme."""
    names = [name for name in packed.namelist() if name.endswith(".txt") and "readme" not in name.casefold()]
    if f"{code}.txt" in names:
        return f"{code}.txt"
    if len(names) == 1:
        return names[0]
    raise InputError(which, f"holds no {code}.txt", "give a country's file as GeoNames offers it")


def _write(path: Path, data: bytes) -> None:
    """Writes a file so that it appears whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise EbblineError(
            str(path), f"cannot be written ({error.strerror or error})",
            "make room, or name another folder: EBBLINE_DATA=FOLDER",
        ) from error  # fmt: skip
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
