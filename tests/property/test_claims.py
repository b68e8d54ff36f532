"""Whatever the text: no exception, evidence that holds its words, unique sorted identities, the same claims again."""

import hashlib
import json
import time
from dataclasses import asdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebbline.claims.keyword_coder import KeywordCoder
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import ClaimPlace, Evidence, Magnitude, Report, StrengthClaim, identified

CODER, RIVAL = LexiconCoder(), KeywordCoder()
PIECES = st.sampled_from(
    ["Rebels ", "the army ", "Islamic State ", "captured ", "was ", "killed ", "by ", "bombed ",
     "the town of ", "Aleppo", " and ", ", ", "which ", "because ", "of ", "12 ", "more than ", "people ",
     "said ", "“", "”", ".", "\n", "\n\n", "-held ", "not ", "will ", "airstrikes ", "on ", "between ", "10 ",
     "from ", "withdrew ", "'s ", "siege ", "no ", "hundreds of ", "thousand ", "after ", "led to ", "ق",
     "\u200b", "(", "surrendered ", "a ", "half ", "to "]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


def report(text: str) -> Report:
    return Report("r_0", "n", text, "", "", "n", language="en")


@given(TEXTS)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_sound_reading(text: str) -> None:
    for coder in (CODER, RIVAL):
        reading = coder.code(report(text))
        ids = [claim.claim_id for claim in reading.claims]
        assert ids == sorted(set(ids))
        for claim in reading.claims:
            assert identified(claim).claim_id == claim.claim_id
            assert claim.trace
            assert claim.extractor == coder.extractor
            for evidence in claim.evidence:
                assert evidence.text == text[evidence.start : evidence.end] != ""
    assert CODER.code(report(text)) == CODER.code(report(text))


@given(st.text(max_size=20), st.text(max_size=20), st.floats(), st.floats(), st.integers())
@settings(deadline=None)
def test_an_id_is_a_hash_of_plain_json(name: str, mention: str, lat: float, low: float, start: int) -> None:
    place = ClaimPlace(name, mention, lat=lat, lon=-lat / 7, score=0.5)
    claim = StrengthClaim(
        report_id="r_0",
        evidence=(Evidence(start, start + 1, mention),),
        places=(place,),
        actor=name,
        dimension="arms",
        direction="up",
        magnitude=Magnitude(low=low, unit=mention),
    )
    coded = asdict(claim) | {"kind": "strength", "evidence": [[start, start + 1]]}
    for field in ("claim_id", "extractor", "score", "trace"):
        del coded[field]
    del coded["places"][0]["score"]
    plain = json.dumps(coded, sort_keys=True, separators=(",", ":"))
    assert identified(claim).claim_id == "c_" + hashlib.sha256(plain.encode()).hexdigest()[:16]


def _seconds(text: str) -> float:
    start = time.process_time()
    CODER.code(report(text))
    return time.process_time() - start


def test_time_grows_with_the_length_only() -> None:
    for piece in (
        "rebels captured the town and ",
        "killed because of the strikes after ",
        "12 and ",
        "IS-held ",
        "a the of ",
    ):
        short, long = piece * (10_000 // len(piece)), piece * (40_000 // len(piece))
        _seconds(short)
        assert _seconds(long) < 0.3 + 10 * _seconds(short)
