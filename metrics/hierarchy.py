"""What a group is counted under: its label, its parent, its area, all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from metrics.programme import Programme
from metrics.starts import group_key, spellings
from metrics.statements import statements
from warehouse import Reader

By = Literal["group", "parent", "area", "all"]
TABLES: tuple[By, ...] = ("group", "parent", "area", "all")
NAMED: tuple[By, ...] = ("group", "parent")
"""Tables whose rows are groups, with a label of their own."""
NONE = "none"
SQL = statements("panel.sql")


def labels(reader: Reader) -> dict[str, str]:
    """Return group_id -> the label people know, where a file says one."""
    return {group: label for group, label, _, _ in reader.rows(SQL["labels"])}


def hierarchy(reader: Reader, programme: Programme, groups: Iterable[str]) -> pd.DataFrame:
    """Return one row per group: group, label, parent, area, all; never missing.

    A group that others have as their parent is counted under itself. Areas of the programme come
    before those of the files.
    """
    known = {group: rest for group, *rest in reader.rows(SQL["labels"])}
    names = spellings(reader)
    areas = {group_key(name, names): area for name, area in programme.areas.items()}
    parents = {parent for _, parent, _ in known.values() if parent}
    rows = []
    for group in sorted(set(groups)):
        label, parent, area = known.get(group, (group, None, NONE))
        own = group if group in parents else NONE
        rows.append((group, label, parent or own, areas.get(group, area), "all"))
    return pd.DataFrame(rows, columns=["group", "label", "parent", "area", "all"])
