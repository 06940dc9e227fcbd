"""Which column of a table holds the groups, or where their one name stands around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from signpost.metrics.model.keys import group_key
from signpost.pipelines.errors import open_question
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.shapes.period_shapes import column_at
from signpost.pipelines.shapes.table_blocks import Block, label_columns
from signpost.pipelines.text.column_synonyms import GROUP
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import has_pattern

GROUP_HEADERS = frozenset(
    (
        *GROUP,
        *("row labels", "zeilenbeschriftungen", "étiquettes de lignes", "etiquetas de fila"),
        *("rijlabels", "etichette di riga", "etykiety wierszy", "queue", "queue name"),
        *("cost center", "cost centre", "kostenstelle", "warteschlange", "unit", "area"),
    )
)
_GROUP_ABOVE = re.compile(rf"(?:{'|'.join(map(re.escape, GROUP))})\s*[:=]\s*(.+)", re.I)
"""A line above a table that names its group: 'Department: Sales'."""


def group_named(block: Block, groups: Collection[str], answers: Replies) -> Block | None:
    """Name the column of groups so: by its name, or because its values are groups we know."""
    several = [
        at for at, name in enumerate(block.names)
        if normalise(name) in GROUP and len(set(has_pattern(block.column(at)))) > 1
    ]  # fmt: skip
    if len(several) > 1:
        return _one_of(block, several, groups, answers)
    if column_at(block, GROUP) is not None:
        return block
    at = column_at(block, GROUP_HEADERS)
    if groups and (at is None or not known_share(block.column(at), groups)):
        shares = {i: known_share(block.column(i), groups) for i in label_columns(block)}
        best = max(shares, key=lambda i: shares[i], default=None)
        at = best if best is not None and shares[best] >= 0.5 else at
    if at is None:
        return None
    return renamed(block, at, "Group").told(f"Column {block.names[at]} holds the groups.")


def _one_of(
    block: Block, several: Sequence[int], groups: Collection[str], answers: Replies
) -> Block:
    """Keep the column of the groups that rosters know, of a division and its teams; else ask."""
    names = [block.names[at] for at in several]
    shares = [known_share(block.column(at), groups) for at in several]
    said = answers.get("group_column", "").strip().casefold()
    best = [at for at, share in zip(several, shares, strict=True) if share == max(shares)]
    chosen = [at for at, name in zip(several, names, strict=True) if name.casefold() == said]
    chosen = chosen or best
    if len(chosen) > 1:
        raise open_question(
            "group_column",
            f"Columns {' and '.join(names)} all name groups.",
            "Which of them has the groups that are compared?",
            names,
        )
    keep = [at for at in range(len(block.names)) if at not in several or at == chosen[0]]
    made = replace(
        block,
        names=tuple("Group" if at == chosen[0] else block.names[at] for at in keep),
        rows=tuple(tuple(row[at] for at in keep) for row in block.rows),
    )
    others = ", ".join(name for name in names if name != block.names[chosen[0]])
    return made.doubted(f"Column {block.names[chosen[0]]} holds the groups, not {others}.")


def group_around(block: Block, around: Sequence[str], groups: Collection[str]) -> Block | None:
    """Add the group that stands above the table, or is the name of its sheet or file."""
    said = _GROUP_ABOVE.fullmatch(block.title)
    name = said[1] if said else ""
    name = name or next((one for one in (block.title, *around) if group_key(one) in groups), "")
    if not name:
        return None
    rows = tuple((name, *row) for row in block.rows)
    made = replace(block, names=("Group", *block.names), rows=rows)
    return made.told(f"The group {name} was taken from above the table, or from a name.")


def known_share(cells: Sequence[str], groups: Collection[str]) -> float:
    """Return the share of the cells that name groups we know."""
    values = has_pattern(cells)
    return sum(group_key(value) in groups for value in values) / len(values) if values else 0.0


def renamed(block: Block, at: int, name: str) -> Block:
    """Return the block with one column renamed."""
    return replace(block, names=(*block.names[:at], name, *block.names[at + 1 :]))
