"""One table of a file to the tables it holds, each in a shape that is recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.encoding import clean_text, survey_bytes
from signpost.pipelines.files.staging import Table, csv_table
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.recognition.match_table import Mappings, match_table
from signpost.pipelines.shapes.table_blocks import Block, blocks, written
from signpost.pipelines.shapes.table_shapes import shaped
from signpost.pipelines.text.patterns import CUT

_MOST_BYTES = 4 << 20
"""A table that people make by hand is no larger."""


def readable_tables(
    table: Table,
    sources: Collection[Source],
    mappings: Mappings,
    groups: Collection[str],
    answers: Replies,
    work: Path,
) -> list[Table]:
    """Return the table as it is where a platform's reader knows it, else as it can be read.

    Raises UnreadableFile with a question where its shape allows two readings.
    """
    if table.json or table.found.size > _MOST_BYTES or not table.layouts:
        return [table]
    try:
        known = _match(table, sources, mappings)
    except UnreadableFile:
        return [table]  # its refusal says what to do
    if known is not None and (not known.generic or known.table != "outcome"):
        return [table]
    given, table = table, csv_table(table, work)
    if table.parquet:
        return [given]
    text = b"".join(clean_text(table.path, table.found)).decode("utf-8", "replace")
    found = blocks(text, table.layouts[0].delimiter)

    def shape(said: Replies) -> list[Block | None]:
        around, typed = _around(table.name), table.typed
        return [_accounted(one, shaped(one, around, groups, said, merged=typed)) for one in found]

    def make(made: list[Block | None]) -> list[Table]:
        several = len(found) > 1
        return [
            _table(table, one, work, number if several else 0)
            for number, one in enumerate(made, 1)
            if one
        ]

    try:
        made = shape(answers)
    except UnreadableFile as error:
        if _may_be_answered(error, answers, lambda said: _known(make(shape(said)), sources)):
            raise
        return [given]  # no answer would make it a table that is known
    useful = [one for one in made if one is not None and one.changed]
    if not _better(made, useful, recognised=known is not None):
        return [given]
    tables = make(made)
    return tables if _known(tables, sources) else [given]


def _known(tables: Sequence[Table], sources: Collection[Source]) -> bool:
    return all(_match(one, sources, Mappings()) is not None for one in tables)


def _may_be_answered(
    error: UnreadableFile, answers: Replies, reads: Callable[[Replies], bool]
) -> bool:
    """Return whether an answer to the question leads on: to a table that is known, or a question.

    Only what is chosen from a list can be tried; anything else may be an answer.
    """
    asked = error.trouble.question
    if asked is None or not asked.choices:
        return True
    for choice in asked.choices:
        try:
            if reads({**answers, asked.key: choice}):
                return True
        except UnreadableFile:
            return True
    return False


def _better(made: list[Block | None], useful: list[Block], *, recognised: bool) -> bool:
    """Return whether a table gains by its shape: it is several, or changed where unknown."""
    if len(made) > 1:
        return bool(useful) or None not in made
    return any(one.notes or one.doubts or not recognised for one in useful)


def _match(table: Table, sources: Collection[Source], mappings: Mappings) -> Source | None:
    """Return the source that knows the table, None where none does.

    Raises UnreadableFile where it is known and refused all the same.
    """
    try:
        _, match = match_table(table, tuple(sources), None, mappings)
    except UnreadableFile as error:
        if error.trouble.code == "unknown_file":
            return None
        raise
    return match.source


def _accounted(before: Block, after: Block | None) -> Block | None:
    """Return a shaped block that also says which columns and lines of the file it is not."""
    if after is None or not after.changed:
        return after
    told = " ".join((*after.names, *after.notes, *after.doubts)).casefold()
    gone = [name for name in before.names if name and name.casefold() not in told]
    lines = len(before.above)
    is_ = "line above the table is no row" if lines == 1 else "lines above the table are no rows"
    notes = [f"{lines} {is_}."] if lines else []
    if gone:
        notes.append(f"Columns that were left out, or became rows: {', '.join(gone)}.")
    return replace(after, notes=(*after.notes, *notes))


def _below(block: Block) -> list[str]:
    """Return lines below a table that are no rows, and whether they say that some are missing."""
    if not block.below:
        return []
    cut = next((text for text in block.below if CUT.search(text)), "")
    said = f"The file says that rows are missing: {cut!r}. Export it in parts. " if cut else ""
    listed = "; ".join(repr(text[:60]) for text in block.below[:3] if "@" not in text)
    return [f"{said}{len(block.below)} lines below the table were left out: {listed}."]


def _around(name: str) -> tuple[str, ...]:
    file, _, sheet = name.partition(", sheet ")
    stem = PurePosixPath(file).name.rsplit(".", 1)[0]
    return (sheet, stem) if sheet else (stem,)


def _table(table: Table, block: Block, work: Path, number: int) -> Table:
    """Write one block as a table of its own; its rows keep the lines of the file."""
    digest = (
        hashlib.sha256(f"{table.sha256}/{number}".encode()).hexdigest() if number else table.sha256
    )
    target = work / f"shaped-{digest[:16]}.csv"
    target.write_text(written(block), encoding="utf-8", newline="")
    name = f"{table.name}, table {block.title or number}" if number else table.name
    return replace(
        table,
        name=name,
        sha256=digest,
        path=target,
        found=survey_bytes(target),
        row_lines=block.lines,
        above=" ".join(" ".join(row) for row in block.above),
        notes=(*table.notes, *block.header, *block.notes),
        doubts=(*block.doubts, *_below(block)),
        left_out=block.totals + block.superseded,
    )
