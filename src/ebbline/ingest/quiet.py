"""Libraries that speak to standard error by way of logging are told not to: what matters becomes a note or an error."""

from __future__ import annotations

import logging
from functools import cache


@cache
def hush(library: str) -> None:
    """Keep a library's log messages from the terminal; a program that sets up logging still gets them."""
    logging.getLogger(library).addHandler(logging.NullHandler())
