from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.petrarch.dictionaries import Dictionaries, actors_in, agents_in
from benchmarks.petrarch.measure import CODES, Guess, StandIns, compared, guesses, inside, left_out
from benchmarks.petrarch.records import NOBODY, Coding, Record, read
from ebbline.ontology.cameo import ActionCode
from ebbline.records import Claim, ClaimActor, EventClaim, Evidence

DAY = dt.date(1995, 1, 1)
RECORDS = """<Validation><!-- a note --><Sentences>
<Sentence date="19960203" id="ONE-1" category="DEMO" sentence="true">
<EventCoding sourcecode="TRL" targetcode="BRK" eventcode="194"></EventCoding>
<EventCoding sourcecode="TRL" eventcode="041"></EventCoding>
<Text>
Trollen shelled
Brakmar.
</Text><Parse>(ROOT)</Parse></Sentence>
<Sentence date="19960203" id="ONE-2"><EventCoding noevents = "True"></EventCoding><Text>Nothing.</Text></Sentence>
<Sentence date="19960203" id="ONE-3"><EventCoding error="dateline"></EventCoding><Text>Odd.</Text></Sentence>
</Sentences></Validation>"""
ACTORS = """<!-- made up -->
TROLLEN_ [TRL] # a note
+TROLLEN_CITY
BRAKMAR [BRK]

OLD_KORMA
\t[KOR <950601]
\t[KORGOV 19950601 - 19990815]
\t[KORREB >990816]
THE_TWIN_ISLES [ONE/TWO]
"""
AGENTS = """!BODY! = MAN, WOMAN
PRESIDENT [~GOV] # noted
MILITIA {MILITIAS} [~MIL]
POLICE {} [~COP]
CHARITY [NGO~]
CONGRESS!BODY! [~LEG]
"""


@pytest.fixture
def known() -> Dictionaries:
    return Dictionaries(actors_in(ACTORS), agents_in(AGENTS))


def test_records_are_read_with_what_has_no_codings(tmp_path: Path) -> None:
    (tmp_path / "PETR.UnitTest.records.xml").write_text(RECORDS, "utf-8")
    first, second, third = read(tmp_path)
    assert first == Record(
        "ONE-1",
        dt.date(1996, 2, 3),
        "Trollen shelled Brakmar.",
        (Coding("TRL", "BRK", "194"), Coding("TRL", NOBODY, "041")),
    )
    assert (second.codings, second.note) == ((), "noevents")
    assert (third.codings, third.note) == ((), "dateline")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Trollen", ("TRL",)),
        ("Trollen City's police", ("TRLCOP",)),
        ("the president of Brakmar", ("BRKGOV",)),
        ("Brakmari militias", ("BRKMIL",)),
        ("a charity in Brakmar", ("NGOBRK",)),
        ("two congresswomen", ()),
        ("a congresswoman", ("---LEG",)),
        ("the Twin Isles", ("ONE", "TWO")),
        ("passers-by", ()),
    ],
)
def test_who_a_text_names(known: Dictionaries, text: str, codes: tuple[str, ...]) -> None:
    assert known.codes(text, DAY) == codes


@pytest.mark.parametrize(
    ("day", "code"),
    [("1990-01-01", "KOR"), ("1996-01-01", "KORGOV"), ("2001-01-01", "KORREB")],
)
def test_a_code_holds_for_its_time(known: Dictionaries, day: str, code: str) -> None:
    assert known.codes("Old Korma", dt.date.fromisoformat(day)) == (code,)


def _event(sub: str, *actors: ClaimActor) -> Claim:
    return EventClaim(
        report_id="r_0",
        evidence=(Evidence(0, 1, "T"),),
        event_type="",
        sub_event_type=sub,
        actors=actors,
    )


def test_a_claim_becomes_a_coding_for_each_pair(known: Dictionaries) -> None:
    record = Record("ONE-1", DAY, "", ())
    parties = (
        ClaimActor("actor", "Military Forces of Trollen", mention="Trollen"),
        ClaimActor("actor", "Brakmar"),
        ClaimActor("target", "the Twin Isles"),
    )
    claims = [_event("Shelling/artillery/missile attack", *parties), _event("Other", *parties), _event("Attack")]
    shelled = ActionCode("194", "223")
    assert guesses(claims, record, known) == [Guess(s, t, shelled) for s in ("TRL", "BRK") for t in ("ONE", "TWO")]


def test_stand_ins_are_taken_out_again(known: Dictionaries) -> None:
    names = StandIns({"Trollen": "Chad", "Trollenish": "Chadian"})
    assert names.put("Trollenish men left Trollen.") == "Chadian men left Chad."
    claims = [_event("Attack", ClaimActor("actor", "Military Forces of Chad"))]
    (guess,) = guesses(claims, Record("ONE-1", DAY, "", ()), known, names)
    assert (guess.source, guess.target) == ("TRL", NOBODY)


GuessOf = Callable[[str, str, str], Guess]


def test_figures_counted_by_hand() -> None:
    shelled, fought = ActionCode("194", "223"), ActionCode("190", "223")
    gold = (Coding("TRL", "BRK", "194"), Coding("BRK", "TRL", "041"))
    told = [Record("A", DAY, "", gold), Record("B", DAY, "", (Coding("TRL", "BRK", "195"),)), Record("C", DAY, "", ())]
    said = [[Guess("TRL", "BRK", shelled), Guess("BRK", NOBODY, fought)], [Guess("TRL", "BRK", shelled)], []]
    result = compared(told, said)
    assert (result.exact.right, result.exact.gold, result.exact.guessed) == (1, 3, 3)
    assert (result.by_root.right, result.by_root.gold) == (2, 3)
    # A: three right and a source; B: source and target
    assert result.components == {"of": 3, "source": 3, "target": 2, "code": 1}
    assert result.share() == pytest.approx(6 / 9)
    assert (result.coded, result.records, result.silent, result.without) == (2, 2, 1, 1)


def test_a_code_of_the_older_code_book_counts_too() -> None:
    assert Guess("A", "B", ActionCode("190", "223")).is_right(Coding("A", "B", "223"))
    assert not Guess("A", "B", ActionCode("190", "223")).is_right(Coding("A", "B", "194"))


def test_what_lies_outside_the_codebook_is_counted_by_root() -> None:
    record = Record("A", DAY, "", (Coding("A", "B", "194"), Coding("A", "B", "041"), Coding("A", "B", "0411")))
    assert inside(record).codings == record.codings[:1]
    assert left_out([record]) == {"04": 2}


def test_roots_left_out_have_names() -> None:
    assert all(len(root) == 2 for root in CODES["roots"])
