"""Roster cells that name several groups: 'Sales; Project Apollo'. Which counts is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import duckdb
import pandas as pd

from signpost.metrics.model.keys import group_key
from signpost.pipelines.errors import open_question
from signpost.pipelines.facts.fact_rows import GROUP_CHOICES
from signpost.pipelines.model.fact_columns import OK
from signpost.pipelines.reading.plan import Replies

_BETWEEN = re.compile(r"\s*[;|\n]\s*")
QUESTION = (
    "Which counts: the one named first, the last, the smallest or the largest? Or is it one name?"
)
ONE_NAME = "one_name"
CELL_CHOICES = (*GROUP_CHOICES, ONE_NAME)


def one_group_per_cell(
    con: duckdb.DuckDBPyConnection, known: Collection[str], answers: Replies
) -> None:
    """Replace cells of several groups in view `p` by the one that counts.

    Raises UnreadableFile with a question. A name with a semicolon of which no part is a group
    elsewhere stays one name.
    """
    rows = con.execute(f'select "group", count(*) from p where {OK} group by 1').fetchall()
    texts = {text: times for text, times in rows if text}
    parts = {text: [one for one in _BETWEEN.split(text) if one] for text in texts}
    alone = {group_key(text) for text in texts if len(parts[text]) == 1} | set(known)
    several = {
        text: found for text, found in parts.items()
        if len(found) > 1 and any(group_key(one) in alone for one in found)
    }  # fmt: skip
    if not several:
        return
    chosen = answers.get("several_groups", "").strip().casefold()
    if chosen == ONE_NAME:
        return
    if chosen not in CELL_CHOICES:
        people, example = sum(texts[text] for text in several), min(several)
        raise open_question(
            "several_groups",
            f"{people} people are in several groups, such as {example!r}; a person counts in one.",
            QUESTION,
            CELL_CHOICES,
        )
    sizes: Counter[str] = Counter()
    for text, found in parts.items():
        sizes.update({group_key(one): texts[text] for one in found})
    _replace(con, {text: _one(found, chosen, sizes) for text, found in several.items()})


def _one(found: list[str], chosen: str, sizes: Counter[str]) -> str:
    if chosen in ("first", "last"):
        return found[0 if chosen == "first" else -1]
    by_size = sorted(found, key=lambda one: sizes[group_key(one)])
    return by_size[0 if chosen == "smallest" else -1]


def _replace(con: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    frame = pd.DataFrame({"text": list(names), "one": list(names.values())}, dtype="object")
    con.register("incoming", frame)
    con.execute(
        'create or replace table one_each as select p.* replace (coalesce(i.one, p."group") '
        'as "group") from p left join incoming as i on i.text = p."group"'
    )
    con.unregister("incoming")
    con.execute("create or replace view p as from one_each")
