"""The registry of actors: armed groups, states and the words that describe them, read from plain data files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from itertools import compress, count
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace as replaced

from ebbline.actors.words import FIRST, Same, Words, folded, split
from ebbline.records import Document

if TYPE_CHECKING:
    import datetime as dt

    from ebbline.actors.actor import Actor
    from ebbline.records import DateInterval

MarkKind = Literal["group", "state", "country", "seat", "demonym", "theatre", "role", "local"]


@dataclass(frozen=True, slots=True)
class Group:
    """An armed group, mission, coalition or other named actor of the registry."""

    group_id: str
    name: str
    type: str
    """ACLED's class of actor: 1 state forces to 8 external forces."""
    countries: tuple[str, ...]
    tags: frozenset[str]
    aliases: tuple[str, ...]
    parent: str | None
    active_from: str | None
    active_to: str | None
    source: str
    coded_as: str | None = None
    """The id of the actor whose name claims carry in its stead."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state whose forces, police and government are actors by rule."""

    iso: str
    name: str
    """As in "Military Forces of NAME"."""
    demonyms: tuple[str, ...]
    seats: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """The class of a role word and, for a description, the tag that a group must have to be meant."""

    kind: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class StateName:
    """A proper name of one state's forces or organs."""

    iso: str
    branch: str


