"""What is proposed next: room, pilots and plans, which know what was tried and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from signpost.answers.answer import Answer
from signpost.answers.stop_list import stopped_groups
from signpost.metrics.model.keys import platform_key
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Finding, Refusal
from signpost.metrics.panel.start_dates import start_days
from signpost.metrics.planning.opportunities import Opportunities, TriedAlready, find_opportunities
from signpost.metrics.planning.pattern_catalogue import Pattern, patterns_for
from signpost.metrics.planning.pilot_design import DRAW_SEED, PilotPlan, pilot_plan, without_groups
from signpost.metrics.planning.power import POWER_DRAWS
from signpost.metrics.planning.worksheet import worksheet_rows, worksheet_to_html, worksheet_to_xlsx
from signpost.metrics.register.consistency import known_names
from signpost.presentation.forms.fields import Options
from signpost.presentation.forms.options import form_options
from signpost.presentation.words.catalogue import say
from signpost.warehouse import WarehouseError
from signpost.workspace.results.snapshot import result
from signpost.workspace.results.time_cost import TimeCostResults
from signpost.workspace.results.tool_costs import ToolCostResults

_SETTLED = {
    "harmful": Finding("plan.made_worse"),
    "no_worthwhile_effect": Finding("plan.nothing_worthwhile"),
}


_PLAN_OF_ALL = Refusal("A plan compares all groups by name.", "Your role sees one part of them.")


class ProposalResults(ToolCostResults, TimeCostResults):
    """Proposals, after the answers and the stop list."""

    @result(keep=8, persisted=True, refused=True, saying="Looking for room …")
    def opportunities(self, platform: str) -> Opportunities | Refusal:
        """Return where there is room, what closing it is worth, who is ready.

        No pilot is proposed where the platform started, for a KPI that a use case asks about
        already, or in a group that is on the stop list.
        """
        loaded = self.platforms()
        platform = platform_key(platform or (loaded[0] if len(loaded) == 1 else ""))
        tried = self._tried_already(platform)
        return find_opportunities(self._warehouse, self.programme, platform=platform, tried=tried)

    def _tried_already(self, platform: str) -> TriedAlready:
        answers = [one for one in self.answers() if one.use_case.platform == platform]
        started: set[str] = set()
        asked: dict[str, str] = {}
        for answer in answers:
            days = start_days(self._reader, self.programme, answer.use_case)
            started |= set(days)
            if days or answer.use_case.stage != "explore":
                asked |= dict.fromkeys(_kpis_answered(answer), answer.use_case.label)
        return TriedAlready(frozenset(started), asked, self._groups_to_stop(platform))

    def _groups_to_stop(self, platform: str) -> frozenset[str]:
        return stopped_groups(self.stop_list(), self.programme, platform)

    @result(keep=4)
    def worksheet(self, platform: str, kind: Literal["xlsx", "html"], title: str) -> bytes:
        """Return the worksheet of a half-day session about the opportunities on a platform.

        Raises WarehouseError where nothing can be explored.
        """
        found = self.opportunities(platform)
        if isinstance(found, Refusal):
            raise WarehouseError(say(found.reason), say(found.remedy))
        rows = worksheet_rows(found, self.programme)
        return (
            worksheet_to_xlsx(rows) if kind == "xlsx" else worksheet_to_html(rows, title).encode()
        )

    def patterns(self) -> tuple[Pattern, ...]:
        """Return the patterns that others tried, those about a KPI of the programme first."""
        return patterns_for([card.id for card in self.programme.kpis])

    @result(keep=4)
    def form_options(self) -> Options:
        """Return what forms of the programme offer to pick from."""
        known = known_names(self._reader)
        return form_options(
            self.programme,
            groups=known.groups.values(),
            platforms=self.platforms(),
            loaded_kpis=known.kpis,
        )

    @result(act="edit")
    def design(self, programme: Programme, case: UseCase) -> PilotPlan | Refusal:
        """Return what the design of a use case that is not saved yet could detect."""
        return pilot_plan(self._warehouse, programme, case, draws=0)

    @result(keep=16, scoped=True)
    def plan(
        self, use_case: str, seed: int = DRAW_SEED, draws: int = POWER_DRAWS
    ) -> PilotPlan | Refusal:
        """Return whom to compare, what could be detected, and a roll-out order.

        There is no order where the verdict speaks against more groups, and no group in it that is
        on the stop list. Who sees one part is given no plan. Raises KeyError.
        """
        if self.scope:
            return _PLAN_OF_ALL
        case = self.programme.use_case(use_case)
        found = pilot_plan(self._warehouse, self.programme, case, seed=seed, draws=draws)
        if isinstance(found, Refusal):
            return found
        settled = _SETTLED.get(self._answer_among(use_case).verdict.grade)
        if settled is not None:
            return replace(found, rollout=(), settled=settled)
        return without_groups(found, self._groups_to_stop(case.platform))


def _kpis_answered(answer: Answer) -> Iterator[str]:
    """Yield the KPIs of which a use case says what its platform does to them."""
    yield answer.use_case.kpi
    yield from (guard.kpi for guard in answer.guardrails if guard.verdict.grade == "harmful")
