"""Adoption in words: where it stands, who climbs, who lapses."""

from __future__ import annotations

import pandas as pd

from signpost.metrics.adoption.targets import TargetStatus
from signpost.metrics.model.adoption_metrics import AdoptionMetric
from signpost.metrics.model.ladder import Ladder
from signpost.presentation.formats import count, number, percent, period
from signpost.presentation.memo import memoised_by_content

RUNG_WORDS = {
    "power": "Power", "habitual": "Habitual", "novice": "Novice", "low": "Low",
    "non_user": "Not using", "too_new": "Too new",
}  # fmt: skip
STEPS = {
    "retained": "Stayed active", "began": "Began or came back",
    "lapsed": "Stopped", "idle": "Still inactive", "newly licensed": "New licence, not used yet",
}  # fmt: skip
TARGET_STATUS_WORDS = {
    "reached": "● Reached", "on pace": "▲ On pace", "behind": "◆ Behind", "missed": "✕ Missed",
    "cannot tell": "○ Cannot tell",
}  # fmt: skip


def value_words(value: float, card: AdoptionMetric) -> str:
    """Write one value of a metric."""
    return percent(value) if card.share else number(value)


@memoised_by_content
def metric_title(table: pd.DataFrame, card: AdoptionMetric, platform: str) -> str:
    """Return in words where a metric stands and where it came from."""
    known = table[table["value"].notna()]
    if known.empty:
        return f"{card.label} on {platform}: nothing to show yet"
    first, last = known.iloc[0], known.iloc[-1]
    now, then = value_words(last["value"], card), value_words(first["value"], card)
    since = "" if len(known) == 1 else f", from {then} in {_in(first['period'])}"
    return f"{card.label} on {platform}: {now} in {_in(last['period'])}{since}"


def _in(label: str) -> str:
    words = period(label)
    return f"the {words}" if words.startswith("week") else words


@memoised_by_content
def ladder_title(table: pd.DataFrame) -> str:
    """Return in words how many people have made it a habit."""
    last = _last(table)
    habit = last[last["rung"].isin(["power", "habitual"])]["value"].sum()
    none = last[last["rung"] == "non_user"]["value"].sum()
    return f"{percent(habit)} have made it a habit, {percent(none)} do not use it"


def ladder_words(on: Ladder) -> str:
    """Return in words what the rungs of a ladder mean."""
    often = count(on.habit_actions, "action")
    return (
        f"Power and habitual: at least {often} a week in {on.width} of the last {on.window} weeks; "
        f"power: {on.power_mean} or more a week on average. Novice: at least one a week on average."
    )


def restated_title(table: pd.DataFrame, platform: str) -> str:
    """Return how many figures of adoption were restated, and whether a correction waits."""
    changed = int(moved_sentence(table).sum())
    text = f"{platform}: {count(changed, 'figure')} of adoption restated"
    if table["held"].any():
        text += "; a correction is held back: it is about too few people"
    return text


def moved_sentence(table: pd.DataFrame) -> pd.Series:
    """Return which figures are another one, to the point shown; not known twice is the same."""
    before, now = (100 * table["before"]).round(), (100 * table["value"]).round()
    return (before != now) & ~(before.isna() & now.isna())


@memoised_by_content
def move_title(table: pd.DataFrame, weeks: int) -> str:
    """Return how many climbed and how many fell; who is too new to say, or was, does neither."""
    height = {rung: -at for at, rung in enumerate(RUNG_WORDS) if rung != "too_new"}
    known = table[table["before"].isin(height) & table["after"].isin(height)]
    step = known["after"].map(height).astype(int) - known["before"].map(height).astype(int)
    climbed, fell = (int(known.loc[way, "numerator"].sum()) for way in (step > 0, step < 0))
    return (
        f"{count(climbed, 'person', 'people').capitalize()} climbed and {fell:,} fell "
        f"in {weeks} weeks"
    )


@memoised_by_content
def step_title(table: pd.DataFrame, window: str) -> str:
    """Return in words who came and who stopped in the newest period."""
    last = _last(table).set_index("step")["numerator"]
    came = int(last.get("began", 0))
    return (
        f"In the last {window} {count(came, 'person', 'people')} began or came back, "
        f"{count(int(last.get('lapsed', 0)), 'person', 'people')} stopped"
    )


def _last(table: pd.DataFrame) -> pd.DataFrame:
    known = table[table["value"].notna()]
    return known[known["period"] == known["period"].max()]


def target_title(found: tuple[TargetStatus, ...]) -> str:
    """Return in words how many targets are reached or on pace."""
    good = sum(one.status in ("reached", "on pace") for one in found)
    return f"{good} of {count(len(found), 'adoption target')} reached or on pace"


@memoised_by_content
def cohort_title(table: pd.DataFrame, window: str) -> str:
    """Return in words how many of a cohort, the middle one, are still active a quarter later."""
    after = 12 if window == "week" else 3
    later = table[(table["since"] == after) & table["value"].notna() & ~table["earlier"]]
    if later.empty:
        return "Who began when, and who still uses it"
    share = percent(later["value"].median())
    return f"Of those who began together, about {share} were active {after} {window}s later"


def first_use_title(table: pd.DataFrame) -> str:
    """Return in words how soon a licence is used."""
    row = table.iloc[0]
    text = f"About {percent(row['value'])} of new licences were used within a month"
    if row["median_days"] == row["median_days"]:
        text += f", half of all within {count(int(row['median_days']), 'day')}"
    return text
