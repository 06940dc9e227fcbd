"""A lottery of places inside groups: drawn from a seed, so that anybody can draw it again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from signpost.metrics.model.types import Floats, Ints

REDRAWS = 999
_SEED = 20261129
_CELLS_AT_ONCE = 2_000_000


def draw_places(block: Ints, share: float, seed: int) -> Ints:
    """(n,) 1 for those drawn: in each block `share` of its people, at least one and not all.

    Nobody is drawn in a block of one person. People must be in a fixed order.
    """
    rng = np.random.default_rng(seed)
    arm = np.zeros(len(block), dtype=np.int64)
    key = rng.random(len(block))
    for number in np.unique(block):
        rows = np.flatnonzero(block == number)
        places = min(max(round(share * len(rows)), 1), len(rows) - 1)
        arm[rows[np.argsort(key[rows], kind="stable")[:places]]] = 1
    return arm


def redraws(arm: Floats, block: Ints, draws: int = REDRAWS) -> Iterator[Floats]:
    """Yield (d, n) arms drawn again within blocks, as many in each block as there were."""
    rng = np.random.default_rng(_SEED)
    within = arm[np.lexsort((-arm, block))]
    at_once = max(1, _CELLS_AT_ONCE // max(len(arm), 1))
    for begin in range(0, draws, at_once):
        key = rng.random((min(at_once, draws - begin), len(arm)))
        order = np.lexsort((key, np.broadcast_to(block, key.shape)), axis=-1)
        drawn = np.empty_like(key)
        np.put_along_axis(drawn, order, np.broadcast_to(within, key.shape), axis=1)
        yield drawn
