"""Figures for print: claims over time, strength of groups, control of places. Needs the extra `figures`.

Only claims are drawn, each where its own words put it: nothing is fitted, joined or carried on between them.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import vl_convert

from ebbline.config import VERSION
from ebbline.errors import UsageError
from ebbline.ontology import DIMENSIONS
from ebbline.picture import figure_data as data
from ebbline.picture.figure_data import Box, Chosen, PlaceRow, Spot
from ebbline.picture.series import Axis, most_common
from ebbline.picture.source import HAPPENED
from ebbline.picture.style import read_style
from ebbline.records import StrengthClaim

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

Form = Literal["png", "svg", "pdf"]
FORMS: tuple[Form, ...] = ("png", "svg", "pdf")

_LOOK: dict[str, Any] = tomllib.loads(
    files("ebbline.picture").joinpath("data/figures.toml").read_text(encoding="utf-8")
)
_PAGE, _COLOUR, _LIMITS = _LOOK["page"], _LOOK["colour"], _LOOK["limits"]
_SMALL, _SIZE = 7, 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption in it, and the caption as text."""

    chart: alt.VConcatChart
    caption: str
    taken: str = ""
    """What the name of the actor was taken for, empty where it is the name of the claims."""

    def spec(self) -> dict[str, Any]:
        """The chart in Vega-Lite, data included."""
        with alt.data_transformers.enable("default", max_rows=None):
            made: dict[str, Any] = self.chart.to_dict()
        made["config"]["legend"]["layout"] = _LEGENDS  # Vega takes it, Altair's schema does not know it
        return made


def figure(name: str, store: LedgerStore, *, mask: Mask, actor: str | None = None, ledger: str) -> Figure:
    """One of `FIGURES`; `ledger` is what the caption calls the ledger.

    Raises UsageError for another name, and where the ledger has no dated claims to draw.
    """
    draw = FIGURES.get(name)
    if draw is None:
        raise UsageError("figure", f"there is no figure {name!r}", f"choose one of: {', '.join(FIGURES)}")
    return draw(store, mask, actor, ledger)


def render(made: Figure, form: Form) -> bytes:
    """The figure as a file's bytes; nothing is fetched."""
    settings: dict[str, Any] = {"vl_version": _vega_lite(), "allowed_base_urls": []}
    match form:
        case "png":
            return vl_convert.vegalite_to_png(made.spec(), ppi=_PAGE["ppi"], **settings)
        case "svg":
            return vl_convert.vegalite_to_svg(made.spec(), **settings).encode("utf-8")
        case "pdf":
            return _settled(vl_convert.vegalite_to_pdf(made.spec(), **settings))


_NAMED = re.compile(rb"(?<=<<\n)(?:[ ]+/\w+ \d+ 0 R\n){2,}")


def _settled(pdf: bytes) -> bytes:
    """The same file, names within each of its dictionaries in order: they come in another order every time."""
    return _NAMED.sub(lambda found: b"".join(sorted(found[0].splitlines(keepends=True))), pdf)


def _vega_lite() -> str:
    """The version nearest to the one Altair writes for, of those vl-convert brings."""
    wanted = alt.SCHEMA_VERSION.removeprefix("v")
    major = wanted.split(".")[0]
    known = [version for version in vl_convert.get_vegalite_versions() if version.split(".")[0] == major]
    short = ".".join(wanted.split(".")[:2])
    return short if short in known else known[-1]


# Claims over time --------------------------------------------------------------------------------------------


def timeline(store: LedgerStore, mask: Mask, actor: str | None, ledger: str) -> Figure:
    """Claims by bucket and family, in a panel for each thing that certainty can say."""
    chosen = data.choose(store, mask=mask, kind=None, actor=actor)
    axis = chosen.period()
    by_status = data.timeline_boxes(chosen, axis)
    families = _families(by_status)
    highest = {status: max(box.high for box in made) for status, made in by_status.items()}
    unit = _PAGE["panel"] / max(highest.values())
    last = list(by_status)[-1]
    panels = []
    for status, made in by_status.items():
        height = max(_PAGE["strip"] / 2, highest[status] * unit)
        chart = _bars(made, axis, families, height, height / unit, foot=status == last)
        panels.append(chart.properties(title=_panel_title(status), height=height, width=_PAGE["width"] - 28))
    words = (
        f"{data.caption(chosen, chosen.dated, _left_out(chosen), ledger)} Heights count claims, not events, on one "
        f"scale in all panels. {_spread_words(axis)}"
    )
    return _whole("Claims over time", mask, actor, chosen, alt.vconcat(*panels, spacing=26, bounds="flush"), words)


