"""Who a phrase names as a speaker: a person, a body, nameless people, or whoever a pronoun stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TypeVar, cast

from ebbline.actors import ActorMention
from ebbline.actors.words import Words, folded, split
from ebbline.records import Document, Person, Role, Span, Speaker


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of `attribution.tsv` and the nouns of `speakers.tsv` with their roles."""

    lists: Mapping[str, frozenset[str]]
    nouns: Mapping[str, Role]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    """Verbs of speaking of several words by their first."""


def lines(name: str) -> Iterator[str]:
    """The rows of one of this stage's data files, comments left out."""
    raw = resources.files("ebbline.claims").joinpath("data", name).read_text("utf-8")
    return (line for line in raw.split("\n") if line and not line.startswith("#"))


_OURS = frozenset({"our", "we", "us", "ours"})


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the program; read once per process."""
    lists = {
        name: frozenset(words.split("|")) for name, words in (line.split("\t") for line in lines("attribution.tsv"))
    }
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(tuple(words.split()) for words in lists["phrases"]):
        phrases[phrase[0]] = (*phrases.get(phrase[0], ()), phrase)
    verbs = lists["strong"] | lists["weak"] | lists["that"] | lists["participles"]
    lists["verbs"] = verbs
    lists["cues"] = verbs | {"according", "quoting", "citing", "quoted", "quotes"} | phrases.keys()
    lists["cuesandours"] = lists["cues"] | _OURS
    nouns: dict[str, Role] = {}
    for line in lines("speakers.tsv"):
        role, words = line.split("\t")
        for word in words.split("|"):
            nouns.setdefault(word, cast(Role, role))
    return Lexicon(lists, nouns, phrases)


@dataclass(slots=True)
class Scene:
    """One report while it is read for its speakers."""

    document: Document
    words: Words
    persons: Mapping[int, Person]
    """The person that each word names."""
    actors: Mapping[int, ActorMention]
    lists: Mapping[str, frozenset[str]]
    nouns: Mapping[str, Role]
    quoted: frozenset[int]
    """Words inside quotations long enough to be speech."""
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    cues: Sequence[int]
    """Words that may say that somebody speaks."""
    ours: Sequence[int]
    """Words in which many speak of themselves."""
    places: Set[int] = frozenset()
    """Words of places' names: no town says anything."""
    called: Set[str] = frozenset()
    """The names of the persons."""
    spoken: list[Speaker] = field(default_factory=list)
    """The speakers so far, in order."""
    roles: dict[int, Role] = field(default_factory=dict)
    """By the identity of a person the role that the words beside his names tell."""
    topics: dict[int, Speaker] = field(default_factory=dict)
    """By sentence the one person its main clause is about, where a tree tells."""
    titles: dict[str, list[tuple[int, Person, frozenset[str]]]] | None = None
    """By noun whom it stands beside, with the words there; None until somebody asks."""

    @classmethod
    def of(
        cls,
        document: Document,
        persons: Sequence[Person],
        actors: Sequence[ActorMention],
        quotes: Sequence[Span],
        long: int,
        places: Sequence[Span] = (),
    ) -> Scene:
        """The scene of a document whose quotations of at least `long` words are speech; `places`: names of places."""
        words, lex = Words.of(document), lexicon()
        named = _by_word(words, [(span, person) for person in persons for span in person.spans])
        meant = _by_word(words, [(actor.span, actor) for actor in actors])
        towns = _by_word(words, [(span, span) for span in places]).keys()
        quoted, said = _quoted(words, quotes, long), lex.lists["cues"]
        both, names = lex.lists["cuesandours"], frozenset([person.name for person in named.values()])
        at = [i for i, low in enumerate(words.low) if low in both]
        cues = [i for i in at if words.low[i] in said]
        ours = [i for i in at if words.low[i] in _OURS]
        return cls(document, words, named, meant, lex.lists, lex.nouns, quoted, lex.phrases, cues, ours, towns, names)


_Named = TypeVar("_Named")


def _by_word(words: Words, spans: Iterable[tuple[Span, _Named]]) -> dict[int, _Named]:
    start, count = words.start, len(words.start)
    out: dict[int, _Named] = {}
    for span, thing in spans:
        i = bisect_left(start, span.start)
        if i < count and start[i] == span.start:
            end = span.end
            while i < count and start[i] < end:
                out[i] = thing
                i += 1
    return out


