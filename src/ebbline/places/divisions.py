"""Countries and first-order divisions beyond the gazetteer: their middles, and the short forms of their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ebbline.places.lexicon import rows


@dataclass(frozen=True, slots=True)
class Divisions:
    """What `centres.tsv` and `divisions.tsv` hold."""

    middles: dict[tuple[str, str], tuple[float, float]]
    """Latitude and longitude by country and division, which is `` for the country itself."""
    short: dict[str, tuple[str, str]]
    """Forms that mean a division wherever they stand: `Ga.`, `W.Va.`."""
    after_comma: dict[str, tuple[str, str]]
    """Forms that mean one after a comma or as a marked stretch: `GA`."""
    full: dict[str, tuple[str, str]]
    """Whole names."""
    written: re.Pattern[str]
    """Finds short forms in running text: those that are also words, or two letters of the post, only after a name and
    a comma."""

    def meant(self, text: str) -> tuple[tuple[str, str], ...]:
        """The division a stretch is the short form of."""
        bare = " ".join(text.split())
        found = self.short.get(bare) or self.after_comma.get(bare) or self.short.get(bare + ".")
        return (found,) if found else ()


@cache
def divisions() -> Divisions:
    """The tables of the package, read at the first call."""
    middles = {(country, name): (float(lat), float(lon)) for country, name, lat, lon in rows("centres.tsv")}
    short: dict[str, tuple[str, str]] = {}
    after_comma: dict[str, tuple[str, str]] = {}
    full: dict[str, tuple[str, str]] = {}
    for country, name, forms in rows("divisions.tsv"):
        full[name] = (country, name)
        for form in forms.split(";"):
            told = "." in form or len(form) > 3
            (short if told else after_comma).setdefault(form, (country, name))
            if "." in form:
                short.setdefault(form.replace(".", ". ").strip(), (country, name))
    return Divisions(middles, short, after_comma, full, _written([*short, *after_comma]))


def _written(forms: list[str]) -> re.Pattern[str]:
    anywhere = [form for form in forms if form.count(".") > 1 or (form.isupper() and len(form) > 2)]
    behind_comma = [form for form in forms if form not in anywhere and ("." in form or form.isupper())]
    return re.compile(rf"(?<![\w.])(?:{_any_of(anywhere)})(?!\w)|(?<=[a-zA-Z], )(?:{_any_of(behind_comma)})(?!\w)")


def _any_of(forms: list[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
