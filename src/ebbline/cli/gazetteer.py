"""`ebbline gazetteer`: countries of GeoNames on top of the gazetteer that ships."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebbline.cli.terminal import say, shown
from ebbline.errors import EbblineError, FetchError, InputError

if TYPE_CHECKING:
    from ebbline.ingest.fetch import Fetcher
    from ebbline.places.geonames_files import Added

SERVER = "https://download.geonames.org/export/dump/"
_MOST_BYTES = 1024 * 1024 * 1024
_SECONDS = 3600.0

gazetteer_app = typer.Typer(
    help="Add countries of GeoNames to the gazetteer, list what is used, remove them.", no_args_is_help=True
)
_Codes = Annotated[list[str], typer.Argument(metavar="CODE...", help="Countries by their two letters: SY IQ.")]


@gazetteer_app.command("add")
def add_command(
    codes: _Codes,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A file of GeoNames, or a folder with CODE.zip or CODE.txt."),
    ] = None,
    server: Annotated[str, typer.Option(metavar="ADDRESS", help="Where CODE.zip lies, if not at GeoNames.")] = SERVER,
    allow_private: Annotated[bool, typer.Option(help="Allow a server on a private or loopback network.")] = False,
) -> None:
    """Add every village, hill and field that GeoNames has in these countries; adding again renews them."""
    from ebbline.places.geonames_files import add_country, country_code

    wanted = list(dict.fromkeys(country_code(code) for code in codes))
    fetcher = None if source else _fetcher(allow_private)
    failed = False
    for code in wanted:
        try:
            if fetcher is None:
                path = _file_of(code, source or Path(), alone=len(wanted) == 1)
                with _opened(path) as file:
                    added = add_country(code, file, str(path))
            else:
                address = f"{server.rstrip('/')}/{code}.zip"
                added = add_country(code, io.BytesIO(fetcher.fetch(address).data), address)
        except EbblineError as error:
            say(f"ebbline: {error}")
            if isinstance(error, FetchError):
                say(f"or get {code}.zip by another way and name it: ebbline gazetteer add {code} --from {code}.zip")
            failed = True
        else:
            print(shown(_told(added)))
    if failed:
        raise typer.Exit(1)
    print("reports read from now on are read with them; read again what was read before: ebbline read …")


@gazetteer_app.command("list")
def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")] = False,
) -> None:
    """List the layers that reports are read with: what ships, then what you added."""
    for row in _layers():
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            broken = f"  {row['problem']}" if row["problem"] else ""
            print(
                shown(
                    f"{row['layer']:<11} {row['places']:>9,} places {row['names']:>9,} names "
                    f"{row['megabytes']:>6.1f} MB  {row['digest'][:8]:<8}  {row['path']}{broken}"
                )
            )


@gazetteer_app.command("remove")
def remove_command(codes: _Codes) -> None:
    """Remove countries that were added; readings made with them stay in the ledger."""
    from ebbline.places.geonames_files import country_code, remove_country

    for code in dict.fromkeys(country_code(code) for code in codes):
        print(shown(f"{code}: removed {remove_country(code)}"))


def _fetcher(allow_private: bool) -> Fetcher:
    from ebbline.api import utc_now
    from ebbline.config import VERSION
    from ebbline.ingest.fetch import Fetcher, Limits

    limits = Limits(page_bytes=_MOST_BYTES, timeout=_SECONDS)
    return Fetcher(utc_now, say, f"ebbline/{VERSION}", allow_private=allow_private, limits=limits, any_type=True)


def _file_of(code: str, source: Path, *, alone: bool) -> Path:
    """The country's file: the one named, or its own in the folder named."""
    if source.is_dir():
        for name in (f"{code}.zip", f"{code}.txt"):
            if (source / name).is_file():
                return source / name
        raise InputError(str(source), f"no {code}.zip or {code}.txt in it", "name the folder that holds it")
    if not alone:
        raise InputError(str(source), "one file for several countries", "name a folder with a file for each")
    return source


def _opened(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "check the name") from None


def _told(added: Added) -> str:
    """What came of a country, in a line."""
    rough = f", {added.replaced:,} in the stead of rough ones" if added.replaced else ""
    places = "1 place" if added.places == 1 else f"{added.places:,} places"
    return (
        f"{added.country}: {places}{rough}, further names for {added.named:,} that were there, "
        f"{added.left_out:,} of {added.rows:,} rows of other kinds left out; {added.size / 1e6:.1f} MB in {added.path}"
    )


def _layers() -> list[dict[str, Any]]:
    from ebbline.places.layers import CURE, Layer, add_again, shipped, user_layers

    rows = []
    for path, name in [(shipped()[0], "base"), (shipped()[1], "supplement"), *((p, p.stem) for p in user_layers())]:
        row: dict[str, Any] = {
            "layer": name, "places": 0, "names": 0, "megabytes": 0.0, "digest": "", "made_from": {}, "path": str(path),
            "problem": "",
        }  # fmt: skip
        try:
            layer = Layer.open(path, CURE if name in ("base", "supplement") else add_again(path))
            row |= {
                "places": len(layer), "names": len(layer.names), "megabytes": path.stat().st_size / 1e6,
                "digest": layer.digest, "made_from": dict(layer.made_from),
            }  # fmt: skip
        except InputError as error:
            row["problem"] = f"{error.what}; {error.cure}"
        rows.append(row)
    return rows
