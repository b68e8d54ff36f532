"""Claims in plain words: what is claimed, where and when, who says so, and how certain. Nothing is added."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from ebbline.records import (
    CauseClaim,
    Certainty,
    Claim,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    EventClaim,
    Range,
    Speaker,
    StrengthClaim,
    Toll,
)

CERTAINTY_WORDS: dict[Certainty, str] = {
    "asserted": "",
    "probable": "probable",
    "possible": "possible, not certain",
    "denied": "denied",
    "planned": "planned or threatened, not told as done",
    "demanded": "demanded, not told as done",
    "hypothetical": "hypothetical, not told as done",
    "failed": "failed or foiled",
}
"""What stands beside a claim that is not plainly asserted."""

HAPPENED: frozenset[Certainty] = frozenset({"asserted", "probable", "possible"})

_PRECISION = {
    "exact": "",
    "near": "near ",
    "part": "part of ",
    "district": "",
    "region": "",
    "country": "",
}
_COARSE = {"district": " (district)", "region": " (region)", "country": " (country)"}
_DIRECTION = {"up": "up", "down": "down", "stable": "unchanged"}
_SIDES = {"actor": "of the actor's side", "target": "of the target's side", "civilians": "civilians", "unknown": ""}
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}


def what(claim: Claim) -> str:
    """Type and roles of a claim in one phrase, without certainty, place and date."""
    match claim:
        case EventClaim():
            return _event(claim)
        case ControlClaim():
            return _control(claim)
        case StrengthClaim():
            size = magnitude_words(claim)
            return f"{claim.actor}: {claim.dimension} {_DIRECTION[claim.direction]}" + (f", {size}" if size else "")
        case CauseClaim():
            return f"{claim.cause.factor} → {claim.effect.factor}"
    return claim.kind


def _event(claim: EventClaim) -> str:
    by_role = {
        role: listed(actor.name for actor in claim.actors if actor.role == role)
        for role in ("actor", "target", "supporter")
    }
    words = claim.sub_event_type
    if by_role["actor"] or by_role["target"]:
        words += f": {by_role['actor'] or 'not named'}" + (f" → {by_role['target']}" if by_role["target"] else "")
    if by_role["supporter"]:
        words += f", helped by {by_role['supporter']}"
    return words


def _control(claim: ControlClaim) -> str:
    after, before = listed(claim.holder_after), claim.holder_before
    if claim.extent == "besieged":
        words = "besieged" + (f" by {claim.besieger}" if claim.besieger else "")
        return words + (f", held inside by {after}" if after else "")
    if claim.extent == "contested":
        among = listed(dict.fromkeys(name for name in (*claim.holder_after, before) if name))
        return "contested" + (f": {among}" if among else "")
    part = " in part" if claim.extent == "part" else ""
    if after:
        return f"held{part} by {after}" + (f", before by {before}" if before else "")
    return f"lost{part} by {before}" if before else f"held{part}, by whom is not told"


def details(claim: Claim) -> str:
    """Figures and means of an event: tolls, weapon, thing hit, number of acts."""
    if not isinstance(claim, EventClaim):
        return ""
    parts = [toll_words(claim)]
    parts += [f"{claim.acts:,} acts"] if claim.acts and claim.acts > 1 else []
    parts += [f"with {claim.means}"] if claim.means else []
    parts += [f"hit: {claim.object}"] if claim.object else []
    return ", ".join(part for part in parts if part)


def toll_words(claim: EventClaim) -> str:
    """The people hurt, as reported; empty where the claim tells of none."""
    tolls = [_toll(toll) for toll in claim.tolls]
    if claim.fatalities is not None and not any(toll.what == "killed" for toll in claim.tolls):
        tolls.insert(0, f"{range_words(claim.fatalities)} killed")
    return ", ".join(tolls)


def toll_words_of(claim: Claim) -> str:
    """`toll_words` of any claim; empty for one that is no event."""
    return toll_words(claim) if isinstance(claim, EventClaim) else ""


def _toll(toll: Toll) -> str:
    side = _SIDES[toll.of]
    figure = range_words(Range(toll.low, toll.best, toll.high))
    return f"{figure} {side} {toll.what}" if toll.of == "civilians" else f"{figure} {toll.what} {side}".rstrip()


def range_words(count: Range) -> str:
    """A count as reported: "12", "at least 30", "10 to 15", "up to 8"."""
    low, best, high = count.low, count.best, count.high
    if best is not None and low == best and high is None:
        return f"at least {best:,}"
    if best is not None:
        spread = low is not None and high is not None and low != high
        return f"{best:,}" + (f" ({low:,} to {high:,})" if spread else "")
    if low is not None and high is not None:
        return f"{low:,} to {high:,}" if low != high else f"{low:,}"
    if low is not None:
        return f"at least {low:,}"
    return f"up to {high:,}" if high is not None else "an unknown number"


def magnitude_words(claim: StrengthClaim) -> str:
    """How much, with its unit; empty where no figure is given."""
    size = claim.magnitude
    if size is None or (size.low is None and size.best is None and size.high is None):
        return ""
    low, best, high = (None if figure is None else f"{figure:,g}" for figure in (size.low, size.best, size.high))
    figure = best or (f"{low} to {high}" if low and high else f"at least {low}" if low else f"up to {high}")
    return f"{figure} {size.unit}" if size.unit else figure


def place_words(place: ClaimPlace) -> str:
    """A place with how finely it is known, and a mark where it is on no map."""
    words = f"{_PRECISION[place.precision]}{place.name}{_COARSE.get(place.precision, '')}"
    return words if place.lat is not None else f"{words} (not on the map)"


def places_words(places: Iterable[ClaimPlace]) -> str:
    """All places of a claim, joined by commas."""
    return ", ".join(dict.fromkeys(map(place_words, places)))


def time_words(time: ClaimTime | None) -> str:
    """A date no finer than it is known: "16 June 2015", "June 2015", "2015"; "undated" for None."""
    if time is None:
        return "undated"
    start, end = time.start, time.end
    if start == end:
        return day_words(start)
    if start == dt.date(start.year, 1, 1) and end == dt.date(start.year, 12, 31):
        return str(start.year)
    if start.day == 1 and end == _last_of_month(end) and (start.year, start.month) == (end.year, end.month):
        return f"{calendar.month_name[start.month]} {start.year}"
    if start.day == 1 and end == _last_of_month(end) and start.year == end.year and time.precision != "season":
        return f"{calendar.month_name[start.month]} – {calendar.month_name[end.month]} {end.year}"
    if time.precision == "season" and start.day == 1 and start.month in _SEASONS and (end - start).days < 95:
        return f"{_SEASONS[start.month]} {start.year}"
    return span_words(start, end)


def span_words(start: dt.date, end: dt.date) -> str:
    """First to last day, saying month and year once where they agree."""
    if start == end:
        return day_words(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_words(end)}"
    if start.year == end.year:
        return f"{start.day} {calendar.month_name[start.month]} – {day_words(end)}"
    return f"{day_words(start)} – {day_words(end)}"


def day_words(day: dt.date) -> str:
    """A day as "16 June 2015"."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _last_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def speaker_words(claim: Claim) -> str:
    """Who says it: name or role, affiliation, and the chain outward; empty for the outlet's own voice."""
    return speaker_name(claim.said_by)


