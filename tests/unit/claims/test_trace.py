"""Every entry of a trace has the documented form and names a rule that the data files hold."""

import datetime as dt
from pathlib import Path

import pytest

from ebbline.actors.trace import RULES
from ebbline.claims.lexicon import data_table
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.claims.trace import FIELDS, Stand, found_in, read_trace, reading_of, reason_of, stands_of, step_of
from ebbline.ingest import IngestOptions, ingest
from ebbline.records import Claim, DateInterval, EventClaim, Published, Report


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def coded(coder: LexiconCoder, text: str) -> list[Claim]:
    day = dt.date(2016, 2, 3)
    published = Published(DateInterval(day, day), "given")
    claims = coder.code(Report("r_0", "n", text, "", "", "n", published=published, language="en")).claims
    return sorted(claims, key=lambda claim: (claim.evidence[0].start, claim.kind))


def event(coder: LexiconCoder, text: str) -> EventClaim:
    return [claim for claim in coded(coder, text) if isinstance(claim, EventClaim)][-1]


def words(claim: Claim, text: str, name: str) -> list[str]:
    return [text[stand.start : stand.end] for stand in read_trace(claim.trace).stands if stand.name == name]


def test_every_entry_of_the_examples_has_the_form_and_a_rule(coder: LexiconCoder, examples: Path) -> None:
    clock = lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # noqa: E731
    seen = 0
    for item in ingest([str(examples)], IngestOptions(offline=True), clock=clock):
        report = getattr(item, "report", None)
        for claim in coder.code(report).claims if report else ():
            assert claim.trace[-1].startswith("at: ")
            for entry in claim.trace:
                step = step_of(entry)
                assert step is not None, entry
                if step.field == "at":
                    stands = stands_of(step)
                    assert stands, entry
                    assert all(report.text[stand.start : stand.end].strip() for stand in stands)
                else:
                    assert reason_of(step).known, entry
            seen += 1
    assert seen > 50


def test_every_field_but_the_outlets_voice_and_plain_assertion_has_a_reason(coder: LexiconCoder) -> None:
    text = (
        "The army shelled the town of Azaz on Monday. Two people were killed by a car bomb near the hospital, "
        "a nurse said. “Rebels then stormed Azaz,” she added."
    )
    for claim in coded(coder, text):
        fields = {step.field for step in read_trace(claim.trace).steps}
        wanted = {"type"} if isinstance(claim, EventClaim) else {"control"}
        wanted |= {"place"} if claim.places else set()
        wanted |= {"time"} if claim.time else set()
        wanted |= {"speaker"} if claim.said_by else set()
        if isinstance(claim, EventClaim):
            wanted |= {actor.role for actor in claim.actors}
            wanted |= {"toll"} if claim.tolls else set()
            wanted |= {"means"} if claim.means else set()
        assert wanted <= fields, claim.trace


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("The army captured Azaz on Monday.", ("type: capture-verb-place", "family: capture", "actor: before")),
        ("The army captured the town of Azaz on Monday.", ("place: clause", "time: clause")),
        ("The town of Azaz was shelled by the army.", ("actor: behind by",)),
        ("Rebels entered Azaz on Monday. The army shelled civilians there.", ("place: sentence before",)),
        ("The army's operation to retake Azaz began.", ("shift: campaign",)),
        ("Two civilians were killed in Azaz, a nurse said.", ("toll: figures", "speaker: cue")),
        ("A soldier was killed in Azaz on Monday.", ("toll: one person",)),
        ("A car bomb went off in Azaz.", ("filled actor: a bomb nobody owns to",)),
        ("Islamic State carried out air strikes on Azaz.", ("veto: actor who cannot do it",)),
        ("Islamic State fighters shelled Azaz. They then kidnapped nine civilians.", ("named actor: pronoun",)),
    ],
)
def test_the_rule_that_decided_is_named(coder: LexiconCoder, text: str, entries: tuple[str, ...]) -> None:
    assert set(entries) <= set(event(coder, text).trace), event(coder, text).trace


