"""What examples teach of claims, as numbers: by word, and by pair of a claim's word and a mention's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import torch

from training.examples import Told
from training.network import IGNORED

if TYPE_CHECKING:
    from training.batches import Labels, Stretch

Table = npt.NDArray[np.int64]


class ClaimTargets:
    """Turns the claims of stretches into targets."""

    def __init__(self, labels: Labels) -> None:
        self._claims, self._certainties, self._factors = (
            {value: number for number, value in enumerate(values)}
            for values in (labels.claims, labels.certainties, labels.factors)
        )
        self._roles = labels.roles

    def tensors(self, group: Sequence[Stretch], wide: int) -> dict[str, torch.Tensor]:
        """The fields of a Batch that are about claims."""
        shape = (len(group), wide)
        claims = np.full((*shape, len(self._claims)), IGNORED, np.int64)
        carried = np.zeros_like(claims)
        claimed = np.full(shape, IGNORED, np.int64)
        factors = np.full((*shape, 2), IGNORED, np.int64)
        pairs: list[tuple[int, int, int]] = []
        roles: list[list[int]] = []
        for row, stretch in enumerate(group):
            taught = stretch.example.claims
            if taught is None:
                continue
            claims[row, : stretch.whole - stretch.start] = 0
            own = [told.moved(stretch.start) for told in taught if stretch.start <= told.anchor < stretch.whole]
            for told in own:
                self._mark(told, claims[row], carried[row], claimed[row], factors[row])
            for anchor, mention, parts in self._parties(own, stretch):
                pairs.append((row, anchor, mention))
                roles.append(parts)
        return {
            "claims": torch.from_numpy(claims),
            "carried": torch.from_numpy(carried),
            "claimed": torch.from_numpy(claimed),
            "factors": torch.from_numpy(factors),
            "pairs": torch.tensor(pairs, dtype=torch.long).view(-1, 3),
            "roles": torch.tensor(roles, dtype=torch.long).view(-1, len(self._roles)),
        }

    def _mark(self, told: Told, claims: Table, carried: Table, claimed: Table, factors: Table) -> None:
        """Writes one claim into the rows of its stretch."""
        main = self._claims.get(told.labels[0])
        if main is not None:
            claims[told.anchor, main] = 1
            carried[max(told.start, 0) : told.stop, main] = 1
        for label in told.labels[1:]:
            other = self._claims.get(label)
            if other is not None and claims[told.anchor, other] != 1:
                claims[told.anchor, other] = IGNORED
        claimed[told.anchor] = self._certainties[told.certainty]
        for side, factor in enumerate((told.cause, told.effect)):
            if factor is not None:
                factors[told.anchor, side] = self._factors.get(factor, IGNORED)

    def _parties(self, own: Sequence[Told], stretch: Stretch) -> Iterator[tuple[int, int, list[int]]]:
        """Each word that claims hang on with each mention of its stretch, and what part it plays for sure."""
        size = stretch.whole - stretch.start
        mentions = [(word - stretch.start, place) for word, place in stretch.example.mentions]
        mentions = [(word, place) for word, place in mentions if 0 <= word < size]
        by_anchor: dict[int, list[Told]] = defaultdict(list)
        for told in own:
            by_anchor[told.anchor].append(told)
        for anchor, claims in by_anchor.items():
            parties = _parties_of(claims)
            for word, is_place in mentions:
                parts = [
                    self._part(anchor, word, parties[role], size)
                    if role in parties and (role == "place") == is_place
                    else IGNORED
                    for role in self._roles
                ]
                if any(part != IGNORED for part in parts):
                    yield anchor, word, parts

    def _part(self, anchor: int, word: int, parties: Sequence[Sequence[int]], size: int) -> int:
        """1 for the nearest mention of a party, IGNORED for its other ones, 0 for who is no party."""
        naming = [mentions for mentions in parties if word in mentions]
        if not naming:
            return 0
        near = min(abs(other - anchor) for other in chain.from_iterable(naming) if 0 <= other < size)
        return 1 if abs(word - anchor) == near else IGNORED


def _parties_of(claims: Sequence[Told]) -> Mapping[str, list[Sequence[int]]]:
    out: dict[str, list[Any]] = {}
    for told in claims:
        for role, found in told.parties:
            out.setdefault(role, []).extend(found)
    return out
