"""What may be asked for, checked at the door."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ebbline.ledger import ClaimQuery
from ebbline.ledger.queries import match_words
from ebbline.ledger.rows import name_token, names_of, search_words
from ebbline.records import Certainty, Claim, Kind
from ebbline.web.desk import View

MOST = 500
"""No answer lists more than this many."""
FARTHEST = 1_000_000

CLAIM_ID = r"^c_[0-9a-f]{16}$"
REPORT_ID = r"^r_[0-9a-f]{16}$"


def _day(words: Any) -> Any:
    # A bare number would be taken for seconds since 1970.
    if isinstance(words, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        raise ValueError("no date; write it as 2015-06-16")
    return words


Day = Annotated[dt.date, BeforeValidator(_day)]
Words = Annotated[str, Field(max_length=200)]


class Asked(BaseModel):
    """A question's parameters: an empty one counts as left out, an unknown one is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if value != ""} if isinstance(data, dict) else data


class Period(Asked):
    """Days from `from` to `to`, both included."""

    start: Day | None = Field(None, alias="from", description="From this day, 2015-06-16.")
    end: Day | None = Field(None, alias="to", description="To this day, included.")

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError("`to` is before `from`; put the earlier day at `from`")
        return self


class BriefAsked(Period):
    """What a brief is about."""

    actor: Words | None = Field(None, description="Only what is about this actor.")
    place: Words | None = Field(None, description="Only what is at this place.")


class Part(Asked):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=MOST, description="No more than this many.")
    offset: int = Field(0, ge=0, le=FARTHEST, description="Leave out this many from the start.")


class ClaimsAsked(Period, Part):
    """Which claims; every filter given must hold."""

    kind: Kind | None = None
    actor: Words | None = Field(None, description="Who acts, is acted on, helps, holds, besieges, is strong or weak.")
    place: Words | None = Field(None, description="Where: name, mention, province or country code.")
    speaker: Words | None = Field(None, description="Who says so, or for whom they speak.")
    certainty: Certainty | None = None
    report: str | None = Field(None, pattern=REPORT_ID, description="A report's id.")
    text: Words | None = Field(None, description='Words that must all occur; "a phrase", begin*.')

    def query(self) -> ClaimQuery:
        """The filters as the ledger takes them."""
        return ClaimQuery(
            kind=self.kind,
            actor=self.actor,
            place=self.place,
            speaker=self.speaker,
            start=self.start,
            end=self.end,
            certainty=self.certainty,
            report_id=self.report,
            text=self.text,
        )


def matching(view: View, query: ClaimQuery) -> Iterator[tuple[Claim, Claim]]:
    """Claims that fit, each as stored and masked; the masked one fits too.

    A claim found only by a hidden name is left out: otherwise asking for a name would tell where it stands.
    """
    with closing(_Words(query.text)) as words:
        for claim in view.store.claims(query):
            masked = view.mask.claim(claim)
            if masked == claim or (_named(masked, query) and words.occur(claim, masked)):
                yield claim, masked


def _named(masked: Claim, query: ClaimQuery) -> bool:
    tokens = set(names_of(masked).split())
    asked = {
        name_token("actor", query.actor) if query.actor is not None else None,
        name_token("place", query.place) if query.place is not None else None,
        name_token("speaker", query.speaker) if query.speaker is not None else None,
    } - {None}
    return asked <= tokens


class _Words:
    """Searches one claim's words as the ledger searches all."""

    def __init__(self, asked: str | None) -> None:
        self._asked = None if asked is None else match_words(asked)
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE one USING fts5 (words, tokenize='unicode61 remove_diacritics 2')")

    def occur(self, claim: Claim, masked: Claim) -> bool:
        """Whether the words asked for are all among those still shown."""
        shown = search_words(masked)
        if self._asked is None or shown == search_words(claim):
            return True
        self._db.execute("DELETE FROM one")
        self._db.execute("INSERT INTO one VALUES (?)", [shown])
        return self._db.execute("SELECT 1 FROM one WHERE one MATCH ?", [self._asked]).fetchone() is not None

    def close(self) -> None:
        """Forget them."""
        self._db.close()
