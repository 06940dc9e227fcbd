"""Ladders of use: each person on one rung per week, by actions in the weeks before.

Presets as Microsoft publishes them (viva-insights-sample-code, copilot-usage-segments.md). Unlike
the published code, windows are calendar weeks, not rows; a week without a licence is not a week
without use; and nobody is on a rung before they could have reached the top one.
"""

from __future__ import annotations

from dataclasses import dataclass

from signpost.metrics.model.sql_files import statements

RUNGS = ("power", "habitual", "novice", "low", "non_user")
"""From the top; the first that fits."""
TOO_NEW = "too_new"
"""Licensed in too few weeks of the window for a habit: on no rung yet."""


@dataclass(frozen=True)
class Ladder:
    """A habit is at least `habit_actions` a week in `width` of the last `window` weeks.

    Power: habit and a mean of at least `power_mean` actions a week; habitual: habit; novice: a mean
    of at least 1; low: any; non_user: none. The mean is over the licensed weeks of the window.
    """

    id: str
    label: str
    version: int
    window: int
    width: int
    habit_actions: int
    power_mean: int

    @property
    def name(self) -> str:
        """Return label and version, as a chart legend has them."""
        return f"{self.label}, version {self.version}"


DEFAULT = Ladder("12-week", "12-week ladder", 1, 12, 9, 1, 15)
LADDERS = (
    DEFAULT,
    Ladder("4-week", "4-week ladder", 1, 4, 4, 1, 15),
    Ladder("mature", "Mature 12-week ladder", 1, 12, 9, 25, 50),
)
MATURITY = ((0.2, "roll-out"), (0.4, "ramping"), (0.6, "embedding"), (float("inf"), "full"))


def ladder_card(ladder_id: str) -> Ladder:
    """Return one preset; KeyError names those that exist."""
    for ladder in LADDERS:
        if ladder.id == ladder_id:
            return ladder
    raise KeyError(
        f"no ladder {ladder_id!r}; there are {', '.join(ladder.id for ladder in LADDERS)}"
    )


def ladder_placing(on: Ladder) -> str:
    """Return the statement `placed` (person x period on a rung), to follow that of `member`."""
    return statements("adoption/adoption.sql")["placed"].format(
        habit_actions=on.habit_actions, back=on.window - 1, width=on.width, power_mean=on.power_mean
    )


def ladder_maturity(power: float) -> str:
    """Return Microsoft's word for a share of power users: roll-out, ramping, embedding, full."""
    return next(word for below, word in MATURITY if power < below)
