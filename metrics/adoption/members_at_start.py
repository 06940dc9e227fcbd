"""Adoption over the members of the day it began: joining or leaving later changes nothing.

What is said of them is another figure than the tables', of other people. So it is coded and stays
as the tables do, and is kept of one day per platform. A figure made of both may only be published
where nobody, or enough people, count otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from signpost.metrics.adoption.publishable import hidden_groups
from signpost.metrics.disclosure.cells import OUT, Coded, coded_counts
from signpost.metrics.disclosure.publication import published_rows, rows_at
from signpost.metrics.model.calendar import from_label
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats, Panel, Refusal
from signpost.metrics.panel.adoption_counts import adoption_counts
from signpost.metrics.panel.membership import roster_begins
from signpost.warehouse import Reader, Warehouse
from signpost.warehouse.maintenance.publications import update_publication

Windows = Mapping[str, tuple[int, int]]
"""Group -> first period of its figure, and the one after its last."""
_COUNTED_OTHERWISE = statements("adoption/adoption.sql")["counted_otherwise"]


@dataclass(frozen=True)
class MembersAtStart:
    """A panel over the members of one day, and that day."""

    panel: Panel
    day: date


def frozen_at_start(
    warehouse: Warehouse, programme: Programme, panel: Panel, whole: Panel | None = None
) -> MembersAtStart | Refusal:
    """Return the panel with adoption over the members of the day on which the first group started.

    `whole`: the panel of all groups where `panel` is a reader's part, for the day is theirs: it is
    published once, whoever looks first. Members count under the group they were in then,
    wherever they are now; outcomes stay as they are, because a KPI belongs to the group. Adoption
    that the panel withholds stays withheld.
    """
    every = (whole or panel).start
    started = every[every >= 0]
    if not started.size:
        return Refusal("No group has started.", "Enter the day of each group's roll-out.")
    reader, day = warehouse.read(), from_label(panel.periods[int(started.min())]).first
    begins = roster_begins(reader)
    if begins is None or begins > day:
        return Refusal(f"Nobody's group on {day} is known.", f"Load a roster of {day}.")
    rows = _published(warehouse, programme, panel, day)
    if isinstance(rows, Refusal):
        return rows
    is_measured = True if panel.adoption is None else np.isfinite(panel.adoption)
    frozen = replace(
        panel,
        adoption_numerator=np.where(is_measured, _on_grid(rows, "numerator", panel), np.nan),
        adoption_denominator=np.where(is_measured, _on_grid(rows, "denominator", panel), np.nan),
    )
    return MembersAtStart(frozen, day)


def judged_panel(
    reader: Reader, frozen: MembersAtStart | Refusal, panel: Panel, minimum: int, *arms: Windows
) -> Panel:
    """Return the panel of the members at the start; of everybody where few count otherwise."""
    if isinstance(frozen, Refusal):
        return panel
    people = [counted_otherwise(reader, frozen, arm) for arm in arms]
    return frozen.panel if all(many == 0 or many >= minimum for many in people) else panel


def counted_otherwise(reader: Reader, members: MembersAtStart, arm: Windows) -> int:
    """Return how many people the tables count in an arm and these members do not, or reverse."""
    periods = members.panel.periods
    cut = {g: (max(first, 0), min(end, len(periods))) for g, (first, end) in arm.items()}
    asked = [(group, first, end) for group, (first, end) in cut.items() if first < end]
    names = ("groups", "first_periods", "end_periods")
    given = {name: [row[at] for row in asked] for at, name in enumerate(names)}
    ends = [from_label(label).last for label in periods]
    return int(reader.one(_COUNTED_OTHERWISE, {**given, "day": members.day, "ends": ends})[0])


def _published(
    warehouse: Warehouse, programme: Programme, panel: Panel, day: date
) -> pd.DataFrame | Refusal:
    """Return group, period, numerator, denominator as they are shown, of one day for good."""
    reader, question, minimum = warehouse.read(), panel.question, programme.minimum_group_size
    asked = (question.adoption_metric, question.platform, question.window)
    counts = adoption_counts(reader, *asked, members_on=day)
    if isinstance(counts, Refusal):
        return counts
    raw, kinds = _cells(reader, programme, counts, day), {str(day): "share"}

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        if before is not None and (before["metric"] != str(day)).any():
            return before
        return published_rows(before, raw, version=reader.version, minimum=minimum, kinds=kinds)  # type: ignore[arg-type]

    every = update_publication(warehouse.root, " ".join(("at start", *asked)), reader.version, work)
    rows = rows_at(every, reader.version)
    if (rows["metric"] != str(day)).any():
        return Refusal(
            f"Figures of the members of {rows['metric'].iloc[0]} are published already.",
            "Everybody counts, for the difference would be about those who came and left since.",
        )
    return rows[rows["cell"] != OUT]


def _cells(reader: Reader, programme: Programme, counts: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return each group's cells, coded; out where the group is hidden or too small."""
    counts = counts.dropna(subset=["group"]).reset_index(drop=True)
    top, bottom = (counts[name].to_numpy(float) for name in ("numerator", "denominator"))
    pooled = np.zeros(len(counts), dtype=bool)
    coded = coded_counts(top, bottom, Coded.exact(bottom), pooled)
    is_hidden = counts["group"].isin(hidden_groups(reader, programme)).to_numpy()
    is_in = ~is_hidden & (bottom >= programme.minimum_group_size)
    return pd.DataFrame(
        {
            "metric": np.array([str(day)] * len(counts), dtype=object),
            "group": counts["group"].astype(object),
            "period": np.array([period.label for period in counts["period"]], dtype=object),
            "cell": np.where(is_in, np.arange(len(counts)), OUT),
            "pooled": pooled,
            "numerator": coded.value,
            "denominator": bottom,
            "numerator_low": coded.low,
            "numerator_high": coded.high,
            "denominator_low": bottom,
            "denominator_high": bottom,
        }
    )


def _on_grid(long: pd.DataFrame, column: str, panel: Panel) -> Floats:
    """Return (G, T) of a long frame with group and period labels; absent is NaN."""
    wide = long.pivot_table(index="group", columns="period", values=column, aggfunc="sum")
    return wide.reindex(index=list(panel.groups), columns=list(panel.periods)).to_numpy(float)
