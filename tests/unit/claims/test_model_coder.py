"""The default coder: signed claims that name their source, and a model opened only when there is something to read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any, cast

import pytest

import ebbline
from ebbline.claims import model_coder
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.claims.model_coder import ModelCoder
from ebbline.claims.scales import NEVER, Scales
from ebbline.language import segment
from ebbline.language.reader import Reader
from ebbline.records import (
    Claim,
    ControlClaim,
    DateInterval,
    Document,
    EventClaim,
    Proposal,
    Published,
    Report,
    Span,
    StrengthClaim,
)

DAY = dt.date(2016, 2, 3)
TEXT = (
    "Fighters of the Islamic State torched the mills of Manbij on Monday, a resident said.\n\n"
    "The army captured the town of Azaz from the Islamic State on Tuesday. Morale among the militants sank because the "
    "coalition bombed their wages office in Raqqa."
)
MATCH = "The striker attacked down the left and fired home twice as United won the cup final in front of their fans."
ENTRY = re.compile(r"(filled |named )?[a-z_]+: .+|[a-z]+ by .+")
HEAD = re.compile(r"head: \S.* [01]\.\d\d")


def report(text: str, name: str = "r_0") -> Report:
    return Report(name, "n", text, "", "", "n", published=Published(DateInterval(DAY, DAY), "given"), language="en")


class Scripted:
    """A reader that proposes what it was told to, and counts what it reads."""

    def __init__(self, *proposals: tuple[str, str, float]) -> None:
        self._proposals, self.read_so_far = proposals, 0

    def read(self, report: Report) -> Document:
        self.read_so_far += 1
        out = []
        for words, label, score in self._proposals:
            at = report.text.index(words)
            out.append(Proposal(Span(at, at + len(words)), label, score, "asserted"))
        return replace(segment(report), proposals=tuple(out))


def coder(*proposals: tuple[str, str, float], **scales: Any) -> ModelCoder:
    return ModelCoder(reader=cast(Reader, Scripted(*proposals)), scales=replace(Scales.open(), **scales))


def headed(claims: tuple[Claim, ...]) -> list[Claim]:
    return [claim for claim in claims if claim.trace[0].startswith("head: ")]


def test_a_proposal_that_no_rule_knows_becomes_a_claim() -> None:
    reading = coder(("torched", "Looting/property destruction", 0.99)).code(report(TEXT))
    (claim,) = headed(reading.claims)
    assert isinstance(claim, EventClaim)
    assert (claim.sub_event_type, claim.trace[0]) == (
        "Looting/property destruction",
        "head: Looting/property destruction 0.99",
    )
    assert claim.evidence[0].text.startswith("Fighters of the Islamic State torched")
    assert [place.name for place in claim.places] == ["Manbij"]
    assert claim.said_by is not None
    assert claim.said_by.name == "resident"


def test_a_proposal_that_is_not_sure_becomes_none() -> None:
    assert headed(coder(("torched", "Looting/property destruction", 0.97)).code(report(TEXT)).claims) == []


def test_control_and_strength_are_proposed_too() -> None:
    text = "The Islamic State has Manbij in its hands. Its officers bicker, a clerk in Raqqa said of the militants."
    on = coder(("has", "control all", 0.9), ("bicker", "cohesion down", 0.9), rules=False, control_party=0.0)
    (strength,) = headed(on.code(report(text)).claims)
    assert isinstance(strength, StrengthClaim)
    assert (strength.actor, strength.dimension, strength.direction) == ("Islamic State", "cohesion", "down")


def test_every_claim_is_signed_by_this_coder() -> None:
    reading = coder(("torched", "Looting/property destruction", 0.99), ("captured", "Attack", 0.9)).code(report(TEXT))
    assert reading.extractor == f"ebbline {ebbline.__version__} / model_v1"
    assert {claim.extractor for claim in reading.claims} == {reading.extractor}
    assert reading.reading_id != LexiconCoder().code(report(TEXT)).reading_id


def test_an_act_that_the_model_sees_nothing_of_is_not_told() -> None:
    silent = [claim for claim in coder().code(report(TEXT)).claims if isinstance(claim, EventClaim)]
    assert silent == []
    heard = coder(("captured", "Attack", 0.06)).code(report(TEXT)).claims
    assert [claim.sub_event_type for claim in heard if isinstance(claim, EventClaim)]


def test_with_the_model_silenced_rules_tell_what_the_lexicon_coder_tells() -> None:
    never = dict.fromkeys(("new", "again", "party", "control_new", "strength_new", "cause_new"), NEVER)
    alone = coder(keep=0.0, cause_keep=0.0, frames=False, factors=False, **never).code(report(TEXT))
    assert {type(claim) for claim in alone.claims} >= {EventClaim, ControlClaim}
    told = {(claim.kind, claim.evidence[0].start) for claim in LexiconCoder().code(report(TEXT)).claims}
    assert {(claim.kind, claim.evidence[0].start) for claim in alone.claims} == told


@pytest.mark.parametrize(
    "unread",
    [report(MATCH), replace(report(TEXT), language="fr"), replace(report(TEXT), unread="a scan: no text layer")],
    ids=["sport", "another language", "no text"],
)
def test_what_is_not_to_be_coded_never_opens_the_model(unread: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reader, "open", lambda **_: pytest.fail("opened"))
    assert ModelCoder().code(unread).claims == ()


@pytest.mark.parametrize(("inside", "threads"), [(None, None), (object(), 1)])
def test_the_model_is_opened_once_and_not_before_it_is_needed(
    inside: object, threads: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int | None] = []
    scripted = Scripted()

    def opening(threads: int | None = None) -> Scripted:
        opened.append(threads)
        return scripted

    monkeypatch.setattr(Reader, "open", opening)
    monkeypatch.setattr(model_coder, "parent_process", lambda: inside)
    lazy = ModelCoder()
    assert opened == []
    lazy.code(report(TEXT))
    lazy.code(report(TEXT))
    assert (opened, scripted.read_so_far) == ([threads], 2)


@pytest.fixture(scope="module")
def real() -> ModelCoder:
    return ModelCoder(reader=Reader.open(threads=1))


def test_the_models_own_reading_is_sound_and_traced_as_documented(real: ModelCoder) -> None:
    reading = real.code(report(TEXT))
    entries = [entry for claim in reading.claims for entry in claim.trace]
    assert [entry for entry in entries if not ENTRY.fullmatch(entry)] == []
    assert [entry for entry in entries if entry.startswith("head: ") and not HEAD.fullmatch(entry)] == []
    assert any(entry.startswith("frame: ") for entry in entries)
    for claim in reading.claims:
        assert claim.extractor.endswith("model_v1")
        assert all(words.text == TEXT[words.start : words.end] for words in claim.evidence)
    held = [claim for claim in reading.claims if isinstance(claim, ControlClaim)]
    assert [(c.places[0].name, c.holder_before) for c in held] == [("Azaz", "Islamic State")]


def test_a_report_reads_the_same_whatever_was_read_before_it(real: ModelCoder) -> None:
    other = report("Rebels shelled a bakery in Idlib. “We saw nine bodies,” a baker said. " * 3, "r_1")
    first = real.code(report(TEXT))
    between = real.code(other)
    assert real.code(report(TEXT)) == first
    assert real.code(other) == between != first
