"""The picture: one HTML page with everything in it, that asks nobody for anything."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ebbline.ledger.counting import anonymous, was_read
from ebbline.ontology import DIMENSIONS, SUB_EVENT_TYPES
from ebbline.picture import glyphs
from ebbline.picture.basemap import BaseMap
from ebbline.picture.charts import Bars, CauseRow, GroupRow, cause_rows, group_rows, timeline
from ebbline.picture.glyphs import Drawing, draw_map, place_words
from ebbline.picture.rows import EPOCH, Gathered, Row, gather
from ebbline.picture.series import Axis, axis_of
from ebbline.picture.source import Masking, Source
from ebbline.picture.spots import Spot, spots_of
from ebbline.picture.style import Style, read_style
from ebbline.records import EventClaim

KINDS = ("event", "control", "strength", "cause")
CERTAINTIES = ("asserted", "probable", "possible", "denied", "planned", "demanded", "hypothetical", "failed")


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of the page's head, as `ebbline read` gives them."""

    reports: int
    copied_stories: int
    not_relevant: int
    undated_reports: int
    unread: int
    claims: int
    kinds: dict[str, int]
    speakers: int
    anonymous: int
    left_open: dict[str, int]
    undated_claims: int
    placeless: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A place that is on no point of the map, and why."""

    words: str
    spot: int
    claims: int


@dataclass(frozen=True, slots=True)
class Page:
    """What the template shows."""

    title: str
    generated_at: str
    version: str
    ledger: str
    masked: bool
    counts: Counts
    style: Style
    gathered: Gathered
    spots: Sequence[Spot]
    where: Sequence[tuple[int, ...]]
    drawing: Drawing
    beside: dict[str, list[Beside]]
    open_mentions: dict[str, list[tuple[str, int]]]
    bars: Bars | None
    groups: list[GroupRow]
    causes: list[CauseRow]
    families: list[tuple[int, str, str, str, int]]
    codes: list[str]


def picture_page(store: Source, *, mask: Masking, title: str, generated_at: dt.datetime, ledger: str = "") -> str:
    """A whole HTML page, self-contained, the same for the same ledger and `generated_at`.

    `ledger` is what the page calls the ledger: a file's name, never its folder.
    """
    style = read_style()
    gathered = gather(store, mask, style)
    page, axis = _page(store, gathered, mask, style, title, generated_at, ledger)
    return _rendered(page, axis)


def _page(
    store: Source, gathered: Gathered, mask: Masking, style: Style, title: str, generated_at: dt.datetime, ledger: str
) -> tuple[Page, Axis | None]:
    from ebbline.config import VERSION

    claims = gathered.claims
    spots, where = spots_of(claims, style, BaseMap.open())
    drawing = draw_map(gathered.rows, spots, where, style)
    axis = axis_of(claim.time for claim in claims if claim.time)
    per_family = Counter(row.family for row in gathered.rows)
    families = [(i, f.key, f.name, f.shape, per_family[i]) for i, f in enumerate(style.families)]
    page = Page(
        title=title,
        generated_at=f"{generated_at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC",
        version=VERSION,
        ledger=ledger,
        masked=bool(mask),
        counts=_counts(store, gathered),
        style=style,
        gathered=gathered,
        spots=spots,
        where=where,
        drawing=drawing,
        beside=_beside(drawing, where),
        open_mentions=_open_mentions(store, mask),
        bars=timeline(gathered.rows, axis, style) if axis else None,
        groups=group_rows(claims, axis, DIMENSIONS),
        causes=cause_rows(claims, gathered.story_of),
        families=families,
        codes=codes_of(gathered.holders),
    )
    return page, axis


def _counts(store: Source, gathered: Gathered) -> Counts:
    reports = list(store.reports())
    read = [report for report in reports if was_read(report)]
    told = Counter[str](row.claim.kind for row in gathered.rows)
    left = Counter(what for _, what, _ in {(report, item.what, item.mention) for report, item in store.left_open()})
    return Counts(
        reports=len(read),
        copied_stories=sum(len(copies) > 1 for copies in store.stories().values()),
        not_relevant=sum(not reading.relevant for reading in store.readings(current=True)),
        undated_reports=sum(report.published is None for report in read),
        unread=len(reports) - len(read),
        claims=len(gathered.rows),
        kinds={kind: told[kind] for kind in KINDS},
        speakers=len(gathered.voices),
        anonymous=anonymous(gathered.voices),
        left_open=dict(sorted(left.items())),
        undated_claims=sum(row.claim.time is None for row in gathered.rows),
        placeless=sum(not row.claim.places for row in gathered.rows),
    )


def _beside(drawing: Drawing, where: Sequence[tuple[int, ...]]) -> dict[str, list[Beside]]:
    """Places with claims that the map does not show, by the reason."""
    claims = Counter(index for row in where for index in row)
    found: dict[str, list[Beside]] = {"unresolved": [], "country": [], "wide": [], "outside": []}
    for place in drawing.placed:
        if place.beside:
            found[place.beside].append(Beside(place_words(place.spot), place.index, claims[place.index]))
    return found


def _open_mentions(store: Source, mask: Masking) -> dict[str, list[tuple[str, int]]]:
    mentions = Counter((item.what, mask.text(item.mention, report_id)) for report_id, item in store.left_open())
    found: dict[str, list[tuple[str, int]]] = {}
    for (what, mention), number in sorted(mentions.items(), key=lambda entry: (-entry[1], entry[0])):
        found.setdefault(what, []).append((mention, number))
    return dict(sorted(found.items()))


def codes_of(names: Iterable[str]) -> list[str]:
    """A short code for each holder, all different: capitals of its words, or the start of its one word."""
    codes: list[str] = []
    for name in names:
        capitals = re.findall(r"\b[^\W\d_a-z]", re.sub(r"\(.*?\)", "", name))
        code = "".join(capitals[:4]) if len(capitals) > 1 else name[:4]
        taken = sum(other.rstrip("0123456789") == code for other in codes)
        codes.append(f"{code}{taken + 1}" if taken else code)
    return codes


def _rendered(page: Page, axis: Axis | None) -> str:
    environment = Environment(
        loader=PackageLoader("ebbline.picture"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["glyph"] = glyphs.shape
    environment.filters |= {"place_words": lambda placed: place_words(placed.spot), "pieces": _pieces}
    css, script = (
        _asset("page.css"),
        "".join(_asset(name) for name in ("base.js", "map.js", "time.js", "list.js", "page.js")),
    )
    return environment.get_template("page.html.j2").render(
        page=page,
        css=Markup(css),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        csp_style=_csp(css),
        csp_script=_csp(script),
        data=Markup(as_script_data(_data(page, axis))),  # noqa: S704 - escaped by as_script_data
    )


def _pieces(marks: Iterable[tuple[int, int]], text: str) -> Iterable[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    at = 0
    for start, end in marks:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _asset(name: str) -> str:
    return files("ebbline.picture").joinpath("assets", name).read_text(encoding="utf-8")


def _csp(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def as_script_data(value: Any) -> str:
    """JSON that no HTML parser can leave: `<`, `>`, `&` and the two line ends of JavaScript are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Lone surrogates cannot be encoded; a report may hold them.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _data(page: Page, axis: Axis | None) -> dict[str, Any]:
    gathered, frame = page.gathered, page.drawing.frame
    return {
        "families": [[family.key, family.name, family.shape] for family in page.style.families],
        "certainties": CERTAINTIES,
        "reports": [[r.name, r.title, r.outlet, r.published, r.story, r.copies, r.report_id] for r in gathered.reports],
        "types": SUB_EVENT_TYPES,
        "speakers": gathered.speakers,
        "sentences": gathered.sentences,
        "actors": gathered.actors,
        "holders": [[name, code] for name, code in zip(gathered.holders, page.codes, strict=True)],
        "holderColours": page.style.holders,
        "alike": gathered.alike,
        "axis": axis
        and {
            "unit": axis.unit,
            "edges": [edge.toordinal() - EPOCH for edge in axis.edges],
            "labels": [axis.label(index) for index in range(len(axis.edges) - 1)],
        },
        "map": {
            "w": frame.width,
            "h": round(frame.height, 1),
            "around": glyphs.AROUND,
            "growth": page.drawing.growth,
            "kmPerUnit": _km_per_unit(page),
        },
        "names": {
            "country": [[name.text, name.x, name.y, name.room] for name in page.drawing.land.country_names],
            "province": [[name.text, name.x, name.y, name.room] for name in page.drawing.land.province_names],
        },
        "spots": [_spot_data(place) for place in page.drawing.placed],
        "claims": [_row_data(row, spots, gathered) for row, spots in zip(gathered.rows, page.where, strict=True)],
    }


