"""How many written forms of private names the mask hides, and how many places and groups it hides by mistake.

    python benchmarks/privacy/names.py [--missed N] [--over N] [--data FOLDER]

(a) Sentences made of the templates below and invented people's names of several languages, each sentence a report of
its own, are coded and masked; a case counts as hidden if no word of the name is left anywhere in what is shown of the
report (text, title, outlet, address, file name). (b) In the annotated reports under FOLDER (`../shared/quality`) it
counts where a masked stretch covers the name of a gold place or gold group, and which named gold speakers are neither
masked nor public. Nobody here exists; the names are common forms put together by chance.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.export.record import source_of
from ebbline.ingest import IngestOptions, ingest
from ebbline.privacy import Mask
from ebbline.privacy.letters import fold
from ebbline.records import Reading, Report

GIVEN = {
    "Arabic": "Tulin Salim Huda Rami Ghufran Sulayman Wafaa Dhiyab Maysoun Qutada",
    "Kurdish": "Şervan Rojda Çiya Berîvan Dilxwaz Hêvî Ferhad Zozan Baran Nesrîn",
    "Turkish": "Çiğdem İlker Gülşah Oğuz Işıl Tuğba Emre Şule Ümit Gökhan",
    "Ukrainian": "Bohdan Halyna Ostap Yaryna Taras Zoriana Mykyta Solomiya Lesya Denys",
    "Burmese": "Thiri Kyaw Nanda Zeyar Phyu Htet Myat Sandar Aung Khin",
    "Sahelian": "Boubacar Aïssata Hamidou Fatoumata Seydou Oumou Iyad Rokia Salif Mossa",
    "Ethiopian": "Tsegaye Hiwot Gebre Selamawit Mulugeta Abrehet Dawit Kidist Tewolde Birtukan",
    "Invented": "Velkar Tamoun Yissel Dorwan Kethra Osmeri Halvik Zubrin Mirfat Quelo",  # in no list
    "English": "Harriet Dominic Clive Philippa Gareth Rosalind Hugo Imogen Wendell Beatrix",
}
SURNAMES = {
    "Arabic": "Kassar Barakat Arab al-Sayed Turkmani Halabi Khoury al-Rifai Masri Deeb",
    "Kurdish": "Gökçe Kobanê Bozan Serhed Kurdo Temo Afrînî Şêxo Mistefa Ciwan",
    "Turkish": "Yıldırım Karataş Öztürk Dağ Çelik Şimşek Aydın Kılıç Güneş Ünal",
    "Ukrainian": "Kravchuk Lysenko Poltavets Shevchyshyn Horobets Marchuk Donchenko Vynnyk Tkach Rudenko",
    "Burmese": "Win Htun Naing Myint Thein Oo Lwin Zaw Aye Soe",
    "Sahelian": "Diallo Traoré Maïga Kouyaté Cissé Walet Sangaré Dicko Coulibaly Barry",
    "Ethiopian": "Berhe Alemu Desta Hagos Woldu Tesfay Girma Kebede Asfaw Haile",
    "Invented": "Dronis Baktour Felwani Korrash Ozmet Parvek Tissaoui Urdemir Wolgane Yaltu",
    "English": "Pemberton Oakes Marlowe Thistle Hargreave Whitby Lomax Fenwick Carew Dunmore",
}
SCRIPTS = {  # Latin form and the same name in its own script.
    "Huda Barakat": "هدى بركات",
    "Salim Kassar": "سليم قصار",
    "Halyna Lysenko": "Галина Лисенко",
    "Taras Tkach": "Тарас Ткач",
    "Hiwot Alemu": "ሕይወት አለሙ",
    "Thiri Aung": "သီရိအောင်",
}

# {n} the name, {g} given, {s} surname, {G} and {S} in capitals, {h} and {z} another given name and surname.
FORMS: dict[str, tuple[str, ...]] = {
    "calling after": ("{n}, a baker from the town, said shells hit the bridge.",),
    "calling before": ("The nurse {n} said the hospital was shelled.", "Mr. {n} fled when the town fell."),
    "speaks": ("“The town is empty,” {n} said by phone.", "{n} told reporters that troops shelled the market."),
    "is done to": ("Gunmen killed {n} at a checkpoint on Monday.", "Police arrested {n} and two others."),
    "of kin": ("The army shelled the house of {n} on Friday.", "Troops raided the home of the family of {n}."),
    "possessive": ("A rocket destroyed {n}'s house.", "Soldiers burned {n}’s shop during the raid."),
    "later surname": ("{n}, a farmer, lost his son in the shelling. {s} said the army fired from the hill.",),
    "plural family": ("The {s}s fled the shelling with nothing.", "Shells fell on the house of the {s}s."),
    "family of": ("Shells killed nine members of the {s} family.",),
    "capitals": ("{G} {S} KILLED IN AIR STRIKE ON MARKET\n\nTroops shelled the town on Monday.",),
    "capitals after": ("{n}, a baker, died in the raid.\n\nFAREWELL TO {G} {S}",),
    "list with ages": ("The strike killed {n}, 34, {h} {z}, 8, and {g} {z}.",),
    "list of given": ("Shells killed three children: {g}, 7, {h}, 9, and Noah.",),
    "list": ("The army arrested three men: {n}, {h} {z} and {g} {z}.",),
    "lower-case particle": ("{g} al-{s}, a medic, said the base was hit.", "Gunmen abducted {g} al-{s} on Monday."),
    "lower case": ("a mourner wrote that {low} was killed in the shelling. {n}, a medic, was buried on Friday.",),
    "lower case alone": ("rip {low}, killed by shelling in the town today",),
    "single with calling": ("The shopkeeper {g} saw troops shell the bridge.", "Activist {g} said a base was hit."),
    "single with age": ("{g}, 19, was killed by a sniper.",),
    "kunya": ("Abu {g} said his brigade shelled the town.", "Umm {g}, who lost a son in the raid, wept."),
    "bin and bint": ("{g} bin {h} al-{s} was shot dead.", "Soldiers arrested {g} bint {h} on Monday."),
    "double surname": ("{n}-{z}, a teacher, was killed in the raid.", "Gunmen killed {n} {z} on Monday."),
    "initials": ("{g[0]}. {s}, a driver, was shot dead.", "{g} {h[0]}. {s} was shot dead at the bridge."),
    "surname first": ("Those killed in the raid:\n{S}, {g}\n{z}, {h}\n",),
    "named so": ("A boy named {g} was killed by a mine.", "They buried a man called {n} after the raid."),
    "title only": ("TITLE:{n} mourned after raid\nTroops shelled the town on Monday, residents said.",),
    "file name only": ("FILE:interview-with-{slug}.txt\nTroops shelled the town on Monday, residents said.",),
    "address only": ("URL:https://a.example/{slug}-speaks-out\nTroops shelled the town on Monday, residents said.",),
    "outlet only": ("OUTLET:The blog of {n}\nTroops shelled the town on Monday, residents said.",),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A report and the words of it that must not be shown."""

    form: str
    tongue: str
    report: Report
    secret: tuple[str, ...]


