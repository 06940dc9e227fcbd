"""Honest intervals widen with the bend that is allowed."""

import numpy as np
import pytest

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


def test_without_noise_only_the_bend_is_left() -> None:
    before, after = np.array([0.0, 0.0, 0.0]), np.array([0.5, 0.5])
    found = honest_path(before, after, np.zeros((5, 5)), np.array([0.5, 0.5]))
    assert honest_interval(found, 0.0) == (0.5, 0.5)
    low, high = honest_interval(found, 0.01)
    assert 0.5 - low == pytest.approx(0.01 * found.bias.min())
    assert high - 0.5 == pytest.approx(0.01 * found.bias.min())
