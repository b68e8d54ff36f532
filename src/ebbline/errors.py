"""Every error a user can meet.

    EbblineError
    ├── InputError        one input cannot be read; the rest of the run goes on
    │   └── FetchError    an address that gave nothing usable
    ├── UsageError        the command's words are off
    ├── LedgerError       the ledger cannot be opened or written
    │   ├── NewerLedgerError   made by a newer version of the program
    │   └── DamagedLedgerError a stored hash no longer fits
    ├── ModelError        the language model's file is missing or damaged
    └── MissingExtraError a feature whose optional packages are not installed

A message says what happened, which input, and what to do. Errors of other libraries are translated where
they enter and never reach a user as a traceback.
"""

from __future__ import annotations


class EbblineError(Exception):
    """Base of all errors meant for people: what happened, to which thing, and the cure."""

    def __init__(self, which: str, what: str, cure: str = "") -> None:
        super().__init__(which, what, cure)
        self.which = which
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.which}: {self.what}" + (f"; {self.cure}" if self.cure else "")


class InputError(EbblineError):
    """One input cannot be read."""


class FetchError(InputError):
    """An address gave nothing usable."""


class UsageError(EbblineError):
    """The command was asked for something it does not do."""


class LedgerError(EbblineError):
    """The ledger cannot be opened, read or written."""


class NewerLedgerError(LedgerError):
    """The ledger was made by a newer version of the program."""


class DamagedLedgerError(LedgerError):
    """Stored bytes no longer fit their hash."""


class ModelError(EbblineError):
    """The language model cannot be loaded."""


class MissingExtraError(EbblineError):
    """A feature needs packages that are not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            feature,
            "needs packages that are not installed",
            f"install them with: pip install 'ebbline[{extra}]' (in a checkout: pip install '.[{extra}]')",
        )
