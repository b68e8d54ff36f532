"""A brief as one HTML page that stands alone: no script, no request, every word of the reports escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from ebbline.picture.brief_page import Brief, runs, stories_words

if TYPE_CHECKING:
    from jinja2 import Environment

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def to_html(brief: Brief) -> str:
    """The whole page."""
    page = _environment().get_template("brief.html.j2").render(brief=brief)
    return _CONTROL.sub("\ufffd", page)


def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("ebbline.picture").joinpath("templates")
    environment = Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(runs=_runs, stories=stories_words, oneline=_oneline)
    return environment


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    return runs(numbers)


def _oneline(text: str) -> str:
    return " ".join(text.split())