Payload = Group | Country | Role | StateName | str
Spelling = tuple[str, MarkKind, Payload]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One spelling: folded words, what case each must have ("x" any, "C" capital, "A" as spelled), and its meaning."""

    words: tuple[str, ...]
    spelled: tuple[str, ...]
    case: str
    kind: MarkKind
    payload: Payload
    homes: tuple[tuple[str, int], ...] = ()
    """The countries that a report with this spelling in it may be about, each with its weight."""
    doubtful: bool = False
    """Whether it is read only in a report about a country of the actor."""
    since: str = ""
    """The first day, month or year the actor was called so, empty if that is not told."""
    until: str = ""
    """The last, empty if that is not told."""
    rivals: tuple[Entry, ...] = ()
    """All entries with these words, the likeliest first, where it is doubtful, dated or not the only one."""

    def fits(self, words: Words, i: int) -> bool:
        """Whether this spelling stands at word `i`."""
        case, n = self.case, len(self.words)
        if n == 1:
            return case == "x" or (words.large[i] if case == "C" else words.raw[i] == self.spelled[0])
        if words.low[i : i + n] != self.words:
            return False
        if False in words.joins[i + 1 : i + n] and not all(_beside(words, k) for k in range(i + 1, i + n)):
            return False
        for k, rule in enumerate(case, i):
            if rule == "C":
                if not words.large[k]:
                    return False
            elif rule == "A" and words.raw[k] != self.spelled[k - i]:
                return False
        return True


def _beside(words: Words, i: int) -> bool:
    """Whether a known name may go on with word `i`: also behind a dash, an apostrophe or an "and" sign."""
    return words.joins[i] or (0 < i < len(words) and words.gap(i) in _INSIDE)


_INSIDE = frozenset({" - ", " – ", " — ", "' ", "’ ", ".-", "&", " & "})


class Mark(Struct, frozen=True, gc=False):
    """A spelling found: words `first` up to but without `last`."""

    first: int
    last: int
    kind: MarkKind
    payload: Payload
    homes: tuple[tuple[str, int], ...] = ()
    """As of its entry."""
    rivals: tuple[Entry, ...] = ()
    """As of its entry; `Registry.settle` chooses among them."""


Beginning = tuple[tuple[Entry, ...], dict[str, tuple[Entry, ...]]]
"""The entries with one first word, the longest first: those of this word alone, and all that a second leaves."""


_RANK: dict[MarkKind, int] = {
    "local": 0,
    "group": 1,
    "state": 2,
    "country": 3,
    "seat": 4,
    "demonym": 5,
    "role": 6,
    "theatre": 7,
}


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All known actors and a table of their spellings by first word."""

    groups: Groups
    countries: dict[str, Country]
    spellings: dict[str, list[Spelling | str]]
    """All spellings by their first word, folded; a group stands there once, by its id (see `spelled`)."""
    sought: frozenset[str] = frozenset()
    """Every word that this stage looks for anywhere: of spellings, groups' names, pronouns and given names."""
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    """The closed word lists of `lists.tsv` and `roles.tsv` by name."""
    compiled: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    """Entries made so far: a spelling is compiled when a text first holds its first word."""
    beginnings: dict[str, Beginning] = field(default_factory=dict)
    """The same entries by their second word."""

    @classmethod
    def open(cls) -> Registry:
        """The registry that ships with the program; read once per process."""
        return _open()

    @classmethod
    def of(cls, groups: Groups) -> Registry:
        """A registry of these groups with the states and words that ship with the program."""
        countries = {country.iso: country for country in _countries()}
        lists = {name: frozenset(_list(words)) for name, words in _rows("lists.tsv")}
        lists |= {kind: frozenset(_list(names)) for kind, names in _rows("roles.tsv") if kind in _WORD_LISTS}
        lists["headsandtails"] = lists["heads"] | lists["tails"]
        spellings: dict[str, list[Spelling | str]] = defaultdict(list)
        for group_id, names in groups.names():
            heads = {name.partition(" ")[0] for name in names.lower().split("|")}
            for word in {word if word.isascii() and word.isalpha() else head(word) for word in heads}:
                spellings[word].append(group_id)
        for spelling in _spellings(countries.values()):
            spellings[head(spelling[0])].append(spelling)
        sought = given_names().union(spellings, *(lists[name] for name in ("headsandtails", "pronouns", "particles")))
        return cls(groups, countries, dict(spellings), sought, lists)

    def actor(self, actor_id: str) -> Actor:
        """All that is known of an actor, states' included ("military-sy"); KeyError for an id nobody has."""
        from ebbline.actors.actor import actors

        return actors(self)[actor_id]

    def actors(self) -> Iterator[Actor]:
        """All actors: those of the registry's files in their order, then three of each state."""
        from ebbline.actors.actor import actors

        yield from actors(self).values()

    def called(self, name: str, on: dt.date | None = None) -> tuple[Actor, ...]:
        """The actors that have this name or spelling, on a day if one is given, in whatever case and script."""
        from ebbline.actors.actor import called

        return called(self, name, on)

    def spelled(self, first: str) -> Iterator[Spelling]:
        """The spellings whose first word, folded, is `first`; whom claims name by each."""
        for name, kind, payload in self._told(first):
            yield _plain(name)[0], kind, self._meant(payload) if kind == "group" else payload

    def _told(self, first: str) -> Iterator[Spelling]:
        """The spellings with this first word, a group's one by one."""
        for told in self.spellings.get(first, ()):
            if isinstance(told, str):
                row = self.groups.row(told)
                yield from ((name, "group", told) for name in (row[1], *_list(row[5])) if head(name) == first)
            else:
                yield told

    def _meant(self, payload: Payload) -> Payload:
        """Whom claims name where the group with this id is read."""
        assert isinstance(payload, str)
        group = self.groups.get(payload)
        while group is not None and group.coded_as:
            state = self.state_actor(group.coded_as)
            if state is not None:
                return state
            group = self.groups[group.coded_as]
        return group or payload

    def state_actor(self, actor_id: str) -> StateName | None:
        """The state and branch of an id such as "military-sy"; None for other ids."""
        branch, _, iso = actor_id.rpartition("-")
        known = branch in ("military", "police", "government") and iso.upper() in self.countries
        return StateName(iso.upper(), branch) if known else None

    def entries(self, first: str) -> tuple[Entry, ...]:
        """The entries whose first word, folded, is `first`; the longest first."""
        found = self.compiled.get(first)
        if found is None:
            made = [item for spelling in self._told(first) if (item := self._entry(*spelling))]
            found = self.compiled[first] = tuple(sorted(_with_rivals(made), key=_order))
        return found

    def _entry(self, name: str, kind: MarkKind, payload: Payload) -> Entry | None:
        if kind != "group":
            item = entry(name, kind, payload, self.words["loose"], any_case=kind == "role")
            if item is not None and kind == "state" and self._gated(item):
                return replace(item, doubtful=True)
            return item
        name, doubtful, since, until = _plain(name)
        meant = self._meant(payload)
        item = entry(name, "state" if isinstance(meant, StateName) else kind, meant, self.words["loose"])
        if item is None or not (doubtful or since or until or self._gated(item)):
            return item
        return replace(item, doubtful=doubtful or self._gated(item), since=since, until=until)

    def _gated(self, item: Entry) -> bool:
        """Whether it is an acronym with other meanings elsewhere, such as a news agency's."""
        return len(item.words) == 1 and item.words[0] in self.words["gated"]

    def settle(self, words: Words, marks: Sequence[Mark], home: str | None, days: DateInterval | None) -> list[Mark]:
        """The marks, rivals chosen between by the report's country and the days it may be of; without those none fits.

        A doubtful name wants the country; no name is read in a report from before the actor had it.
        """
        chosen = (_settled(words, mark, home, days) if mark.rivals else mark for mark in marks)
        return [mark for mark in chosen if mark is not None]

    def beginning(self, first: str) -> Beginning:
        """The entries of `entries` by their second word; made when a text first holds the first."""
        entries = self.entries(first)
        alone = tuple(item for item in entries if len(item.words) == 1)
        behind: dict[str, list[Entry]] = {}
        for item in entries[: len(entries) - len(alone)]:
            behind.setdefault(item.words[1], []).append(item)
        found = self.beginnings[first] = alone, {second: (*items, *alone) for second, items in behind.items()}
        return found

    def marks(self, document: Document) -> tuple[Mark, ...]:
        """The spellings found in a document by `scan`; the last documents are remembered."""
        return _marks(self, Same(document))

    def among(self, words: Words, listed: Container[str]) -> list[int]:
        """Where one of some words stands that are all `sought`."""
        at, low = _sought(self, words)
        return list(compress(at, map(listed.__contains__, low)))

    def state(self, branch: str, iso: str) -> str:
        """The name of a state's forces, police or government: "Military Forces of Iraq"."""
        head = {"military": "Military Forces", "police": "Police Forces", "government": "Government"}[branch]
        return f"{head} of {self.countries[iso].name}"

    def scan(self, words: Words, local: dict[str, tuple[Entry, ...]] | None = None) -> list[Mark]:
        """The longest spellings from left to right, none overlapping; `local` holds names defined by the report."""
        known, low, joins, past = self.spellings, words.low, words.joins, 0
        beginnings, large = self.beginnings, words.large
        out: list[Mark] = []
        merged: dict[tuple[str, str], tuple[Entry, ...]] = {}
        if local:
            at = [i for i, word in enumerate(low) if word in known or word in local]
        else:
            at = self.among(words, known)
        for i in at:
            if i < past:
                continue
            word = low[i]
            entries, behind = beginnings.get(word) or self.beginning(word)
            second = ""
            if behind and (joins[i + 1] or _beside(words, i + 1)) and low[i + 1] in behind:
                second = low[i + 1]
                entries = behind[second]
            if local and word in local:
                both = merged.get((word, second))
                if both is None:
                    both = merged[word, second] = tuple(sorted((*local[word], *entries), key=_order))
                entries = both
            for entry in entries:
                case = entry.case
                if case == "x" or (large[i] if case == "C" else entry.fits(words, i)):
                    past = i + len(entry.words)
                    out.append(Mark(i, past, entry.kind, entry.payload, entry.homes, entry.rivals))
                    break
        return out


