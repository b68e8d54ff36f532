"""A party stands in a row only where the clause names it or it follows from the words; otherwise it stays open."""

import datetime as dt

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import ControlClaim, DateInterval, EventClaim, Published, Report


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def coded(coder: LexiconCoder, text: str) -> tuple[list[EventClaim], list[ControlClaim]]:
    day = dt.date(2016, 2, 3)
    published = Published(DateInterval(day, day), "given")
    claims = coder.code(Report("r_0", "n", text, "", "", "n", published=published, language="en")).claims
    events = sorted((c for c in claims if isinstance(c, EventClaim)), key=lambda c: c.evidence[0].start)
    return events, [c for c in claims if isinstance(c, ControlClaim)]


def parties(event: EventClaim, role: str) -> list[str]:
    return [actor.name for actor in event.actors if actor.role == role]


BEFORE = "The Islamic State shelled the town of Azaz on Monday. The Islamic State holds Jarablus. "


@pytest.mark.parametrize(
    "text",
    [
        "The army captured the village of Ratyan on Tuesday.",
        "Turkish artillery shelled the town of Nubl on Tuesday.",
        "Hamas fired rockets at Ashkelon on Tuesday.",
    ],
)
def test_no_enemy_is_carried_over(coder: LexiconCoder, text: str) -> None:
    events, controls = coded(coder, BEFORE + text)
    last = events[-1]
    assert last.evidence[0].start > len(BEFORE) - 2
    assert parties(last, "target") in ([], ["Civilians"])
    assert all(claim.holder_before is None for claim in controls)


def test_a_doer_is_not_carried_over_to_deaths_elsewhere(coder: LexiconCoder) -> None:
    events, _ = coded(coder, BEFORE + "A teacher was killed in the shelling of Douma on Tuesday.")
    assert parties(events[-1], "actor") == []


def test_strikes_in_a_row_are_flown_by_the_same_and_the_trace_says_so(coder: LexiconCoder) -> None:
    events, _ = coded(
        coder, "Coalition jets conducted nine air strikes near Raqqa. Two air strikes near Mosul destroyed a bridge."
    )
    assert parties(events[-1], "actor") == parties(events[0], "actor") != []
    assert "filled actor: strikes go on" in events[-1].trace
    assert not any(step.startswith("filled actor") for step in events[0].trace)


def test_nobody_acts_against_himself(coder: LexiconCoder) -> None:
    for text in (
        "The Islamic State captured the Islamic State-held town of Manbij.",
        "Fighters of the Islamic State attacked Islamic State positions near Raqqa.",
    ):
        events, controls = coded(coder, text)
        assert all(set(parties(e, "actor")).isdisjoint(parties(e, "target")) for e in events)
        assert all(c.holder_before not in c.holder_after for c in controls)


def test_own_members_are_a_target(coder: LexiconCoder) -> None:
    events, _ = coded(coder, "The Islamic State executed 12 of its own Islamic State fighters in Raqqa for desertion.")
    assert any("Islamic State" in parties(e, "target") and "Islamic State" in parties(e, "actor") for e in events)


def test_they_who_hit_a_bakery_are_the_planes_of_the_clause_before(coder: LexiconCoder) -> None:
    text = "Coalition jets were bombing positions of the Islamic State when they hit a bakery in Raqqa."
    events, _ = coded(coder, text)
    assert [parties(event, "actor") for event in events] == [["Coalition"]] * len(events) != []


def test_the_opposition_is_no_group_named_before(coder: LexiconCoder) -> None:
    events, _ = coded(coder, "Ahrar al-Sham left Idlib. The opposition shelled a hospital in Aleppo.")
    assert parties(events[-1], "actor") == ["Syrian opposition"]


@pytest.mark.parametrize(
    "text",
    [
        "YPG units surrounded the men in a school and executed all of them on Saturday.",
        "The army executed them at a checkpoint on Saturday.",
    ],
)
def test_victims_told_by_a_pronoun_are_not_made_civilians(coder: LexiconCoder, text: str) -> None:
    events, _ = coded(coder, text)
    assert events
    assert all("Civilians" not in parties(event, "target") for event in events)
