"""What may be asked for, checked at the door."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ebbline.ledger import ClaimQuery
from ebbline.picture.asked import actor_meant, place_meant
from ebbline.records import Certainty, Kind
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

    def query(self, view: View) -> ClaimQuery:
        """The filters as the ledger takes them, actor and place under all their names."""
        return ClaimQuery(
            kind=self.kind,
            actor=None if self.actor is None else actor_meant(view.store, view.mask, self.actor).names,
            place=None if self.place is None else place_meant(view.store, view.mask, self.place).names,
            speaker=self.speaker,
            start=self.start,
            end=self.end,
            certainty=self.certainty,
            report_id=self.report,
            text=self.text,
        )
