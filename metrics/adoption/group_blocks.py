"""GroupBlocks of groups by the headcounts of the roster: the borders that every table keeps to."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from signpost.metrics.disclosure.blocks import GroupBlocks, build_blocks, quarter_starts
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats
from signpost.metrics.panel.group_hierarchy import NEAR, hierarchy
from signpost.metrics.panel.membership import roster_begins
from signpost.warehouse import Reader

_SQL = statements("panel/panel.sql")


def group_blocks(reader: Reader, programme: Programme) -> GroupBlocks:
    """Return the blocks from the first day that is measured to the last; none without a roster."""
    areas = tuple(sorted(programme.areas.items()))
    key = ("blocks", programme.minimum_group_size, areas)
    return reader.once(key, lambda: _group_blocks(reader, programme))


def _group_blocks(reader: Reader, programme: Programme) -> GroupBlocks:
    begins = roster_begins(reader)
    first: date | None = reader.one(_SQL["first_measured_day"])[0]
    last: date | None = reader.one(_SQL["last_measured_day"])[0]
    if begins is None or first is None or last is None:
        return GroupBlocks()
    first = max(begins, first)
    changes = reader.frame(_SQL["headcount_changes"])
    changes["day"] = [
        day.date() if isinstance(day, pd.Timestamp) else day for day in changes["day"]
    ]
    changes = changes[changes["day"] <= max(first, last)]
    groups = sorted(changes["group_id"].unique())
    days = sorted({first, *quarter_starts(first, last), *changes["day"][changes["day"] > first]})
    heads = _headcounts(changes, groups, days)
    named = hierarchy(reader, programme, groups).set_index("group", drop=False).loc[groups]
    near = np.stack([pd.factorize(named[table])[0] for table in NEAR])
    return build_blocks(groups, days, heads, near, programme.minimum_group_size)


def _headcounts(changes: pd.DataFrame, groups: list[str], days: list[date]) -> Floats:
    """Return (groups, days) people from each day on."""
    row = pd.Index(groups).get_indexer(pd.Index(changes["group_id"]))
    position = {day: i for i, day in enumerate(days)}
    column = np.array([position.get(day, 0) for day in changes["day"]], dtype=np.int64)
    gained = np.zeros((len(groups), len(days)))
    np.add.at(gained, (row, column), changes["change"].to_numpy(float))
    return gained.cumsum(axis=1)
