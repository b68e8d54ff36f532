from __future__ import annotations

import pytest

from ebbline.ontology.cameo import ActionCode, action_code
from ebbline.records import Certainty, Claim, ControlClaim, EventClaim, Evidence, StrengthClaim

WORDS = (Evidence(0, 1, "T"),)


def _event(sub: str, certainty: Certainty = "asserted", means: str | None = None) -> Claim:
    return EventClaim(
        report_id="r_0", evidence=WORDS, event_type="", sub_event_type=sub, certainty=certainty, means=means
    )


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (_event("Armed clash"), ActionCode("190", "223")),
        (_event("Armed clash", "failed"), ActionCode("190", "223")),
        (_event("Armed clash", "planned"), ActionCode("138", "173")),
        (_event("Armed clash", "demanded"), None),
        (_event("Armed clash", "denied"), None),
        (_event("Armed clash", "hypothetical"), None),
        (_event("Agreement", "demanded"), ActionCode("106", "094")),
        (_event("Agreement", "failed"), ActionCode("125", "111")),
        (_event("Remote explosive/landmine/IED", means="car bomb"), ActionCode("1832", "223")),
        (_event("Other"), None),
        (ControlClaim(report_id="r_0", evidence=WORDS, extent="besieged"), ActionCode("191", "223")),
        (ControlClaim(report_id="r_0", evidence=WORDS), None),
        (
            StrengthClaim(report_id="r_0", evidence=WORDS, actor="A", dimension="manpower", direction="up"),
            ActionCode("154", ""),
        ),
        (StrengthClaim(report_id="r_0", evidence=WORDS, actor="A", dimension="morale", direction="up"), None),
    ],
)
def test_codes_of_a_claim(claim: Claim, code: ActionCode | None) -> None:
    assert action_code(claim) == code


def test_a_missing_code_is_none_of_all() -> None:
    assert ActionCode("154", "").all == {"154"}
