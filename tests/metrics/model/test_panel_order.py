"""A panel answers the same to the last digit, however its arrays lay in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np

from signpost.metrics.causal.inference.noise import two_way
from signpost.metrics.model.types import Panel


def test_the_order_in_memory_changes_no_digit(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel()
    tables = {f.name: getattr(panel, f.name) for f in fields(panel)}
    turned = {
        name: np.asfortranarray(value)
        for name, value in tables.items()
        if isinstance(value, np.ndarray) and value.ndim == 2
    }
    assert any(not value.flags.c_contiguous for value in turned.values())
    other = replace(panel, **turned)
    for name in turned:
        assert getattr(other, name).flags.c_contiguous, name
        assert np.array_equal(getattr(other, name), tables[name], equal_nan=True)
    assert two_way(other.outcome).tobytes() == two_way(panel.outcome).tobytes()
