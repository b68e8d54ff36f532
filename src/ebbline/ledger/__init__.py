"""The ledger: one SQLite file that keeps what was received, what it claims and what people say of it."""

from ebbline.ledger.queries import ClaimQuery
from ebbline.ledger.store import LedgerStore
from ebbline.ledger.stories import StoryRule
from ebbline.ledger.verification import Damage
from ebbline.ledger.withdrawal import Tombstone

__all__ = ["ClaimQuery", "Damage", "LedgerStore", "StoryRule", "Tombstone"]
