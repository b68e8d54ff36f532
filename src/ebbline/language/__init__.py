"""Report to Document: sentences and tokens with exact offsets."""

from ebbline.language.segment import segment

__all__ = ["segment"]