def _quoted(words: Words, quotes: Sequence[Span], long: int) -> frozenset[int]:
    out: list[int] = []
    i = 0
    for quote in quotes:
        i = bisect_left(words.start, quote.start, i)
        j = bisect_right(words.end, quote.end, i)
        if j - i >= long or (j > i and words.text[quote.end - 1] in ".,!?"):
            out.extend(range(i, j))
        i = j
    return frozenset(out)


BREAKS = frozenset(',;:()"“”„«»—–•!?\n')


def breaks(words: Words, j: int, first: int) -> bool:
    """Whether a mark parts word `j` from the one before it; a full stop after an initial does not."""
    if j <= first:
        return False
    gap = words.gaps[j]
    if gap == " ":
        return False
    return not BREAKS.isdisjoint(gap) or (". " in gap and len(words.raw[j - 1]) > 4)


_BEHIND_HEAD = frozenset({"who", "whom", "close", "familiar", "whose", "that", "and", "reached", "speaking"})


def head(scene: Scene, begin: int, end: int) -> int:
    """The word that heads a noun phrase: the last before "of", "in", "close to" or "who", figures left out."""
    at = _last_of_head(scene, begin, end)
    while at > begin and scene.words.raw[at].isdigit():
        at -= 1
    return at


def _last_of_head(scene: Scene, begin: int, end: int) -> int:
    words, prepositions = scene.words, scene.lists["prepositions"]
    for j in range(begin + 1, end):
        low = words.low[j]
        if low in prepositions or low in _BEHIND_HEAD:
            return j - 1
        if breaks(words, j, begin):
            return j - 1
    return end - 1


def can_speak(scene: Scene, begin: int, end: int, *, strong: bool) -> bool:
    """Whether the phrase names somebody who may say things; before a `strong` verb any name and any few do."""
    words, lists = scene.words, scene.lists
    if begin >= end or end - begin > 24:
        return False
    at = head(scene, begin, end)
    low = words.low[at]
    if low in ("i", "we", "you"):
        return False
    if low in scene.nouns or not scene.persons.keys().isdisjoint(range(begin, end)):
        return True
    if low in lists["he"] or low in lists["they"] or low in lists["it"]:
        return begin + 1 == end
    if low in lists["mute"] or low in lists["stops"]:
        return False
    if at in scene.actors:
        return True
    if low in lists["prepositions"] or words.raw[at].isdigit() or low in lists["times"]:
        return False
    if all(i in scene.places for i in range(begin, at + 1)):
        return False
    if strong and begin + 1 == end and low in lists["few"]:
        return True
    return words.capital(at) and (strong or not words.opens(at) or at + 1 < end)


def speaker_of(scene: Scene, begin: int, end: int) -> Speaker:
    """The speaker that a noun phrase names, with what it tells of role, affiliation and anonymity."""
    words = scene.words
    for i in range(begin, end):
        person = scene.persons.get(i)
        if person is not None and not _possessed(scene, i, end) and not _kin_of(scene, i, begin):
            role = person.role if person.role != "unknown" else _role(scene, begin, end)
            role = _role_beside(scene, person) if role == "unknown" else role
            role = "resident" if _of_kin(scene, begin, end) else role
            own = person.affiliation or _affiliation(scene, *_own_phrase(scene, i, begin, end))
            return Speaker(person.name, role, None if role == "resident" else own)
    last = begin + 1
    while last < end and not breaks(words, last, begin) and words.low[last] not in ("who", "reached", "speaking"):
        last += 1
    first = begin + 1 if last - begin > 1 and words.low[begin] in ("a", "an", "the") else begin
    name = " ".join(words.span(first, last).of(words.text).split())
    at = head(scene, begin, last)
    anonymous = _anonymous(scene, begin, at)
    role = _role(scene, begin, last)
    return Speaker(name, role, None if role == "resident" else _affiliation(scene, begin, last), anonymous)


