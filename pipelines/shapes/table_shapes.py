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
from signpost.pipelines.files.header_rows import MARK, is_part_of_year
from signpost.pipelines.reading.number_column import odd_names
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.shapes.period_shapes import (
    answers_with_year,
    column_at,
    header_spans,
    named_period,
    period_around,
    span_of_two_columns,
    year_and_part,
)
from signpost.pipelines.shapes.repeated_rows import one_row_each
from signpost.pipelines.shapes.table_blocks import Block, filled_down, label_columns, without_totals
from signpost.pipelines.text.column_synonyms import GROUP, KPI, PERIOD, RECORD_ID
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in, has_pattern
from signpost.pipelines.text.periods import named_span

_GROUPS = frozenset(
    (
        *(
            *GROUP,
            "row labels",
            "zeilenbeschriftungen",
            "étiquettes de lignes",
            *("etiquetas de fila", "rijlabels", "etichette di riga", "etykiety wierszy"),
            "queue",
            "queue name",
            "cost center",
        ),
        *("cost centre", "kostenstelle", "warteschlange", "unit", "area"),
    )
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WHICH = re.compile(
    r"(actuals?|ist|target|plan(ned)?|budget(ed)?|forecast|soll|goal|ziel|prior year|last year|"
    r"vorjahr|hochrechnung|outlook|r[ée]el|r[ée]alis[ée]|objectif|cible|pr[ée]vu|pr[ée]vision|"
    r"budg[ée]t|real|objetivo|presupuesto|previsto|meta|consuntivo|obiettivo|preventivo|"
    r"realisatie|doel|begroting|wykonanie|cel|utfall|mål|prognos[ae]?|realizado|orçado)"
    r"( value| values| wert)?",
    re.I,
)
_GROUP_ABOVE = re.compile(rf"(?:{'|'.join(map(re.escape, GROUP))})\s*[:=]\s*(.+)", re.I)
"""A line above a table that names its group: 'Department: Sales'."""
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
    block = without_totals(block, label_columns(block)[:2])
    block = _compact_pivot(block)
    block = filled_down(block, label_columns(block), merged=merged)
    block = _which_rows(block, answers)
    block = _which_periods(block, answers)
    block = span_of_two_columns(block)
    block = year_and_part(block)
    answers = answers_with_year(block, around, answers)
    block = named_period(block, answers)
    block = _groups_in_header(block, groups, answers)
    block = _kpis_apart(block)
    named = _group_named(block, groups) or _group_around(block, around, groups)
    if named is None:
        return None
    block = header_spans(named, answers)
    block = _which_value(block, answers)
    block = _without_measure(block)
    block = period_around(block, around, answers)
    block = one_row_each(block, answers)
    return _with_kpi(block, answers)


def _identities(cells: Sequence[str]) -> bool:
    """Return whether a column holds e-mail addresses: a table of people is no table of KPIs."""
    values = has_pattern(cells)
    return bool(values) and 2 * sum(_MAIL.fullmatch(value) is not None for value in values) > len(
        values
    )


def _named(block: Block, at: int, name: str) -> Block:
    return replace(block, names=(*block.names[:at], name, *block.names[at + 1 :]))


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
    if not groups or any(column_at(block, names) is not None for names in (GROUP, _GROUPS)):
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


def _group_named(block: Block, groups: Collection[str]) -> Block | None:
    """Name the column of groups so: by its name, or because its values are groups we know."""
    at = column_at(block, GROUP)
    if at is not None:
        return block
    at = column_at(block, _GROUPS)
    if at is None and groups:
        shares = {i: _known(block.column(i), groups) for i in label_columns(block)}
        best = max(shares, key=lambda i: shares[i], default=None)
        at = best if best is not None and shares[best] >= 0.5 else None
    if at is None:
        return None
    return _named(block, at, "Group").told(f"Column {block.names[at]} holds the groups.")


def _group_around(block: Block, around: Sequence[str], groups: Collection[str]) -> Block | None:
    """Add the group that stands above the table, or is the name of its sheet or file."""
    said = _GROUP_ABOVE.fullmatch(block.title)
    name = said[1] if said else ""
    name = name or next((one for one in (block.title, *around) if group_key(one) in groups), "")
    if not name:
        return None
    rows = tuple((name, *row) for row in block.rows)
    made = replace(block, names=("Group", *block.names), rows=rows)
    return made.told(f"The group {name} was taken from above the table, or from a name.")


def _which_rows(block: Block, answers: Replies) -> Block:
    """Ask which of target and actual counts, where a column says it of each row."""
    for at in label_columns(block):
        kinds = list(dict.fromkeys(cell for cell in block.column(at) if cell))
        if not kinds or not all(_WHICH.fullmatch(kind) for kind in kinds):
            continue
        said = answers.get("value", "").strip().casefold()
        chosen = next((kind for kind in kinds if kind.casefold() == said), "")
        if len(kinds) > 1 and not chosen:
            raise open_question(
                "value",
                f"Its rows are of {' and '.join(kinds)} (column {block.names[at]}).",
                "Which count?",
                kinds,
            )
        kept = [n for n, row in enumerate(block.rows) if len(kinds) == 1 or row[at] == chosen]
        return replace(
            block,
            names=(*block.names[:at], *block.names[at + 1 :]),
            rows=tuple((*block.rows[n][:at], *block.rows[n][at + 1 :]) for n in kept),
            lines=tuple(block.lines[n] for n in kept),
            superseded=block.superseded + len(block.rows) - len(kept),
        ).told(f"Only rows of {chosen or kinds[0]} are read.")
    return block


def _which_periods(block: Block, answers: Replies) -> Block:
    """Keep one of target and actual where each period has a column of both: 'Jan-26 Target'."""
    found = {at: parts for at, name in enumerate(block.names) if (parts := _period_of(name))}
    kinds = list(dict.fromkeys(kind for _, kind in found.values()))
    if len(kinds) < 2 or len(found) < 2 * len(kinds):
        return block
    said = answers.get("value", "").strip().casefold()
    chosen = next((kind for kind in kinds if kind.casefold() == said), "")
    if not chosen:
        raise open_question(
            "value", f"Each period has {' and '.join(kinds)} side by side.", "Which counts?", kinds
        )
    keep = [at for at in range(len(block.names)) if at not in found or found[at][1] == chosen]
    names = tuple(found[at][0] if at in found else block.names[at] for at in keep)
    rows = tuple(tuple(row[at] for at in keep) for row in block.rows)
    return replace(block, names=names, rows=rows).told(f"Only {chosen} is read.")


def _period_of(name: str) -> tuple[str, str] | None:
    """Return the period and the kind of a header such as 'Jan-26 Target' or 'Ist 2026-01'."""
    words = name.replace(MARK.strip(), " ").split()
    first, last = " ".join(words[:-1]), " ".join(words[1:])
    for period, kind in ((first, words[-1:]), (last, words[:1])):
        if kind and _WHICH.fullmatch(kind[0]) and _is_period(period):
            return period, kind[0]
    return None


def _is_period(text: str) -> bool:
    return named_span(text) is not None or is_part_of_year(text)


def _known(cells: Sequence[str], groups: Collection[str]) -> float:
    values = has_pattern(cells)
    return sum(group_key(value) in groups for value in values) / len(values) if values else 0.0


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
    """Call the column of measure names so ('Measure Names' of Tableau)."""
    at = column_at(
        block, ("measure names", "measures", "metric name", "kennzahlen", "werte", "values")
    )
    if at is None or column_at(block, KPI) is not None or figures_in(block.column(at)):
        return block
    return _named(block, at, "KPI")


def _with_kpi(block: Block, answers: Replies) -> Block:
    """Add the name of the KPI where the columns are periods and no column names it."""
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
    name = block.title or answers.get("kpi", "").strip()
    if not name:
        raise open_question(
            "kpi",
            "Its columns are periods, and nothing says what the figures are.",
            "What is the KPI called?",
        )
    rows = tuple((name, *row) for row in block.rows)
    made = replace(block, names=("KPI", *block.names), rows=rows)
    return made.told(f"The KPI is {name}.")
