"""A KPI table with one column per KPI, beside the group and the period.

The period may also stand in the header: 'Q1 2026' over 'Cost', or 'Cost' over 'Q1 2026'.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from signpost.pipelines.files.header_rows import MARK
from signpost.pipelines.model.cells import group_cell, period_cell, text_cell
from signpost.pipelines.model.generic import SPREAD_COLUMNS, SPREAD_VALUE
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.reading.number_column import odd_names
from signpost.pipelines.reading.units import currency_and_factor
from signpost.pipelines.text.column_synonyms import (
    GROUP,
    KPI,
    NAMELESS,
    PERIOD,
    RECORD_ID,
    is_code,
    neutral,
)
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import figures_in, has_pattern
from signpost.pipelines.text.period_words import YEAR_HEADERS
from signpost.pipelines.text.periods import named_span

_OTHER = {
    *(*KPI, *YEAR_HEADERS, "numerator", "denominator", "zähler", "nenner"),
    *("id", "person", "employee", "user", "mitarbeiter", "ticket", "record"),
}
"""Columns that say it is another kind of table."""
_CLOCK_NAME = re.compile(
    r"(shift |downtime |stop |call )?(start|begin|end|stop|from|to|von|bis|beginn|ende|uhrzeit|"
    r"début|fin|heure|hora|inizio|fine|login|logout)(ed)?( ?(time|zeit|at))?|time"
)
"""How a column of times of the day is called."""
_CLOCK = re.compile(r"[012]?\d:[0-5]\d(:[0-5]\d)?( ?[ap]\.?m\.?)?", re.I)
_ASKED = ("?", "？")
"""How a column ends that is a question of a survey, and no KPI."""
_WINDOW = re.compile(r"\d+ ?(days?|weeks?|months?|tage|wochen|monate|jours|mois)|rolling|ytd", re.I)
"""Words in brackets that tell a window of time, and no unit."""
_Columns = Mapping[int, Mapping[str, str]]


def kpi_columns(headers: Sequence[str], below: Sequence[Sequence[str]]) -> _Columns:
    """Return the columns that hold a KPI each; none where a row may be anything but group x time.

    Every column must be the group, the period, a number or one of the usual remarks, and no group
    may have two rows for one period.
    """
    names = [normalise(header) for header in headers]
    group_at, period_at = _first(names, GROUP), _first(names, PERIOD)
    keys = [at for at in (group_at, period_at) if at is not None]
    if group_at is None or _OTHER & set(names) or _repeated(below, keys):
        return {}
    if any(RECORD_ID.search(name) or name.endswith(_ASKED) for name in names):
        return {}
    found = {}
    for at, header in enumerate(headers):
        if at in keys or not names[at] or neutral(names[at]):
            continue
        values = [row[at] for row in below if at < len(row)]
        if _CLOCK_NAME.fullmatch(names[at]) and all(map(_CLOCK.fullmatch, has_pattern(values))):
            continue  # when it was, not how much
        told = _told(header, timed=period_at is not None)
        if told is None or not figures_in(values):
            if has_pattern(values):
                return {}
            continue
        found[at] = told
    renamed = odd_names([told["measure"] for told in found.values()])
    found = {
        at: {**told, "measure": renamed.get(told["measure"], told["measure"])}
        for at, told in found.items()
    }
    measured = Counter(tuple(told.values()) for told in found.values())
    return found if max(measured.values(), default=0) == 1 else {}


def _first(names: Sequence[str], spellings: Sequence[str]) -> int | None:
    found = (names.index(name) for name in spellings if name in names)
    return min(found, default=None)


def _repeated(below: Sequence[Sequence[str]], keys: Sequence[int]) -> bool:
    rows = [tuple(row[at].strip().casefold() for at in keys if at < len(row)) for row in below]
    whole = [row for row in rows if len(row) == len(keys) and all(row)]
    return len(set(whole)) < len(whole)


def _told(header: str, *, timed: bool) -> Mapping[str, str] | None:
    """Return what a column stands for: its KPI, and the period where its header names one."""
    parts = [part.strip() for part in header.split(MARK)]
    spans = [span for part in parts if (span := named_span(part))]
    kpi = MARK.join(part for part in parts if not named_span(part))
    nameless = normalise(kpi) in ("", *NAMELESS) or is_code(normalise(kpi))
    if nameless or len(spans) != (0 if timed else 1):
        return None
    first, last = (day.isoformat() for day in spans[0]) if spans else ("", "")
    return {"measure": kpi, "unit": _unit(kpi), "first_day": first, "last_day": last}


def _unit(kpi: str) -> str:
    """Return 'k€' of 'Revenue (k€)' and 'Revenue in k€'.

    A percent sign tells how cells are written, not the unit.
    """
    found = re.search(r"[(\[]([^()\[\]]{1,12})[)\]]$", kpi)
    if found:
        return "" if "%" in found[1] or _WINDOW.search(found[1]) else found[1]
    words = kpi.split()
    tails = (" ".join(words[-n:]) for n in (2, 1) if len(words) > n)
    return next((tail for tail in tails if currency_and_factor(tail)), "")


SOURCE = Source(
    id="kpi_columns",
    label="KPI table: one column per KPI",
    table="outcome",
    generic=True,
    spread=kpi_columns,
    fields={
        "group": group_cell(*GROUP),
        "period": period_cell(*PERIOD, optional=True),
        "measure": text_cell(optional=True),
        **SPREAD_VALUE,
        "unit": text_cell(optional=True),
    },
    columns={
        **SPREAD_COLUMNS,
        "first_day": "coalesce(period, first_day)",
        "last_day": "coalesce(period_until, last_day)",
    },
    documented_at="docs/exports/kpi_columns.md",
    how_to_get=HowToGet(
        role="the owner of the KPI (controlling, operations, service)",
        steps="A table with the columns group and month and one column per KPI, one row per group "
        "and month; a total may stay. The months may also "
        "stand over the KPIs, in two header rows.",
        filename="kpis.xlsx",
        request="Please send me the KPIs per department and month for the last 18 months, one row "
        "per department and month, one column per KPI.",
    ),
)
