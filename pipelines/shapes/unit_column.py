"""A column that says in which currency the figures of a row are, beside a column per KPI."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from signpost.pipelines.reading.units import currency_and_factor
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
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in, has_pattern
from signpost.pipelines.text.periods import named_span

_MONEY = re.compile(
    r"cost|amount|revenue|sales|spend|price|budget|expense|saving|income|profit|margin|turnover|"
    r"fee|value|kosten|umsatz|betrag|preis|ausgaben|ertrag|erlös|ersparnis|einsparung|"
    r"co[uû]t|frais|montant|chiffre d.affaires|d[ée]pense|recette|importe|coste|ventas|gasto|"
    r"ingreso|omzet|uitgaven|opbrengst|costo|spes[ae]|ricav|fatturato|custo|receita|koszt|przych",
    re.I,
)


def with_currencies(block: Block) -> Block:
    """Make a row of each figure, so that a sum of money has the currency that its row names.

    A count beside it (trips) has none. Without this the column would be dropped, and EUR and USD
    stand in one KPI.
    """
    at = column_at(block, UNIT_HEADERS)
    keys = [column_at(block, GROUP), column_at(block, PERIOD)]
    if at is None or None in keys or not _are_currencies(block.column(at)):
        return block
    kept = {*(key for key in keys if key is not None), at}
    figures = _figures(block, kept)
    named = {normalise(name) for name in block.names}
    if not figures or column_at(block, KPI) is not None or named & NAMELESS:
        return block  # a table with a row per figure says its unit already
    money = [n for n in figures if _MONEY.search(block.names[n])]
    money = figures if len(figures) == 1 else money
    return _long(block, [key for key in keys if key is not None], at, figures, money)


def _are_currencies(cells: Sequence[str]) -> bool:
    told = has_pattern(cells)
    return bool(told) and all(currency_and_factor(cell) for cell in told)


def _figures(block: Block, kept: set[int]) -> list[int]:
    loose = kept | set(label_columns(block))
    return [
        n for n, name in enumerate(block.names)
        if n not in loose and not is_code(normalise(name)) and not neutral(normalise(name))
        and not named_span(name) and figures_in(block.column(n))
    ]  # fmt: skip


def _long(
    block: Block, keys: Sequence[int], at: int, figures: Sequence[int], money: Sequence[int]
) -> Block:
    rows, lines = [], []
    for row, line in zip(block.rows, block.lines, strict=True):
        for n in figures:
            unit = row[at] if n in money else ""
            rows.append((*(row[key] for key in keys), block.names[n], row[n], unit))
            lines.append(line)
    names = (*(block.names[key] for key in keys), "KPI", "Value", "Unit")
    made = replace(block, names=names, rows=tuple(rows), lines=tuple(lines))
    of = ", ".join(block.names[n] for n in money) or "none of the KPIs by its name"
    return made.told(f"{block.names[at]} is the unit of {of}.")
