"""Panel from a table with one row per group and period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from signpost.metrics.model.types import Better, Floats, Ints, Panel, Question, Window
from signpost.metrics.panel.frame_columns import (
    PanelError,
    blank_missing,
    number_column,
    raise_if_any,
    share_columns,
    text_column,
)
from signpost.metrics.panel.period_labels import LabelledPeriods, PeriodError, labelled_periods

REQUIRED = ("group", "period", "outcome")
EFFECTS = ("adoption", "start")
DEFAULT_WORTHWHILE = 0.1
"""Share of the outcome's usual wobble within groups taken as worth having where none is told."""

WEEKS_FROM = 40
"""So many periods that are whole numbers are taken for weeks."""
MAX_WEIGHT_RATIO = 1e9
"""Times one group may count as much as another; beyond, the sums lose the lighter one."""
ALIKE = "Write all periods in the same way."
NEVER = "Write the period in which the group began; leave it blank for 'never'."


@dataclass(frozen=True)
class _Rows:
    """Position of each of the frame's rows in a (G, T) panel."""

    frame: pd.DataFrame
    groups: tuple[str, ...]
    line: LabelledPeriods
    row: Ints
    column: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.groups), len(self.line.labels)

    def spread(self, name: str, *, positive: bool = False) -> Floats:
        """Return (G, T) the values of one column; NaN where there is no row or no value."""
        return self.placed(number_column(self.frame[name], positive=positive))

    def placed(self, values: Floats) -> Floats:
        """Return (G, T) one value per row of the table at its position; NaN elsewhere."""
        panel = np.full(self.shape, np.nan)
        panel[self.row, self.column] = values
        return panel


def panel_from_frame(
    frame: pd.DataFrame, *, better: Better, lag: int = 0, worthwhile: float | None = None
) -> Panel:
    """Return the Panel of columns group, period, outcome, and adoption and/or start.

    Periods are days (2026-03-02), months (2026-03), ISO weeks (2026-W10) or whole numbers; `start`
    is the period in which the group began, blank: never. Optional `weight` says how much a group
    counts, `denominator` what the outcome is a rate of. Periods without a row are unknown. Adoption
    is a share 0-1, or percent throughout. Optional `division`: the part of the organisation.
    Raises PanelError naming the column, the line (the header is line 1) and what to do.
    """
    rows = _rows_of(frame)
    outcome = rows.spread("outcome")
    below = _denominator(rows)
    adoption = rows.placed(share_columns(frame["adoption"])) if "adoption" in frame else None
    worth = _sd_within_groups(outcome) * DEFAULT_WORTHWHILE if worthwhile is None else worthwhile
    try:
        question = Question(
            kpi="outcome",
            better=better,
            worthwhile=worth,
            lag=lag,
            window=window_of(rows.line),
            numbered=rows.line.kind == "number",
        )
    except ValueError as trouble:
        raise PanelError(str(trouble), "Give a change above zero.") from trouble
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
        division=_divisions(rows) if "division" in frame else None,
    )


def panel_to_frame(panel: Panel) -> pd.DataFrame:
    """Return the panel as rows that `panel_from_frame` reads back: one per group and period."""
    groups, periods = len(panel.groups), len(panel.periods)
    starts = np.array(["" if at < 0 else panel.periods[at] for at in panel.start], dtype=object)
    columns: dict[str, object] = {
        "group": np.repeat(np.array(panel.groups, dtype=object), periods),
        "period": np.tile(np.array(panel.periods, dtype=object), groups),
        "outcome": panel.outcome.ravel(),
        "start": np.repeat(starts, periods),
        "weight": np.repeat(panel.weight, periods),
        "denominator": panel.outcome_denominator.ravel(),
    }
    if panel.adoption is not None:
        columns["adoption"] = panel.adoption.ravel()
    return pd.DataFrame(columns)


def window_of(line: LabelledPeriods) -> Window:
    """Return what the periods are nearest to; days are taken for weeks.

    Whole numbers do not say how long a period is: few are taken for months, as whether an effect
    lasts can then be told from fewer of them.
    """
    few = line.kind == "number" and len(line.labels) < WEEKS_FROM
    return "month" if few or line.kind in ("month", "quarter") or line.monthly else "week"


