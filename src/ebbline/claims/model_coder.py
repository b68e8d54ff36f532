"""The default coder: rules and the language model together."""

from __future__ import annotations

from multiprocessing import parent_process

from ebbline.actors import Registry
from ebbline.claims.advice import Advice
from ebbline.claims.attribution import Attribution
from ebbline.claims.coder import signed
from ebbline.claims.frames import Frames
from ebbline.claims.heard import attribute_with
from ebbline.claims.lexicon_coder import Heard, LexiconCoder
from ebbline.claims.scales import Scales
from ebbline.config import VERSION
from ebbline.language.reader import Reader
from ebbline.places import Gazetteer

EXTRACTOR = f"ebbline {VERSION} / model_v1"


class ModelCoder(LexiconCoder):
    """Codes English reports: the lexicon's rules propose, the language model proposes, and they are weighed."""

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        registry: Registry | None = None,
        reader: Reader | None = None,
        scales: Scales | None = None,
    ) -> None:
        super().__init__(gazetteer, registry)
        self._reader = reader
        self._frames = Frames.open()
        self._scales = scales or Scales.open()
        self.extractor = signed(EXTRACTOR, self._gazetteer)

    def _heard(self, heard: Heard) -> tuple[tuple[Attribution, ...], Advice | None]:
        if self._reader is None:  # not before a report is there to be read
            self._reader = Reader.open(threads=_threads())
        read = self._reader.read(heard.document.report)
        spans = [place.span for place in heard.places]
        said = attribute_with(read, heard.document, heard.persons, heard.actors, spans)
        return said, Advice(read, heard.scenes, self._frames, self._scales)


def _threads() -> int | None:
    """One for each of several processes, all processors for one alone."""
    return 1 if parent_process() is not None else None
