"""Which source a table is, and on which row its header stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.dialect import Layout
from pipelines.headers import header_set, normalise
from pipelines.identify import Match, match_one, matching, one_of, source_named, unknown
from pipelines.mapping import Mapping, fits, mapped_source
from pipelines.source import Source
from pipelines.staging import Table
from pipelines.trouble import UnreadableFile


def recognise(
    table: Table,
    sources: Sequence[Source],
    chosen: str | None = None,
    mappings: Mappings | None = None,
) -> tuple[Layout, Match]:
    """Return the layout and source of a table; UnreadableFile if there is none, or several."""
    if not table.layouts:
        raise _no_table(table)
    if mappings is not None and (mapped := mappings.match(table, own=True)):
        return mapped
    offered = [source_named(chosen)] if chosen else sources
    found = [
        (layout, matches)
        for layout in table.layouts
        if (matches := matching(layout.headers, offered, layout.below))
    ]
    own = [(x, m) for x, m in found if not m[0].source.generic] or found
    if not own and mappings is not None and (mapped := mappings.match(table, own=False)):
        return mapped
    if not own:
        raise _two_rows(table) or unknown(table.name, table.layouts[0].headers, offered)
    # the same source may fit a row twice, as when a header is repeated: the first one counts
    first = min(own, key=lambda pair: pair[0].line)
    several = {match.source.id: match for _, matches in own for match in matches}
    if first[1][0].source.generic:
        return first[0], one_of(_fullest(first[1]), table.name)
    return first[0], one_of(list(several.values()) if len(several) > 1 else first[1], table.name)


@dataclass(frozen=True)
class Mappings:
    """The mapping given with the call, and those remembered by header set."""

    given: Mapping | None = None
    remembered: dict[str, Mapping] = field(default_factory=dict)

    def match(self, table: Table, *, own: bool) -> tuple[Layout, Match] | None:
        """Match by the given mapping (`own`), else by one that was used for these headers."""
        for layout in table.layouts:
            kept = self.remembered.get(header_set(layout.headers))
            mapping = self.given if own else kept
            if mapping is not None and fits(mapping, layout.headers):
                found = match_one(layout.headers, mapped_source(mapping), layout.below)
                if found:
                    return layout, found
        return None

    def used(self, headers: Sequence[str], source: Source) -> Mapping | None:
        """Tell the mapping that read a file with these headers, if one did."""
        given = self.given
        if given is not None and fits(given, headers) and mapped_source(given) == source:
            return given
        return None


def _fullest(matches: Sequence[Match]) -> list[Match]:
    """Of several plain tables the one that uses all columns the others use, and more."""
    used = [set(match.columns.values()) for match in matches]
    best = max(range(len(matches)), key=lambda at: len(used[at]))
    others = [columns for at, columns in enumerate(used) if at != best]
    return [matches[best]] if all(columns < used[best] for columns in others) else list(matches)


def _two_rows(table: Table) -> UnreadableFile | None:
    """Return the refusal of a header whose names only differ by the row above, else None."""
    layout = table.layouts[0]
    names = [normalise(header) for header in layout.headers]
    twice = [
        h.strip() for h, name in zip(layout.headers, names, strict=True) if names.count(name) > 1
    ]
    above = next((x for x in table.layouts if _just_above(x, layout)), None)
    if above is None or not any(twice):
        return None
    told = [cell.strip() for cell in above.headers if cell.strip()]
    listed = ", ".join(dict.fromkeys(name for name in twice if name))
    return UnreadableFile(
        "unknown_file",
        f"{table.name} has two header rows: {listed} stand several times, told apart only by the "
        f"row above ({', '.join(told)}).",
        f"Write one header row, such as {f'{told[0]} {twice[0]}'!r}, and load the file again.",
    )


def _just_above(one: Layout, layout: Layout) -> bool:
    """Tell whether a row over the header spans several of its columns."""
    names = [cell for cell in one.headers[1:] if cell.strip()]
    same = one.delimiter == layout.delimiter and one.records == layout.records - 1
    return same and 0 < len(names) < len(layout.headers) - 1


def _no_table(table: Table) -> UnreadableFile:
    lines = [line for line in table.head.split("\n") if line.strip()]
    if not lines:
        return UnreadableFile(
            "empty_file", f"{table.name} holds nothing but space.", "Export it again."
        )
    return UnreadableFile(
        "one_column",
        f"{table.name} has one column only; its first line is {lines[0][:60]!r}.",
        "A table needs at least two columns, separated by comma, semicolon, tab or |.",
    )
