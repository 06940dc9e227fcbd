"""What the rows of a table do not say, but the lines above them or a person can."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from signpost.pipelines.errors import open_question
from signpost.pipelines.files.dialect import Layout
from signpost.pipelines.files.staging import Table
from signpost.pipelines.model.m365 import REPORT_PERIOD
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.recognition.identify import Match, match_single, missing_headers
from signpost.pipelines.sources.roster_generic import GONE
from signpost.pipelines.text.headers import normalise, positions

_DAYS = ("7", "30", "90", "180")


def with_lines_above(table: Table, layout: Layout, match: Match) -> Match:
    """Return the match with the fields that stand above the table as constants."""
    source = match.source
    wanted = {name: header for name, header in source.above.items() if name not in match.columns}
    if not wanted:
        return match
    above = table.head.split("\n", layout.line)[: layout.line - 1]
    rows = list(csv.reader(io.StringIO("\n".join(above)), delimiter=layout.delimiter))
    found = {name: value for name, header in wanted.items() if (value := _value(rows, header))}
    fields = {
        name: replace(cell, constant=found[name]) if name in found else cell
        for name, cell in source.fields.items()
    }
    return Match(replace(source, fields=fields), match.columns)


def with_asked_fields(match: Match, answers: Replies) -> Match:
    """Return the match with what no column says and was asked; UnreadableFile asks it."""
    source = match.source
    fields = dict(source.fields)
    for name, text in source.asks.items():
        if name in match.columns or fields[name].constant:
            continue
        said = answers.get(name, "").strip()
        if not said:
            raise open_question(name, f"It is {source.label}, but no column says the {name}.", text)
        fields[name] = replace(fields[name], headers=(), constant=said)
    return Match(replace(source, fields=fields), match.columns)


def with_status_by_values(match: Match, layout: Layout) -> Match:
    """Return the match of a roster with the column as status whose words are all of statuses."""
    cell, known = match.source.fields.get("status"), match.source.vocabulary.get("status", ())
    if match.source.table != "roster" or cell is None or "status" in match.columns or not known:
        return match
    taken = set(match.columns.values())
    for at, header in enumerate(layout.headers):
        words = {row[at].strip().casefold() for row in layout.below if at < len(row)} - {""}
        if at not in taken and words <= set(known) and words & set(GONE):
            fields = {**match.source.fields, "status": replace(cell, headers=(header.strip(),))}
            return Match(replace(match.source, fields=fields), {**match.columns, "status": at})
    return match


def _value(rows: Sequence[Sequence[str]], header: str) -> str:
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if normalise(cell).rstrip(":") != normalise(header):
                continue
            below = rows[number + 1] if number + 1 < len(rows) else ()
            if len(row) > 2 and at < len(below):
                return below[at].strip()
            return row[at + 1].strip() if at + 1 < len(row) else ""
    return ""


def match_without_period(
    layout: Layout, sources: Sequence[Source], answers: Replies
) -> Match | None:
    """Return the match of a report that lacks nothing but its period, which is asked.

    Raises UnreadableFile with the question.
    """
    at = positions(layout.headers)
    lacking = [
        source
        for source in sources
        if source.fields.get("period") is REPORT_PERIOD
        and missing_headers(at, source) == [REPORT_PERIOD.headers[0]]
    ]
    if len(lacking) != 1:
        return None
    source, said = lacking[0], answers.get("period", "").strip()
    if not (said.isdigit() and int(said) > 0):
        raise open_question(
            "period",
            f"It is {source.label}, but no column says which period it covers.",
            "How many days up to the refresh does it cover?",
            _DAYS,
        )
    constant = replace(source.fields["period"], headers=(), constant=said, optional=True)
    return match_single(
        layout.headers, replace(source, fields={**source.fields, "period": constant}), layout.below
    )
