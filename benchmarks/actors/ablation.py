"""What each family of rules brings: the scores with one family switched off at a time.

    python benchmarks/actors/ablation.py [--data FOLDER] [NAME ...] [--markdown]

A row a family: on each folder the score over all slots, and the aligned actor and target, less those of the whole.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.actors.quality_filling import module_at
from ebbline.actors import descriptions, linking, nationalities
from ebbline.claims import enmity, events, filling, readers, roles
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.claims.roles import Parties

ROOT = Path(__file__).parents[2]
Switch = tuple[ModuleType | type, str, Any]


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _nobody(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _first(_: Any, marks: Any, *__: Any) -> list[Any]:
    return list(marks)


def _no(*_: Any) -> bool:
    return False


def _empty(*_: Any) -> str:
    return ""


def _start(_: Any, start: int, __: int) -> int:
    return start


LINKING: Mapping[str, tuple[Switch, ...]] = {
    "acronyms explained": ((linking, "local_names", lambda *_: {}),),
    "new groups by their look": ((linking, "find_new_groups", _first),),
    "parts of a group": ((linking, "_parent", _nothing),),
    "nationality and role": ((nationalities, "_link_nationality", _no), (nationalities, "_shared_role", _nothing)),
    "countries that act": ((nationalities, "_link_name_alone", _nothing),),
    "lists of states": ((nationalities, "_in_roster", _no),),
    "countries side by side": ((nationalities, "_partner", _empty),),
    "backers": ((nationalities, "_backs", _no),),
    "forces without a nationality": ((descriptions, "_add_bare_state", _nothing),),
    "descriptions of a group named": ((descriptions, "_fitting", _nothing),),
    "usual meanings": ((descriptions, "_DEFAULT", {}),),
    "short names": ((linking, "link_short_names", _nothing),),
    "pronouns": ((linking, "link_pronouns", _nothing),),
}
FILLING: Mapping[str, tuple[Switch, ...]] = {
    "what is said": ((roles, "_content", _start),),
    "who is told or allowed to": ((roles, "_told_to", _nobody),),
    "aims of a campaign": ((roles, "_of_campaign", _nobody),),
    "accusations": ((readers, "blamed", _nothing),),
    "acts owned to": ((readers, "claimed", _nobody),),
    "holders of places": ((roles, "holders", _nobody),),
    "backing and help": ((roles, "supporters", _nobody),),
    "states as listed doers": ((readers, "roster", _nobody),),
    "enemies told of": ((filling, "_fill_enemy", _nothing),),
    "everybody's enemy": ((enmity.Enmity, "common_enemy", _nothing),),
    "strikes go on": ((filling, "_strike_on", _nothing),),
    "acts told again": ((filling, "_take_up", _nothing),),
    "the report's main group": ((filling, "_by_the_main_group", _nothing),),
    "the speaker's own side": ((filling, "_own_side", _nothing),),
    "unarmed by type or words": ((filling, "_PEOPLE_TYPES", frozenset()), (filling, "_HURT", frozenset())),
    "crowds of the country": ((filling, "_fill_crowd", _nothing),),
    "who cannot": ((events, "able_only", lambda parties, *_: parties),),
    "nobody against himself": ((filling, "_two_sided", _nothing),),
    "repelled attacks": ((readers, "READERS", {**readers.READERS, "repel": readers.verb}),),
    "passives": ((readers, "is_passive", _no),),
    "all of the above": (
        (filling, "fill", _nothing), (events, "fill", _nothing), (readers, "read", lambda *_: Parties()),
    ),
}  # fmt: skip


def main() -> None:
    """Score the whole, then without each family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["dev", "train", "synthetic"])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "quality")
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    scorer = module_at(asked.data / "score.py")
    loop = module_at(ROOT / "benchmarks" / "quality" / "score_dev.py")

    def scores() -> list[float]:
        found: list[float] = []
        for name in asked.names:
            result, _ = scorer.score(asked.data / name, list(loop.coded(asked.data / name, LexiconCoder())))
            parts = (result["all"], result["aligned"]["event.actor"], result["aligned"]["event.target"])
            found += [part["f1"] for part in parts]
        return found

    show = _markdown if asked.markdown else _plain
    heads = [f"{name} {what}" for name in asked.names for what in ("all", "actor", "target")]
    show("without", heads)
    if asked.markdown:
        show("---", ["---"] * len(heads))
    whole = scores()
    show("(nothing)", [f"{value:.3f}" for value in whole])
    for family, switches in {**LINKING, **FILLING}.items():
        with ExitStack() as off:
            for where, name, instead in switches:
                off.enter_context(patch.object(where, name, instead))
            lost = [value - full for value, full in zip(scores(), whole, strict=True)]
        show(family, [f"{value:+.3f}" for value in lost])


def _plain(name: str, cells: list[str]) -> None:
    print(f"{name:32}" + "".join(f"{cell:>17}" for cell in cells), flush=True)


def _markdown(name: str, cells: list[str]) -> None:
    print("| " + " | ".join([name, *cells]) + " |", flush=True)


if __name__ == "__main__":
    main()
