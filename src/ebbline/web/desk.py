"""What the server keeps between questions: the mask and the picture of the ledger's present state."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ebbline.ledger.snapshot import Snapshot
from ebbline.picture.page import picture_page
from ebbline.privacy import Mask

TITLE = "What the reports claim"


@dataclass(frozen=True, slots=True)
class View:
    """One state of the ledger, open, with the mask of exactly its persons."""

    store: Snapshot
    mask: Mask
    copies: dict[str, int]
    """Story to the number of its reports."""


class Desk:
    """Opens the ledger for each question; safe for several threads. Names are always masked."""

    def __init__(self, path: Path, *, clock: Callable[[], dt.datetime]) -> None:
        self.path = path
        self._clock = clock
        self._mask_lock, self._page_lock = threading.Lock(), threading.Lock()
        self._mask: tuple[tuple[int, ...], Mask] | None = None
        self._page: tuple[tuple[int, ...], bytes] | None = None

    @contextmanager
    def view(self) -> Iterator[View]:
        """The ledger as it is now, until the block ends. Raises LedgerError."""
        with Snapshot(self.path, clock=self._clock) as store:
            copies = {story: len(members) for story, members in store.stories().items()}
            yield View(store, self._mask_of(store), copies)

    def picture(self) -> bytes:
        """The picture page in UTF-8, drawn again only when the ledger has changed."""
        with self.view() as view, self._page_lock:
            if self._page is None or self._page[0] != view.store.state:
                page = picture_page(
                    view.store, mask=view.mask, title=TITLE, generated_at=self._clock(), ledger=self.path.name
                )
                self._page = (view.store.state, page.encode("utf-8", "replace"))
            return self._page[1]

    def _mask_of(self, store: Snapshot) -> Mask:
        with self._mask_lock:
            if self._mask is None or self._mask[0] != store.state:
                self._mask = (store.state, Mask.of(store.persons()))
            return self._mask[1]
