"""Where the periods of a table stand: in two columns, its header, the lines above, its names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from signpost.pipelines.reading.financial_years import names_financial_year
from signpost.pipelines.reading.period_column import header_periods, read_periods
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.shapes.table_blocks import Block, label_columns
from signpost.pipelines.text.column_synonyms import PERIOD, VALUE
from signpost.pipelines.text.dates import Order, decide_order, order_evidence, read_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.patterns import figures_in, have_times
from signpost.pipelines.text.period_words import (
    END_HEADER,
    FISCAL_YEAR_HEADERS,
    MONTH_HEADERS,
    QUARTER_HEADERS,
    START_HEADER,
    WEEK_HEADERS,
    YEAR_HEADERS,
)
from signpost.pipelines.text.periods import named_span

_FISCAL_YEAR = re.compile(r"(fiscal year|geschäftsjahr|financial year|fy)\s*:?", re.I)


_FROM_PERIOD = re.compile(r"(from period|period|von periode|periode)\s*:?", re.I)


def column_at(block: Block, names: Collection[str]) -> int | None:
    """Return the first column with one of these names (normalised), None where there is none."""
    found = [at for at, name in enumerate(block.names) if normalise(name) in names]
    return found[0] if found else None


def with_first_column(
    block: Block, out: Collection[int], name: str, cells: Sequence[str], note: str
) -> Block:
    """Return the block with one new first column in the place of others."""
    keep = [at for at in range(len(block.names)) if at not in out]
    rows = tuple(
        (cell, *(row[at] for at in keep)) for cell, row in zip(cells, block.rows, strict=True)
    )
    made = replace(block, names=(name, *(block.names[at] for at in keep)), rows=rows)
    return made.told(note)


def span_of_two_columns(block: Block) -> Block:
    """Make one period of a column with its first day and one with its last."""
    start = next(
        (i for i, n in enumerate(block.names) if START_HEADER.fullmatch(normalise(n))), None
    )
    end = next((i for i, n in enumerate(block.names) if END_HEADER.fullmatch(normalise(n))), None)
    if start is None or end is None:
        return block
    pairs = [_span(a, b) for a, b in zip(block.column(start), block.column(end), strict=True)]
    if not all(pairs):
        return block
    spans = [f"{pair[0]}/{pair[1]}" for pair in pairs if pair]
    label = {at for at, n in enumerate(block.names) if normalise(n) in (*PERIOD, "fiscal period")}
    note = f"The period is {block.names[start]} and {block.names[end]}."
    return with_first_column(block, {start, end} | label, "Period", spans, note)


def _span(start: str, end: str) -> tuple[date, date] | None:
    """Return first and last day; an end at midnight of another day is not inside."""
    first, last = (read_day(re.split(r"[T ]", text)[0], "dmy") for text in (start, end))
    if first is None or last is None:
        return None
    midnight = re.search(r"[T ]0?0:00", end) and re.search(r"[T ]\d", start)
    last = last - timedelta(days=1) if midnight and last > first else last
    return (first, last) if first <= last else None


def year_and_part(block: Block) -> Block:
    """Make one period of a column with years and one with months, weeks or quarters."""
    year = column_at(block, YEAR_HEADERS)
    fiscal = column_at(block, FISCAL_YEAR_HEADERS)
    at = year if year is not None else fiscal
    years = [_year(text) for text in block.column(at)] if at is not None else []
    if at is None or not all(years):
        return block
    for names, form, fiscal_form in _PARTS:
        part = column_at(block, names)
        part = _months_named(block) if part is None and names is MONTH_HEADERS else part
        numbers = [_number(text) for text in block.column(part)] if part is not None else []
        if part is None or not all(numbers):
            continue
        named_fiscal = normalise(block.names[part]).startswith("fiscal")
        pattern = fiscal_form if year is None or named_fiscal else form
        if not pattern:  # weeks of a financial year are counted from a day nobody said
            continue
        made = [pattern.format(y=y, n=n) for y, n in zip(years, numbers, strict=True)]
        note = f"The period is {block.names[at]} and {block.names[part]}."
        return with_first_column(block, {at, part}, "Period", made, note)
    return block


_PARTS: tuple[tuple[Collection[str], str, str], ...] = (
    (MONTH_HEADERS, "{y}-{n:02d}", "FY{y}-P{n:02d}"),
    (WEEK_HEADERS, "{y}-W{n:02d}", ""),
    (QUARTER_HEADERS, "{y}-Q{n}", "FY{y}-Q{n}"),
)


def numbered_weeks(block: Block) -> Block:
    """Leave out numbers of weeks beside the day on which each begins.

    The day is sure: 2026-02 may be week 2 of a calendar that is not ISO's.
    """
    start = column_at(block, _WEEK_STARTS)
    number = column_at(block, (*WEEK_HEADERS, *_YEAR_AND_WEEK, "week"))
    if number is None or start is None or number == start:
        return block
    if any(END_HEADER.fullmatch(normalise(name)) for name in block.names):
        return block
    starts, labels = block.column(start), block.column(number)
    odd = [label for label, day in zip(labels, starts, strict=True) if _begins_else(label, day)]
    if not odd and any(map(named_span, labels)):
        return block
    note = f"The week is that of {block.names[start]}."
    made = with_first_column(block, {number, start}, "Week starting", starts, note)
    if not odd:
        return made
    return made.doubted(
        f"{odd[0]!r} and the like are other weeks by ISO's count than those that begin on "
        f"{block.names[start]}: the days count."
    )


def _begins_else(label: str, day: str) -> bool:
    """Return whether a label names a week of ISO that begins on another day."""
    start = read_day(re.split(r"[T ]", day)[0], "dmy")
    if digits := _YEAR_WEEK.fullmatch(label.strip()):
        span = named_span(f"{digits[1]}-W{digits[2]}")
    else:
        span = named_span(label)
    return span is not None and start is not None and span[0] != start


_YEAR_WEEK = re.compile(r"(\d{4})[-/ ]?(\d{1,2})")
_YEAR_AND_WEEK = ("year week", "yearweek", "week year", "iso week", "iso year week", "jahr woche")
_WEEK_STARTS = (
    *("week start", "week starting", "week begin", "week beginning", "week commencing", "week of"),
    *("start of week", "week start date", "w/c", "woche ab", "wochenbeginn", "semaine du"),
)


def month_columns_of_a_year(block: Block) -> Block:
    """Make rows of columns January, February ... beside a column with the year of each row."""
    year = column_at(block, YEAR_HEADERS)
    months = {at: n for at, name in enumerate(block.names) if (n := month_number(name))}
    years = [_year(text) for text in block.column(year)] if year is not None else []
    if len(months) < 2 or not years or not all(years) or column_at(block, VALUE) is not None:
        return block
    rest = [at for at in range(len(block.names)) if at not in months and at != year]
    rows, lines = [], []
    for row, line, of_year in zip(block.rows, block.lines, years, strict=True):
        for at, number in months.items():
            rows.append((f"{of_year}-{number:02d}", *(row[i] for i in rest), row[at]))
            lines.append(line)
    names = ("Period", *(block.names[i] for i in rest), "Value")
    made = replace(block, names=names, rows=tuple(rows), lines=tuple(lines))
    return made.told("Columns of months are months of the year that each row names.")


def _year(text: str) -> int | None:
    """Return 2026 of '2026', '2026.0' and 'FY26'."""
    number = _number(text)
    if number is not None and number < 100 and not text.strip().isdigit():
        number += 2000
    return number if number is not None and number >= 1900 else None


def _months_named(block: Block) -> int | None:
    """Return the column that holds names of months, whatever it is called."""
    for at in label_columns(block):
        cells = block.column(at)
        if cells and all(month_number(cell) for cell in cells):
            return at
    return None


def year_in_header(block: Block) -> Block:
    """Make periods of the numbers below 'Month (2026)'."""
    for at, name in enumerate(block.names):
        said = _YEAR_BEHIND.fullmatch(name.strip())
        kinds = [form for names, form, _ in _PARTS if said and normalise(said[1]) in names]
        numbers = [_number(cell) for cell in block.column(at)]
        if not said or not kinds or not all(numbers) or max(n or 0 for n in numbers) > _MOST_WEEKS:
            continue
        made = [kinds[0].format(y=said[2], n=n) for n in numbers]
        return with_first_column(
            block, {at}, "Period", made, f"The period is {said[1]} of {said[2]}."
        )
    return block


_YEAR_BEHIND = re.compile(r"(.+?)[ ,:-]*[(\[]?((?:19|20)\d{2})[)\]]?")
_MOST_WEEKS = 53


def answers_with_year(block: Block, around: Sequence[str], answers: Replies) -> Replies:
    """Return the answers with the year that the lines above or the names agree on."""
    if answers.get("year"):
        return answers
    texts = [*around, *(cell for row in block.above for cell in row)]
    years = {year for text in texts for year in re.findall(r"(?<!\d)20\d{2}(?!\d)", text)}
    return {**answers, "year": years.pop()} if len(years) == 1 else answers


def named_period(block: Block, answers: Replies) -> Block:
    """Find the column of periods by its cells where its name is none of the usual."""
    if column_at(block, PERIOD) is not None:
        return block
    for at in label_columns(block):
        cells = block.column(at)
        texts = [text for text in dict.fromkeys(cells) if text]
        dated = [text for text in texts if _may_be_period(text)]
        if len(texts) < 2 or len(dated) < 0.8 * len(texts) or not all(cells) or have_times(texts):
            continue
        proofs = order_evidence(dict.fromkeys(dated, 1))
        said = answers.get("dates")
        asked: Order | None = "dmy" if said == "dmy" else "mdy" if said == "mdy" else None
        order = decide_order({block.names[at]: proofs}, asked, None)
        spans = read_periods(texts, block.names[at], order, answers).spans
        if len(spans) >= 0.8 * len(texts):
            made = [f"{s[0]}/{s[1]}" if (s := spans.get(cell)) else cell for cell in cells]
            return with_first_column(
                block, {at}, "Period", made, f"The period is {block.names[at]}."
            )
    return block


def _may_be_period(text: str) -> bool:
    return bool(
        named_span(text)
        or names_financial_year(text)
        or read_day(re.split(r"[T ]", text)[0], "dmy")
        or read_day(text, "mdy")
    )


def _number(text: str) -> int | None:
    digits = re.fullmatch(r"\D{0,4}(\d{1,4})(\.0)?", text.strip())
    return int(digits[1]) if digits else month_number(text)


_PART = re.compile(r"[\s_:|/–-]+")


def period_in_name(name: str) -> tuple[str, str] | None:
    """Return period and rest of 'Calls 2026-01' or 'Jan-26 Actual'; None of other names."""
    plain = name.strip()
    if named_span(plain):
        return None
    for gap in _PART.finditer(plain):
        head, tail = plain[: gap.start()], plain[gap.end() :].replace("_", "-")
        if head and named_span(tail) and not re.fullmatch(r"\d{4}", tail):
            return tail, head
    for gap in reversed(list(_PART.finditer(plain))):
        head, tail = plain[: gap.start()], plain[gap.end() :]
        if tail and named_span(head) and not re.fullmatch(r"\d{4}", head):
            return head, tail.strip("()")
    return None


def header_spans(block: Block, answers: Replies) -> Block:
    """Write the periods that head columns as spans."""
    if column_at(block, PERIOD) is not None:
        return block
    values = [name if figures_in(block.column(at)) else "" for at, name in enumerate(block.names)]
    spans = header_periods(values, answers)
    plain = all(named_span(block.names[at]) for at in spans)
    if not spans or plain:
        return block
    names = tuple(
        f"{spans[at][0]}/{spans[at][1]}" if at in spans else name
        for at, name in enumerate(block.names)
    )
    shown = list(spans.items())[:3]
    listed = ", ".join(f"{block.names[at]} as {first} to {last}" for at, (first, last) in shown)
    return replace(block, names=names).told(f"Headers were read as periods: {listed}.")


def period_around(block: Block, around: Sequence[str], answers: Replies) -> Block:
    """Add the period that stands above the table, or in the name of the sheet or file."""
    if (
        column_at(block, PERIOD) is not None
        or sum(named_span(n) is not None for n in block.names) > 0
    ):
        return block
    found = _period_above(block, answers) or _period_around(around)
    if found is None:
        return block
    text, where = found
    rows = tuple((text, *row) for row in block.rows)
    made = replace(block, names=("Period", *block.names), rows=rows)
    return made.told(f"The period {text} was taken from {where}.")


def _period_above(block: Block, answers: Replies) -> tuple[str, str] | None:
    said: dict[str, str] = {}
    for row in block.above:
        filled = [cell for cell in row if cell]
        for cell in filled:
            text = cell.partition(":")[2].strip() or cell
            if named_span(text) and not re.fullmatch(r"\d{4}", text):
                return text, "the lines above the table"
            if span := _range_in(text):
                return f"{span[0]}/{span[1]}", "the lines above the table"
        if len(filled) == 2:
            kind = "year" if _FISCAL_YEAR.fullmatch(filled[0]) else ""
            kind = "period" if _FROM_PERIOD.fullmatch(filled[0]) else kind
            said |= {kind: filled[1]} if kind else {}
    if set(said) == {"year", "period"} and all(text.isdigit() for text in said.values()):
        label = f"FY{said['year']}-P{int(said['period']):02d}"
        span = read_periods([label], "period", "dmy", answers).spans.get(label)
        return (f"{span[0]}/{span[1]}", "the lines above the table") if span else None
    return None


_TWO_DAYS = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(\s.*\s|\s*[-–/]\s*)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
)


def _range_in(text: str) -> tuple[date, date] | None:
    """Return the span of '01/01/2026 - 31/01/2026'; None where the order of days is open."""
    if not _TWO_DAYS.fullmatch(text):
        return None
    spans = {read_periods([text], "", order).spans.get(text) for order in ("dmy", "mdy")} - {None}
    return spans.pop() if len(spans) == 1 else None


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