def test_the_words_stand_where_the_trace_says(coder: LexiconCoder) -> None:
    text = "On Monday the army shelled Azaz and killed 12 civilians, a nurse said."
    claim = event(coder, text)
    assert words(claim, text, "words") == ["shelled"]
    assert words(claim, text, "place") == ["Azaz"]
    assert words(claim, text, "killed") == ["12"]
    assert words(claim, text, "speaker") == ["a nurse said"]
    assert words(claim, text, "time") in (["On Monday"], ["Monday"])


def test_control_that_follows_from_an_event_says_so(coder: LexiconCoder) -> None:
    controls = [c for c in coded(coder, "Rebels captured Azaz from the army on Monday.") if c.kind == "control"]
    assert [claim.trace[:2] for claim in controls] == [("control: capture-tells-control", "type: capture-verb-place")]


@pytest.mark.parametrize(
    ("entry", "field", "how", "what"),
    [
        ("type: capture-verb", "type", "", "capture-verb"),
        ("filled actor: strikes go on", "actor", "filled", "strikes go on"),
        ("named target: pronoun", "target", "named", "pronoun"),
        ("head: Attack .83", "head", "", "Attack .83"),
        ("words: (a|b) *3 c: d", "words", "", "(a|b) *3 c: d"),
        ("actor by subject", "actor", "by", "subject"),
    ],
)
def test_the_form(entry: str, field: str, how: str, what: str) -> None:
    step = step_of(entry)
    assert step is not None
    assert (step.field, step.how, step.what, step.entry) == (field, how, what, entry)


@pytest.mark.parametrize("entry", ["", "keyword", "type:", "type: ", "colour: red", "taken actor: x", ": x", "at 3-4"])
def test_what_has_not_the_form_is_kept_as_it_is(entry: str) -> None:
    assert step_of(entry) is None
    assert [step.entry for step in read_trace([entry]).steps] == [entry]


@pytest.mark.parametrize("what", ["words 3", "words 3-3", "words 5-3", "3-4", "words 3-4,actor 5-6", "words -1-4"])
def test_stands_in_no_form_are_no_stands(what: str) -> None:
    step = step_of(f"at: {what}")
    assert step is not None
    assert stands_of(step) is None
    assert read_trace([f"at: {what}"]).stands == ()


def test_stands_are_read() -> None:
    assert read_trace(["at: words 3-7, actor 0-2"]).stands == (Stand("words", 3, 7), Stand("actor", 0, 2))


@pytest.mark.parametrize(
    "entry", ["type: no-such", "certainty: no-such", "filled actor: x", "actor: sideways", "toll: x"]
)
def test_a_rule_of_another_version_is_said_to_be_unknown(entry: str) -> None:
    step = step_of(entry)
    assert step is not None
    assert not reason_of(step).known


def test_a_rule_brings_its_patterns_and_examples() -> None:
    step = step_of("certainty: tried")
    assert step is not None
    reason = reason_of(step)
    assert reason.source == "certainty.toml"
    assert any(pattern.example for pattern in reason.patterns)
    found = found_in(reason, ["the", "rebels", "tried", "to", "storm", "the", "base"])
    assert [(hit.start, hit.end) for hit in found] == [(2, 4)]


def test_a_frame_brings_its_ways() -> None:
    step = step_of(f"frame: {data_table('frames.toml')['frame'][0]['name']}")
    assert step is not None
    reason = reason_of(step)
    assert reason.known
    assert "{" not in (reason.patterns[0].example or "")


def test_the_plain_words_fit_the_rules() -> None:
    said = data_table("reasons.toml")
    ways = {rule["roles"] for rule in data_table("events.toml")["rule"]}
    assert ways <= set(said["reading"])
    for field, file in (("type", "events.toml"), ("control", "control.toml")):
        steps = [step_of(f"{field}: {rule['name']}") for rule in data_table(file)["rule"]]
        assert all(step and reading_of(step) for step in steps)
    assert set(said["says"]) - FIELDS <= {"named actor", "named target"}
    assert RULES
