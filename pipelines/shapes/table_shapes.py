"""Tables as people make them, brought to one row per group and period before they are recognised.

Pivot tables, blank labels, several tables on a sheet, periods in headers, in two columns, above the
table or in the name of the sheet: what is done is told, what cannot be known is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from signpost.metrics.model.keys import group_key
from signpost.pipelines.errors import open_question
from signpost.pipelines.reading.number_column import odd_names
from signpost.pipelines.reading.period_column import header_periods, read_periods
from signpost.pipelines.reading.plan import Answers
from signpost.pipelines.shapes.repeated_rows import one_row_each
from signpost.pipelines.shapes.table_blocks import Block, filled_down, label_columns, without_totals
from signpost.pipelines.text.column_synonyms import GROUP, KPI, PERIOD, YEAR
from signpost.pipelines.text.dates import Order, decide_order, order_evidence, read_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.patterns import figures, has_pattern
from signpost.pipelines.text.periods import named_span

_GROUPS = frozenset(
    (
        *(*GROUP, "row labels", "zeilenbeschriftungen", "queue", "queue name", "cost center"),
        *("cost centre", "kostenstelle", "warteschlange", "unit", "area"),
    )
)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_RECORD = re.compile(
    r"^(.*[ .])?(report|record|deal|ticket|case|incident|issue|order|invoice|request|call|task)"
    r"( ?(id|number|key|no\.?))$|^(id|number|key|ticket|case|task|issue key|incident)$"
)
"""A column that names records: the table is a list of them, not of KPIs."""
_START = re.compile(
    r"(period |interval |week |fiscal )?\s?(start|begin|from|first day)( ?date|interval)?|"
    r"startinterval"
)
_END = re.compile(
    r"(period |interval |week |fiscal )?\s?(end|to|until|last day)( ?date|interval)?|"
    r"endinterval"
)
_MONTHS = frozenset(("month", "monat", "mois", "mes", "mese", "maand", "month number", "period"))
_WEEKS = frozenset(("week", "woche", "kw", "week number", "calendar week"))
_QUARTERS = frozenset(("quarter", "quartal", "trimestre"))
_WHICH = re.compile(
    r"(actuals?|ist|target|plan(ned)?|budget|forecast|soll|goal|ziel|prior year|last year|vorjahr)"
    r"( value| values| wert)?",
    re.I,
)
_OF = re.compile(
    r"(sum|average|avg|count|min|max|summe|mittelwert|anzahl|moyenne|somme) (of|von|de)\s+", re.I
)
_FISCAL_YEAR = re.compile(r"(fiscal year|geschäftsjahr|financial year|fy)\s*:?", re.I)
_FROM_PERIOD = re.compile(r"(from period|period|von periode|periode)\s*:?", re.I)


def shaped(
    block: Block, around: Sequence[str], groups: Collection[str], answers: Answers, *, merged: bool
) -> Block | None:
    """Return the block with one row per group and period; None where it is no table of KPIs.

    `around` are the names of sheet and file, the nearer first; `groups` the ids already known.
    Raises UnreadableFile with a question where the reading is open.
    """
    if any(_RECORD.search(normalise(name)) for name in block.names):
        return None
    if any(_identities(block.column(at)) for at in range(len(block.names))):
        return None
    block = without_totals(block, label_columns(block)[:2])
    block = _compact_pivot(block)
    block = filled_down(block, label_columns(block), merged=merged)
    block = _start_and_end(block)
    block = _year_and_part(block)
    answers = _with_year(block, around, answers)
    block = _period_named(block, answers)
    block = _groups_in_header(block, groups, answers)
    block = _kpis_apart(block)
    named = _group_named(block, groups)
    if named is None:
        return None
    block = _periods_in_header(named, answers)
    block = _which_value(block, answers)
    block = _without_measure(block)
    block = _with_period(block, around, answers)
    block = one_row_each(block, answers)
    return _with_kpi(block, answers)


def _identities(cells: Sequence[str]) -> bool:
    """Tell a column of e-mail addresses: a table of people is no table of KPIs."""
    values = has_pattern(cells)
    return bool(values) and 2 * sum(_MAIL.fullmatch(value) is not None for value in values) > len(
        values
    )


def _at(block: Block, names: Collection[str]) -> int | None:
    found = [at for at, name in enumerate(block.names) if normalise(name) in names]
    return found[0] if found else None


def _named(block: Block, at: int, name: str) -> Block:
    return replace(block, names=(*block.names[:at], name, *block.names[at + 1 :]))


def _replaced(
    block: Block, out: Collection[int], name: str, cells: Sequence[str], note: str
) -> Block:
    """Return the block with one new first column in the place of others."""
    keep = [at for at in range(len(block.names)) if at not in out]
    rows = tuple(
        (cell, *(row[at] for at in keep)) for cell, row in zip(cells, block.rows, strict=True)
    )
    made = replace(block, names=(name, *(block.names[at] for at in keep)), rows=rows)
    return made.told(note)


def _compact_pivot(block: Block) -> Block:
    """Part a first column in which groups and the periods below them take turns."""
    labels = block.column(0)
    dated = [named_span(label) is not None for label in labels]
    if not any(dated) or dated[0] or 2 * sum(dated) < len(labels) or not all(labels):
        return block
    group, keep, groups = "", [], []
    for at, label in enumerate(labels):
        if dated[at]:
            keep.append(at)
            groups.append(group)
        else:
            group = label
    rows = tuple((groups[i], labels[at], *block.rows[at][1:]) for i, at in enumerate(keep))
    names = ("Group", "Period", *(_bare(name, block.names) for name in block.names[1:]))
    made = replace(
        block,
        names=names,
        rows=rows,
        lines=tuple(block.lines[at] for at in keep),
        totals=block.totals + len(labels) - len(keep),
    )
    return made.told("Groups and periods stood in one column, as in a pivot table.")


def _bare(name: str, names: Sequence[str]) -> str:
    """Return 'Calls' of 'Sum of Calls', where no other column would be called so."""
    plain = _OF.sub("", name)
    return plain if sum(_OF.sub("", other) == plain for other in names) == 1 else name


def _start_and_end(block: Block) -> Block:
    """Make one period of a column with its first day and one with its last."""
    start = next((i for i, n in enumerate(block.names) if _START.fullmatch(normalise(n))), None)
    end = next((i for i, n in enumerate(block.names) if _END.fullmatch(normalise(n))), None)
    if start is None or end is None:
        return block
    pairs = [_span(a, b) for a, b in zip(block.column(start), block.column(end), strict=True)]
    if not all(pairs):
        return block
    spans = [f"{pair[0]}/{pair[1]}" for pair in pairs if pair]
    label = {at for at, n in enumerate(block.names) if normalise(n) in (*PERIOD, "fiscal period")}
    names = f"{block.names[start]} and {block.names[end]}"
    return _replaced(block, {start, end} | label, "Period", spans, f"The period is {names}.")


def _span(start: str, end: str) -> tuple[date, date] | None:
    """Return first and last day; an end at midnight of another day is not inside."""
    first, last = (read_day(re.split(r"[T ]", text)[0], "dmy") for text in (start, end))
    if first is None or last is None:
        return None
    midnight = re.search(r"[T ]0?0:00", end) and re.search(r"[T ]\d", start)
    last = last - timedelta(days=1) if midnight and last > first else last
    return (first, last) if first <= last else None


def _year_and_part(block: Block) -> Block:
    """Make one period of a column with years and one with months, weeks or quarters."""
    year = _at(block, YEAR)
    fiscal = _at(block, ("fiscal year", "geschäftsjahr", "financial year", "fy"))
    kinds: tuple[tuple[Collection[str], str], ...] = (
        (_MONTHS, "{y}-{n:02d}"), (_WEEKS, "{y}-W{n:02d}"), (_QUARTERS, "{y}-Q{n}"),
    )  # fmt: skip
    for names, form in kinds:
        part = _at(block, names)
        if part is None or (year is None and fiscal is None):
            continue
        at = year if year is not None else fiscal
        assert at is not None  # noqa: S101 - one of both
        numbers = [_number(text) for text in block.column(part)]
        years = [_number(text) for text in block.column(at)]
        if not all(numbers) or not all(years) or max(n or 0 for n in years) < 1900:
            continue
        pattern = form if year is not None else "FY{y}-P{n:02d}"
        made = [pattern.format(y=y, n=n) for y, n in zip(years, numbers, strict=True)]
        note = f"The period is {block.names[at]} and {block.names[part]}."
        return _replaced(block, {at, part}, "Period", made, note)
    return block


def _with_year(block: Block, around: Sequence[str], answers: Answers) -> Answers:
    """Return the answers with the year that the lines above or the names agree on."""
    if answers.get("year"):
        return answers
    texts = [*around, *(cell for row in block.above for cell in row)]
    years = {year for text in texts for year in re.findall(r"(?<!\d)20\d{2}(?!\d)", text)}
    return {**answers, "year": years.pop()} if len(years) == 1 else answers


def _period_named(block: Block, answers: Answers) -> Block:
    """Find the column of periods by its cells where its name is none of the usual."""
    if _at(block, PERIOD) is not None:
        return block
    for at in label_columns(block):
        cells = block.column(at)
        texts = [text for text in dict.fromkeys(cells) if text]
        dated = [text for text in texts if _may_be_period(text)]
        if len(texts) < 2 or len(dated) < 0.8 * len(texts) or not all(cells):
            continue
        proofs = order_evidence(dict.fromkeys(dated, 1))
        said = answers.get("dates")
        asked: Order | None = "dmy" if said == "dmy" else "mdy" if said == "mdy" else None
        order = decide_order({block.names[at]: proofs}, asked, None)
        spans = read_periods(texts, block.names[at], order, answers).spans
        if len(spans) >= 0.8 * len(texts):
            made = [f"{s[0]}/{s[1]}" if (s := spans.get(cell)) else cell for cell in cells]
            return _replaced(block, {at}, "Period", made, f"The period is {block.names[at]}.")
    return block


def _may_be_period(text: str) -> bool:
    return bool(
        named_span(text) or read_day(re.split(r"[T ]", text)[0], "dmy") or read_day(text, "mdy")
    )


def _groups_in_header(block: Block, groups: Collection[str], answers: Answers) -> Block:
    """Turn columns that are named as known groups into rows."""
    if not groups or any(_at(block, names) is not None for names in (GROUP, _GROUPS)):
        return block
    known = [at for at, name in enumerate(block.names) if group_key(name) in groups]
    period, kpi = _at(block, PERIOD), _at(block, KPI)
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
    at = _at(block, KPI)
    renamed = odd_names(sorted(set(block.column(at)))) if at is not None else {}
    if at is None or not renamed:
        return block
    rows = tuple((*row[:at], renamed.get(row[at], row[at]), *row[at + 1 :]) for row in block.rows)
    listed = ", ".join(f"{old!r} is {new!r}" for old, new in renamed.items())
    return replace(block, rows=rows).told(f"KPIs that differ in a sign only: {listed}.")


def _number(text: str) -> int | None:
    digits = re.fullmatch(r"\D{0,4}(\d{1,4})(\.0)?", text.strip())
    return int(digits[1]) if digits else month_number(text)


def _group_named(block: Block, groups: Collection[str]) -> Block | None:
    """Name the column of groups so: by its name, or because its values are groups we know."""
    at = _at(block, GROUP)
    if at is not None:
        return block
    at = _at(block, _GROUPS)
    if at is None and groups:
        shares = {i: _known(block.column(i), groups) for i in label_columns(block)}
        best = max(shares, key=lambda i: shares[i], default=None)
        at = best if best is not None and shares[best] >= 0.5 else None
    if at is None:
        return None
    return _named(block, at, "Group").told(f"Column {block.names[at]} holds the groups.")


def _known(cells: Sequence[str], groups: Collection[str]) -> float:
    values = has_pattern(cells)
    return sum(group_key(value) in groups for value in values) / len(values) if values else 0.0


def _periods_in_header(block: Block, answers: Answers) -> Block:
    """Write the periods that head columns as spans."""
    if _at(block, PERIOD) is not None:
        return block
    values = [name if figures(block.column(at)) else "" for at, name in enumerate(block.names)]
    spans = header_periods(values, answers)
    plain = all(named_span(block.names[at]) for at in spans)
    if not spans or plain:
        return block
    names = tuple(
        f"{spans[at][0]}/{spans[at][1]}" if at in spans else name
        for at, name in enumerate(block.names)
    )
    listed = ", ".join(f"{block.names[at]} as {a} to {b}" for at, (a, b) in list(spans.items())[:3])
    return replace(block, names=names).told(f"Headers were read as periods: {listed}.")


def _which_value(block: Block, answers: Answers) -> Block:
    """Ask which of target and actual counts, where a table names the KPI in a column."""
    if _at(block, KPI) is None or _at(block, ("value", "wert", "result")) is not None:
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
    at = _at(block, ("measure names", "measures", "metric name", "kennzahlen", "werte", "values"))
    if at is None or _at(block, KPI) is not None or figures(block.column(at)):
        return block
    return _named(block, at, "KPI")


def _with_period(block: Block, around: Sequence[str], answers: Answers) -> Block:
    """Add the period that stands above the table, or in the name of the sheet or file."""
    if _at(block, PERIOD) is not None or sum(named_span(n) is not None for n in block.names) > 0:
        return block
    found = _period_above(block, answers) or _period_around(around)
    if found is None:
        return block
    text, where = found
    rows = tuple((text, *row) for row in block.rows)
    made = replace(block, names=("Period", *block.names), rows=rows)
    return made.told(f"The period {text} was taken from {where}.")


def _period_above(block: Block, answers: Answers) -> tuple[str, str] | None:
    said: dict[str, str] = {}
    for row in block.above:
        filled = [cell for cell in row if cell]
        for cell in filled:
            text = cell.partition(":")[2].strip() or cell
            if named_span(text) and not re.fullmatch(r"\d{4}", text):
                return text, "the lines above the table"
        if len(filled) == 2:
            kind = "year" if _FISCAL_YEAR.fullmatch(filled[0]) else ""
            kind = "period" if _FROM_PERIOD.fullmatch(filled[0]) else kind
            said |= {kind: filled[1]} if kind else {}
    if set(said) == {"year", "period"} and all(text.isdigit() for text in said.values()):
        label = f"FY{said['year']}-P{int(said['period']):02d}"
        span = read_periods([label], "period", "dmy", answers).spans.get(label)
        return (f"{span[0]}/{span[1]}", "the lines above the table") if span else None
    return None


def _period_around(around: Sequence[str]) -> tuple[str, str] | None:
    for name in around:
        if named_span(name) and not re.fullmatch(r"\d{4}", name.strip()):
            return name.strip(), f"the name {name!r}"
        parts = re.findall(
            r"(?<!\d)20\d{2}[-_ ](?:0[1-9]|1[0-2])(?![-_ ]?\d)|20\d{2}-?Q[1-4]", name
        )
        worded = re.findall(r"([^\W\d_]{3,})[ _-]?(20\d{2})", name)
        months = [f"{word} {year}" for word, year in worded if month_number(word)]
        found = {*(part.replace("_", "-").replace(" ", "-") for part in parts), *months}
        if len(found) == 1:
            return found.pop(), f"the name {name!r}"
    return None


def _with_kpi(block: Block, answers: Answers) -> Block:
    """Add the name of the KPI where the columns are periods and no column names it."""
    wide = [at for at, name in enumerate(block.names) if named_span(name)]
    if len(wide) < 2 or _at(block, KPI) is not None or _at(block, PERIOD) is not None:
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