def _case(form: str, tongue: str, template: str, secret: tuple[str, ...], **words: str) -> Case:
    text = template.format(**words)
    fields: dict[str, str] = {"name": "a.txt"}
    for key, field in (("TITLE", "title"), ("FILE", "name"), ("URL", "url"), ("OUTLET", "outlet")):
        if text.startswith(key + ":"):
            fields[field], _, text = text[len(key) + 1 :].partition("\n")
    report = Report("r_1", fields.pop("name"), text, "", "", "a", language="en", **fields)  # type: ignore[arg-type]
    shown = text + " ".join(map(str, fields.values())) + report.name
    return Case(form, tongue, report, tuple(word for word in secret if fold(word) in fold(shown)))


def cases() -> Iterator[Case]:
    """Every template with names of every language."""
    for tongue in GIVEN:
        given, surnames = GIVEN[tongue].split(), SURNAMES[tongue].split()
        turn = itertools.count()
        for form, templates in FORMS.items():
            for template in templates:
                for _ in range(2):
                    i = next(turn)
                    g, s, h, z = given[i % 10], surnames[(3 * i + 1) % 10], given[(i + 4) % 10], surnames[(i + 5) % 10]
                    if "al-{s}" in template:
                        s = s.removeprefix("al-")
                    name = f"{g} {s}"
                    slug = re.sub(r"[^a-z]+", "-", _plain(name.lower()))
                    words = {"n": name, "g": g, "s": s, "G": g.upper(), "S": s.upper(), "h": h, "z": z}
                    used = tuple(w for w in (g, s, h, z) if "{" in template)
                    yield _case(form, tongue, template, used, low=name.lower(), slug=slug, **words)
    for latin, own in SCRIPTS.items():
        for template in ("{n} ({o}), a baker, was killed in the raid.", "The medic {o} said the town was shelled."):
            yield _case("other script", "all", template, (*latin.split(), own), n=latin, o=own)


def _plain(text: str) -> str:
    from anyascii import anyascii

    return str(anyascii(text))


def leaks(case: Case, coder: LexiconCoder) -> list[str]:
    """Words of the names that can still be read in what is shown of the report."""
    report = case.report
    mask = Mask.of([(report.report_id, person) for person in coder.code(report).persons])
    shown = [mask.passage(report.text, report.report_id, 0)]
    source = source_of(report, mask, "s")
    shown += [part for part in (source.name, source.title, source.outlet, source.url) if part]
    words = {fold(word) for text in shown for word in re.findall(r"\w+", re.sub(r"\[\w+\]", " ", text))}
    parts = {part for word in case.secret for part in re.findall(r"\w+", word)} - {"al"}
    return sorted(part for part in parts if fold(part) in words or fold(part) + "s" in words)


