"""Report to Document: sentences and words with exact offsets, by rules (`segment`) or by the model (`reader`)."""

from ebbline.language.segment import segment

__all__ = ["segment"]
