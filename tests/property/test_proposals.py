"""Whatever a model proposes over whatever text: no exception, and evidence that holds its words."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebbline.claims.model_coder import ModelCoder
from ebbline.claims.scales import Scales
from ebbline.language import segment
from ebbline.language.reader import Reader
from ebbline.ontology import SUB_EVENT_TYPES
from ebbline.records import CausalLink, Document, Party, Proposal, Report, Span, identified

PIECES = st.sampled_from(
    ["Rebels ", "the army ", "Islamic State ", "captured ", "was ", "killed ", "by ", "bombed ", "Raqqa ",
     "the town of ", "Aleppo", " and ", ", ", "which ", "because ", "12 ", "people ", "said ", "“", "”", ".", "\n",
     "\n\n", "-held ", "not ", "will ", "airstrikes ", "from ", "withdrew ", "siege ", "ق", "\u200b", "(", "led to "]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(lambda pieces: "Islamic State fighters attacked Aleppo. " + "".join(pieces)),
    st.text(max_size=120),
)
SPANS = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 400), st.integers(0, 60))
LABELS = st.sampled_from(
    [*sorted(SUB_EVENT_TYPES), "cause", "control all", "control part", "control contested", "control besieged",
     "morale down", "finances up", "foreign support stable", "manpower down"]
)  # fmt: skip
ROLES = ["actor", "target", "supporter", "place", "before", "after", "besieger", "whose"]
CERTAINTIES = ["asserted", "probable", "possible", "denied", "planned", "demanded", "hypothetical", "failed"]
FACTORS = st.sampled_from([None, "airstrikes", "other", "territory down"])
SCORES = st.floats(0, 1)
PROPOSALS = st.builds(
    Proposal,
    SPANS,
    LABELS,
    SCORES,
    st.sampled_from(CERTAINTIES),
    FACTORS,
    FACTORS,
    st.lists(st.builds(Party, st.sampled_from(ROLES), SPANS, SCORES), max_size=6).map(tuple),
)
LINKS = st.builds(CausalLink, SPANS, SPANS)


class Scripted:
    """A reader that proposes what it was told to."""

    def __init__(self, proposals: list[Proposal], links: list[CausalLink]) -> None:
        self._proposals, self._links = tuple(proposals), tuple(links)

    def read(self, report: Report) -> Document:
        return replace(segment(report), proposals=self._proposals, links=self._links)


EAGER = Scales(
    keep=0.0, new=0.1, again=0.2, party=0.1, control_new=0.1, control_place=0.1, control_party=0.1,
    strength_new=0.1, strength_whose=0.1, cause_keep=0.0, cause_new=0.1,
)  # fmt: skip
FIRST = ModelCoder(reader=cast(Reader, Scripted([], [])))


@given(TEXTS, st.lists(PROPOSALS, max_size=8), st.lists(LINKS, max_size=3), st.booleans())
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_proposals_give_a_sound_reading(
    text: str, proposals: list[Proposal], links: list[CausalLink], rules: bool
) -> None:
    FIRST._reader = cast(Reader, Scripted(proposals, links))
    FIRST._scales = replace(EAGER, rules=rules)
    report = Report("r_0", "n", text, "", "", "n", language="en")
    reading = FIRST.code(report)
    ids = [claim.claim_id for claim in reading.claims]
    assert ids == sorted(set(ids))
    for claim in reading.claims:
        assert identified(claim).claim_id == claim.claim_id
        assert claim.trace
        assert claim.evidence
        for evidence in claim.evidence:
            assert evidence.text == text[evidence.start : evidence.end] != ""
