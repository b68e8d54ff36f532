"""Whatever a ledger holds as a claim's trace, and whatever its report says, the claim is explained."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.claims.trace import FIELDS
from ebbline.picture.explaining import Explainer
from ebbline.picture.explanation_text import to_lines
from ebbline.privacy import Mask
from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ClaimPlace,
    ControlClaim,
    EventClaim,
    Evidence,
    Factor,
    Report,
    StrengthClaim,
)

TEXT = "Rebels took Dorn.\n\nThe army, 军队, shelled Karm because الجيش lost two tanks, a baker said."
offsets = st.integers(0, len(TEXT) + 9)
rules = st.sampled_from(["capture-verb", "because", "tried", "airstrikes", "suicide", "car bomb", "children", "none"])
entries = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(sorted(FIELDS)), rules),
    st.builds("{} {}: {}".format, st.sampled_from(["filled", "named"]), st.sampled_from(["actor", "time"]), rules),
    st.builds("actor by {}".format, st.text(max_size=6)),
    st.builds("at: words {}-{}, place {}-{}".format, offsets, offsets, offsets, offsets),
    st.text(max_size=12),
)
traces = st.lists(entries, max_size=6).map(tuple)


def claims(words: Evidence, trace: tuple[str, ...], name: str) -> list[Claim]:
    shared = {"report_id": "r_1", "evidence": (words,), "trace": trace, "claim_id": "c_1"}
    place = ClaimPlace(name, name)
    return [
        EventClaim(
            event_type="Battles", sub_event_type="Armed clash", actors=(ClaimActor("actor", name, None, name),),
            places=(place,), means=name, object=name, target_class=("children",), **shared,
        ),
        ControlClaim(holder_before=name, holder_after=(name,), besieger=name, places=(place,), **shared),
        StrengthClaim(actor=name, dimension="morale", direction="up", **shared),
        CauseClaim(cause=Factor("other", name), effect=Factor("other", "two tanks"), **shared),
    ]  # fmt: skip


@given(offsets, st.integers(0, 40), traces, st.sampled_from(["Dorn", "军队", "الجيش", "", " ", "(", "nowhere"]))
@settings(max_examples=60, deadline=None)
def test_any_trace_is_explained(start: int, length: int, trace: tuple[str, ...], name: str) -> None:
    report = Report("r_1", "n", TEXT, "", "", "n", language="en")
    explainer = Explainer(report, Mask.none(), label="n")
    for claim in claims(Evidence(start, start + length, TEXT[start : start + length]), trace, name):
        explanation = explainer.explain(claim)
        assert explanation.to_json()["claim_id"] == "c_1"
        for sentence in explanation.sentences:
            assert TEXT[sentence.start : sentence.end].replace("\n", " ") == sentence.text
            assert all(0 <= mark.start < mark.end <= len(sentence.text) for mark in sentence.marks)
        for field in explanation.fields:
            assert field.why
            assert all(" ".join(words.text.split()) in " ".join(TEXT.split()) for words in field.words)
        for width in (30, 120):
            assert all(line.isprintable() or "\u200e" in line for line in to_lines(explanation, width))