def _own_phrase(scene: Scene, i: int, begin: int, end: int) -> tuple[int, int]:
    """The words around a name that say who bears it: none beyond "in the raids" before it or "who fled" behind it."""
    words, lists = scene.words, scene.lists
    bound = lists["prepositions"] - {"of", "for", "from"}
    first, last = i, i + 1
    while first > begin and words.low[first - 1] not in bound:
        first -= 1
    while last < end and words.low[last] not in lists["relatives"]:
        last += 1
    return first, last


def _possessed(scene: Scene, i: int, end: int) -> bool:
    """Whether the person is only the owner of the speaker: "Haftar's spokesman"."""
    words = scene.words
    while i + 1 < end and i + 1 in scene.persons:
        i += 1
    return i + 2 < end and words.low[i + 1] == "s" and words.gap(i + 1) in ("'", "’")


def _kin_of(scene: Scene, i: int, begin: int) -> bool:
    """Whether the person is only whom the speaker belongs to: "the father of Samir"."""
    low = scene.words.low
    return i - 2 >= begin and low[i - 1] == "of" and scene.nouns.get(low[i - 2]) == "resident"


def _of_kin(scene: Scene, begin: int, end: int) -> bool:
    """Whether the phrase names somebody's relative: "a fighter's father" is no fighter."""
    words = scene.words
    return any(
        words.low[k - 1] == "s" and words.gap(k - 1) in ("'", "’") and scene.nouns.get(words.low[k]) == "resident"
        for k in range(begin + 2, end)
    )


def _anonymous(scene: Scene, begin: int, at: int) -> bool:
    """A body that bears a name is not anonymous; a person or people without one are."""
    words, lists = scene.words, scene.lists
    actor = scene.actors.get(at)
    if actor is not None and actor.kind in ("group", "coalition", "generic"):
        return False
    low = words.low[at]
    if low in lists["bodies"]:
        return False
    if (
        words.low[begin] in ("a", "an", "one", "two", "three", "several", "some", "many", "another")
        or low in scene.nouns
    ):
        return not (words.capital(at) and not words.opens(at))
    return not words.capital(at)


def _role(scene: Scene, begin: int, end: int) -> Role:
    at = head(scene, begin, end)
    low = scene.words.low[at]
    role = (at > begin and scene.nouns.get(f"{scene.words.low[at - 1]} {low}")) or scene.nouns.get(low)
    if role is not None:
        voices = ("spokesman", "spokeswoman", "spokesperson", "leader", "source", "sources")
        return "military" if low in voices and _armed(scene, begin, end) else role
    actor = scene.actors.get(at)
    if actor is None:
        return "unknown"
    if actor.kind in ("group", "generic", "coalition", "unidentified"):
        return "monitor" if actor.name == "United Nations" else "military"
    if actor.kind == "state":
        return "military" if actor.name.startswith("Military") else "official"
    return "resident"


def _armed(scene: Scene, begin: int, end: int) -> bool:
    mentions = (scene.actors.get(i) for i in range(begin, end))
    return any(m.kind in ("group", "generic") or m.name.startswith("Military") for m in mentions if m is not None)


def _affiliation(scene: Scene, begin: int, end: int) -> str | None:
    for i in range(begin, end):
        actor = scene.actors.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition", "generic"):
            return actor.name
    return None


# --- whoever was named before ------------------------------------------------------------------------------


def resolved(scene: Scene, begin: int, end: int) -> Speaker | None:
    """The speaker a phrase names; a pronoun or "the minister" is the last speaker it fits. None: nobody to be found."""
    words, lists = scene.words, scene.lists
    low = words.low[begin]
    if begin + 1 == end:
        if low in lists["he"]:
            return _last_person(scene, begin)
        if low in lists["they"]:
            return _last_of(scene, "many") or (scene.spoken[-1] if scene.spoken else None)
        if low in lists["it"]:
            return _last_of(scene, "body") or _last_body(scene, begin)
    if low in ("the", "his", "her", "its") and end - begin <= 4:
        again = _again(scene, begin, end)
        if again is not None:
            return again
    return speaker_of(scene, begin, end)


def _last_of(scene: Scene, number: str) -> Speaker | None:
    return next((speaker for speaker in reversed(scene.spoken[-4:]) if number_of(scene, speaker) == number), None)


