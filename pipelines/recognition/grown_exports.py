"""An export that has grown: counters of use that are newer than its reader count as use, too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from signpost.pipelines.model.cells import Cell
from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import Match

_PLAIN = re.compile(r"\d+(\.\d+)?|true|false|yes|no", re.I)
_MOST = 60
"""New columns of one file that are read."""


def with_new_counters(
    match: Match, headers: Sequence[str], below: Sequence[Sequence[str]]
) -> tuple[Match, tuple[str, ...]]:
    """Return the match with the new counters and yes/no columns of its platform, and their names.

    Which names can be counters of use the source says (`grows`). A row is active by them where all
    it was known for is idle.
    """
    source = match.source
    if not source.grows:
        return match, ()
    pattern, used = re.compile(source.grows, re.I), set(match.columns.values())
    new = [
        at
        for at, header in enumerate(headers)
        if at not in used and pattern.fullmatch(header.strip()) and _counts(below, at)
    ][:_MOST]
    if not new:
        return match, ()
    fields = {
        f"new_{at}": Cell("text", (headers[at].strip(),), optional=True, blank=True) for at in new
    }
    columns = {**match.columns, **{f"new_{at}": at for at in new}}
    grown = replace(
        source, fields={**source.fields, **fields}, actions=_actions(source, list(fields))
    )
    return Match(grown, columns), tuple(headers[at].strip() for at in new)


def _actions(source: Source, new: list[str]) -> dict[str, str]:
    known = ", ".join(f"cast({sql} as double)" for sql in source.actions.values())
    top = f"coalesce(greatest({known}), 0)" if len(source.actions) > 1 else f"coalesce({known}, 0)"
    some = " or ".join(f"flag_of({name}) or try_cast({name} as double) > 0" for name in new)
    return {**source.actions, "other": f"case when {top} = 0 and ({some}) then 1 end"}


def _counts(rows: Sequence[Sequence[str]], at: int) -> bool:
    values = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    return bool(values) and all(_PLAIN.fullmatch(value) for value in values)