def _rows_of(frame: pd.DataFrame) -> _Rows:
    missing = [name for name in REQUIRED if name not in frame]
    if missing or not any(name in frame for name in EFFECTS):
        lacking = ", ".join(missing or ["adoption or start"])
        present = ", ".join(map(str, frame))
        raise PanelError(f"Missing column(s): {lacking}.", f"Name them so; found: {present}.")
    if frame.empty:
        raise PanelError("There are no rows below the header.", "Save the table with its rows.")
    group, period = (text_column(frame[name]) for name in ("group", "period"))
    for name, texts in (("group", group), ("period", period)):
        raise_if_any((texts == "").to_numpy(), name, "is blank", "name it or delete the row")
    try:
        line = labelled_periods(period)
        places = {text: line.index(text) for text in set(period)}
    except PeriodError as trouble:
        raise PanelError(f"Column period: {trouble}", ALIKE) from trouble
    row, names = pd.factorize(group, sort=True)
    column = period.map(places).to_numpy(dtype=np.int64)
    twice = pd.DataFrame({"row": row, "column": column}).duplicated().to_numpy()
    raise_if_any(
        twice, "period", "is there twice for one group", "keep one row per group and period"
    )
    return _Rows(frame, tuple(map(str, names)), line, row.astype(np.int64), column)


def _starts(rows: _Rows) -> Ints:
    """(G,) index of the first exposed period; 0 if before the panel, -1 if never or after it."""
    texts = blank_missing(text_column(rows.frame["start"]))
    starts = pd.DataFrame({"row": rows.row, "text": texts}).drop_duplicates()
    again = starts["row"].duplicated(keep=False)
    if again.any():
        row = int(starts["row"][again].min())
        several = ", ".join(
            sorted(text or "blank" for text in starts["text"][starts["row"] == row])
        )
        raise PanelError(
            f"Column start: group {rows.groups[row]!r} has several ({several}).",
            "Give one start per group, the same in all its rows.",
        )
    places = {text: _start(text, rows.line) for text in set(starts["text"]) - {""}}
    start = np.full(rows.shape[0], -1, dtype=np.int64)
    start[starts["row"]] = [places.get(text, -1) for text in starts["text"]]
    return start


def _divisions(rows: _Rows) -> Ints:
    """(G,) number of the division named first for each group."""
    names = pd.DataFrame({"row": rows.row, "text": text_column(rows.frame["division"])})
    first = names.groupby("row", sort=True)["text"].first()
    return pd.factorize(first)[0].astype(np.int64)


def _start(text: str, line: LabelledPeriods) -> int:
    try:
        position = line.index(text)
    except PeriodError as trouble:
        raise PanelError(f"Column start: {trouble}", NEVER) from trouble
    if line.kind == "number" and float(text) == 0 and position < 0:
        raise PanelError("Column start: 0 is not a period here.", NEVER)
    return max(position, 0) if position < len(line.labels) else -1


def _denominator(rows: _Rows) -> Floats:
    """Return (G, T) what the outcome is a rate of, 1 where there is no such column."""
    if "denominator" not in rows.frame:
        return np.ones(rows.shape)
    return rows.spread("denominator", positive=True)


def _weight(rows: _Rows, below: Floats) -> Floats:
    """(G,) mean weight, else mean denominator, of each group's known periods."""
    values = rows.spread("weight", positive=True) if "weight" in rows.frame else below
    is_measured = np.isfinite(values)
    count = is_measured.sum(axis=1)
    if not count.all():
        group = rows.groups[int(np.argmin(count))]
        raise PanelError(
            f"Group {group!r} has no weight or denominator in any period.",
            "Give one, or leave the group out.",
        )
    mean = np.asarray(np.where(is_measured, values, 0.0).sum(axis=1) / count, dtype=np.float64)
    if mean.max() > MAX_WEIGHT_RATIO * mean.min():
        raise PanelError(
            f"Group {rows.groups[int(mean.argmax())]!r} counts {mean.max() / mean.min():.0e} times "
            "as much as another.",
            "Correct column weight or denominator.",
        )
    return mean


def _sd_within_groups(outcome: Floats) -> float:
    """Return the standard deviation within groups; 1 where nothing varies."""
    is_measured = np.isfinite(outcome)
    count = np.maximum(is_measured.sum(axis=1, keepdims=True), 1)
    gap = np.where(
        is_measured, outcome - np.where(is_measured, outcome, 0).sum(1, keepdims=True) / count, 0.0
    )
    spread = float(np.sqrt((gap**2).sum() / max(is_measured.sum(), 1)))
    return spread if spread > 0 else 1.0
