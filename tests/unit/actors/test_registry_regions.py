"""The registry knows the wars' actors by region: their names, whom they answer to, when and as whom they are coded."""

from __future__ import annotations

import datetime as dt

import pytest

from ebbline.actors import Registry, find_actors
from ebbline.language.segment import segment
from ebbline.records import Report


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.open()


def named(registry: Registry, text: str) -> list[str]:
    found = find_actors(segment(Report("r", "t", text, "", "", "t")), registry)
    return [mention.name for mention in found]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "Musa Hilal's Sudanese Revolutionary Awakening Council left Mistiriha.",
            "Sudanese Revolutionary Awakening Council",
        ),
        ("In Upper Nile the Agwelek forces crossed the river.", "Agwelek forces"),
        ("In Mali the HCUA kept its checkpoint.", "High Council for the Unity of Azawad"),
        ("In Borno the Yan Sakai burned a camp.", "Vigilantes (Nigeria)"),
        ("Bello Turji's gang taxed the farmers of Zamfara.", "Bandits (Nigeria)"),
        ("Fighters of the Amhara Fano in Gojjam held the road.", "Fano"),
        ("In Masisi the CMC-FDC fired on a convoy.", "Nyatura"),
        ("In Ituri CODECO-URDPC fired on a convoy.", "CODECO"),
        ("In Fizi the Mai-Mai Yakutumba fired on a boat.", "Mai-Mai Yakutumba"),
        ("In Turbat the Majeed Brigade attacked a convoy.", "Balochistan Liberation Army"),
        ("In North Waziristan the Hafiz Gul Bahadur group blew up a post.", "Hafiz Gul Bahadur group"),
        ("In Bastar the PLGA ambushed a patrol.", "Communist Party of India (Maoist)"),
        ("In Kayin State the KNLA shelled a camp.", "Karen National Union"),
        ("The Khin-U PDF mined the road in Sagaing.", "People's Defence Force (Myanmar)"),
        ("In Papua the TPNPB shot down a helicopter.", "Free Papua Movement"),
        ("The Dagoberto Ramos Front blocked the road in Cauca.", "FARC dissidents"),
        ("In Culiacan the Chapitos burned lorries.", "Los Chapitos"),
        ("In Port-au-Prince the Kraze Barye gang burned houses.", "Kraze Barye"),
    ],
)
def test_a_faction_or_unit_is_read_as_whom_claims_name(registry: Registry, text: str, actor: str) -> None:
    assert actor in named(registry, text)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("In Bentiu the National Security Service arrested a reporter.", "Government of South Sudan"),
        ("In Mogadishu the Danab Brigade attacked a camp.", "Military Forces of Somalia"),
        ("The Puntland Maritime Police Force left Bosaso.", "Military Forces of Puntland"),
        ("In Katsina the DSS arrested two men.", "Government of Nigeria"),
        ("In Peshawar the Frontier Constabulary lost two men.", "Police Forces of Pakistan"),
    ],
)
def test_a_states_service_is_coded_as_the_state(registry: Registry, text: str, actor: str) -> None:
    assert actor in named(registry, text)


@pytest.mark.parametrize(
    "text",
    [
        "In Berlin the joint task force met.",
        "In Spain the NDF won the match.",
        "In Rome a local force kept order, said the mayor.",
        "In Mosul the Rangers left the base.",
        "Traditional hunters of Norway met in Oslo.",
    ],
)
def test_doubtful_names_are_not_read_in_reports_of_other_countries(registry: Registry, text: str) -> None:
    known = {actor.name for actor in registry.actors() if set(actor.countries) & {"MZ", "PY", "PH", "PK", "ML"}}
    assert not known & set(named(registry, text))


def test_loyalties_follow_their_days(registry: Registry) -> None:
    shield = registry.actor("sudan-shield-forces")
    then = [tie.actor_id for tie in shield.at(dt.date(2024, 1, 1)).parents]
    later = [tie.actor_id for tie in shield.at(dt.date(2025, 1, 1)).parents]
    assert "rapid-support-forces" in then
    assert "rapid-support-forces" not in later
    assert "military-sd" in [tie.actor_id for tie in shield.at(dt.date(2025, 1, 1)).allies]
    greater = registry.actor("islamic-state-in-the-greater-sahara")
    assert "islamic-state-west-africa-province" in [tie.actor_id for tie in greater.at(dt.date(2020, 1, 1)).parents]
    assert "islamic-state-west-africa-province" not in [tie.actor_id for tie in greater.at(dt.date(2023, 1, 1)).parents]


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("قوات الدعم السريع", "rapid-support-forces"),
        ("تحریک طالبان پاکستان", "tehrik-i-taliban-pakistan"),
        ("ကရင်အမျိုးသားအစည်းအရုံး", "karen-national-union"),
        ("ፋኖ", "fano"),
    ],
)
def test_actors_are_known_by_their_own_script(registry: Registry, name: str, actor_id: str) -> None:
    assert actor_id in [actor.actor_id for actor in registry.called(name)]


def test_every_region_keeps_its_actors(registry: Registry) -> None:
    least = {"SD": 55, "SS": 35, "ML": 40, "NG": 55, "SO": 50, "ET": 40, "CD": 80, "AF": 45, "PK": 55, "IN": 60}
    least |= {"MM": 130, "PH": 35, "CO": 40, "MX": 35, "HT": 15}
    for iso, count in least.items():
        assert sum(iso in actor.countries for actor in registry.actors()) >= count, iso
