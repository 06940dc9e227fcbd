"""What platforms cost: seats, idle seats, metered use, and the price at which they break even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from signpost.metrics.model.schema import CostItem
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.billed_seats import billed_seats
from signpost.metrics.value.break_even import break_even_price
from signpost.metrics.value.pricing import MoneyBand
from signpost.metrics.value.tool_costs import PlatformCost, tool_costs, unassigned_costs
from signpost.presentation.reports.board import BoardReport
from signpost.workspace.results.programme import ProgrammeResults
from signpost.workspace.results.snapshot import result

NO_COSTS = Refusal(
    "No bill, no report of metered use and no price of a seat is known.",
    "Load a billing export, or enter a cost with platform and per: licence-month under Set-up.",
)


_ONE_PART = Refusal("Metered use is told of everybody.", "Your role sees one part of them.")


class ToolCostResults(ProgrammeResults):
    """Results about what platforms cost."""

    @result(keep=8, scoped=True, refused=True)
    def tool_costs(self) -> tuple[PlatformCost, ...] | Refusal:
        """Return what each platform costs by month and group.

        Who sees one part gets the seats of its groups: everybody less one's own are the others. Of
        metered use nothing, for a use case of theirs is charged with all of it.
        """
        if not self.scope:
            return tool_costs(self._warehouse, self.programme) or NO_COSTS
        found = self._unlimited.tool_costs()
        if isinstance(found, Refusal):
            return found
        seen = self._groups_seen()
        return tuple(
            replace(
                cost,
                rows=tuple(
                    (month, replace(row, metered=None))
                    for month, row in cost.rows
                    if row.group_id in seen
                ),
                metered=_ONE_PART,
                charged=None,
            )
            for cost in found
        )

    @result(keep=8, scoped=True)
    def costs_of_no_platform(self) -> tuple[CostItem, ...]:
        """Return what the account charges that names none of the platforms of `tool_costs`.

        Nothing for who sees one part: it is about everybody.
        """
        recorded, costs = self.recorded_programme(), self.tool_costs()
        if self.scope or isinstance(recorded, Refusal):
            return ()
        shown = () if isinstance(costs, Refusal) else tuple(one.platform for one in costs)
        return unassigned_costs(recorded, shown)

    def brief(self) -> BoardReport:
        """Return the board as it leaves the pages: with what platforms cost, and may cost."""
        costs = self.tool_costs()
        if isinstance(costs, Refusal):
            return self.board()
        return replace(self.board(), costs=costs, seat_prices=self.break_even_prices())

    @result(keep=8, scoped=True, after_answers=True)
    def break_even_prices(self) -> Mapping[str, MoneyBand | Refusal]:
        """Return use case -> the price of a seat and month at which it breaks even."""
        recorded = self.recorded_programme() if not self.scope else self.programme
        if isinstance(recorded, Refusal):
            return {case.id: recorded for case in self.programme.use_cases}
        billed = {} if self.scope else self._billed_seat_months()
        return {
            answer.use_case.id: break_even_price(answer, recorded, billed)
            for answer in self.answers()
            if answer.use_case.people is None
        }

    def _billed_seat_months(self) -> dict[str, float]:
        """Return platform -> the seat-months of its bills, where they say any."""
        reader, least = self._warehouse.read(), self.programme.minimum_group_size
        platforms = {case.platform for case in self.programme.use_cases}
        found = {one: billed_seats(reader, one, least) for one in sorted(platforms)}
        return {
            one: told.seat_months for one, told in found.items() if not isinstance(told, Refusal)
        }
