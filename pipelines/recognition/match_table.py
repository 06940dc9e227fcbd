"""Which source a table is, and on which row its header stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.dialect import DELIMITERS, Layout
from signpost.pipelines.files.staging import Table
from signpost.pipelines.model.limits import COLUMNS
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.recognition.added_context import match_without_period
from signpost.pipelines.recognition.column_mapping import Mapping, mapped_source, mapping_fits
from signpost.pipelines.recognition.identify import (
    MATCH,
    Match,
    demanded_names,
    match_single,
    matching_sources,
    require_single_match,
    source_named,
    unknown_file_error,
)
from signpost.pipelines.recognition.licence_columns import match_licences
from signpost.pipelines.recognition.unconfirmed_exports import unconfirmed_refusal
from signpost.pipelines.recognition.usage_columns import match_usage
from signpost.pipelines.text.headers import header_set, normalise


def match_table(
    table: Table,
    sources: Sequence[Source],
    chosen: str | None = None,
    mappings: Mappings | None = None,
    answers: Replies | None = None,
) -> tuple[Layout, Match]:
    """Return the layout and source of a table; UnreadableFile if there is none, or several."""
    if not table.layouts:
        raise _no_table(table)
    if table.json and not table.layouts[0].headers:
        raise UnreadableFile(
            "no_rows", f"{table.name} is JSON without any rows.", "Export it again."
        )
    if mappings is not None and (mapped := mappings.match(table, own=True)):
        return mapped
    offered = [source_named(chosen)] if chosen else sources
    demanded = demanded_names(offered)
    found = [
        (layout, matches)
        for layout in table.layouts
        # a row of data is asked as a header, too: most name nothing that any export demands
        if not demanded or not demanded.isdisjoint(map(normalise, layout.headers))
        if (matches := matching_sources(layout.headers, offered, layout.below))
    ]
    own = [(x, m) for x, m in found if not m[0].source.generic]
    if not own and mappings is not None and (mapped := mappings.match(table, own=False)):
        return mapped
    own = own or [(x, m) for x, m in found if x.rows == found[0][0].rows]
    if not own:
        return _unknown(table, offered, answers if not chosen else None)
    # the same source may fit a row twice, as when a header is repeated: the first one counts
    first = min(own, key=lambda pair: pair[0].line)
    several = {match.source.id: match for _, matches in own for match in matches}
    if first[1][0].source.generic:
        return first[0], require_single_match(_fullest(first[1]), table.name)
    return first[0], require_single_match(
        list(several.values()) if len(several) > 1 else first[1], table.name
    )


def _unknown(
    table: Table, offered: Sequence[Source], answers: Replies | None
) -> tuple[Layout, Match]:
    """Read a table that no source knows by what its columns look like; UnreadableFile if none."""
    seen = unconfirmed_refusal(table.layouts[0].headers, table.name)
    if answers is not None and seen is None:
        likeliest = best_layout(table)
        if match := (
            match_without_period(likeliest, offered, answers)
            or match_licences(likeliest.headers, likeliest.below, table.name)
            or match_usage(likeliest.headers, likeliest.below, table.name, answers)
        ):
            return likeliest, match
    raise (
        seen
        or _two_rows(table)
        or unknown_file_error(table.name, table.layouts[0].headers, offered)
    )


@dataclass(frozen=True)
class Mappings:
    """The mapping given with the call, and those remembered by header set."""

    given: Mapping | None = None
    remembered: dict[str, Mapping] = field(default_factory=dict)

    def match(self, table: Table, *, own: bool) -> tuple[Layout, Match] | None:
        """Match by the given mapping (`own`), else by one that was used for these headers."""
        for layout in table.layouts:
            mapping = self.given if own else self._kept(layout)
            if mapping is not None and mapping_fits(mapping, layout.headers):
                found = match_single(layout.headers, mapped_source(mapping), layout.below)
                if found:
                    return layout, found
        return None

    def is_remembered(self, table: Table, mapping: Mapping) -> bool:
        """Return whether this very mapping read the columns of the table before."""
        return any(self._kept(layout) == mapping for layout in table.layouts)

    def _kept(self, layout: Layout) -> Mapping | None:
        known = self.remembered
        return known.get(header_set(layout.headers)) if known else None

    def used(self, headers: Sequence[str], source: Source) -> Mapping | None:
        """Return the mapping that read a file with these headers, if one did."""
        given = self.given
        if given is not None and mapping_fits(given, headers) and mapped_source(given) == source:
            return given
        return None


def _fullest(matches: Sequence[Match]) -> list[Match]:
    """Of several plain tables the one that uses all columns the others use, and more."""
    used = [set(match.columns.values()) for match in matches]
    best = max(range(len(matches)), key=lambda at: len(used[at]))
    others = [columns for at, columns in enumerate(used) if at != best]
    return [matches[best]] if all(columns < used[best] for columns in others) else list(matches)


def best_layout(table: Table) -> Layout:
    """Return the likeliest header of a table, with the rows above it where names need them."""
    first = table.layouts[0]
    names = [normalise(header) for header in first.headers if header.strip()]
    together = next((x for x in table.layouts if x.rows > 1 and _same_row(x, first)), None)
    return together if together is not None and len(set(names)) < len(names) else first


def _same_row(one: Layout, other: Layout) -> bool:
    return one.delimiter == other.delimiter and abs(one.records - other.records) < one.rows


def _two_rows(table: Table) -> UnreadableFile | None:
    """Return the refusal of a header whose names only differ by the rows above, else None."""
    layout = best_layout(table)
    if layout.rows == 1:
        return None
    listed = ", ".join(header.strip()[:40] for header in layout.headers if header.strip())
    return UnreadableFile(
        "unknown_file",
        f"{table.name} has two header rows, and is none of the exports known. Read together its "
        f"columns are: {listed}.",
        MATCH,
    )


def _no_table(table: Table) -> UnreadableFile:
    lines = [line for line in table.head.split("\n") if line.strip()]
    widest = max((line.count(mark) for line in lines[:60] for mark in DELIMITERS), default=0)
    if widest >= COLUMNS:
        return UnreadableFile(
            "too_large",
            f"{table.name} has {widest + 1:,} columns; a table may have {COLUMNS:,}.",
            "Export fewer columns, or turn the table so that columns are rows.",
        )
    if not lines:
        return UnreadableFile(
            "empty_file", f"{table.name} holds nothing but space.", "Export it again."
        )
    return UnreadableFile(
        "one_column",
        f"{table.name} has one column only; its first line is {lines[0][:60]!r}.",
        "A table needs at least two columns, separated by comma, semicolon, tab or |.",
    )
