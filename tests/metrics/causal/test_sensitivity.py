"""Honest intervals widen with the bend that is allowed."""

import numpy as np

from signpost.metrics.causal.inference.sensitivity import honest_interval, honest_path


def path():  # type: ignore[no-untyped-def]
    before, after = np.array([0.01, -0.01, 0.0]), np.array([0.5, 0.5])
    return honest_path(before, after, 0.01**2 * np.eye(5), np.array([0.5, 0.5]))


def test_more_bend_means_a_wider_interval_round_the_effect() -> None:
    widths = []
    for bend in (0.0, 0.01, 0.05):
        low, high = honest_interval(path(), bend)
        assert low < 0.5 < high
        widths.append(high - low)
    assert widths == sorted(widths)
    assert widths[0] < 0.5 * widths[2]


def test_a_straight_line_before_is_carried_on() -> None:
    before, after = np.array([-0.3, -0.2, -0.1]), np.array([0.1, 0.2])
    found = honest_path(before, after, 0.01**2 * np.eye(5), np.array([0.5, 0.5]))
    low, high = honest_interval(found, 0.0)
    assert low < 0 < high
