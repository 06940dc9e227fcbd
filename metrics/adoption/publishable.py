"""Publishable tables from counts per group: totals, withheld cells, labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from signpost.metrics.adoption.group_blocks import group_blocks
from signpost.metrics.disclosure.suppression import protect, suppression_pools
from signpost.metrics.model.calendar import DaySpan
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import By, Floats
from signpost.metrics.panel.adoption_counts import FLOW
from signpost.metrics.panel.contact_matrix import (
    EARLIEST_DAY,
    contact_shares,
    interactions,
    mean_shares,
)
from signpost.metrics.panel.group_hierarchy import NAMED, NEAR, TABLES, group_labels, hierarchy
from signpost.warehouse import Reader


def publishable_table(
    reader: Reader, programme: Programme, counts: pd.DataFrame, figures: Sequence[str], by: By
) -> pd.DataFrame:
    """Return group, period, people, figures, withheld, group_id in name and time order.

    `counts` has group (an id, or two of them joined by FLOW), period (any label), people and the
    additive figures. `group` of the answer is the label people know. Counts by FLOW give groups as
    they are: a move counts where at least the minimum made it together. Others stay counted where
    they were, for the difference to the table of groups as they were would be about them.
    """
    table = publishable_tables(reader, programme, counts, figures)[by]
    columns = ["group", "period", "people", *figures, "withheld", "group_id"]
    return labelled_table(reader, table, by)[columns]


def labelled_table(reader: Reader, table: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return the table with `by` as group_id and its label as group, in name and time order."""
    table = table.rename(columns={by: "group_id"})
    names = reader.once("group labels", lambda: group_labels(reader)) if by in NAMED else {}
    table.insert(0, "group", [names.get(group, group) for group in table["group_id"]])
    return table.sort_values(["group", "period"], ignore_index=True)


def publishable_tables(
    reader: Reader, programme: Programme, counts: pd.DataFrame, figures: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return every table there is of these counts, as `protect` does."""
    minimum = programme.minimum_group_size
    counts = counts.sort_values(["group", "period"], ignore_index=True)
    if counts["group"].str.contains(FLOW, regex=False).any():
        units = _moves(reader, programme, counts, figures)
        return protect(units, TABLES, figures, minimum=minimum, near=NEAR, within="before")
    named = hierarchy(reader, programme, counts["group"])
    blocks = group_blocks(reader, programme).ever()
    block = [blocks.get(group, group) for group in named["group"]]
    units = counts.merge(named.assign(block=block), on="group")
    return protect(units, TABLES, figures, minimum=minimum, near=NEAR, joined="block")


def _moves(
    reader: Reader, programme: Programme, counts: pd.DataFrame, figures: Sequence[str]
) -> pd.DataFrame:
    """Units (was, now) with small moves undone; `before`: the blocks of the table as it was."""
    minimum, sums = programme.minimum_group_size, ["people", *figures]
    both = counts["group"].str.split(FLOW, regex=False, expand=True)
    flows = counts.assign(was=both[0], now=both[1])
    flows["now"] = flows["now"].where(flows["people"] >= minimum, flows["was"])
    flows = flows.groupby(["period", "was", "now"], sort=True)[sums].sum().reset_index()
    named = hierarchy(reader, programme, pd.concat([flows["was"], flows["now"]]))
    was = flows.groupby(["period", "was"], sort=True)["people"].sum().reset_index()
    was = was.merge(named, left_on="was", right_on="group")
    was["before"] = suppression_pools(was, NEAR, minimum=minimum)
    placed = flows.merge(was[["period", "was", "before"]], on=["period", "was"])
    return placed.merge(named, left_on="now", right_on="group")


def hidden_groups(reader: Reader, programme: Programme) -> frozenset[str]:
    """Return the groups that were ever hidden together with another."""
    blocks = group_blocks(reader, programme).ever()
    members = Counter(blocks.values())
    return frozenset(group for group, block in blocks.items() if members[block] > 1)


_POOL = "\0"
"""Name of all hidden groups together; no group is called so."""


def published_contacts(
    reader: Reader, programme: Programme, groups: Sequence[str], before: date
) -> Floats | None:
    """Return (G, G) shares as `contact_shares` does; hidden groups have those of all of them.

    Whatever a check says of contacts would else be about one of them.
    """
    hidden = hidden_groups(reader, programme)
    if not hidden.intersection(groups):
        return contact_shares(reader, groups, before)
    rows = interactions(reader, DaySpan(EARLIEST_DAY, before - timedelta(days=1)))
    named = {
        end: [_POOL if group in hidden else group for group in rows[end]]
        for end in ("from_group", "to_group")
    }
    order = [*(group for group in groups if group not in hidden), _POOL]
    shares = mean_shares(rows.assign(**named), order)
    if not np.isfinite(shares).any():
        return None
    place = np.array([order.index(_POOL if group in hidden else group) for group in groups])
    return np.asarray(shares[np.ix_(place, place)] / np.bincount(place)[place])