def entry(
    name: str, kind: MarkKind, payload: Payload, loose: frozenset[str], *, any_case: bool = False
) -> Entry | None:
    """A table entry for one spelling; None for a spelling without a word in it."""
    spelled = tuple(split(name))
    if not spelled:
        return None
    shouted = sum(map(len, spelled)) <= 8 and any(c.isalpha() for c in name) and not any(c.islower() for c in name)
    rules = ["A" if shouted else "C" if word[0].isupper() else "x" for word in spelled]
    if len(spelled) > 1:
        # "al" and its like are written both ways inside a name; a long name is known by its first capital.
        rules = [
            "x" if word.lower() in loose or (k and len(spelled) > 2 and not shouted) else rule
            for k, (rule, word) in enumerate(zip(rules, spelled, strict=True))
        ]
    case = "".join(rules)
    if any_case:
        case = "x" * len(spelled)
    return Entry(tuple(map(folded, spelled)), spelled, case, kind, payload, _homes(kind, payload))


def _plain(name: str) -> tuple[str, bool, str, str]:
    """A name as the files have it without its marks: whether it is doubtful, and its period."""
    if "@" not in name and name[:1] != "~":
        return name, False, "", ""
    name, _, period = name.partition("@")
    since, _, until = period.partition("/")
    return name.removeprefix("~"), name.startswith("~"), since, until