def recall(missed: int) -> None:
    """Print the share of cases that hide the whole name, by form and by language."""
    coder = LexiconCoder()
    by: dict[str, Counter[str]] = {"form": Counter(), "language": Counter()}
    of: dict[str, Counter[str]] = {"form": Counter(), "language": Counter()}
    for case in cases():
        left = leaks(case, coder)
        for kind, key in (("form", case.form), ("language", case.tongue)):
            of[kind][key] += 1
            by[kind][key] += not left
        if left and missed:
            missed -= 1
            print(f"  {case.form}: {case.report.text[:90]!r} {case.report.title or ''} shows {left}")
    for kind, counts in of.items():
        print(f"hidden by {kind}: " + ", ".join(f"{key} {by[kind][key]}/{n}" for key, n in counts.items()))
    total = of["form"].total()
    print(f"hidden: {by['form'].total()} of {total} ({by['form'].total() / total:.3f})")


def over(data: Path, shown: int) -> None:
    """Print how many gold places and groups the mask covers, and the named gold speakers it does not know."""
    coder = LexiconCoder()
    for name in ("dev", "train", "synthetic"):
        counts: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        unknown: Counter[str] = Counter()
        spent = 0.0
        for report, gold, reading in _annotated(data / name, coder):
            mask = Mask.of([(report.report_id, person) for person in reading.persons])
            begun = time.perf_counter()
            covers = mask.covers(report.text, report.report_id, 0)
            spent += time.perf_counter() - begun
            counts["masked"] += len(covers)
            for kind, words in _gold_names(gold):
                for hit in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", report.text):
                    counts[kind] += 1
                    for cover in covers:
                        if cover.start < hit.end() and hit.start() < cover.end:
                            counts[f"masked {kind}"] += 1
                            wrong[f"{report.text[cover.start : cover.end]!r} {cover.label} ({words})"] += 1
            for who in _gold_persons(gold):
                counts["speakers"] += 1
                if who in report.text and not _known(who, reading):
                    unknown[who] += 1
        print(
            f"{name}: {counts['masked']} masked stretches; of {counts['place']} words of gold places "
            f"{counts['masked place']} masked, of {counts['group']} of gold groups {counts['masked group']}; "
            f"{unknown.total()} of {counts['speakers']} named gold speakers unknown; {1000 * spent:.0f} ms"
        )
        for words, n in wrong.most_common(shown):
            print(f"    {n} {words}")
        if shown and unknown:
            print("    unknown:", "; ".join(unknown))


def _annotated(folder: Path, coder: LexiconCoder) -> Iterator[tuple[Report, dict[str, Any], Reading]]:
    golds = {}
    for path in folder.glob("*.gold.json"):
        gold = json.loads(path.read_text("utf-8"))
        golds[gold["doc"]] = gold
    options, now = IngestOptions(offline=True), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for item in ingest([str(folder / "reports.jsonl")], options, clock=lambda: now):
        report = getattr(item, "report", None)
        if report is not None:
            yield report, golds[report.name], coder.code(report)


def _gold_names(gold: dict[str, Any]) -> set[tuple[str, str]]:
    out: set[tuple[str, str]] = set()
    named: dict[str, list[str]] = defaultdict(list)
    for item in itertools.chain(gold.get("events", ()), gold.get("control", ()), gold.get("strength", ())):
        named["place"] += [*item.get("place", ()), *item.get("places", ())]
        for key in ("actor", "target", "supporter", "before", "after", "besieger"):
            value = item.get(key) or ()
            named["group"] += [value] if isinstance(value, str) else value
    for kind, words in named.items():
        out |= {(kind, word) for word in words if isinstance(word, str) and word[:1].isupper()}
    return out


def _gold_persons(gold: dict[str, Any]) -> set[str]:
    """Named gold speakers that look like persons: two or three words with capitals, no body's."""
    out = set()
    for who in gold.get("sources", ()):
        name = who.get("name") or ""
        personal = who.get("role") in ("activist", "resident", "defector", "expert", "official", "military", "unknown")
        if personal and not who.get("anonymous") and re.fullmatch(r"[A-Z][\w'-]+( [A-Z][\w'-]+){1,2}", name):
            out.add(name)
    return out


def _known(who: str, reading: Reading) -> bool:
    return any(fold(who) in fold(person.name) or fold(person.name) in fold(who) for person in reading.persons)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="show N cases that were not hidden")
    parser.add_argument("--over", type=int, default=0, metavar="N", help="show N gold names masked")
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    asked = parser.parse_args()
    recall(asked.missed)
    if asked.data.is_dir():
        over(asked.data, asked.over)


if __name__ == "__main__":
    main()
