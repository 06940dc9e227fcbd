"""Publishable blocks: one partition of the groups per day, the same for every table.

Groups under the minimum join others until each block has the minimum number of people. Only
headcount decides, so that no two tables draw different borders: the part that two borders cut out
between them would be smaller than the minimum. A join is kept. A block is split at the start of a
quarter only, where both parts had the minimum, or nobody, on every day of the quarter before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from signpost.metrics.disclosure.suppression import MIXED, allowed_minimum, suppression_blocks
from signpost.metrics.model.types import Floats, Ints


@dataclass(frozen=True)
class GroupBlocks:
    """The blocks from each of some days on; a group that no headcount knows is its own block."""

    days: tuple[date, ...] = ()
    partitions: tuple[Mapping[str, str], ...] = ()
    """Group -> block, one per day, a block being named by one of its groups."""

    def on(self, day: date) -> Mapping[str, str]:
        """Return group -> block on a day; before the first day, as on the first."""
        if not self.days:
            return {}
        return self.partitions[max(bisect_right(self.days, day) - 1, 0)]

    def ever(self) -> Mapping[str, str]:
        """Return group -> block where groups that were ever together are together."""
        found: dict[str, str] = {}
        for partition in self.partitions:
            found = joined_labels(found, partition)
        return found


def joined_labels(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Return name -> label of the finest partition that neither of the two cuts."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for side, partition in (("one", one), ("other", other)):
        for name, label in partition.items():
            parent[root((side, label))] = root(("name", name))
    first: dict[tuple[str, str], str] = {}
    names = sorted({*one, *other})
    return {name: first.setdefault(root(("name", name)), name) for name in names}


def build_blocks(
    groups: Sequence[str], days: Sequence[date], heads: Floats, near: Ints, minimum: int
) -> GroupBlocks:
    """Return the blocks of a history of headcounts.

    `heads` is (groups, days): people from each of the days on; days ascend and hold every start of
    a quarter in between. `near` is (tables, groups): what each group is counted under, numbers.
    """
    minimum = allowed_minimum(minimum)
    quarters = [_quarter(day) for day in days]
    block = np.arange(len(groups))
    found: list[tuple[date, Mapping[str, str]]] = []
    for i, day in enumerate(days):
        if i and quarters[i] != quarters[i - 1]:
            before = [j for j in range(i) if quarters[j] == quarters[i - 1]]
            if days[before[0]] == quarter_start(days[before[0]]):
                block = _split(block, heads[:, before], minimum)
        block = _join(block, heads[:, i], near, minimum)
        named = {group: groups[int(label)] for group, label in zip(groups, block, strict=True)}
        if not found or found[-1][1] != named:
            found.append((day, named))
    return GroupBlocks(tuple(day for day, _ in found), tuple(named for _, named in found))


def quarter_start(day: date) -> date:
    """Return the first day of the calendar quarter."""
    return date(day.year, 3 * _quarter(day)[1] + 1, 1)


def quarter_starts(first: date, last: date) -> list[date]:
    """Return the first days of the quarters after `first`, until `last`."""
    starts, day = [], quarter_start(first)
    while (day := quarter_start(day + timedelta(days=95))) <= last:
        starts.append(day)
    return starts


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _join(block: Ints, people: Floats, near: Ints, minimum: int) -> Ints:
    """Join blocks under the minimum with the nearest, smallest ones."""
    sizes: Floats = np.bincount(block, people, len(block)).astype(np.float64)
    if not ((sizes > 0) & (sizes < minimum)).any():
        return block
    units = np.unique(block)
    labels: Ints = np.stack([_common_label(table, block, units) for table in near])
    merged = suppression_blocks(sizes[units], labels, minimum)
    return _renamed(units[merged[np.searchsorted(units, block)]])


def _common_label(labels: Ints, block: Ints, units: Ints) -> Ints:
    """(units,) the label that all groups of a block share, else MIXED."""
    own = [np.unique(labels[block == unit]) for unit in units]
    return np.array([one[0] if len(one) == 1 else MIXED for one in own])


def _split(block: Ints, people: Floats, minimum: int) -> Ints:
    """Take out of each block the groups that, like the others of it, may stand alone."""
    block = block.copy()
    for unit in np.unique(block):
        inside = np.flatnonzero(block == unit)
        for group in inside[np.argsort(-people[inside].min(axis=1), kind="stable")]:
            others = np.setdiff1d(np.flatnonzero(block == block[group]), [group])
            parts = people[group], people[others].sum(axis=0)
            if others.size and all(_may_stand(part, minimum) for part in parts):
                block[others], block[group] = others.min(), group
    return block


def _may_stand(people: Floats, minimum: int) -> bool:
    return bool(people.min() >= minimum or people.max() == 0)


def _renamed(block: Ints) -> Ints:
    """Name each block by the first of its groups."""
    _, first, number = np.unique(block, return_index=True, return_inverse=True)
    return np.asarray(first[number])