def _left_out(chosen: Chosen) -> list[tuple[int, str]]:
    return [(chosen.undated, "undated"), (chosen.beside, "before or after the period shown")]


def _spread_words(axis: Axis) -> str:
    return f"Claims dated less finely than a {axis.unit} are spread evenly over their interval and drawn paler."


def _families(by_status: dict[str, list[Box]]) -> dict[str, str]:
    """Colour of each family that is drawn."""
    drawn = {box.group for made in by_status.values() for box in made}
    return {f.name: _COLOUR["family"][f.key] for f in read_style().families if f.name in drawn}


def _bars(
    made: Sequence[Box], axis: Axis, colours: dict[str, str], height: float, top: float, *, foot: bool
) -> alt.Chart:
    # Few labels on a strip: numbers must not touch.
    ticks = max(1, min(5, int(height // 18)))
    chart: alt.Chart = (
        alt.Chart(_values([_box(box) for box in made]))
        .mark_rect(stroke="white", strokeWidth=0.4)
        .encode(
            x=_x(axis, foot=foot),
            x2="last:T",
            y=alt.Y("low:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=_count_axis(ticks, top)),
            y2="high:Q",
            color=alt.Color(
                "group:N",
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                legend=alt.Legend(title=None, orient="bottom", columns=3, symbolType="square"),
            ),
            opacity=_opacity(axis),
        )
    )
    return chart


_PALE = alt.Scale(domain=["fine", "spread"], range=[1, 0.42])


def _opacity(axis: Axis) -> alt.Opacity:
    names = [f"dated within a {axis.unit}", "dated less finely, spread"]
    return alt.Opacity(
        "dating:N",
        scale=_PALE,
        legend=alt.Legend(
            title=None,
            orient="bottom",
            columns=2,
            symbolType="square",
            symbolFillColor=_COLOUR["ink"],
            symbolStrokeColor=_COLOUR["ink"],
            symbolStrokeWidth=1,
            labelExpr=f"datum.value == 'fine' ? '{names[0]}' : '{names[1]}'",
        ),
    )


def _box(box: Box) -> dict[str, Any]:
    return {
        "first": _day(box.first),
        "last": _day(box.last),
        "low": box.low,
        "high": box.high,
        "group": box.group,
        "dating": "spread" if box.spread else "fine",
        "status": box.status,
    }


# Strength ----------------------------------------------------------------------------------------------------

_SIDES = {"up": "increase", "down": "decrease", "stable": "unchanged"}
_UNDATED_WIDTH, _CELL_HEIGHT, _SIDE_WIDTH = 44, 46, 84


def strength(store: LedgerStore, mask: Mask, actor: str | None, ledger: str) -> Figure:
    """Up and down claims on every dimension that has any, for the groups most is said of; undated ones beside."""
    chosen = data.choose(store, mask=mask, kind="strength", actor=actor)
    every = [claim for claim in chosen.claims if isinstance(claim, StrengthClaim)]
    groups = data.groups_in(every)[: _LIMITS["groups"]]
    shown = [c for c in every if c.actor in groups and (c.time is None or c in chosen.dated)]
    dimensions = [d for d in DIMENSIONS if any(claim.dimension == d for claim in shown)]
    sheet = _Sheet(chosen.axis, _reach(shown, chosen.axis), tuple(groups), tuple(dimensions))
    cells = [cell for d in dimensions for g in groups for cell in _cells(shown, sheet, d, g)]
    grid = alt.concat(*cells, columns=len(cells) // len(dimensions), spacing={"row": 4, "column": 8}, bounds="flush")
    others = [(chosen.beside, "before or after the period shown")]
    others += [(sum(c.actor not in groups for c in every), "about other groups")]
    hollow = any(claim.certainty not in HAPPENED for claim in shown)
    words = [
        data.caption(chosen, shown, others, ledger),
        "Bars count claims of an increase (upward) and of a decrease (downward), they measure no strength.",
        "Hollow: planned, demanded, hypothetical, denied or failed." if hollow else "",
        f"{sum(c.time is None for c in shown):,} undated claims are counted beside the time axis."
        if chosen.axis
        else "None of them is dated, so that no course over time can be drawn.",
        _spread_words(chosen.axis) if chosen.axis else "",
    ]
    return _whole("Strength as reported", mask, actor, chosen, grid, " ".join(filter(None, words)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all cells of the figure share."""

    axis: Axis | None
    reach: int
    """The highest pile of claims in any cell."""
    groups: tuple[str, ...]
    dimensions: tuple[str, ...]


def _reach(claims: Sequence[StrengthClaim], axis: Axis | None) -> int:
    highest = 1.0
    for cell in {(claim.actor, claim.dimension) for claim in claims}:
        mine = [claim for claim in claims if (claim.actor, claim.dimension) == cell]
        piles = [abs(pile.high) for pile in data.strength_piles(mine)]
        boxes = [abs(box.high) for box in data.strength_boxes(mine, axis)] if axis else []
        highest = max([highest, *piles, *boxes])
    return math.ceil(highest)


def _cells(claims: Sequence[StrengthClaim], sheet: _Sheet, dimension: str, group: str) -> list[alt.LayerChart]:
    """What is dated and, beside it, what is not."""
    mine = [claim for claim in claims if claim.dimension == dimension and claim.actor == group]
    head = dimension == sheet.dimensions[0]
    title = {"title": _panel_title(group)} if head else {}
    label = dimension if group == sheet.groups[0] else None
    if sheet.axis is None:
        return [_piles(mine, sheet, label).properties(width=100, height=_CELL_HEIGHT, **title)]
    columns = len(sheet.groups)
    room = (_PAGE["width"] - _SIDE_WIDTH) / columns - _UNDATED_WIDTH - 16
    course = _course(mine, sheet.axis, sheet, label, foot=dimension == sheet.dimensions[-1])
    soft = {"title": _panel_title("undated", soft=True)} if head else {}
    return [
        course.properties(width=room, height=_CELL_HEIGHT, **title),
        _piles(mine, sheet, None).properties(width=_UNDATED_WIDTH, height=_CELL_HEIGHT, **soft),
    ]


def _course(
    claims: Sequence[StrengthClaim], axis: Axis, sheet: _Sheet, label: str | None, *, foot: bool
) -> alt.LayerChart:
    """The dated claims of a cell."""
    made = data.strength_boxes(claims, axis)
    values = [{**_box(box), "side": _SIDES[box.group], "told": box.status == "told"} for box in made]
    x, y = _x(axis, foot=foot, ticks=4), _sides_y(sheet, label)

    def bars(rows: list[dict[str, Any]]) -> alt.Chart:
        chart: alt.Chart = alt.Chart(_values(rows)).encode(x=x, x2="last:T", y=y, y2="high:Q")
        return chart

    # The axes need a layer even where there is no bar.
    frame = alt.Chart(_values([{"low": 0}])).mark_rule(color=_COLOUR["soft"], strokeWidth=0.5).encode(y=y)
    edge = alt.Chart(_values([{"first": _day(axis.edges[0])}])).mark_point(opacity=0).encode(x=x)
    note = _note("" if claims else "no claim")
    return _layers(edge, *_told_and_not(values, bars, axis), frame, note)


def _piles(claims: Sequence[StrengthClaim], sheet: _Sheet, label: str | None) -> alt.LayerChart:
    """The undated claims of a cell, with their numbers."""
    piles = data.strength_piles(claims)
    values = [
        {"x": at, "x2": at + 0.8, "low": pile.low, "high": pile.high, "side": _SIDES[pile.direction], "told": pile.told}
        for pile in piles
        for at in (1.1 if pile.direction == "stable" else 0.1,)
    ]
    tops = {pile.direction: pile.high for pile in piles}
    numbers = [
        {"x": 1.5 if side == "stable" else 0.5, "y": top, "text": abs(top), "above": top > 0}
        for side, top in tops.items()
    ]
    y = _sides_y(sheet, label)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 2], nice=False), axis=None)

    def bars(rows: list[dict[str, Any]]) -> alt.Chart:
        chart: alt.Chart = alt.Chart(_values(rows)).encode(x=x, x2="x2:Q", y=y, y2="high:Q")
        return chart

    texts = []
    styles: dict[bool, dict[str, Any]] = {True: {"baseline": "bottom", "dy": -1}, False: {"baseline": "top", "dy": 2}}
    for above, style in styles.items():
        if rows := [number for number in numbers if number["above"] == above]:
            chart = alt.Chart(_values(rows)).mark_text(fontSize=_SMALL - 1, color=_COLOUR["soft"], **style)
            texts.append(chart.encode(x=x, y="y:Q", text="text:Q"))
    frame = alt.Chart(_values([{"low": 0}])).mark_rule(color=_COLOUR["soft"], strokeWidth=0.5).encode(y=y)
    nothing = "no claim" if not claims and sheet.axis is None else ""
    return _layers(*_told_and_not(values, bars, None), frame, *texts, _note(nothing))


def _sides_y(sheet: _Sheet, label: str | None) -> alt.Y:
    reach = sheet.reach * 1.5  # room for the numbers
    axis = alt.Axis(
        title=label,
        titleAngle=0,
        titleAlign="right",
        titleBaseline="middle",
        titleX=-22,
        values=sorted({-sheet.reach, 0, sheet.reach}),
        labelExpr="abs(datum.value)",
        grid=False,
    )
    return alt.Y("low:Q", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=axis if label else None)


def _told_and_not(
    values: Sequence[dict[str, Any]], bars: Callable[[list[dict[str, Any]]], alt.Chart], axis: Axis | None
) -> Iterator[alt.Chart]:
    """Hollow for what is not told as having happened, filled for the rest; no layer without a bar."""
    sides = alt.Scale(domain=list(_SIDES.values()), range=[_COLOUR[side] for side in _SIDES])
    legend = alt.Legend(title=None, orient="bottom", symbolType="square", symbolOpacity=1, columns=3)
    colour = alt.Color("side:N", scale=sides, legend=legend)
    # A legend made from the hollow bars would show empty symbols.
    paler = {"strokeOpacity": alt.StrokeOpacity("dating:N", scale=_PALE, legend=None)} if axis else {}
    pale = {"opacity": _opacity(axis)} if axis else {}
    if hollow := [value for value in values if not value["told"]]:
        yield bars(hollow).mark_rect(filled=False, fill="white", strokeWidth=0.8).encode(color=colour, **paler)
    if filled := [value for value in values if value["told"]]:
        yield bars(filled).mark_rect(strokeWidth=0).encode(color=colour, **pale)


# Control -----------------------------------------------------------------------------------------------------

_OTHERS = "others"
AIR = 0.02
"""Share of the period left free at either end, so that no mark is cut."""
_SHAPES = {
    "held": "square",
    "held in part": "triangle-up",
    "contested": "cross",
    "besieged": "diamond",
    "lost": "circle",
}


def control(store: LedgerStore, mask: Mask, actor: str | None, ledger: str) -> Figure:
    """Who is said to hold each place, claim by claim; rivals stand in lanes below each other."""
    chosen = data.choose(store, mask=mask, kind="control", actor=actor)
    axis = chosen.period()
    rows, beyond = data.place_rows(chosen, axis, _LIMITS["places"])
    if not rows:
        raise UsageError("figure", "none of the dated control claims names a place", "read reports that tell more")
    holders = _holders(rows)
    panels = [_place(row, axis, holders, foot=row is rows[-1]) for row in rows]
    on_rows = {row.name for row in rows}
    drawn = [c for c in chosen.dated if any(data.place_name(place) in on_rows for place in c.places)]
    fewer = f" or on the {beyond:,} places of fewer claims" if beyond else ""
    left = [*_left_out(chosen), (len(chosen.dated) - len(drawn), f"on no place{fewer}")]
    words = (
        f"{data.caption(chosen, drawn, left, ledger)} Each mark is one claim on one place, on the day it speaks of; a "
        "bar is the interval of a claim dated less finely, with the mark in its middle for want of a day. Nothing is "
        "carried on between claims. Hollow marks with a word: not told as so."
    )
    return _whole("Control as reported", mask, actor, chosen, alt.vconcat(*panels, spacing=0, bounds="flush"), words)


def _holders(rows: Sequence[PlaceRow]) -> dict[str, str]:
    """A colour for each holder, most drawn first; the rest share one."""
    names = most_common(spot.holder for row in rows for spot in row.spots)
    colours = [*_COLOUR["holders"][: _LIMITS["holders"]]]
    return {name: colours[i] if i < len(colours) else _COLOUR["rest"] for i, name in enumerate(names)}


def _place(row: PlaceRow, axis: Axis, holders: dict[str, str], *, foot: bool) -> alt.LayerChart:
    named = [name for name, colour in holders.items() if colour != _COLOUR["rest"]]
    values = [_spot(spot, named) for spot in row.spots]
    height, width = row.lanes * _PAGE["row"] + 4, _PAGE["width"] - 150
    base = alt.Chart(_values(values)).encode(y=_lanes(row), color=_holder_colours(holders, named))
    bars = base.transform_filter("datum.wide").mark_rule(strokeWidth=5, opacity=0.38)
    marks = base.encode(x=_x(axis, foot=foot, field="middle:T", air=AIR))
    not_told = marks.transform_filter("!datum.told")
    note = _note(f"+ {row.undated} undated" if row.undated else "", x=width + 5, y=height / 2)
    rule = alt.Chart(_values([{}])).mark_rule(color=_COLOUR["line"], strokeWidth=0.5).encode(y=alt.value(height))
    return _layers(
        rule,
        bars.encode(x=_x(axis, foot=foot, air=AIR), x2="last:T"),
        marks.transform_filter("datum.told").mark_point(size=34, filled=True, opacity=1).encode(shape=_states()),
        not_told.mark_point(size=34, filled=False, fill="white", strokeWidth=1, opacity=1).encode(shape=_states()),
        not_told.mark_text(align="left", dx=6, fontSize=_SMALL - 1).encode(
            x=_x(axis, foot=foot, field="word:T", air=AIR), text="certainty:N", color=alt.value(_COLOUR["soft"])
        ),
        note,
    ).properties(width=width, height=height)


def _lanes(row: PlaceRow) -> alt.Y:
    axis = alt.Axis(
        title=row.name,
        titleAngle=0,
        titleAlign="right",
        titleBaseline="middle",
        titleX=-8,
        titleLimit=110,
        ticks=False,
        labels=False,
        grid=False,
    )
    return alt.Y("lane:Q", scale=alt.Scale(domain=[row.lanes - 0.4, -0.6], nice=False), axis=axis)


def _holder_colours(holders: dict[str, str], named: list[str]) -> alt.Color:
    shown = named + [_OTHERS] * (len(named) < len(holders))
    scale = alt.Scale(domain=shown, range=[holders.get(name, _COLOUR["rest"]) for name in shown])
    legend = alt.Legend(
        title=None, orient="bottom", columns=3, symbolType="square", symbolStrokeWidth=0, symbolOpacity=1
    )
    return alt.Color("holder:N", scale=scale, legend=legend)


def _states() -> alt.Shape:
    scale = alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values()))
    legend = alt.Legend(
        title=None, orient="bottom", columns=5, symbolStrokeColor=_COLOUR["ink"], symbolStrokeWidth=1, symbolOpacity=1
    )
    return alt.Shape("state:N", scale=scale, legend=legend)


def _spot(spot: Spot, named: Sequence[str]) -> dict[str, Any]:
    after = _after(spot.last)
    wide = spot.last > spot.first
    noon = dt.timedelta(hours=12) * ((after - spot.first).days % 2)
    middle = (dt.datetime.combine(spot.first + (after - spot.first) // 2, dt.time()) + noon).isoformat() + "Z"
    return {
        "first": _day(spot.first),
        "last": _day(after),
        "middle": middle,
        "word": _day(after) if wide else middle,
        "wide": wide,
        "lane": spot.lane,
        "holder": spot.holder if spot.holder in named else _OTHERS,
        "state": spot.state,
        "told": spot.happened,
        "certainty": spot.certainty,
    }


# Shared ------------------------------------------------------------------------------------------------------


def _whole(title: str, mask: Mask, actor: str | None, chosen: data.Chosen, panels: _Panels, words: str) -> Figure:
    """The panels with the title above and the caption below."""
    heading = f"{title}: {mask.text(actor)}" if actor else title
    caption = f"{words} Ebbline {VERSION}."
    inner = panels.resolve_scale(color="shared", opacity="shared", shape="shared")
    lines = textwrap.wrap(caption, 136)
    below = alt.TitleParams(
        lines, orient="bottom", anchor="start", fontSize=_SMALL, color=_COLOUR["soft"], offset=10, lineHeight=9
    )
    head = alt.TitleParams(heading, anchor="start", fontSize=10, color=_COLOUR["ink"], offset=10)
    chart: alt.VConcatChart = alt.vconcat(inner.properties(title=head)).properties(
        title=below, background="white", padding=6
    )
    return Figure(_styled(chart), caption, chosen.taken)


_Panels = alt.VConcatChart | alt.ConcatChart
_LEGENDS = {"bottom": {"direction": "vertical", "anchor": "start", "margin": 3}}


def _styled(chart: alt.VConcatChart) -> alt.VConcatChart:
    # One weight and no italics: a PDF with a single face comes out the same every time.
    axis = {
        "labelFontSize": _SMALL,
        "titleFontSize": _SIZE,
        "titleFontWeight": "normal",
        "labelColor": _COLOUR["soft"],
        "titleColor": _COLOUR["ink"],
        "domainColor": _COLOUR["soft"],
        "tickColor": _COLOUR["soft"],
        "gridColor": _COLOUR["line"],
        "gridWidth": 0.4,
        "tickSize": 3,
    }
    styled: alt.VConcatChart = (
        chart.configure(font=_PAGE["font"])
        .configure_axis(**axis)
        .configure_title(fontWeight="normal")
        .configure_legend(labelFontSize=_SMALL, symbolSize=42, labelColor=_COLOUR["ink"], offset=8, labelLimit=220)
        .configure_view(stroke=None)
    )
    return styled


def _panel_title(words: str, *, soft: bool = False) -> alt.TitleParams:
    colour = _COLOUR["soft" if soft else "ink"]
    return alt.TitleParams(words, anchor="start", frame="group", fontSize=_SIZE, color=colour, offset=4)


def _layers(*layers: alt.Chart | None) -> alt.LayerChart:
    return alt.LayerChart(layer=[layer for layer in layers if layer is not None])


def _note(words: str, *, x: float = 4, y: float = 7) -> alt.Chart | None:
    if not words:
        return None
    note: alt.Chart = (
        alt.Chart(_values([{"words": words}]))
        .mark_text(align="left", baseline="middle", fontSize=_SMALL - 1, color=_COLOUR["soft"])
        .encode(x=alt.value(x), y=alt.value(y), text="words:N")
    )
    return note


def _x(axis: Axis, *, foot: bool, field: str = "first:T", ticks: int = 8, air: float = 0) -> alt.X:
    days = dt.timedelta(days=math.ceil(air * (axis.edges[-1] - axis.edges[0]).days))
    first = max(axis.edges[0], dt.date.min + days) - days
    last = min(axis.edges[-1], dt.date.max - days) + days
    count, words = _ticks(axis, ticks)
    ticked = alt.Axis(
        title=None, grid=True, tickCount=count, labelExpr=words, labelOverlap=True, labels=foot, ticks=foot, domain=foot
    )
    scale = alt.Scale(type="utc", domain=[_day(first), _day(last)], nice=False, clamp=True)
    return alt.X(field, scale=scale, axis=ticked)


def _ticks(axis: Axis, most: int) -> tuple[Any, str]:
    """How many ticks, or at which steps, and their words: the first one tells the year, later ones where it turns."""
    days = (axis.edges[-1] - axis.edges[0]).days
    if axis.unit == "year":
        return most, "utcFormat(datum.value, '%Y')"
    if days < 100:
        return most, "utcFormat(datum.value, datum.index == 0 ? '%-d %b %Y' : '%-d %b')"
    step = next((step for step in (1, 2, 3, 6, 12) if days / 30.4 / step <= most + 2), 24)
    words = "utcFormat(datum.value, datum.index == 0 ? '%b %Y' : utcmonth(datum.value) == 0 ? '%Y' : '%b')"
    return alt.TimeIntervalStep(interval="month", step=step), words


def _count_axis(ticks: int, top: float) -> alt.Axis:
    if ticks == 1:
        return alt.Axis(title=None, values=[0, max(1, int(top))], format="d", grid=False)
    return alt.Axis(title="claims", tickCount=ticks, tickMinStep=1, format="d")


def _values(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def _day(date: dt.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"


def _after(date: dt.date) -> dt.date:
    return date if date == dt.date.max else date + dt.timedelta(days=1)


FIGURES: dict[str, Callable[[LedgerStore, Mask, str | None, str], Figure]] = {
    "timeline": timeline,
    "strength": strength,
    "control": control,
}
"""By the word that `ebbline figure` takes."""
