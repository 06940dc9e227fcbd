"""Seats as bills count them: how many seat-months were billed, and what one of them cost."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.metrics.model.schema import CostItem
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.spend_costs import MONTHLY_SPEND, billed_name
from signpost.warehouse import Reader

_SEATS = statements("register/spend.sql")["seats"]
_ENTER = "Enter what a seat costs under costs: platform, amount, per: licence-month."


@dataclass(frozen=True)
class BilledSeats:
    """Seats of one platform as its bills have them."""

    platform: str
    currency: str
    months: tuple[tuple[str, float, float], ...]
    """(month, seat-months, amount to be paid), in order of the months."""

    @property
    def seat_months(self) -> float:
        """Return the seat-months of all bills."""
        return sum(seats for _, seats, _ in self.months)

    def price_in(self, month: str) -> CostItem:
        """Return the price of a seat in a month: of the last bill until then, or of the first."""
        until = [one for one in self.months if one[0] <= month] or [self.months[0]]
        billed, seats, amount = until[-1]
        return CostItem(
            item=billed_name("seats", self.platform),
            amount=amount / seats,
            per="licence-month",
            platform=self.platform,
            currency=self.currency,
            source=f"bill of {billed}",
        )


def billed_seats(reader: Reader, platform: str, minimum: int) -> BilledSeats | Refusal:
    """Return what bills say of a platform's seats; of those by name, months of enough people."""
    rows = reader.rows(MONTHLY_SPEND + _SEATS, [platform])
    if not rows:
        return Refusal("What a seat costs is not known.", _ENTER)
    if any("month" not in str(row[2]) or not row[3] for row in rows):
        return Refusal("The bill of seats does not say for how many months each is paid.", _ENTER)
    if len({row[0] for row in rows}) > 1:
        return Refusal("The bills of seats are in several currencies.", _ENTER)
    found: dict[str, tuple[float, float]] = {}
    for _, month, _, seats, amount, people, named in rows:
        if not named or people >= minimum:
            before = found.get(str(month), (0.0, 0.0))
            found[str(month)] = (before[0] + float(seats), before[1] + float(amount))
    if not found:
        return Refusal(
            "The bill of seats is of fewer people than a group must have to be shown.", _ENTER
        )
    return BilledSeats(
        platform, str(rows[0][0] or ""), tuple((month, *told) for month, told in found.items())
    )
