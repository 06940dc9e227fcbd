"""A panel that somebody else has already made: one row per group and period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.evidence import Better, Floats, Ints, Panel, Question
from metrics.timeline import PeriodError, Timeline, timeline

REQUIRED = ("group", "period", "outcome")
EFFECTS = ("adoption", "start")
DEFAULT_WORTHWHILE = 0.1
"""Share of the outcome's usual wobble within groups taken as worth having where none is told."""
HEADER = 2
"""Line of the first row of data in a file with one header line."""


class PanelError(ValueError):
    """The table cannot be made a panel; the message says where and what to do."""


@dataclass(frozen=True)
class _Rows:
    """Where each of the frame's rows belongs in a (G, T) panel."""

    frame: pd.DataFrame
    groups: tuple[str, ...]
    line: Timeline
    row: Ints
    column: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.groups), len(self.line.labels)

    def spread(self, name: str, *, positive: bool = False) -> Floats:
        """(G, T) the values of one column; NaN where there is no row or no value."""
        values = _numbers(self.frame[name], positive=positive)
        panel = np.full(self.shape, np.nan)
        panel[self.row, self.column] = values
        return panel


def panel_from_frame(
    frame: pd.DataFrame, *, better: Better, lag: int = 0, worthwhile: float | None = None
) -> Panel:
    """Build a Panel from columns group, period, outcome, and adoption and/or start.

    Periods are days (2026-03-02), months (2026-03), ISO weeks (2026-W10) or whole numbers; `start`
    is the period in which the group began, blank: never. Optional `weight` says how much a group
    counts, `denominator` what the outcome is a rate of. Periods without a row are unknown.
    Raises PanelError naming the column, the line (the header is line 1) and what to do.
    """
    rows = _placed(frame)
    outcome = rows.spread("outcome")
    below = _denominator(rows)
    adoption = rows.spread("adoption") if "adoption" in frame else None
    worth = _usual(outcome) * DEFAULT_WORTHWHILE if worthwhile is None else worthwhile
    try:
        question = Question(kpi="outcome", better=better, worthwhile=worth, lag=lag)
    except ValueError as trouble:
        raise PanelError(str(trouble)) from trouble
    return Panel(
        question=question,
        groups=rows.groups,
        periods=rows.line.labels,
        outcome_numerator=outcome * below,
        outcome_denominator=below,
        adoption_numerator=adoption,
        adoption_denominator=None if adoption is None else np.ones(rows.shape),
        weight=_weight(rows, below),
        start=_starts(rows) if "start" in frame else np.full(rows.shape[0], -1, dtype=np.int64),
    )


def _placed(frame: pd.DataFrame) -> _Rows:
    missing = [name for name in REQUIRED if name not in frame]
    if missing or not any(name in frame for name in EFFECTS):
        lacking = ", ".join(missing or ["adoption or start"])
        raise PanelError(f"Missing column(s): {lacking}. Found: {', '.join(map(str, frame))}.")
    if frame.empty:
        raise PanelError("There are no rows below the header.")
    group, period = (_text(frame[name]) for name in ("group", "period"))
    for name, texts in (("group", group), ("period", period)):
        _blame(texts == "", name, "is blank", "name it or delete the row")
    try:
        line = timeline(period)
        places = {text: line.index(text) for text in set(period)}
    except PeriodError as trouble:
        raise PanelError(f"Column period: {trouble}") from trouble
    row, names = pd.factorize(group, sort=True)
    column = period.map(places).to_numpy(dtype=np.int64)
    twice = pd.DataFrame({"row": row, "column": column}).duplicated()
    _blame(twice, "period", "is there twice for one group", "keep one row per group and period")
    return _Rows(frame, tuple(map(str, names)), line, row.astype(np.int64), column)


def _starts(rows: _Rows) -> Ints:
    """(G,) index of the first exposed period; 0 if before the panel, -1 if never or after it."""
    texts = _text(rows.frame["start"])
    start = np.full(rows.shape[0], -1, dtype=np.int64)
    for number, group in enumerate(rows.groups):
        told = sorted(set(texts[rows.row == number]))
        if len(told) > 1:
            found = ", ".join(text or "blank" for text in told)
            raise PanelError(f"Column start: group {group!r} has several ({found}); give one.")
        if told[0]:
            start[number] = _start(told[0], rows.line)
    return start


def _start(text: str, line: Timeline) -> int:
    try:
        place = line.index(text)
    except PeriodError as trouble:
        raise PanelError(f"Column start: {trouble}") from trouble
    if line.kind == "number" and float(text) == 0 and place < 0:
        raise PanelError("Column start: 0 is not a period here. Leave it blank for 'never'.")
    return max(place, 0) if place < len(line.labels) else -1


def _denominator(rows: _Rows) -> Floats:
    """(G, T) what the outcome is a rate of, 1 where it is not told."""
    if "denominator" not in rows.frame:
        return np.ones(rows.shape)
    return rows.spread("denominator", positive=True)


def _weight(rows: _Rows, below: Floats) -> Floats:
    """(G,) mean weight, else mean denominator, of each group's known periods."""
    values = rows.spread("weight", positive=True) if "weight" in rows.frame else below
    known = np.isfinite(values)
    count = known.sum(axis=1)
    if not count.all():
        group = rows.groups[int(np.argmin(count))]
        raise PanelError(f"Group {group!r} has no weight or denominator in any period.")
    return np.asarray(np.where(known, values, 0.0).sum(axis=1) / count, dtype=np.float64)


def _usual(outcome: Floats) -> float:
    """Measure the standard deviation within groups; 1 where nothing moves."""
    known = np.isfinite(outcome)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    gap = np.where(known, outcome - np.where(known, outcome, 0).sum(1, keepdims=True) / count, 0.0)
    spread = float(np.sqrt((gap**2).sum() / max(known.sum(), 1)))
    return spread if spread > 0 else 1.0


def _text(column: pd.Series) -> pd.Series:
    """Each cell as trimmed text; blank where there is none."""
    texts = column.astype("string").fillna("").str.strip().reset_index(drop=True)
    return texts.mask(texts.str.lower().isin(["nan", "nat", "none"]), "").astype(object)


def _numbers(column: pd.Series, *, positive: bool) -> Floats:
    """(rows,) finite numbers, NaN where blank; PanelError names the first line that is neither."""
    texts = _text(column)
    values = pd.to_numeric(texts.mask(texts == "", np.nan), errors="coerce")
    values = pd.Series(values.to_numpy(dtype=np.float64))
    name = str(column.name)
    _blame((texts != "") & ~np.isfinite(values), name, "is not a number", "correct it or clear it")
    if positive:
        _blame(values <= 0, name, "is not above zero", "correct it or clear it")
    return values.to_numpy(dtype=np.float64)


def _blame(bad: pd.Series, name: str, what: str, remedy: str) -> None:
    """Raise PanelError for the first row that is bad."""
    if bad.any():
        line = int(np.flatnonzero(bad.to_numpy())[0]) + HEADER
        raise PanelError(f"Line {line}, column {name}: {what}; {remedy}.")