def _km_per_unit(page: Page) -> float:
    window = page.drawing.frame.window
    return round(0.001 / page.drawing.frame.units(1.0, (window.bottom + window.top) / 2), 5)


def _spot_data(place: glyphs.Placed) -> dict[str, Any]:
    spot = place.spot
    data: dict[str, Any] = {"k": place.beside or spot.kind, "n": spot.name, "w": place_words(spot)}
    if not place.beside:
        data |= {"x": place.x, "y": place.y, "r": place.radius}
    if spot.kind == "ring" and not place.beside:
        data |= {"m": spot.radius_m, "as": spot.assumed}
    if place.outline:
        data["d"] = place.outline
    where = ", ".join(filter(None, (spot.admin1, spot.country)))
    return data | ({"in": where} if where else {})


def _row_data(row: Row, spots: tuple[int, ...], gathered: Gathered) -> dict[str, Any]:
    claim = row.claim
    data: dict[str, Any] = {
        "i": claim.claim_id,
        "k": KINDS.index(claim.kind),
        "f": row.family,
        "c": CERTAINTIES.index(claim.certainty),
        "h": row.headline,
        "s": row.speaker,
        "r": row.report,
        "e": row.offsets,
        "q": [[number, _utf16(gathered.sentences[number], marks)] for number, marks in row.quotes],
        "g": row.alike,
    }
    if claim.time:
        data["t"] = [claim.time.start.toordinal() - EPOCH, claim.time.end.toordinal() - EPOCH]
        data["w"] = row.time
    if isinstance(claim, EventClaim) and claim.sub_event_type in SUB_EVENT_TYPES:
        data["y"] = SUB_EVENT_TYPES.index(claim.sub_event_type)
    optional = {"d": row.detail, "pg": row.page, "a": row.actors, "o": row.holders, "p": spots}
    return data | {key: value for key, value in optional.items() if value}


def _utf16(text: str, marks: Iterable[tuple[int, int]]) -> list[int]:
    """Marks as browsers count, flat."""
    return [at + sum(ord(c) > 0xFFFF for c in text[:at]) for mark in marks for at in mark]