def _with_rivals(made: Sequence[Entry]) -> list[Entry]:
    """The entries, those with the same words told of each other; of the ones that fit alike the surest is first."""
    alike: dict[tuple[str, ...], list[Entry]] = {}
    for item in made:
        if item.kind in _NAMED:
            alike.setdefault(item.words, []).append(item)
    out: list[Entry] = []
    for item in made:
        among = alike.get(item.words, []) if item.kind in _NAMED else []
        if any(one.doubtful or one.since for one in among) or (
            len(among) > 1 and len({one.payload for one in among}) > 1
        ):
            item = replace(item, rivals=tuple(sorted(among, key=lambda one: one.doubtful)))
        out.append(item)
    return sorted(out, key=lambda one: one.doubtful)


_NAMED = frozenset({"group", "state"})


def _settled(words: Words, mark: Mark, home: str | None, days: DateInterval | None) -> Mark | None:
    """The mark as the first of those of its rivals that fit best; None if none of them may be meant."""
    able = [item for item in mark.rivals if item.fits(words, mark.first)]
    able = [item for item in able if not item.doubtful or home in states_of(item.payload)]
    if days is not None:
        last = days.end.isoformat()
        able = [item for item in able if item.since <= last]
    if not able:
        return None
    best = max(able, key=lambda item: (home in states_of(item.payload), _still(item, days)))
    return replaced(mark, kind=best.kind, payload=best.payload, homes=best.homes)


def _still(item: Entry, days: DateInterval | None) -> bool:
    """Whether the actor was still called so."""
    return days is None or not item.until or days.start.isoformat() <= item.until + "~"


def states_of(payload: Payload) -> tuple[str, ...]:
    """The countries of a group or of a state's name."""
    if isinstance(payload, Group):
        return payload.countries
    return (payload.iso,) if isinstance(payload, StateName) else ()


def _homes(kind: MarkKind, payload: Payload) -> tuple[tuple[str, int], ...]:
    """The countries a spelling speaks for: places and armed groups weigh most, then nationalities."""
    match payload:
        case str() if kind == "theatre":
            return ((payload, 3),)
        case Group() if payload.type != "8":
            return tuple((iso, 3 if iso == payload.countries[0] else 2) for iso in payload.countries[:2])
        case StateName():
            return ((payload.iso, 1),)
        case Country():
            return ((payload.iso, 2 if kind == "country" else 1),)
        case _:
            return ()


def _order(item: Entry) -> tuple[int, int]:
    return (-len(item.words), _RANK[item.kind])


def _rows(name: str) -> Iterator[list[str]]:
    raw = resources.files("ebbline.actors").joinpath("data", name).read_text("utf-8")
    for line in raw.split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


