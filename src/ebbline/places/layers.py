"""One file of places and their Latin-script names, memory-mapped: a layer of the gazetteer.

Layout: a fixed head (magic, format, length and SHA-256 of the table of contents), the table of contents as
JSON, then sections on 8-byte borders: packed columns, string blobs and tries. `building.py` writes it; nothing
here is changed at run time.

A layer may be made `against` others that lie below it. Numbers below their length then mean their places, to which it
gives further names; its own places count on from there.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

import marisa_trie

from ebbline.errors import InputError

MAGIC = b"EBGAZ\x00"
FORMAT = 1
HEAD = struct.Struct("<6sHI32s")

KINDS = (
    "country", "region", "district", "subdistrict", "city", "town", "village", "suburb", "area", "mountain", "water",
    "field", "dam", "base", "airport", "crossing", "camp", "road", "site", "prison", "port",
)  # fmt: skip
"""What a place is; the file stores the position, so append only."""

SOURCES = ("geonames", "opensyria", "ucdp", "ebbline", "admin", "package")
"""Where an entry comes from; see data/SOURCES.md. The file stores the position, so append only."""

LAYER_SUFFIX = ".bin"
CURE = "install Ebbline again, or build it anew with tools/build_gazetteer.py"


def shipped() -> tuple[Path, Path]:
    """The layers of the package: the base and its supplement."""
    data = resources.files("ebbline.places").joinpath("data")
    return Path(str(data.joinpath("gazetteer.bin"))), Path(str(data.joinpath("supplement.bin")))


def user_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the layers lie that `ebbline gazetteer add` makes: in EBBLINE_DATA, else where the system keeps a
    program's data."""
    if environment.get("EBBLINE_DATA"):
        return Path(environment["EBBLINE_DATA"]) / "gazetteer"
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "win32":
        data = Path(environment.get("LOCALAPPDATA") or home / "AppData/Local") / "Ebbline"
    elif sys.platform == "darwin":
        data = home / "Library/Application Support/Ebbline"
    else:
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "ebbline"
    return data / "gazetteer"


def user_layers(folder: Path | None = None) -> tuple[Path, ...]:
    """The user's layers, by name; none where nothing was added."""
    try:
        return tuple(sorted((folder or user_folder()).glob(f"[A-Z][A-Z]{LAYER_SUFFIX}")))
    except OSError:
        return ()


def add_again(path: Path) -> str:
    """What to do about a layer of the user's that cannot be used."""
    return f"make it anew: ebbline gazetteer add {path.stem}, or leave it: ebbline gazetteer remove {path.stem}"


class Layer:
    """The sections of one file."""

    def __init__(self, data: mmap.mmap | bytes, path: Path, cure: str = CURE) -> None:
        self._data = data
        contents = contents_of(data, path, cure)
        self.path = path
        self.contents: Mapping[str, Any] = contents
        self.countries: list[str] = contents["countries"]
        self.made_from: Mapping[str, str] = contents["made_from"]
        self.digest: str = contents["sha256"]
        self.against: list[tuple[str, int]] = [(digest, size) for digest, size in contents.get("against", ())]
        """Digest and length of the layers it was made against, the lowest first; empty for a base."""
        self.against_size = sum(size for _, size in self.against)
        self._sections: dict[str, list[int]] = contents["sections"]
        self._view = memoryview(data)
        self.kind, self.source, self.country = (self.column(name, "B") for name in ("kind", "source", "country"))
        self.lat, self.lon = (self.column(name, "i") for name in ("lat", "lon"))
        self.population, self._id, self._name = (self.column(name, "I") for name in ("population", "id", "name"))
        self._admin1, self.radius = (self.column(name, "H") for name in ("admin1", "radius"))
        self._strings = self.bytes("strings")
        self._regions: list[str] = json.loads(bytes(self.bytes("regions")))
        self.names, self.skeletons = Postings(self, "names"), Postings(self, "skeletons")

    @classmethod
    def open(cls, path: Path, cure: str = CURE) -> Layer:
        """The layer at `path`; InputError if it is not one this version reads."""
        try:
            with path.open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), path, cure)
        except (OSError, ValueError) as error:
            raise InputError(str(path), f"the gazetteer cannot be opened ({error})", cure) from error

    def __len__(self) -> int:
        return int(self.kind.nbytes)

    def sound(self) -> bool:
        """Whether the whole file still has the hash it was built with; reads all of it."""
        return hashlib.sha256(self._view[self.contents["payload_at"] :]).hexdigest() == self.digest

    def settle(self, below: Sequence[Layer], left_out: frozenset[int]) -> None:
        """Sets what the numbers in its postings come to over the layers below, and which of them are passed over.

        What it says of layers that are not those it was made against is passed over too.
        """
        sure = 0
        for (digest, size), layer in zip(self.against, below, strict=False):
            if layer.digest != digest:
                break
            sure += size
        offset = sum(map(len, below))
        for postings in (self.names, self.skeletons):
            postings.settle(sure, self.against_size, offset, left_out)

    def name_of(self, own: int) -> str:
        """Name of one of its own places, counted from 0; likewise below."""
        return self._string(self._name[own])

    def admin1_of(self, own: int) -> str | None:
        """Its first-order division."""
        return self._regions[self._admin1[own]] or None

    def place_id_of(self, own: int) -> str:
        """Its stable id, `geonames:170063`."""
        source = SOURCES[self.source[own]]
        return f"geonames:{self._id[own]}" if source == "geonames" else self._string(self._id[own])

    def of_source(self, source: str) -> Iterator[int]:
        """Its own places from one of SOURCES."""
        column, code = bytes(self.source), SOURCES.index(source)
        at = column.find(code)
        while at >= 0:
            yield at
            at = column.find(code, at + 1)

    def corrections(self) -> list[list[int]]:
        """Of its base's places that it corrects: number, position in KINDS and radius in hundreds of metres, each
        -1 where it stands."""
        corrections: list[list[int]] = self.contents.get("corrections", [])
        return corrections

    def replaced(self) -> list[str]:
        """Ids of places of other layers whose part its own take."""
        replaced: list[str] = self.contents.get("replaces", [])
        return replaced

    def shown(self) -> dict[int, str]:
        """Names that places of its base are told by instead of their own."""
        return dict(self.contents.get("shown", ()))

    def _string(self, at: int) -> str:
        length = self._strings[at]
        return str(self._strings[at + 1 : at + 1 + length], "utf-8")

    def bytes(self, name: str) -> memoryview:
        """A section as it is."""
        start, length = self._sections[name]
        return self._view[start : start + length]

    def column(self, name: str, code: Any) -> memoryview[int]:
        """A section of packed numbers."""
        return self.bytes(name).cast(code)


