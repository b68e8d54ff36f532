"""Ebbline keeps a cited ledger of what reports of armed conflict claim, and derives a picture from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ebbline.config import VERSION as __version__

if TYPE_CHECKING:
    from ebbline.api import Ledger as Ledger
    from ebbline.api import open as open

__all__ = ["Ledger", "__version__", "open"]


def __getattr__(name: str) -> Any:
    # Loaded when first asked for, so that `ebbline --help` starts at once.
    if name == "open":
        from ebbline.api import open as opener

        return opener
    if name == "Ledger":
        from ebbline.api import Ledger

        return Ledger
    raise AttributeError(f"module 'ebbline' has no attribute {name!r}")