class Groups(Mapping[str, Group]):
    """The groups of the registry's files by id, each made when it is first asked for."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = {row[: row.index("\t")]: row for row in rows}
        self._made: dict[str, Group] = {}

    def __getitem__(self, group_id: str) -> Group:
        found = self._made.get(group_id)
        if found is None:
            found = self._made[group_id] = _group(self.row(group_id))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, group_id: str) -> list[str]:
        """The columns of the line that tells of a group."""
        return self._rows[group_id].split("\t")

    def names(self) -> Iterator[tuple[str, str]]:
        """Each group's id with its name and other names as the files have them, parted by |, of those looked for."""
        for group_id, row in self._rows.items():
            _, name, _, _, tags, names, _ = row.split("\t", 6)
            if "unsought" not in tags:
                yield group_id, f"{name}|{names}" if names else name


def _group(row: Sequence[str]) -> Group:
    group_id, name, type_, countries, tags, names, coded_as, since, until, parents, *_, source = row
    others = tuple(_plain(other)[0] for other in _list(names))
    parent = _list(parents)[0].partition("@")[0] if parents else None
    return Group(
        group_id, name, type_, _list(countries), frozenset(tags.split()), others,
        parent, since or None, until or None, source, coded_as or None,
    )  # fmt: skip


def shipped() -> Iterator[str]:
    """The rows of the registry's files."""
    folder = resources.files("ebbline.actors").joinpath("data", "registry")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".tsv")), key=lambda file: file.name)
    for file in files:
        yield from (line for line in file.read_text("utf-8").split("\n") if line and line[0] != "#")


def _countries() -> Iterator[Country]:
    for row in _rows("countries.tsv"):
        iso, name, demonyms, seats, others = (*row, "", "", "")[:5]
        yield Country(iso, name, _list(demonyms), _list(seats), _list(others))


def head(name: str) -> str:
    """The first word, folded; empty if there is none."""
    word = name.partition(" ")[0]
    if word.isascii() and word.isalpha():
        return word.lower()
    first = FIRST.search(name)
    return folded(first.group()) if first is not None else ""


def _spellings(countries: Iterable[Country]) -> Iterator[Spelling]:
    for country in countries:
        for name in (country.name, *country.others):
            yield name, "country", country
        for name in country.seats:
            yield name, "seat", country
        for name in country.demonyms:
            yield name, "demonym", country
    for branch, iso, names in _rows("states.tsv"):
        for name in _list(names):
            yield name, "state", StateName(iso, branch)
    for iso, names in _rows("theatres.tsv"):
        for name in _list(names):
            yield name, "theatre", iso
    for kind, tag, name in _role_words():
        yield name, "role", Role(kind, tag)


_WORD_LISTS = frozenset({"modifier", "warverbs", "statverbs", "doerbefore", "unknown"})


def _role_words() -> Iterator[tuple[str, str, str]]:
    for kind, names in _rows("roles.tsv"):
        if kind not in _WORD_LISTS:
            kind, _, tag = kind.partition("=")
            for name in _list(names):
                yield kind, tag, name


@cache
def _open() -> Registry:
    return Registry.of(Groups(shipped()))


@cache
def given_names() -> frozenset[str]:
    """Folded given names; read once per process."""
    found: set[str] = set()
    for (line,) in _rows("given_names.txt"):
        if line.isascii() and line.replace(" ", "").isalpha():
            found.update(line.lower().split())
        else:
            found.update(folded(part) for part in split(line))
    return frozenset(found)


@lru_cache(maxsize=2)
def _sought(registry: Registry, words: Words) -> tuple[list[int], list[str]]:
    """Where the words stand that are looked for, and these words."""
    found = list(map(registry.sought.__contains__, words.low))
    return list(compress(count(), found)), list(compress(words.low, found))


@lru_cache(maxsize=2)
def _marks(registry: Registry, key: Same) -> tuple[Mark, ...]:
    return tuple(registry.scan(Words.of(key.document)))
