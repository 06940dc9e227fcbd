"""From a header set to exactly one Source, or a helpful refusal. Recognise, never guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.model.source import Source
from signpost.pipelines.text.column_synonyms import neutral
from signpost.pipelines.text.headers import normalise, positions
from signpost.registry import parts, plug_in_fault, plug_ins

MATCH = (
    "Check that the first row names the columns, or say what they hold: `signpost match FILE` "
    "suggests a mapping for --mapping, and so does the add-data page."
)
ENTRY_POINTS = "signpost.sources"
"""The group of entry points under which another package declares its sources."""
_on_trial: list[Source] = []
_SHOWN = 3
_NEAR = 0.5
"""Share of its headers that an export must find to be named as near."""


@dataclass(frozen=True)
class Match:
    """A source and where its fields stand."""

    source: Source
    columns: Mapping[str, int]
    """Field -> index of its column."""


@dataclass(frozen=True)
class _PluggedIn:
    sources: tuple[Source, ...]
    faults: tuple[str, ...]


@cache
def built_in_sources() -> tuple[Source, ...]:
    """Return the exports that Signpost itself recognises, in name order."""
    found = [
        part for part in parts("signpost.pipelines.sources", "SOURCE") if isinstance(part, Source)
    ]
    return tuple(found)


@cache
def all_sources() -> tuple[Source, ...]:
    """Return the exports that are recognised: the built-in ones, then those of plug-ins."""
    return (*built_in_sources(), *_plugged_in().sources, *_on_trial)


@cache
def _plugged_in() -> _PluggedIn:
    """Return the sources of other packages; one that cannot be used is a fault, not an error."""
    declared, sources = plug_ins(ENTRY_POINTS), {one.id: one for one in built_in_sources()}
    faults = list(declared.faults)
    for point, part in declared.found:
        if not isinstance(part, Source):
            faults.append(plug_in_fault(point, "it names no Source"))
        elif part.id in sources:
            faults.append(plug_in_fault(point, f"there is a source {part.id!r} already"))
        else:
            sources[part.id] = part
    return _PluggedIn(tuple(sources.values())[len(built_in_sources()) :], tuple(faults))


@contextmanager
def source_on_trial(source: Source) -> Iterator[None]:
    """Recognise one more export while it is tested."""
    _on_trial.append(source)
    all_sources.cache_clear()
    try:
        yield
    finally:
        _on_trial.remove(source)
        all_sources.cache_clear()


def source_named(source_id: str) -> Source:
    """Return the source with this id; UnreadableFile lists those that exist."""
    for source in all_sources():
        if source.id == source_id:
            return source
    known = ", ".join(source.id for source in all_sources())
    raise UnreadableFile(
        "unknown_source", f"There is no source {source_id!r}.", f"There are: {known}."
    )


def matching_sources(
    headers: Sequence[str], sources: Sequence[Source], below: Sequence[Sequence[str]] = ()
) -> list[Match]:
    """Return the sources the headers satisfy; generic ones only when no other does."""
    at = positions(headers)
    found = [match for source in sources if (match := _match(at, headers, source, below))]
    own = [match for match in found if not match.source.generic]
    return own or found


def demanded_names(sources: Sequence[Source]) -> frozenset[str]:
    """Return the names of which each of the sources needs one; empty if one needs none."""
    if not all(source.demands for source in sources):
        return frozenset()
    return frozenset().union(*(names for source in sources for names in source.demands))


def match_single(
    headers: Sequence[str], source: Source, below: Sequence[Sequence[str]] = ()
) -> Match | None:
    """Return the match of one source; None if a header is missing or a forbidden one is there."""
    return _match(positions(headers), headers, source, below)


def _match(
    at: Mapping[str, int], headers: Sequence[str], source: Source, below: Sequence[Sequence[str]]
) -> Match | None:
    # hundreds of rows are asked of each source: sets, not messages
    for names in source.demands:
        if names.isdisjoint(at):
            return None
    if any(normalise(name) in at for name in source.without):
        return None
    spread = source.spread(headers, below) if source.spread else {}
    if source.spread and not spread:
        return None
    match = Match(source, _placed(at, source))
    used = {*match.columns.values(), *spread}
    others = [name for name, index in at.items() if index not in used and not neutral(name)]
    return match if not source.generic or len(others) <= len(used) else None


def _placed(at: Mapping[str, int], source: Source) -> dict[str, int]:
    """Field -> column, by the first spelling that is there."""
    found: dict[str, int] = {}
    for name, cell in source.fields.items():
        index = next((at[spelling] for spelling in cell.names if spelling in at), None)
        if index is not None:
            found[name] = index
    return found


def missing_headers(at: Mapping[str, int], source: Source) -> list[str]:
    """Return the headers this source needs and does not find, as the vendor writes them."""
    names = zip(source.asked, source.demands, strict=True)
    return [asked for asked, spellings in names if spellings.isdisjoint(at)]


def require_single_match(matches: Sequence[Match], name: str) -> Match:
    """Return the only match; UnreadableFile names the sources when there are several."""
    if len(matches) == 1:
        return matches[0]
    ids = " and ".join(match.source.id for match in matches)
    labels = " and as ".join(match.source.label for match in matches)
    raise UnreadableFile(
        "several_sources",
        f"{name} can be read as {labels}.",
        f"Say which with --source, one of: {ids}.",
    )


def unknown_file_error(
    name: str, headers: Sequence[str], sources: Sequence[Source]
) -> UnreadableFile:
    """Return the refusal of an unknown file: what it has, what is nearest, what that lacks."""
    at = positions(headers)
    near = sorted(sources, key=lambda source: (_share(at, source), source.id), reverse=True)
    hints = [
        f"{source.label} ({source.id}) lacks {_listed(missing_headers(at, source))}"
        for source in near[:_SHOWN]
        if _share(at, source) >= _NEAR and missing_headers(at, source) and _spreads(headers, source)
    ]
    shown = _listed([header.strip()[:40] for header in headers if header.strip()][:12])
    nearest = "Nearest: " + "; ".join(hints) + ". " if hints else ""
    return UnreadableFile(
        "unknown_file",
        f"{name} is none of the {len(sources)} exports known. Its columns are: {shown}.",
        " ".join([*_plugged_in().faults, f"{nearest}{MATCH}"]),
    )


def _spreads(headers: Sequence[str], source: Source) -> bool:
    """Return whether a source of many columns, such as months, finds any."""
    return source.spread is None or bool(source.spread(headers, ()))


def _share(at: Mapping[str, int], source: Source) -> float:
    needed = len(source.needed) + len(source.beside)
    return 1 - len(missing_headers(at, source)) / needed if needed else 0.0


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "nothing"
