"""Several rows of a table for one group, period and KPI: versions, parts of a sum, or people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from signpost.pipelines.errors import open_question
from signpost.pipelines.reading.number_column import read_cell
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.shapes.period_shapes import column_at
from signpost.pipelines.shapes.table_blocks import Block, label_columns
from signpost.pipelines.text.column_synonyms import (
    GROUP,
    KPI,
    NAMELESS,
    PERIOD,
    UNIT_HEADERS,
    is_code,
    neutral,
)
from signpost.pipelines.text.dates import read_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in, has_pattern
from signpost.pipelines.text.periods import named_span

_VERSION = re.compile(
    r"as of|as at|revision|version|stand|snapshot( date)?|extracted( on)?|export(ed)?( date| on)?|"
    r"status date|stichtag|updated( at| on)?|load(ed)? date|datenstand|aktualisiert( am)?|"
    r"date d['’](extraction|export)|extrait le|mis à jour le|date de mise à jour|"
    r"fecha de (extracción|actualización)|actualizado( el)?|data (di|de|da) (estrazione|extração)|"
    r"peildatum|bijgewerkt( op)?|exportdatum|stan na( dzień)?|data eksportu|uppdaterad|opdateret"
)
_VOLUME = re.compile(
    r"(# ?of )?(calls?|contacts?|tickets?|cases?|answers?|responses?|volume|handled|n|count|base|"
    r"anzahl|anrufe|appels|llamadas|chiamate|chamadas|ligações|contatos|contactos|contacten|"
    r"gesprekken|połączenia|samtal|opkald|件数|コール数|通話数|nombre( d['’]appels)?|volumen|"
    r"volumes?|fälle|kontakte)"
    r"( handled| answered| offered)?|(handled|answered|offered)[ _](calls|contacts|chats|cases)"
)
_BASES = frozenset(("numerator", "denominator", "zähler", "nenner", "n", "base"))
_VALUES = NAMELESS | _BASES | frozenset(UNIT_HEADERS)
"""Columns whose cells are figures, however they are written."""
_HOW = ("sum", "mean", "latest")
_AVERAGE = re.compile(
    r"%|\b(avg|average|mean|median|rate|ratio|share|score|csat|nps|aht|percent(age)?|oee|mttr|asa)\b|"
    r"ø|prozent|quote\b|durchschnitt|moyen|taux|promedio|media\b|gemiddeld|średni|pourcentage|"
    r"porcentaje",
    re.I,
)
"""How a column is called whose figures are averages or shares: no sum of them means anything."""


def one_row_each(block: Block, answers: Replies) -> Block:
    """Return the block with one row per group, period and KPI.

    A column that says from when a row is decides by itself; else it is asked what counts.
    """
    keys = _keys(block)
    if not keys:
        return block
    block, keys = _without_remarks(block, keys)
    rows = _by_key(block, keys)
    repeated = {
        key: found for key, found in rows.items() if len({block.rows[n] for n in found}) > 1
    }
    if not repeated or any(normalise(name) in _BASES for name in block.names):
        return block
    version = _version(block, keys)
    if version is not None:
        return _latest(block, keys, version)
    return _asked(block, keys, answers, repeated)


def _keys(block: Block) -> list[int]:
    found = [column_at(block, kind) for kind in (GROUP, PERIOD, KPI)]
    if found[0] is None or found[1] is None:
        return []
    # figures of two currencies are two things
    units = [at for at, n in enumerate(block.names) if normalise(n) in UNIT_HEADERS]
    units = [at for at in units if len(set(has_pattern(block.column(at)))) > 1]
    return [at for at in (*found, *units[:1]) if at is not None]


def _without_remarks(block: Block, keys: list[int]) -> tuple[Block, list[int]]:
    """Return the columns without words that distinguish no rows: filters, ids, yes and no."""
    whole = _by_key(block, keys)
    if any(len(found) > 1 for found in whole.values()):
        return block, keys
    wide = {at for at, name in enumerate(block.names) if named_span(name)}
    labels = set(label_columns(block)) - set(keys) - wide
    empty = {at for at in range(len(block.names)) if not has_pattern(block.column(at))}
    loose = {
        at for at in labels | empty
        if normalise(block.names[at]) and not neutral(normalise(block.names[at]))
    } - set(keys)  # fmt: skip
    loose -= {at for at, name in enumerate(block.names) if normalise(name) in _VALUES}
    loose -= {at for at in empty if not _flagged(block, at)}
    if not loose:
        return block, keys
    keep = [at for at in range(len(block.names)) if at not in loose]
    rows = tuple(tuple(row[at] for at in keep) for row in block.rows)
    listed = ", ".join(block.names[at] for at in sorted(loose))
    made = replace(block, names=tuple(block.names[at] for at in keep), rows=rows)
    alone = sum(figures_in(block.column(at)) for at in keep) == 1
    telling = [
        block.names[at] for at in sorted(loose - empty) if alone or len(set(block.column(at))) > 1
    ]
    if telling:
        listed = ", ".join(telling)
        return made.doubted(f"Columns of words that were not read: {listed}."), _keys(made)
    return made.told(f"Not used: {listed}."), _keys(made)


def _flagged(block: Block, at: int) -> bool:
    """Return whether an empty column among words is a filter, not formulas without value."""
    return at < max(label_columns(block), default=0)


def _by_key(block: Block, keys: Sequence[int]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(block.rows):
        key = tuple(row[at].casefold() for at in keys)
        if all(row[at] for at in keys if normalise(block.names[at]) not in UNIT_HEADERS):
            found.setdefault(key, []).append(number)
    return found


def _version(block: Block, keys: Sequence[int]) -> int | None:
    for at, name in enumerate(block.names):
        if at not in keys and _VERSION.fullmatch(normalise(name)) and all(block.column(at)):
            return at
    return None


def _latest(block: Block, keys: Sequence[int], version: int) -> Block:
    ranks = [_rank(cell) for cell in block.column(version)]
    best: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(block.rows):
        key = tuple(row[at].casefold() for at in keys)
        if key not in best or ranks[number] >= ranks[best[key]]:
            best[key] = number
    kept = sorted(best.values())
    keep = [at for at in range(len(block.names)) if at != version]
    made = replace(
        block,
        names=tuple(block.names[at] for at in keep),
        rows=tuple(tuple(block.rows[n][at] for at in keep) for n in kept),
        lines=tuple(block.lines[n] for n in kept),
        superseded=len(block.rows) - len(kept),
    )
    return made.told(
        f"Of rows about the same thing the one with the latest {block.names[version]} counts: "
        f"{made.superseded} older rows were left out."
    )


def _rank(cell: str) -> tuple[int, str]:
    day = read_day(re.split(r"[T ]", cell)[0], "dmy")
    digits = re.search(r"\d+", cell)
    return (day.toordinal() if day else int(digits[0]) if digits else 0), cell


def _asked(
    block: Block, keys: Sequence[int], answers: Replies, repeated: dict[tuple[str, ...], list[int]]
) -> Block:
    volume = next(
        (
            at
            for at, n in enumerate(block.names)
            if at not in keys and _VOLUME.fullmatch(normalise(n))
        ),
        None,
    )
    choices = (*_HOW, "weighted") if volume is not None else _HOW
    how = answers.get("repeats", "").strip().casefold()
    if how not in choices:
        first = next(iter(repeated))
        times = "time" if len(repeated) == 1 else "times"
        weighted = f", or weighted by {block.names[volume]}" if volume is not None else ""
        raise open_question(
            "repeats",
            f"{len(repeated)} {times} several rows are about the same group, period and KPI "
            f"(first {', '.join(first)}).",
            f"Are they to be added up, averaged{weighted}, or does the last row count?",
            choices,
        )
    return _merged(block, keys, how, volume)


def _figures(block: Block, keys: Sequence[int]) -> list[int]:
    """Return the columns of figures: a number that names a person or a row is none."""
    named = {at for at, name in enumerate(block.names) if is_code(normalise(name))}
    loose = named | set(label_columns(block)) | set(keys)
    return [at for at in range(len(block.names)) if at not in loose]


def _is_average(block: Block, at: int) -> bool:
    return bool(_AVERAGE.search(block.names[at].replace("_", " "))) or any(
        cell.strip().endswith("%") for cell in block.column(at)
    )


def _merged(block: Block, keys: Sequence[int], how: str, volume: int | None) -> Block:
    figures = _figures(block, keys)
    averages = {at for at in figures if how == "sum" and _is_average(block, at)}
    keep = sorted({*keys, *figures})
    mean = "mean" if volume is None else "weighted"
    rows, lines = [], []
    for numbers in _by_key(block, keys).values():
        rows.append(
            tuple(
                _cell(block, numbers, at, keys, mean if at in averages else how, volume)
                for at in keep
            )
        )
        lines.append(block.lines[numbers[0]])
    made = replace(
        block,
        names=tuple(block.names[at] for at in keep),
        rows=tuple(rows),
        lines=tuple(lines),
        superseded=len(block.rows) - len(rows),
    )
    made = made.told(f"Several rows about one thing became one: {how}.")
    if not averages:
        return made
    listed = ", ".join(block.names[at] for at in sorted(averages))
    by = f"weighted by {block.names[volume]}" if volume is not None else "each row counting alike"
    return made.doubted(f"Averages and shares cannot be added up: {listed} became a mean, {by}.")


def _cell(
    block: Block, numbers: Sequence[int], at: int, keys: Sequence[int], how: str, volume: int | None
) -> str:
    texts = [block.rows[n][at] for n in numbers]
    if at in keys or len(texts) == 1 or how == "latest":
        return texts[-1]
    point = _point(block.column(at))
    values = [read_cell(text, point).number for text in texts]
    weights = [1.0] * len(texts)
    if how == "weighted" and volume is not None and at != volume:
        found = [
            read_cell(block.rows[n][volume], _point(block.column(volume))).number for n in numbers
        ]
        weights = [weight or 0.0 for weight in found]
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if v is not None]
    if not pairs:
        return ""
    total = sum(v * w for v, w in pairs)
    if how == "sum" or (how == "weighted" and at == volume):
        return _written(sum(v for v, _ in pairs), point)
    weight = sum(w for _, w in pairs)
    return _written(total / weight, point) if weight else ""


def _written(value: float, point: str) -> str:
    return f"{value:.10g}".replace(".", point)


def _point(cells: Sequence[str]) -> str:
    """Return the decimal mark by which more cells can be read."""
    comma = sum(bool(re.search(r",\d{1,2}\D*$|,\d{4,}", cell)) for cell in cells)
    return (
        ","
        if comma > sum(bool(re.search(r"\.\d{1,2}\D*$|\.\d{4,}", cell)) for cell in cells)
        else "."
    )