class Postings:
    """A trie of keys, each with the numbers of its places."""

    def __init__(self, layer: Layer, name: str) -> None:
        self._trie = marisa_trie.Trie()
        self._trie.map(layer.bytes(f"{name}.trie"))
        self._at = layer.column(f"{name}.at", "I")
        self._numbers = layer.column(f"{name}.numbers", "I")
        self._plain = True
        self._sure = self._against = self._shift = 0
        self._left_out: frozenset[int] = frozenset()

    def settle(self, sure: int, against: int, offset: int, left_out: frozenset[int]) -> None:
        """Numbers below `sure` are told as they are, from `against` on as counted from `offset`; those between and
        those left out are not told."""
        self._sure, self._against, self._shift, self._left_out = sure, against, offset - against, left_out
        self._plain = sure == against == offset and not left_out

    def get(self, key: str) -> tuple[int, ...]:
        """The numbers of a key's places."""
        key_id = self._trie.get(key)
        return () if key_id is None else tuple(self.under(key_id))

    def __contains__(self, key: str) -> bool:
        return key in self._trie and (self._plain or bool(self.get(key)))

    def keys_of(self, numbers: frozenset[int]) -> Iterator[tuple[int, str]]:
        """Each of the numbers with each of its keys; looks through all."""
        for key_id in range(len(self)) if numbers else ():
            for number in numbers.intersection(self.under(key_id)):
                yield number, self._trie.restore_key(key_id)

    def __len__(self) -> int:
        return len(self._at) - 1

    def any_after(self, prefix: str) -> bool:
        """Whether any key starts so."""
        return next(self._trie.iterkeys(prefix), None) is not None

    def after(self, prefix: str, most: int = 200) -> Iterator[str]:
        """Keys that start so, the first ones in the trie's order."""
        return islice(self._trie.iterkeys(prefix), most)

    def ids(self, keys: Iterable[str]) -> tuple[int, ...]:
        """Where the keys are that it has."""
        return tuple([key_id for key_id in map(self._trie.get, keys) if key_id is not None])

    def under(self, key_id: int) -> Sequence[int]:
        """The numbers there."""
        numbers = self._numbers[self._at[key_id] : self._at[key_id + 1]]
        return numbers if self._plain else self._told(numbers)

    def _told(self, numbers: Sequence[int]) -> Sequence[int]:
        sure, against, shift = self._sure, self._against, self._shift
        if shift or sure != against:
            numbers = [n if n < sure else n + shift for n in numbers if n < sure or n >= against]
        if self._left_out.isdisjoint(numbers):
            return numbers
        return [number for number in numbers if number not in self._left_out]


def contents_of(data: mmap.mmap | bytes, path: Path, cure: str) -> dict[str, Any]:
    """The table of contents of a file, checked; InputError says what is wrong with it."""
    if len(data) < HEAD.size or data[: len(MAGIC)] != MAGIC:
        raise InputError(str(path), "not a gazetteer of Ebbline", cure)
    _, version, length, digest = HEAD.unpack_from(data)
    if version != FORMAT:
        raise InputError(str(path), f"a gazetteer of format {version}, this version reads {FORMAT}", cure)
    raw = bytes(data[HEAD.size : HEAD.size + length])
    if hashlib.sha256(raw).digest() != digest:
        raise InputError(str(path), "the gazetteer is damaged", cure)
    contents: dict[str, Any] = json.loads(raw)
    if contents["size"] != len(data):
        raise InputError(str(path), "the gazetteer is cut short", cure)
    return contents