def _last_person(scene: Scene, at: int) -> Speaker | None:
    """For "he": the last single speaker, or a person named since."""
    words = scene.words
    here = words.sentence[at]
    for i in range(at - 1, max(-1, at - 60), -1):
        person = scene.persons.get(i)
        if person is not None and i not in scene.quoted and words.sentence[i] >= here - 1 and _is_subject(scene, i):
            return of_person(scene, person)
    topic = _topic(scene, here)
    if topic is not None:
        return topic
    last = _last_of(scene, "one")
    if last is not None:
        return last
    for i in range(at - 1, max(-1, at - 80), -1):
        person = scene.persons.get(i)
        if person is not None:
            return of_person(scene, person)
    return scene.spoken[-1] if scene.spoken else None


def _topic(scene: Scene, here: int) -> Speaker | None:
    """The person whom the sentences before, in this paragraph, are about."""
    sentences = scene.document.sentences
    for number in range(here, max(-1, here - 4), -1):
        if sentences[number].paragraph != sentences[here].paragraph:
            return None
        if number in scene.topics:
            return scene.topics[number]
    return None


def _is_subject(scene: Scene, i: int) -> bool:
    """Whether the name at word `i` stands at the head of its sentence, give or take a title."""
    words = scene.words
    first = words.first[words.sentence[i]]
    return i - first < 8 and not any(words.low[j] in scene.lists["prepositions"] for j in range(first + 1, i))


def _last_body(scene: Scene, at: int) -> Speaker | None:
    for i in range(at - 1, max(-1, at - 40), -1):
        actor = scene.actors.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition"):
            return Speaker(actor.name, "official" if actor.kind == "state" else "military", actor.name)
    return None


def number_of(scene: Scene, speaker: Speaker) -> str:
    """Whether a speaker is one person, many, or a body."""
    low = [folded(word) for word in split(speaker.name or "")]
    if not low or speaker.name in scene.called:
        return "one"
    if low[0] in ("a", "an", "one", "another"):
        return "one"
    noun = next((word for word in low if word in scene.nouns and word not in scene.lists["few"]), low[-1])
    if noun.endswith("s") and not noun.endswith("ss"):
        return "many"
    if noun in scene.lists["bodies"]:
        return "body"
    unknown = noun not in scene.nouns and speaker.affiliation is None and speaker.role == "unknown"
    return "one" if speaker.anonymous or unknown else "body"


def _again(scene: Scene, begin: int, end: int) -> Speaker | None:
    """Whom "the minister" or "the Russian foreign minister" takes up again."""
    words = scene.words
    at = head(scene, begin, end)
    noun = words.low[at]
    if noun not in scene.nouns and noun not in scene.lists["again"]:
        return None
    said = _said_already(scene, noun) if begin + 2 == end else None
    if said is not None:
        return said
    person = _titled(scene, noun, frozenset(words.low[begin + 1 : at]), begin)
    last = scene.spoken[-1] if scene.spoken else None
    if begin + 2 == end and last is not None and last.role == "unknown" and number_of(scene, last) == "one":
        heard = {speaker.name for speaker in scene.spoken[-_NAMES:]}
        person = person if person is not None and person.name in heard else None
    if person is not None:
        return of_person(scene, person)
    if noun not in scene.lists["again"]:
        return None
    if begin + 2 == end:
        one = _last_of(scene, "one") if noun in scene.lists["titles"] else None
        if one is not None and one.role in ("official", "military", "unknown"):
            return one
        if noun in ("statement", "report", "source", "informant") and scene.spoken:
            return scene.spoken[-1] if noun in ("statement", "report") else _last_of(scene, "one")
    return _of_the_same(scene, begin, end, noun)


def _said_already(scene: Scene, noun: str) -> Speaker | None:
    """The last speaker whose name holds the noun, in full: "two aid workers" for "the workers"."""
    for speaker in reversed(scene.spoken[-6:]):
        low = {folded(word) for word in split(speaker.name or "")}
        if noun in low and len(low) > 1:
            return speaker
    return next((s for s in reversed(scene.spoken[-6:]) if noun == folded(s.name or "")), None)


_NAMES = 24
"""Names looked back at for an office, so that long reports stay linear."""
_BESIDE = 8
"""Words before a name, and behind it, in which its bearer's office is looked for."""


