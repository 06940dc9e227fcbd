"""The plan of Kestrel Insurance: teams, calendar, waves, and what is planted. Nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from signpost.sample_data.scenario import next_month

Function = Literal["Care", "Claims", "Sales", "Engineering"]
TEAM_SIZE = 40
FIRST_MONDAY = date(2025, 5, 5)
WEEKS_OF_DATA = 78
LOTTERY_DAY = date(2026, 2, 1)
"""Day from which those drawn had a seat; the others of their teams still do without."""
LOTTERY_DRAWN = date(2026, 1, 19)
LOTTERY_SHARE = 0.5
LOTTERY_SEED = 20260119
LOTTERY_CASE = "cases"
CITIES = ("Leeds", "York", "Hull", "Derby", "Bath")

JUNIOR_GAIN = 22.0
"""More cases a month of a junior who uses the assistant; an expert gains nothing."""
SEAT_UPTAKE = {"Junior": 0.85, "Experienced": 0.7}
"""Share of those drawn who use their seat."""
DOCUMENT_GAIN = -2.0
"""Hours per document in Sales in the first week of full use; it halves every HALF_LIFE weeks."""
HALF_LIFE = 8.0
MINUTES_GAIN = -0.3
"""Hours on minutes per head and week at full use."""
MORE_MERGED = 0.4
"""More merged pull requests per head and week at full use."""
MORE_FAILED = 0.12
"""Higher share of deployments that fail at full use."""
CHAT_SPREAD = 0.9
"""Use gained a month later per unit of use that a team's contacts gained."""
HELPDESK_GAIN = -0.6
"""Questions to the help desk per 100 heads and month at full use of the chat."""

REPORTED_HOURS = 3.0
"""Hours a week that people say their seat saves them, whoever they are."""
ANSWERING = 0.8
"""Share of those asked who answer."""


@dataclass(frozen=True)
class AssistantTeam:
    """One team, the week its seats came (None: by lottery, or not yet), the month of its chat."""

    label: str
    function: Function
    wave_week: int | None = None
    chat_month: int | None = None


def _teams() -> tuple[AssistantTeam, ...]:
    care = tuple(
        AssistantTeam(f"Care {n}", "Care", None, 6 if n <= 3 else None) for n in range(1, 9)
    )
    claims = tuple(AssistantTeam(f"Claims {n}", "Claims") for n in range(1, 8))
    sales = tuple(
        AssistantTeam(f"Sales {n}", "Sales", week, 8 if n == 1 else None)
        for n, week in enumerate((26, 26, 32, 32, 38), 1)
    )
    engineering = tuple(
        AssistantTeam(f"Engineering {n}", "Engineering", week)
        for n, week in enumerate((24, 24, 30, 30, 36, 36, 42, None, None, None), 1)
    )
    return care + claims + sales + engineering


TEAMS_OF_30 = _teams()


def monday(week: int) -> date:
    """Return the first day of a week; week 0 is the first."""
    return FIRST_MONDAY + timedelta(weeks=week)


def whole_months() -> tuple[date, ...]:
    """Return the first days of the months whose days are all in the data but for a weekend."""
    firsts, last = [FIRST_MONDAY.replace(day=1)], monday(WEEKS_OF_DATA)
    while next_month(firsts[-1]) < last:
        firsts.append(next_month(firsts[-1]))
    return tuple(first for first in firsts if next_month(first) <= last)


def ramp(since: float, pace: float = 3.0) -> float:
    """Return the share of the gain in use that has come `since` weeks after the start."""
    return 0.0 if since < 0 else 1 - 2.0 ** (-(since + 1) / pace)
