"""Group names: one spelling per group, decisions remembered, the nearest known name offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import duckdb
import pandas as pd

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.nearest_name import nearest
from signpost.warehouse.connection import Writer

_OK = "skip is null and problems is null"


class UnmatchedGroup(NamedTuple):
    """A group name no roster has, and the known one most like it."""

    label: str
    nearest: str | None


def record_group_names(
    con: duckdb.DuckDBPyConnection, fields: Iterable[str], decided: Mapping[str, str]
) -> None:
    """Make table `labels` (text, group_id, label) of the group names in `fields` of view `p`."""
    every = " union ".join(
        f'select distinct "{name}" from p where "{name}" is not null and {_OK}' for name in fields
    )
    texts = [text for (text,) in con.execute(every).fetchall()] if every else []
    ids = [group_key(text) for text in texts]
    frame = pd.DataFrame(
        {
            "text": texts,
            "group_id": [decided.get(found, found) for found in ids],
            "label": [" ".join(text.split()) for text in texts],
        },
        dtype="object",
    )
    con.register("incoming", frame)
    con.execute(
        "create or replace table labels as select cast(text as varchar) as text, "
        "cast(group_id as varchar) as group_id, cast(label as varchar) as label from incoming"
    )
    con.unregister("incoming")


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
    now = datetime.now(UTC).replace(tzinfo=None)
    writer.execute(
        "insert or replace into group_alias values (?, ?, ?, ?)",
        [group_key(spelling), group_key(group), who, now],
    )
