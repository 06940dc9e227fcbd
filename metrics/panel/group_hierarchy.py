"""Group hierarchy: label, parent and area of each group, and all together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import By
from signpost.metrics.register.group_spellings import group_spellings
from signpost.metrics.register.versions import programme_history
from signpost.warehouse import Reader

TABLES: tuple[By, ...] = ("group", "parent", "area", "all")
NAMED: tuple[By, ...] = ("group", "parent")
"""Tables whose rows are groups, with a label of their own."""
NEAR = ("group", "first_parent", "first_area")
"""What says which groups are near each other: where they were counted at first. It never changes,
so that moving a small group to another area later does not give it away."""
NONE = "none"
_SQL = statements("panel/panel.sql")


def group_labels(reader: Reader) -> dict[str, str]:
    """Return group_id -> label, where a file has one."""
    return {group: label for group, label, _, _ in reader.rows(_SQL["labels"])}


def hierarchy(reader: Reader, programme: Programme, groups: Iterable[str]) -> pd.DataFrame:
    """Return one row per group: group, label, TABLES and NEAR; never missing.

    A group that others have as their parent is counted under itself. Areas of the programme come
    before those of the files.
    """
    every, areas = tuple(sorted(set(groups))), tuple(sorted(programme.areas.items()))
    key = ("hierarchy", every, areas)
    return reader.once(key, lambda: _hierarchy(reader, programme, every)).copy()


def _hierarchy(reader: Reader, programme: Programme, every: Sequence[str]) -> pd.DataFrame:
    history = programme_history(reader)
    begun = history[0].programme if history else programme
    now = _counted(reader, programme, every, "labels")
    first = _counted(reader, begun, every, "first_labels")
    return now.assign(all="all", first_parent=first["parent"], first_area=first["area"])


def _counted(
    reader: Reader, programme: Programme, groups: Sequence[str], statement: str
) -> pd.DataFrame:
    details = {group: rest for group, *rest in reader.rows(_SQL[statement])}
    names = group_spellings(reader)
    areas = {group_key(name, names): area for name, area in programme.areas.items()}
    parents = {parent for _, parent, _ in details.values() if parent}
    rows = []
    for group in groups:
        label, parent, area = details.get(group, (group, None, NONE))
        own = group if group in parents else NONE
        rows.append((group, label, parent or own, areas.get(group, area)))
    return pd.DataFrame(rows, columns=["group", "label", "parent", "area"])
