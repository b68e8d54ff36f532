"""Private persons' names out of everything that leaves the ledger: the role stands in their place."""

from ebbline.privacy.mask import Cover, Mask

__all__ = ["Cover", "Mask"]
