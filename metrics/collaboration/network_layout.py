"""Layout of the collaboration network: positions on a map and order of the groups in a table."""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import squareform

from signpost.metrics.model.types import Floats, Ints

_ITERATIONS = 300
"""Of moving every group to where its distances fit best; each lowers the misfit."""
_TINY = 1e-9
_NO_PATH_FACTOR = 1.5
"""How far apart groups without any way between them lie, against the longest way there is."""


def tie_strengths(share: Floats) -> Floats:
    """Return (G, G) how much two groups work together: mean of both shares; 0 with itself."""
    mean = np.nan_to_num(share + share.T) / 2
    np.fill_diagonal(mean, 0.0)
    return mean


def tie_lengths(strength: Floats) -> Floats:
    """Return (G, G) the length of each tie, short where the shared work is much; 0: no tie."""
    return np.divide(1.0, strength, out=np.zeros_like(strength), where=strength > 0)


def layout_order(share: Floats) -> Ints:
    """Return (G,) an order of the groups in which those that work together are neighbours.

    Average linkage, its leaves in the best order: Bar-Joseph, Gifford and Jaakkola, Bioinformatics
    17 (2001) S22.
    """
    if len(share) < 3:
        return np.arange(len(share))
    tree = linkage(
        squareform(_path_lengths(tie_strengths(share)), checks=False),
        "average",
        optimal_ordering=True,
    )
    return leaves_list(tree).astype(np.int64)


def layout_positions(share: Floats) -> Floats:
    """Return (G, 2) a position in the unit square for each group, near to those it works with.

    Distances on the map follow the shortest ways through the network: stress majorisation (Gansner,
    Koren and North, Graph Drawing 2004), begun from classical scaling, so that the same network
    gives the same map.
    """
    groups = len(share)
    if groups < 2:
        return np.full((groups, 2), 0.5)
    wanted = _path_lengths(tie_strengths(share))
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    position = _scaled(wanted)
    for _ in range(_ITERATIONS):
        apart = np.linalg.norm(position[:, None] - position[None, :], axis=2)
        pull = np.divide(weight * wanted, apart, out=np.zeros_like(apart), where=apart > _TINY)
        position = inverse @ ((np.diag(pull.sum(axis=1)) - pull) @ position)
    low, size = position.min(axis=0), np.ptp(position, axis=0)
    return np.where(size > _TINY, (position - low) / np.where(size > _TINY, size, 1.0), 0.5)


def _path_lengths(strength: Floats) -> Floats:
    """Return (G, G) the shortest path between two groups, square root so that hubs do not clump.

    Where there is no way: half as long again as the longest.
    """
    way = np.sqrt(shortest_path(tie_lengths(strength), directed=False))
    finite = way[np.isfinite(way)]
    longest = float(finite.max()) if finite.max() > 0 else 1.0
    return np.where(np.isfinite(way), way, _NO_PATH_FACTOR * longest)


def _scaled(distance: Floats) -> Floats:
    """Return the classical scaling into two dimensions (Torgerson, Psychometrika 17 (1952) 401)."""
    middle = np.eye(len(distance)) - 1.0 / len(distance)
    values, vectors = np.linalg.eigh(-0.5 * middle @ distance**2 @ middle)
    position = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0.0))
    signs = np.sign(position[np.argmax(np.abs(position), axis=0), [0, 1]])
    return position * np.where(signs == 0, 1.0, signs)