def _titled(scene: Scene, noun: str, words: frozenset[str], at: int) -> Person | None:
    """The person beside whose name noun and words stand: one who spoke, else the last before `at`, else the first."""
    if scene.titles is None:
        scene.titles = _titles(scene)
    beside = scene.titles.get(noun, [])
    here = bisect_left(beside, at, key=lambda item: item[0])
    fits = [(i, person) for i, person, near in beside[max(0, here - _NAMES) : here + 1] if words <= near]
    spoken = {speaker.name for speaker in scene.spoken[-4:]}
    heard = [person for _, person in fits if person.name in spoken]
    if heard:
        return heard[-1]
    before = [person for i, person in fits if i < at]
    return before[-1] if before else fits[0][1] if fits else None


def of_person(scene: Scene, person: Person) -> Speaker:
    """A person as a speaker, in the role that the words beside his names tell."""
    role = person.role if person.role != "unknown" else _role_beside(scene, person)
    return Speaker(person.name, role, person.affiliation)


_OUTSIDERS = frozenset({"member", "members", "fighter", "militant", "jihadist", "insider", "recruit", "soldier"})


def _role_beside(scene: Scene, person: Person) -> Role:
    role = scene.roles.get(id(person))
    if role is None:
        role = scene.roles[id(person)] = _told_beside(scene, person)
    return role


def _told_beside(scene: Scene, person: Person) -> Role:
    """The role of the noun that stands nearest to one of a person's names: "Activist Omar", "Omar, an activist"."""
    words = scene.words
    for span in person.spans[:_NAMES]:
        i = bisect_left(words.start, span.start)
        if i >= len(words) or scene.persons.get(i) is not person:
            continue
        near = _beside(scene, i)
        if "former" in near and not near.isdisjoint(_OUTSIDERS):
            return "defector"
        first, last = i, i + 1
        while first > max(0, i - _BESIDE) and words.low[first - 1] in near and not breaks(words, first, 0):
            first -= 1
            if words.low[first] in scene.nouns:
                return scene.nouns[words.low[first]]
        while scene.persons.get(last) is person:
            last += 1
        if last < len(words) and words.low[last] in near:
            end = last
            while end < min(len(words), last + _BESIDE) and words.low[end] in near:
                end += 1
            return _role(scene, last, end)
    return "unknown"


def _titles(scene: Scene) -> dict[str, list[tuple[int, Person, frozenset[str]]]]:
    out: dict[str, list[tuple[int, Person, frozenset[str]]]] = {}
    for i in sorted(scene.persons):
        person = scene.persons[i]
        if scene.persons.get(i - 1) is person:
            continue
        near = _beside(scene, i)
        for noun in near:
            if noun in scene.nouns or noun in scene.lists["again"]:
                out.setdefault(noun, []).append((i, person, near))
    return out


def _beside(scene: Scene, i: int) -> frozenset[str]:
    """The words that a name's bearer is called by: those that lead up to it, and those of an apposition behind it."""
    words = scene.words
    first, last = i, i + 1
    while (
        first > max(0, i - _BESIDE) and not breaks(words, first, 0) and words.sentence[first - 1] == words.sentence[i]
    ):
        first -= 1
        if (words.low[first] in scene.lists["stops"] and words.low[first] != "and") or words.low[first] in scene.lists[
            "cues"
        ]:
            first += 1
            break
    while scene.persons.get(last) is scene.persons[i]:
        last += 1
    end = last
    if last < len(words) and "," in words.gaps[last] and words.sentence[last] == words.sentence[i]:
        end += 1
        while end < min(len(words), last + _BESIDE) and not breaks(words, end, last):
            end += 1
    return frozenset(words.low[first:i]) | frozenset(words.low[last:end])


def _of_the_same(scene: Scene, begin: int, end: int, noun: str) -> Speaker | None:
    """For "the Russian minister" the last person named before of that country."""
    owner = _affiliation(scene, begin, end)
    if owner is None or noun not in ("minister", "president", "secretary", "leader", "chancellor", "premier"):
        return None
    for i in range(begin - 1, max(-1, begin - 120), -1):
        person = scene.persons.get(i)
        if (
            person is not None
            and person.affiliation
            and person.affiliation.split(" of ")[-1] == owner.split(" of ")[-1]
        ):
            return of_person(scene, person)
    return None
