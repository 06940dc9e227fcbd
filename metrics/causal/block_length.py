"""How long a block of periods is, so that weeks, months and years are cut sensibly."""

from __future__ import annotations

BLOCKS = 20
"""A panel is cut into about this many blocks: 78 weeks into fours, 24 months into ones."""
LONGEST_BLOCK = 4
QUARTERS = 4
SHORTEST_QUARTER = 4


def block_length(periods: int) -> int:
    """Periods per block, one to four."""
    return min(max(round(periods / BLOCKS), 1), LONGEST_BLOCK)


def quarter(periods: int) -> int:
    """Periods in a short stretch: a quarter of the panel, at least four."""
    return max(round(periods / QUARTERS), SHORTEST_QUARTER)
