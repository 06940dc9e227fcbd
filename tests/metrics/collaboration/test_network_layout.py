from __future__ import annotations

import itertools

import numpy as np
import pytest

from signpost.metrics.collaboration.network_layout import (
    layout_order,
    layout_positions,
    tie_strengths,
)


def blocks(seed: int = 1, near: float = 0.2, far: float = 0.01) -> np.ndarray:
    """Three circles of five that hardly work with each other, in a random order."""
    circle = np.arange(15) % 3
    share = np.where(circle[:, None] == circle[None, :], near, far)
    share += np.random.default_rng(seed).uniform(0, 0.005, (15, 15))
    np.fill_diagonal(share, 0.4)
    return share


def test_strength_is_the_mean_of_both_shares_and_nothing_with_oneself() -> None:
    share = np.array([[0.5, 0.5], [0.1, 0.9]])
    np.testing.assert_allclose(tie_strengths(share), [[0, 0.3], [0.3, 0]])
    assert share[0, 0] == 0.5


def test_circles_stand_together_in_the_order_and_on_the_map() -> None:
    circle = layout_order(blocks()) % 3
    assert sum(a != b for a, b in itertools.pairwise(circle)) == 2
    place = layout_positions(blocks())
    apart = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    same = (np.arange(15) % 3)[:, None] == (np.arange(15) % 3)[None, :]
    assert apart[same].max() < apart[~same].min()
    assert place.min() == 0
    assert place.max() == 1


def test_a_line_of_groups_is_put_in_its_order() -> None:
    shuffled = np.random.default_rng(3).permutation(9)
    along = np.abs(shuffled[:, None] - shuffled[None, :])
    found = shuffled[layout_order(np.where(along == 1, 0.3, 0.0))].tolist()
    assert found in (list(range(9)), list(range(8, -1, -1)))


def test_groups_all_alike_do_not_lie_on_each_other() -> None:
    place = layout_positions(np.where(np.eye(4, dtype=bool), 0.4, 0.2))
    assert len({tuple(np.round(one, 6)) for one in place}) == 4


@pytest.mark.parametrize("groups", [0, 1, 2])
def test_few_groups_and_groups_without_a_tie_have_a_place(groups: int) -> None:
    alone = np.full((groups, groups), np.nan)
    assert sorted(layout_order(alone).tolist()) == list(range(groups))
    assert np.isfinite(layout_positions(alone)).all()
    with_one = blocks()
    with_one[4, :] = with_one[:, 4] = np.nan
    assert 4 in layout_order(with_one)[[0, -1]]
    assert np.isfinite(layout_positions(with_one)).all()


def test_the_same_network_gives_the_same_map() -> None:
    np.testing.assert_array_equal(layout_positions(blocks()), layout_positions(blocks()))
