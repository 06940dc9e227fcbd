"""Use of the platforms: adoption by group and period, ladders, cohorts, targets."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from signpost.answers.scope import without_lone_others, without_periods
from signpost.metrics.adoption.cohorts import cohort_table, first_use_table
from signpost.metrics.adoption.segments import ladder_table, move_table, step_table
from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.adoption.targets import TargetStatus, target_statuses
from signpost.metrics.model.adoption_metrics import WEEKLY_AND_MONTHLY
from signpost.metrics.model.ladder import DEFAULT, ladder_card
from signpost.metrics.model.types import By, Refusal, Window
from signpost.metrics.panel.adoption_counts import platforms_with_usage
from signpost.metrics.panel.group_hierarchy import NAMED, hierarchy
from signpost.presentation.group_tree import TREE_COLUMNS, GroupPosition, GroupTree
from signpost.presentation.reports.facts import adoption_number, unknown_adoption
from signpost.presentation.reports.number import Number
from signpost.warehouse import WarehouseError
from signpost.workspace.results.folder import FolderResults
from signpost.workspace.results.snapshot import result

Segment = Literal["ladder", "moves", "steps"]
Cohort = Literal["cohorts", "first use"]
COUNTING = "Counting …"


class AdoptionResults(FolderResults):
    """Results about use of the platforms."""

    @result(keep=16, scoped=True)
    def platforms(self) -> tuple[str, ...]:
        """Return the platforms there is usage of; those most use cases rest on come first."""
        asked = [case.platform for case in self.programme.use_cases]
        return tuple(
            sorted(platforms_with_usage(self._reader), key=lambda one: (-asked.count(one), one))
        )

    @result(keep=16)
    def windows(self, platform: str) -> tuple[Window, ...]:
        """Return the windows a platform can be asked by, the shortest first."""
        return tuple(window for window in WEEKLY_AND_MONTHLY if self._delivers(platform, window))

    def _delivers(self, platform: str, window: Window) -> bool:
        try:
            return len(self.adoption(platform=platform, window=window)) > 0
        except WarehouseError:
            return False

    @result(keep=64, scoped=True, persisted=True, saying=COUNTING)
    def adoption(
        self, *, platform: str, metric: str = "active", window: Window = "week", by: By = "all"
    ) -> pd.DataFrame:
        """Return adoption per group (or of all) and period, small groups withheld.

        Columns as `adoption_table` has them. Raises WarehouseError for what is not known.
        """
        if not self.scope:
            return adoption_table(
                self._warehouse,
                self.programme,
                metric=metric,
                platform=platform,
                window=window,
                by=by,
            )
        table = self._unlimited.adoption(platform=platform, metric=metric, window=window, by=by)
        if by in NAMED:
            return table[table["group_id"].isin(self._groups_seen())]
        own = self._unlimited.adoption(platform=platform, metric=metric, window=window, by="group")
        plan = self._unlimited.programme
        named = hierarchy(self._reader, plan, own["group_id"]).set_index("group")[by]
        return without_lone_others(
            table, own.assign(label=own["group_id"].map(named)), self._groups_seen()
        )

    @result(keep=64, scoped=True)
    def measured_groups(self, platform: str, metric: str, window: Window) -> tuple[str, ...]:
        """Return the labels of the groups of which any figure may be shown."""
        try:
            table = self.adoption(platform=platform, metric=metric, window=window, by="group")
        except WarehouseError:  # the page says so
            return ()
        return tuple(dict.fromkeys(table.loc[table["value"].notna(), "group"]))

    @result(keep=16, scoped=True)
    def group_tree(self) -> GroupTree:
        """Return where each group the reader may see stands in the organisation."""
        tree = hierarchy(self._reader, self._unlimited.programme, self.group_names())
        seen = self._groups_seen()
        return GroupTree(
            tuple(
                GroupPosition(*map(str, row))
                for row in zip(*(tree[name] for name in TREE_COLUMNS), strict=True)
                if row[0] in seen
            )
        )

    @result(refused=True, scoped=True)
    def group_trend(
        self, platform: str, window: Window, group: str
    ) -> tuple[pd.DataFrame, pd.DataFrame] | Refusal:
        """Return adoption over time of everybody and of one group."""
        every = self.adoption(platform=platform, window=window)
        return every, self._adoption_of(group, platform, window)

    @result(keep=64, scoped=True)
    def _adoption_of(self, group: str, platform: str, window: Window) -> pd.DataFrame:
        groups = self.adoption(platform=platform, window=window, by="group")
        return groups[groups["group_id"] == group]

    @result(keep=16, scoped=True)
    def active_members(self, platform: str, window: Window) -> Number:
        """Return the newest adoption of a platform beside its first."""
        try:
            table = self.adoption(platform=platform, window=window)
        except WarehouseError as trouble:
            return unknown_adoption(platform, trouble.message)
        return adoption_number(table, platform, window)

    @result(refused=True, scoped=True)
    def segment(
        self, what: Segment, platform: str, ladder: str = "", window: Window = "week"
    ) -> pd.DataFrame | Refusal:
        """Return the ladder, the moves on it or the steps over everybody, or why there are none.

        To a reader of one part none of the periods of which they are shown no total.
        """
        table = self._segment_table(what, platform, ladder, window)
        if self.scope:
            table = without_periods(table, self._lone_periods(platform, window))
        known = table["value"].notna().any()
        return table if known else Refusal("Too few whole periods are loaded.", "Load more usage.")

    def _lone_periods(self, platform: str, window: Window) -> frozenset[str]:
        """Return the periods, and each next one, whose total would give one other group away."""
        own = self.adoption(platform=platform, window=window).sort_values("period")
        every = self._unlimited.adoption(platform=platform, window=window)
        shown = set(every.loc[~every["withheld"].astype(bool), "period"])
        is_lone = own["withheld"].astype(bool) & own["period"].isin(shown)
        return frozenset(own.loc[is_lone | is_lone.shift(fill_value=False), "period"])

    @result(keep=32, persisted=True, saying=COUNTING)
    def _segment_table(
        self, what: Segment, platform: str, ladder: str, window: Window
    ) -> pd.DataFrame:
        if what == "steps":
            return step_table(self._warehouse, self.programme, platform=platform, window=window)
        table = ladder_table if what == "ladder" else move_table
        return table(self._warehouse, self.programme, on=ladder_card(ladder), platform=platform)

    @result(refused=True)
    def cohorts(self, what: Cohort, platform: str, window: Window) -> pd.DataFrame | Refusal:
        """Return who first used it when and who still does, or how soon a licence is used."""
        table = self._cohort_table(what, platform, window)
        if not table["value"].notna().any():
            return Refusal("Too few people began to use it in what is loaded.", "Load more usage.")
        return table

    @result(keep=16, persisted=True, saying=COUNTING)
    def _cohort_table(self, what: Cohort, platform: str, window: Window) -> pd.DataFrame:
        table = cohort_table if what == "cohorts" else first_use_table
        return table(self._warehouse, self.programme, platform=platform, window=window)

    @result(keep=16, scoped=True, persisted=True)
    def targets(self) -> tuple[TargetStatus, ...]:
        """Return where each adoption target stands, those of the reader's part."""
        if not self.scope:
            return target_statuses(self._warehouse, self.programme)
        mine = {target.group for target in self.programme.targets}
        return tuple(one for one in self._unlimited.targets() if one.target.group in mine)

    def open_adoption(self) -> None:
        """Count what the Adoption page opens with."""
        for platform in self.platforms()[:1]:
            self.segment("ladder", platform, DEFAULT.id)
            self.segment("moves", platform, DEFAULT.id)
            self.segment("steps", platform)
            self.cohorts("cohorts", platform, "week")
            self.cohorts("first use", platform, "week")
            for window in self.windows(platform):
                self.adoption(platform=platform, window=window)
        self.targets()
