"""What earlier versions said, beside this one."""

from __future__ import annotations

import contextlib

import pandas as pd

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.disclosure.restatements import chained_restatements, restated_cells
from signpost.metrics.model.types import Window
from signpost.presentation.reports.board import BoardReport
from signpost.warehouse import WarehouseError
from signpost.workspace.results.answers import AnswerResults
from signpost.workspace.results.snapshot import VersionResults, result


class HistoryResults(AnswerResults):
    """The comparison with older versions."""

    @result(keep=4, scoped=True, saying="Working out the older answers …")
    def board_at(self, version: int) -> BoardReport:
        """Return the report of an older version, made by today's rules. Raises GoneError."""
        with self._older(version) as older:
            return older.board()

    @result(keep=16, scoped=True)
    def adoption_since(self, version: int, platform: str, window: Window) -> pd.DataFrame:
        """Return adoption by group and of all beside an older version's, corrections withheld.

        Columns group, group_id, period, before, value (now), held: what both versions show. A
        figure that is held is the older one again: the difference would be about too few people.
        Empty where the older version had no such usage yet. Raises WarehouseError.
        """
        if self.scope:
            both = self._unlimited.adoption_since(version, platform, window)
            return both[both["group_id"] == "all"]
        tables = self._adoption_by_version(tuple(self.older_versions()), platform, window)
        if version not in tables:
            return pd.DataFrame(columns=["group", "group_id", "period", "before", "value", "held"])
        then, now = tables[version], tables[self.version]
        found = restated_cells(then, now, minimum=self.programme.minimum_group_size)
        found = found.assign(held=found["held"] | now["held"])
        keys = ["group_id", "period"]
        old = then[~then["withheld"].astype(bool)].assign(before=_share(then))[[*keys, "before"]]
        both = found[~found["withheld"].astype(bool)].merge(old, on=keys)
        return both.assign(value=_share(both))[["group", *keys, "before", "value", "held"]]

    @result(keep=8, persisted=True, saying="Reading the older versions …")
    def _adoption_by_version(
        self, older: tuple[int, ...], platform: str, window: Window
    ) -> dict[int, pd.DataFrame]:
        """Return the tables of all kept versions that have one, as they may be compared."""
        tables = {}
        for version in older:
            with contextlib.suppress(WarehouseError), self._older(version) as then:
                tables[version] = _all_and_groups(then, platform, window)  # else: no usage yet
        tables[self.version] = _all_and_groups(self, platform, window)
        publishable = chained_restatements(
            tuple(tables.values()), minimum=self.programme.minimum_group_size
        )
        return dict(zip(tables, publishable, strict=True))

    def open_history(self) -> None:
        """Work out the comparison What changed opens with: with the version before."""
        for version in list(self.older_versions())[-1:]:
            self.board_at(version)
            for case in self.programme.use_cases:
                self.adoption_since(version, case.platform, case.window)


def _share(table: pd.DataFrame) -> pd.Series:
    return table["numerator"] / table["denominator"]


def _all_and_groups(at: VersionResults, platform: str, window: Window) -> pd.DataFrame:
    parts = [
        adoption_table(at._warehouse, at.programme, platform=platform, window=window, by=by)
        for by in ("all", "group")
    ]
    return pd.concat(parts, ignore_index=True)
