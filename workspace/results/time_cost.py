"""The time collaborating takes: channels, hours, overload, what to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from signpost.answers.collaboration_premium import CollaborationPremium, collaboration_premium
from signpost.answers.stop_list import StopItem, stop_list, stop_list_of
from signpost.metrics.collaboration.channels import Channel, channel_summaries, channel_table
from signpost.metrics.collaboration.overload import Overload, overloaded_groups
from signpost.metrics.collaboration.time_cost import hours_a_year
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.portfolio import WorkingTime
from signpost.metrics.value.pricing import MoneyBand
from signpost.workspace.results.answers import AnswerResults
from signpost.workspace.results.programme import ONE_PART
from signpost.workspace.results.snapshot import result


class TimeCostResults(AnswerResults):
    """Results about what collaborating costs, and where more of it does not help."""

    @result(keep=16, scoped=True, persisted=True, refused=True)
    def channels(self) -> pd.DataFrame | Refusal:
        """Return what each channel was asked and answered by month, as it may be shown."""
        return ONE_PART if self.scope else channel_table(self._warehouse, self.programme)

    @result(keep=16, scoped=True)
    def channel_findings(self) -> tuple[Channel, ...]:
        """Return what each channel was asked, how it answered, and what to say of it."""
        table = self.channels()
        return () if isinstance(table, Refusal) else channel_summaries(table)

    @result(keep=16, scoped=True, persisted=True, refused=True)
    def overloaded_groups(self) -> tuple[Overload, ...] | Refusal:
        """Return the groups whose measured hours are far above the others' and their own before."""
        if self.scope:
            return ONE_PART
        cases = self.programme.use_cases
        if not cases:
            return Refusal("There is no use case yet.", "Enter one under Set-up.")
        return overloaded_groups(self._warehouse, self.programme, cases[0])

    @result(keep=32, scoped=True, persisted=True, refused=True)
    def hours_a_year(self, platform: str) -> Mapping[str, MoneyBand] | Refusal:
        """Return group -> estimated hours a year on a platform, of groups that may be shown."""
        if self.scope:
            return ONE_PART
        return hours_a_year(self._warehouse, self.programme, platform)

    @result(keep=4, scoped=True, after_answers=True)
    def working_time(self) -> WorkingTime:
        """Return the working time in the account, beside all that collaborating takes."""
        found = self.portfolio().working_time
        bands = [
            band
            for platform in self.platforms()
            if not isinstance(hours := self.hours_a_year(platform), Refusal)
            for band in hours.values()
        ]
        if not bands:
            return found
        low, point, high = (sum(band[end] for band in bands) for end in range(3))
        return replace(found, in_all_a_year=(low, point, high))

    @result(keep=16, scoped=True, after_answers=True)
    def premiums(self) -> tuple[tuple[str, CollaborationPremium | Refusal], ...]:
        """Return what each use case brings less its cost and the time it takes."""
        return tuple(
            (answer.use_case.id, collaboration_premium(answer, self.programme))
            for answer in self.answers()
        )

    @result(keep=16, scoped=True, persisted=True, after_answers=True)
    def stop_list(self) -> tuple[StopItem, ...]:
        """Return what to stop or to have no more of, the surest first.

        Who sees one part gets that part's use cases, without channels and hours of other groups.
        """
        if self.scope:
            return stop_list(self.answers(), self.programme)
        return stop_list_of(self._warehouse, self.programme, self.answers())
