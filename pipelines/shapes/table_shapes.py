"""Tables as people make them, brought to one row per group and period before they are recognised.

Pivot tables, blank labels, several tables on a sheet, periods in headers, in two columns, above the
table or in the name of the sheet: what is done is told, what cannot be known is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from signpost.metrics.model.keys import group_key
from signpost.pipelines.errors import open_question
from signpost.pipelines.files.header_rows import MARK
from signpost.pipelines.reading.number_column import odd_names
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.shapes.group_column import GROUP_HEADERS, group_around, group_named, renamed
from signpost.pipelines.shapes.period_shapes import (
    answers_with_year,
    column_at,
    header_spans,
    month_columns_of_a_year,
    named_period,
    numbered_weeks,
    period_around,
    period_in_name,
    span_of_two_columns,
    year_and_part,
    year_in_header,
)
from signpost.pipelines.shapes.repeated_rows import one_row_each
from signpost.pipelines.shapes.table_blocks import Block, filled_down, label_columns, without_totals
from signpost.pipelines.shapes.unit_column import with_currencies
from signpost.pipelines.text.column_synonyms import GROUP, KPI, PERIOD, RECORD_ID, VALUE
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in, has_pattern
from signpost.pipelines.text.periods import named_span

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WHICH = re.compile(
    r"(actuals?|ist|target|plan(ned)?|budget(ed)?|forecast|soll|goal|ziel|prior year|last year|"
    r"vorjahr|hochrechnung|outlook|r[ée]el|r[ée]alis[ée]|objectif|cible|pr[ée]vu|pr[ée]vision|"
    r"budg[ée]t|real|objetivo|presupuesto|previsto|meta|consuntivo|obiettivo|preventivo|"
    r"realisatie|doel|begroting|wykonanie|cel|utfall|mål|prognos[ae]?|realizado|orçado)"
    r"( value| values| wert)?",
    re.I,
)
_OF = re.compile(
    r"(sum|average|avg|count|min|max|summe|mittelwert|anzahl|moyenne|somme|nombre|suma|promedio|"
    r"recuento|media|som|gemiddelde|aantal|średnia|liczba) (of|von|de|di|van|z)\s+",
    re.I,
)


def shaped(
    block: Block, around: Sequence[str], groups: Collection[str], answers: Replies, *, merged: bool
) -> Block | None:
    """Return the block with one row per group and period; None where it is no table of KPIs.

    `around` are the names of sheet and file, the nearer first; `groups` the ids already known.
    Raises UnreadableFile with a question where the reading is open.
    """
    if any(RECORD_ID.search(normalise(name)) for name in block.names):
        return None
    if any(_identities(block.column(at)) for at in range(len(block.names))):
        return None
    if any(name.rstrip().endswith(("?", "？")) for name in block.names):
        return None
    block = _index_named(block)
    block = without_totals(block, label_columns(block)[:2])
    block = _compact_pivot(block)
    block = _group_rows(block, groups)
    block = filled_down(block, label_columns(block), merged=merged)
    block = _which_rows(block, answers)
    block = month_columns_of_a_year(span_of_two_columns(numbered_weeks(block)))
    block = year_in_header(year_and_part(block))
    answers = answers_with_year(block, around, answers)
    block = named_period(block, answers)
    block = _groups_in_header(block, groups, answers)
    block = _kpis_apart(block)
    named = group_named(block, groups, answers) or group_around(block, around, groups)
    if named is None:
        return None
    block = header_spans(_which_periods(named, answers), answers)
    block = _which_value(block, answers)
    block = _without_measure(block)
    block = period_around(block, around, answers)
    block = one_row_each(with_currencies(block), answers)
    return _with_kpi(block, around, groups, answers)


def _group_rows(block: Block, groups: Collection[str]) -> Block:
    """Make a column of groups that stand alone in a row above the rows about them."""
    if column_at(block, GROUP_HEADERS) is not None or not block.rows:
        return block
    heads = [bool(r[0]) and not any(r[1:]) and group_key(r[0]) in groups for r in block.rows]
    if not heads[0] or sum(heads) < 2:
        return block
    above, kept = "", []
    for row, line, is_head in zip(block.rows, block.lines, heads, strict=True):
        above = row[0] if is_head else above
        if not is_head:
            kept.append((line, (above, *row)))
    made = replace(
        block,
        names=("Group", *block.names),
        rows=tuple(row for _, row in kept),
        lines=tuple(line for line, _ in kept),
    )
    return made.told("Groups stood alone in the rows above what is about them.")


def _index_named(block: Block) -> Block:
    """Take the row in which pandas names the first column, and nothing else, as its name."""
    first = block.rows[0] if block.rows else ("",)
    if normalise(first[0]) not in (*GROUP, *PERIOD, *KPI) or any(first[1:]):
        return block
    named = replace(block, rows=block.rows[1:], lines=block.lines[1:])
    return renamed(named, 0, first[0]).told(f"Line {block.lines[0]} names the first column.")


def _identities(cells: Sequence[str]) -> bool:
    """Return whether a column holds e-mail addresses: a table of people is no table of KPIs."""
    values = has_pattern(cells)
    return bool(values) and 2 * sum(_MAIL.fullmatch(value) is not None for value in values) > len(
        values
    )


def _compact_pivot(block: Block) -> Block:
    """Part a first column in which groups and periods take turns, one below the other."""
    labels = block.column(0)
    if set(label_columns(block)) - {0}:
        return block
    dated = [named_span(label) is not None for label in labels]
    outer = dated[0] if dated else False
    inner = [at for at, is_period in enumerate(dated) if is_period != outer]
    if not any(dated) or all(dated) or 2 * len(inner) < len(labels) or not all(labels):
        return block
    above, heads = "", []
    for at, label in enumerate(labels):
        above = label if dated[at] == outer else above
        heads.append(above)
    rows = tuple((heads[at], labels[at], *block.rows[at][1:]) for at in inner)
    first = ("Period", "Group") if outer else ("Group", "Period")
    made = replace(
        block,
        names=(*first, *(_bare(name, block.names) for name in block.names[1:])),
        rows=rows,
        lines=tuple(block.lines[at] for at in inner),
        totals=block.totals + len(labels) - len(inner),
    )
    return made.told("Groups and periods stood in one column, as in a pivot table.")


def _bare(name: str, names: Sequence[str]) -> str:
    """Return 'Calls' of 'Sum of Calls', where no other column would be called so."""
    plain = _OF.sub("", name)
    return plain if sum(_OF.sub("", other) == plain for other in names) == 1 else name


def _groups_in_header(block: Block, groups: Collection[str], answers: Replies) -> Block:
    """Return the table with columns that are named as known groups as rows."""
    if not groups or any(column_at(block, names) is not None for names in (GROUP, GROUP_HEADERS)):
        return block
    known = [at for at, name in enumerate(block.names) if group_key(name) in groups]
    period, kpi = column_at(block, PERIOD), column_at(block, KPI)
    if len(known) < 2 or period is None:
        return block
    name = "" if kpi is not None else block.title or answers.get("kpi", "").strip()
    if kpi is None and not name:
        raise open_question(
            "kpi",
            "Its columns are groups, and nothing says what the figures are.",
            "What is the KPI called?",
        )
    rows, lines = [], []
    for row, line in zip(block.rows, block.lines, strict=True):
        for at in known:
            measure = row[kpi] if kpi is not None else name
            rows.append((row[period], block.names[at], measure, row[at]))
            lines.append(line)
    made = replace(
        block, names=("Period", "Group", "KPI", "Value"), rows=tuple(rows), lines=tuple(lines)
    )
    return made.told(f"Its columns are groups: {', '.join(block.names[at] for at in known[:6])}.")


def _kpis_apart(block: Block) -> Block:
    """Keep KPIs apart whose names differ in a sign only."""
    at = column_at(block, KPI)
    renamed = odd_names(sorted(set(block.column(at)))) if at is not None else {}
    if at is None or not renamed:
        return block
    rows = tuple((*row[:at], renamed.get(row[at], row[at]), *row[at + 1 :]) for row in block.rows)
    listed = ", ".join(f"{old!r} is {new!r}" for old, new in renamed.items())
    return replace(block, rows=rows).told(f"KPIs that differ in a sign only: {listed}.")


def _which_rows(block: Block, answers: Replies) -> Block:
    """Ask which of target and actual counts, where a column says it of each row."""
    for at in label_columns(block):
        kinds = list(dict.fromkeys(cell for cell in block.column(at) if cell))
        if not kinds or not all(_WHICH.fullmatch(kind) for kind in kinds):
            continue
        chosen = _chosen(kinds, f"Column {block.names[at]} says that its rows are of", answers)
        kept = [n for n, row in enumerate(block.rows) if len(kinds) == 1 or row[at] == chosen]
        return replace(
            block,
            names=(*block.names[:at], *block.names[at + 1 :]),
            rows=tuple((*block.rows[n][:at], *block.rows[n][at + 1 :]) for n in kept),
            lines=tuple(block.lines[n] for n in kept),
            superseded=block.superseded + len(block.rows) - len(kept),
        ).told(f"Only rows of {chosen} are read.")
    return block


def _which_periods(block: Block, answers: Replies) -> Block:
    """Part headers such as 'Jan-26 Actual' and 'Calls 2026-01' into their period and the rest."""
    if column_at(block, PERIOD) is not None:
        return block
    parted = {at: two for at, name in enumerate(block.names) if (two := period_in_name(name))}
    rests = list(dict.fromkeys(rest for _, rest in parted.values()))
    if len(parted) < 2:
        return block
    are_kinds = all(map(_WHICH.fullmatch, rests))
    if column_at(block, KPI) is not None or (are_kinds and block.title):
        if len(rests) > 1 and not are_kinds:
            return block
        chosen = _chosen(rests, "Its columns are of", answers)
        out = {at for at, (_, rest) in parted.items() if rest != chosen}
        keep = [at for at in range(len(block.names)) if at not in out]
        names = tuple(parted[at][0] if at in parted else block.names[at] for at in keep)
        rows = tuple(tuple(row[at] for at in keep) for row in block.rows)
        return replace(block, names=names, rows=rows).told(f"Only columns of {chosen} are read.")
    names = tuple(
        f"{parted[at][1]}{MARK}{parted[at][0]}" if at in parted else name
        for at, name in enumerate(block.names)
    )
    told = f"Headers name KPI and period: {', '.join(rests[:4])}."
    return block if names == block.names else replace(block, names=names).told(told)


def _chosen(kinds: Sequence[str], what: str, answers: Replies) -> str:
    """Return which of target and actual counts; raises the question where nobody said."""
    said = answers.get("value", "").strip().casefold()
    chosen = next((kind for kind in kinds if kind.casefold() == said), "")
    if len(kinds) > 1 and not chosen:
        raise open_question("value", f"{what} {' and '.join(kinds)}.", "Which count?", tuple(kinds))
    return chosen or kinds[0]


def _which_value(block: Block, answers: Replies) -> Block:
    """Raise the question which of target and actual counts, where a column names the KPI."""
    if column_at(block, KPI) is None or column_at(block, ("value", "wert", "result")) is not None:
        return block
    which = [at for at, name in enumerate(block.names) if _WHICH.fullmatch(name.strip())]
    if len(which) < 2:
        return block
    choices = tuple(block.names[at].strip() for at in which)
    chosen = answers.get("value", "").strip().casefold()
    at = next((i for i in which if block.names[i].strip().casefold() == chosen), None)
    if at is None:
        raise open_question(
            "value", f"It holds {' and '.join(choices)} side by side.", "Which counts?", choices
        )
    others = [i for i in which if i != at]
    keep = [i for i in range(len(block.names)) if i not in others]
    names = tuple("Value" if i == at else block.names[i] for i in keep)
    rows = tuple(tuple(row[i] for i in keep) for row in block.rows)
    return replace(block, names=names, rows=rows).told(f"Only {block.names[at]} is read.")


def _without_measure(block: Block) -> Block:
    """Call the column of measure names so ('Measure Names' of Tableau), or the one that must be."""
    at = column_at(
        block, ("measure names", "measures", "metric name", "kennzahlen", "werte", "values")
    )
    if column_at(block, KPI) is not None:
        return block
    if at is not None and not figures_in(block.column(at)):
        return renamed(block, at, "KPI")
    at = _must_be_measure(block)
    return (
        block
        if at is None
        else renamed(block, at, "KPI").told(f"Column {block.names[at]} names the KPIs.")
    )


def _must_be_measure(block: Block) -> int | None:
    """Return the one column of words beside group, period and a value that nothing names."""
    keys = [column_at(block, names) for names in (PERIOD, GROUP, VALUE)]
    if None in keys:
        return None
    others = [at for at in range(len(block.names)) if at not in keys and block.names[at]]
    words = [at for at in others if at in label_columns(block) and len(set(block.column(at))) > 1]
    rows = [tuple(row[at] for at in (*keys[:2], *words) if at is not None) for row in block.rows]
    bare = {row[:2] for row in rows}
    if len(words) != 1 or len(others) > 1 or len(set(rows)) < len(rows) or len(bare) == len(rows):
        return None
    return words[0]


def _with_kpi(
    block: Block, around: Sequence[str], groups: Collection[str], answers: Replies
) -> Block:
    """Add the name of the KPI where the columns are periods and no column names it.

    It stands above the table, was said, or is the name of a sheet that somebody named.
    """
    wide = [at for at, name in enumerate(block.names) if named_span(name)]
    if len(wide) < 2 or column_at(block, KPI) is not None or column_at(block, PERIOD) is not None:
        return block
    others = [
        at
        for at in label_columns(block)
        if at not in wide and normalise(block.names[at]) not in GROUP
    ]
    if others:
        return block
    name = block.title or answers.get("kpi", "").strip() or _named_sheet(around, groups)
    if not name:
        raise open_question(
            "kpi",
            "Its columns are periods, and nothing says what the figures are.",
            "What is the KPI called?",
        )
    rows = tuple((name, *row) for row in block.rows)
    made = replace(block, names=("KPI", *block.names), rows=rows)
    return made.told(f"The KPI is {name}.")


def _named_sheet(around: Sequence[str], groups: Collection[str]) -> str:
    """Return the name of the sheet if it can be a KPI's: no default, no period, no group."""
    if len(around) < 2:
        return ""
    name = around[0].strip()
    generic = _SHEET.fullmatch(name) or named_span(name) or group_key(name) in groups
    return "" if generic or any(c.isdigit() for c in name) else name


_SHEET = re.compile(
    r"(sheet|tabelle|feuil(le)?|hoja|foglio|arkusz|blad|ark|planilha|list|シート|data|daten|export|"
    r"kpis?|report|bericht|table|values?|result|results|overview|summary|monthly|weekly)\s?\d*",
    re.I,
)
