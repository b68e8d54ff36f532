"""Private names on the way out: masked unless a person asked, and then the ledger remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask


def mask_for(store: LedgerStore, *, names: bool, command: str, detail: dict[str, Any] | None = None) -> Mask:
    """The ledger's mask, or with `names` one that lets everything through after logging who asked for what."""
    from ebbline.privacy import Mask

    if not names:
        return Mask.of(store.persons())
    store.log("names shown", {"command": command, **(detail or {})})
    return Mask.none()
