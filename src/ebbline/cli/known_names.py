"""Names out of what a run tells while it reads: all that the ledger and the reports read so far know is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ebbline.errors import InputError
from ebbline.privacy import Mask
from ebbline.privacy.letters import fold
from ebbline.privacy.names import full_forms, surname_key, units
from ebbline.privacy.withheld import is_unread

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.pipeline import Outcome
    from ebbline.records import Person, Report

    Named = tuple[str, Person]
    """A report's id and one whom it names."""


class KnownNames:
    """The names known so far; `typed` are the inputs as the user named them."""

    def __init__(self, store: LedgerStore, typed: Sequence[str] = ()) -> None:
        self._store = store
        self._typed = frozenset(typed) | frozenset(Path(name).name for name in typed)
        self._persons: Persons | None = None

    def learn(self, outcome: Outcome) -> None:
        """Remember whom the outcome's reading names, which the ledger holds by now."""
        if outcome.reading is not None and self._persons is not None:
            for person in outcome.reading.persons:
                self._persons.add(outcome.reading.report_id, person)

    def masked(self, outcome: Outcome) -> Outcome:
        """The outcome as it may be told; as it is where no report was found, since nothing is known of such an input.

        A report in which nobody looked for names goes by its id, unless the user typed its name.
        """
        report = outcome.report
        if report is None:
            return outcome
        name = self._name(report)
        problem = outcome.problem
        if problem is not None:
            which = name if problem.which == report.name else self._hidden(problem.which, report)
            problem = InputError(which, self._hidden(problem.what, report), problem.cure)
        elif name == report.name == outcome.name and not outcome.notes:
            return outcome
        return replace(
            outcome, name=name, problem=problem, notes=tuple(self._hidden(note, report) for note in outcome.notes)
        )

    def _name(self, report: Report) -> str:
        if is_unread(report):
            return report.name if report.name in self._typed else report.report_id
        return self._hidden(report.name, report)

    def _hidden(self, words: str, report: Report) -> str:
        if self._persons is None:
            self._persons = Persons(self._store.persons() if self._store.is_open else ())
        named = self._persons.perhaps_named(fold(words), report.report_id)
        return Mask.of(named).text(words, report.report_id) if named else words


class Persons:
    """All persons known, found by the letters of the words that may name them.

    The forms of a name are many: they are spelt out only once a word has been asked for that all of them hold.
    """

    def __init__(self, named: Iterable[Named]) -> None:
        self._of_report: dict[str, list[Person]] = {}
        self._by_form = _ByLetters()
        self._by_last_word = _ByLetters()
        for report_id, person in named:
            self.add(report_id, person)

    def add(self, report_id: str, person: Person) -> None:
        """One more person, whom that report names."""
        self._of_report.setdefault(report_id, []).append(person)
        parts = units(person.name)
        if parts:
            self._by_last_word.add(parts[-1][-1], (report_id, person))

    def perhaps_named(self, letters: str, report_id: str) -> list[Named]:
        """Who of all a text of these folded letters may name, and who else has a say in whether that is a name.

        Short forms count for the report's own persons only.
        """
        for named in self._by_last_word.taken(letters):
            for form in _spelt_out(named[1]):
                self._by_form.add(form, named)
        own = [person for person in self._of_report.get(report_id, ()) if _may_be_short_for(letters, person)]
        found = [*((report_id, person) for person in own), *self._by_form.found(letters)]
        return list({id(person): (report, person) for report, person in found}.values())


class _ByLetters:
    """Persons by folded words, looked for anywhere in a text's letters."""

    def __init__(self) -> None:
        self._persons: dict[str, list[Named]] = {}
        self._lengths: set[int] = set()

    def add(self, word: str, named: Named) -> None:
        """File one person under a word."""
        self._persons.setdefault(word, []).append(named)
        self._lengths.add(len(word))

    def found(self, letters: str) -> list[Named]:
        """Who is filed under a word that stands anywhere in the letters."""
        return [named for word in self._words_in(letters) for named in self._persons[word]]

    def taken(self, letters: str) -> list[Named]:
        """As `found`; they are filed here no longer."""
        return [named for word in set(self._words_in(letters)) for named in self._persons.pop(word)]

    def _words_in(self, letters: str) -> Iterator[str]:
        persons = self._persons
        for length in self._lengths:
            for at in range(len(letters) - length + 1):
                word = letters[at : at + length]
                if word in persons:
                    yield word


def _spelt_out(person: Person) -> set[str]:
    """The whole name in all its forms, and a public surname, which keeps others of that one name from being hidden.

    A private name that is an ordinary word besides is none outside its own report.
    """
    if person.public:
        return {surname_key(person.name), *(form.key for form in full_forms(person.name))} - {""}
    return {form.key for form in full_forms(person.name) if not form.common}


def _may_be_short_for(letters: str, person: Person) -> bool:
    """Whether the last word of a part of the name is there: every short form holds one."""
    return any(part[-1] in letters for part in units(person.name))
