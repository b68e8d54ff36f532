"""Private names on the way out: masked unless a person asked, and then the ledger remembers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ebbline.cli.options import check_existing, open_existing

if TYPE_CHECKING:
    from ebbline.ledger.snapshot import Snapshot
    from ebbline.privacy import Mask


@contextmanager
def reading(
    ledger: Path, *, command: str, names: bool = False, detail: dict[str, Any] | None = None
) -> Iterator[tuple[Snapshot, Mask]]:
    """One state of the ledger, and the mask that knows every person in it.

    With `names` a mask that lets everything through, after the ledger has logged who asked for what. Without, the
    ledger may lie where nothing can be written. Raises LedgerError where there is none.
    """
    from ebbline.api import utc_now
    from ebbline.ledger.snapshot import Snapshot
    from ebbline.privacy import Mask

    if names:
        with open_existing(ledger) as store:
            store.log("names shown", {"command": command, **(detail or {})})
    check_existing(ledger)
    with Snapshot(ledger, clock=utc_now) as snapshot:
        # The state is fixed before the mask is made: what others store meanwhile is neither masked nor shown.
        yield snapshot, Mask.none() if names else Mask.of(snapshot.persons())
