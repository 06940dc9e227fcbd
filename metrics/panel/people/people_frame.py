"""People from tables: a list to draw places from, and outcomes by person and period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pandas as pd

from signpost.metrics.causal.people.sample import LEAST_ARM, PeoplePanel
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.types import Better, Floats, Ints, Question
from signpost.metrics.panel.frame_columns import (
    PanelError,
    number_column,
    raise_if_any,
    share_columns,
    text_column,
)
from signpost.metrics.panel.from_frame import window_of
from signpost.metrics.panel.period_labels import LabelledPeriods, PeriodError, labelled_periods

_LIST = ("person", "group")
_OUTCOMES = ("person", "group", "period", "outcome", "arm")
_USUAL_SHARE = 0.1
"""Share of the spread between people that is worth having where nothing is said."""


@dataclass(frozen=True)
class PeopleFrame:
    """A panel of people, and the digest of who is in which arm."""

    panel: PeoplePanel
    digest: str


def people_to_draw(frame: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """Return person and group in a fixed order, one row a person, and the group's number."""
    _require(frame, _LIST)
    people = pd.DataFrame({name: text_column(frame[name]) for name in _LIST})
    for name in _LIST:
        raise_if_any((people[name] == "").to_numpy(), name, "is blank", "name it")
    raise_if_any(
        people["person"].duplicated().to_numpy(), "person", "is there twice", "keep one row"
    )
    people = people.sort_values(list(_LIST)).reset_index(drop=True)
    keys = [group_key(name, {}) for name in people["group"]]
    return people, np.unique(keys, return_inverse=True)[1].astype(np.int64)


def arms_digest(person: Collection[str], group: Collection[str], arm: Collection[int]) -> str:
    """Return a digest of who of which group is in which arm, whatever the order of rows."""
    lines = sorted(
        f"{who}\t{group_key(where, {})}\t{int(side)}"
        for who, where, side in zip(person, group, arm, strict=True)
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def people_from_frame(
    frame: pd.DataFrame,
    *,
    better: Better,
    start: str,
    until: str = "",
    lag: int = 0,
    worthwhile: float | None = None,
    minimum: int = LEAST_ARM,
) -> PeopleFrame:
    """Return the panel of columns person, group, period, outcome, arm (1 drawn, 0 not), and use.

    `start` is the first period in which those drawn had it, `until` the first in which the others
    had it too. Raises PanelError naming the column, the line and what to do.
    """
    _require(frame, _OUTCOMES)
    person, group = (text_column(frame[name]) for name in ("person", "group"))
    line = _periods(frame)
    row, names = pd.factorize(person, sort=True)
    column = text_column(frame["period"]).map(line.index).to_numpy(dtype=np.int64)
    twice = pd.DataFrame({"row": row, "column": column}).duplicated().to_numpy()
    raise_if_any(twice, "period", "is there twice for one person", "keep one row")
    arm = number_column(frame["arm"])
    raise_if_any(~np.isin(arm, [0, 1]), "arm", "is neither 0 nor 1", "write 1 for those drawn")
    own_arm, own_group = _one_each(row, arm, "arm"), _one_each(row, group.to_numpy(), "group")
    shape = len(names), len(line.labels)
    outcome = _placed(shape, row, column, number_column(frame["outcome"]))
    use = _placed(shape, row, column, share_columns(frame["use"])) if "use" in frame else None
    usual = float(np.nanstd(outcome)) * _USUAL_SHARE or 1.0
    worth = usual if worthwhile is None else worthwhile
    question = Question(
        "outcome", better, worth, lag=lag, window=window_of(line), numbered=line.kind == "number"
    )
    keys = [group_key(str(name), {}) for name in own_group]
    panel = PeoplePanel(
        question=question,
        outcome=outcome,
        group=np.unique(keys, return_inverse=True)[1].astype(np.int64),
        arm=own_arm.astype(np.int64),
        start=_place(line, start, "start"),
        use=use,
        until=_place(line, until, "until") if until else None,
        minimum=minimum,
    )
    return PeopleFrame(panel, arms_digest(list(names), list(own_group), list(own_arm.astype(int))))


def _require(frame: pd.DataFrame, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in frame]
    if missing:
        found = ", ".join(map(str, frame))
        raise PanelError(
            f"Missing column(s): {', '.join(missing)}.", f"Name them so; found: {found}."
        )
    if frame.empty:
        raise PanelError("There are no rows below the header.", "Save the table with its rows.")


def _periods(frame: pd.DataFrame) -> LabelledPeriods:
    try:
        return labelled_periods(text_column(frame["period"]))
    except PeriodError as trouble:
        raise PanelError(
            f"Column period: {trouble}", "Write all periods in the same way."
        ) from trouble


def _place(line: LabelledPeriods, text: str, name: str) -> int:
    try:
        at = line.index(text)
    except PeriodError as trouble:
        raise PanelError(f"{name}: {trouble}", "Write it as the periods are written.") from trouble
    if not 0 <= at <= len(line.labels):
        raise PanelError(f"{name} {text!r} is not among the periods.", "Give one that is.")
    return at


def _one_each(row: np.ndarray, values: np.ndarray, name: str) -> np.ndarray:
    """(n,) the value of each person, who must have one only."""
    pairs = pd.DataFrame({"row": row, "value": values}).drop_duplicates()
    if pairs["row"].duplicated().any():
        raise PanelError(
            f"Column {name}: one person has several.", "Give one, the same in all rows."
        )
    return pairs.sort_values("row")["value"].to_numpy()


def _placed(shape: tuple[int, int], row: np.ndarray, column: Ints, values: Floats) -> Floats:
    table = np.full(shape, np.nan)
    table[row, column] = values
    return table