def speaker_name(speaker: Speaker | None) -> str:
    """The speaker in words; empty for None, the outlet's own voice."""
    if speaker is None:
        return ""
    words = speaker.name or (f"{_article(speaker.role)} {_ROLE_WORDS[speaker.role]}")
    if speaker.anonymous:
        words += " (anonymous)"
    if speaker.affiliation and speaker.affiliation != speaker.name:
        words += f", {speaker.affiliation}"
    return words + (f", told by {', '.join(speaker.chain)}" if speaker.chain else "")


_ROLE_WORDS = {
    "official": "official",
    "military": "military source",
    "monitor": "monitor",
    "activist": "activist",
    "defector": "defector",
    "resident": "resident",
    "expert": "expert",
    "media": "news outlet",
    "unknown": "source",
}


def _article(role: str) -> str:
    return "an" if _ROLE_WORDS[role][0] in "aeiou" else "a"


def attribution(claim: Claim, outlet: str | None) -> str:
    """ "according to …" for a speaker, "… reports" for the outlet's own voice."""
    said = speaker_words(claim)
    return f"according to {said}" if said else f"{outlet or 'the outlet'} reports"


def listed(names: Iterable[str]) -> str:
    """Names joined as in a sentence."""
    found = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def quote(claim: Claim) -> str:
    """The claim's own words on one line."""
    return " … ".join(" ".join(item.text.split()) for item in claim.evidence)
