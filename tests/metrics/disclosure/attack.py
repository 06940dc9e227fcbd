"""What follows from published figures."""

from __future__ import annotations

import numpy as np


def in_span(targets: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Which of the targets are a linear combination of the rows."""
    _, size, axes = np.linalg.svd(rows, full_matrices=False)
    axes = axes[size > 1e-9]
    return np.abs(targets - targets @ axes.T @ axes).max(axis=1) < 1e-9
