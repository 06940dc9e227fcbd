"""What earlier versions said, beside this one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from signpost.metrics.model.types import Window
from signpost.presentation.reports.board import BoardReport
from signpost.warehouse import WarehouseError
from signpost.workspace.results.adoption import AdoptionResults
from signpost.workspace.results.answers import AnswerResults
from signpost.workspace.results.snapshot import result


class HistoryResults(AnswerResults):
    """The comparison with older versions."""

    @result(keep=4, scoped=True, saying="Working out the older answers …")
    def board_at(self, version: int) -> BoardReport:
        """Return the report of an older version, made by today's rules. Raises GoneError."""
        with self._older(version) as older:
            board = older.board()
        return replace(board, stamp=replace(board.stamp, version=version))

    @result(keep=16, scoped=True)
    def adoption_since(self, version: int, platform: str, window: Window) -> pd.DataFrame:
        """Return adoption by group and of all beside an older version's, corrections withheld.

        Columns group, group_id, period, before, value (now), held: what both versions show. Held:
        somewhere the older figure is shown again, since the difference would be about too few
        people. Empty where the older version had no such usage yet. Raises WarehouseError.
        """
        if self.scope:
            both = self._unlimited.adoption_since(version, platform, window)
            totals = self.adoption(platform=platform, window=window)
            seen = set(totals.loc[~totals["withheld"].astype(bool), "period"])
            return both[(both["group_id"] == "all") & both["period"].isin(seen)]
        columns = ["group", "group_id", "period", "before", "value", "held"]
        then = self._adoption_then(version, platform, window)
        if then is None:
            return pd.DataFrame(columns=columns)
        now = _all_and_groups(self, platform, window)
        both = now[~now["withheld"].astype(bool)].merge(then, on=["group_id", "period"])
        return both.rename(columns={"waits": "held"})[columns]

    @result(keep=8, persisted=True, saying="Reading the older version …")
    def _adoption_then(self, version: int, platform: str, window: Window) -> pd.DataFrame | None:
        """Return group_id, period, before: what a version shows; None if it has no such usage."""
        if version not in self.older_versions():
            return None
        try:
            with self._older(version) as then:
                table = _all_and_groups(then, platform, window)
        except WarehouseError:
            return None
        shown = table[~table["withheld"].astype(bool)]
        return shown.rename(columns={"value": "before"})[["group_id", "period", "before"]]

    def open_history(self) -> None:
        """Work out the comparison What changed opens with: with the version before."""
        for version in list(self.older_versions())[-1:]:
            self.board_at(version)
            for case in self.programme.use_cases:
                self.adoption_since(version, case.platform, case.window)


def _all_and_groups(at: AdoptionResults, platform: str, window: Window) -> pd.DataFrame:
    every = at.adoption(platform=platform, window=window)
    groups = at.adoption(platform=platform, window=window, by="group")
    return pd.concat([every, groups], ignore_index=True)
