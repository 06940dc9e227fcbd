"""Group names: one spelling per group, decisions remembered, the nearest known name offered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import duckdb

from signpost import clock
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.nearest_name import nearest
from signpost.warehouse.connection import Writer

_OK = "skip is null and problems is null"


class UnmatchedGroup(NamedTuple):
    """A group name no roster has, and the known one most like it."""

    label: str
    nearest: str | None


def record_group_names(
    con: duckdb.DuckDBPyConnection, fields: Collection[str], decided: Mapping[str, str]
) -> None:
    """Make table `labels` (text, group_id, label) of the group names in `fields` of view `p`."""
    if not fields:
        return  # no facts ask for it
    every = " union ".join(
        f'select distinct "{name}" from p where "{name}" is not null and {_OK}' for name in fields
    )
    texts = [text for (text,) in con.execute(every).fetchall()]
    keys = [group_key(text) for text in texts]
    ids = [decided.get(key, key) for key in keys]
    con.execute(
        "create or replace table labels as select unnest(cast(? as varchar[])) as text, "
        "unnest(cast(? as varchar[])) as group_id, unnest(cast(? as varchar[])) as label",
        [texts, ids, [" ".join(text.split()) for text in texts]],
    )


def unmatched_groups(labels: Mapping[str, str], known: Mapping[str, str]) -> list[UnmatchedGroup]:
    """Those of `labels` (id -> label) no roster names; `known` is the roster's id -> label."""
    found = []
    for key, label in sorted(labels.items()):
        if key in known:
            continue
        near = nearest(key, known)
        found.append(UnmatchedGroup(label, None if near is None else known[near]))
    return found


def decide_group(writer: Writer, spelling: str, group: str, *, who: str) -> None:
    """Remember that `spelling` means `group`; files read from now on follow it."""
    now = clock.timestamp()
    writer.execute(
        "insert or replace into group_alias values (?, ?, ?, ?)",
        [group_key(spelling), group_key(group), who, now],
    )
