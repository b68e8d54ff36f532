"""Places in reports that are about no war, and names heard again."""

import dataclasses

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, find_places
from ebbline.places.find import FAMILIES, found_places
from ebbline.places.trace import trace_places
from ebbline.records import Document, Name, Report, Span


def document(text: str) -> Document:
    return segment(Report("r_0", "n", text, "", "", "n"))


def found(text: str, gazetteer: Gazetteer) -> dict[str, tuple[str | None, str | None]]:
    return {m.place.mention: (m.place.country, m.place.admin1) for m in find_places(document(text), gazetteer)}


COUNTY = (
    "The sheriff of Lamar County, Texas, said a man from Paris was held. Deputies in Paris met attorneys. "
    "He had come from Windsor, Ont., by way of Dallas."
)


def test_local_news_is_resolved_together(gazetteer: Gazetteer) -> None:
    told = found(COUNTY, gazetteer)
    assert told["Paris"] == ("US", "Texas")
    assert told["Windsor"] == ("CA", "Ontario")
    assert told["Ont."] == ("CA", "Ontario")


def test_without_it_paris_is_in_france(gazetteer: Gazetteer) -> None:
    mentions = [m for _, m in found_places(document(COUNTY), gazetteer, without={"together"})]
    assert "Ont." not in {m.place.mention for m in mentions}


def test_every_family_can_be_left_out(gazetteer: Gazetteer) -> None:
    for family in FAMILIES:
        found_places(document(COUNTY), gazetteer, without={family})


def test_a_surname_told_once_with_a_given_name_is_no_place(gazetteer: Gazetteer) -> None:
    text = "In Raqqa, Syria, David Clifton spoke. Clifton left at noon."
    assert "Clifton" not in found(text, gazetteer)
    kept = {m.place.mention for _, m in found_places(document(text), gazetteer, without={"surnames"})}
    assert "Raqqa" in kept


def test_a_spelling_heard_once_is_heard_where_nothing_leads_to_it(gazetteer: Gazetteer) -> None:
    text = "In Syria fighters entered Minbijj near Raqqa. Minbijj fell silent."
    mentions = [m for m in find_places(document(text), gazetteer) if m.place.mention == "Minbijj"]
    assert [m.place.name for m in mentions] == ["Manbij", "Manbij"]


def test_examples_of_places_are_places(gazetteer: Gazetteer) -> None:
    told = found("In Syria men left areas such as Minbijj and Raqqa.", gazetteer)
    assert told["Minbijj"][0] == "SY"


def test_a_small_foreign_namesake_is_no_bar(gazetteer: Gazetteer) -> None:
    names = {m.place.name for m in find_places(document("In Syria fighters took Raqqa and fled to Solok."), gazetteer)}
    assert "Suluk" in names


def named(text: str, *names: tuple[str, str], gazetteer: Gazetteer) -> dict[str, str]:
    spans = tuple(Name(Span(text.index(word), text.index(word) + len(word)), kind) for word, kind in names)
    read = dataclasses.replace(document(text), names=spans)
    return {m.place.mention: m.place.name for m in find_places(read, gazetteer)}


def test_the_language_model_is_heeded(gazetteer: Gazetteer) -> None:
    text = "Reporters met Jordan Ames in Amman. Port-au-Prince was calm."
    told = named(text, ("Jordan Ames", "PER"), ("Amman", "LOC"), ("Port-au-Prince", "LOC"), gazetteer=gazetteer)
    assert told == {"Amman": "Amman", "Port-au-Prince": "Port-au-Prince"}


def test_an_airports_first_word_is_no_town(gazetteer: Gazetteer) -> None:
    text = "Planes left Hamilton International Airport for Toronto."
    told = named(text, ("Hamilton International Airport", "LOC"), ("Toronto", "LOC"), gazetteer=gazetteer)
    assert "Hamilton" not in told
    assert "Toronto" in told


def test_the_trace_tells_what_was_chosen_and_why(gazetteer: Gazetteer) -> None:
    trace = trace_places(document("Rebels in Syria took Tel Abiad, 40 km north of Raqqa."), gazetteer)
    by_words = {place.words: place for place in trace.places}
    assert trace.home[0][0] == "SY"
    assert not trace.together
    raqqa = by_words["Raqqa"]
    assert raqqa.candidates[0].chosen
    assert any(reason.startswith("distance: 40 km") for reason in raqqa.why)
    assert raqqa.candidates[0].score >= raqqa.candidates[-1].score
    first = raqqa.candidates[0]
    assert abs(sum(value for _, value in first.parts) - first.score) < 0.05


def test_the_trace_is_of_the_very_same_places(gazetteer: Gazetteer) -> None:
    for text in (COUNTY, "Rebels in Syria took Tel Abiad and Solok near Raqqa."):
        mentions = find_places(document(text), gazetteer)
        assert tuple(place.mention for place in trace_places(document(text), gazetteer).places) == mentions


def test_in_a_report_of_a_war_the_model_adds_places_at_home_only(gazetteer: Gazetteer) -> None:
    text = "In Syria the army and the SDF fought for Raqqa and Aleppo. Kenitra lay quiet. Hama Karim spoke in Idlib."
    names = (("Kenitra", "LOC"), ("Hama Karim", "PER"), ("Idlib", "LOC"))
    told = named(text, *names, gazetteer=gazetteer)
    assert told.keys() == {"Syria", "Raqqa", "Aleppo", "Idlib"}
