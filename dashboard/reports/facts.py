"""What the report says about the data itself: how fresh it is, how many people are active."""

from __future__ import annotations

import pandas as pd

from dashboard.formats import SPACE, count, day, number, percent, period
from dashboard.reports.board import Stamp
from dashboard.reports.number import Number
from metrics.programme import Programme

PLATFORMS = {
    "teams": "Teams", "engage": "Viva Engage", "viva_engage": "Viva Engage",
    "yammer": "Viva Engage",
    "slack": "Slack", "sharepoint": "SharePoint",
    "onedrive": "OneDrive", "copilot": "Copilot",
}  # fmt: skip


def stamp_of(
    history: pd.DataFrame, version: int, programme: Programme, smallest_group: int
) -> Stamp:
    """Say which data a report rests on, from the uploads in force."""
    kept = history[history["undone_at"].isna()]
    last = kept["last_day"].dropna()
    loaded = kept["loaded_at"].dropna()
    return Stamp(
        version=version, organisation=programme.organisation or "Signpost",
        data_until=day(last.max()) if len(last) else "not known",
        loaded=day(loaded.max()) if len(loaded) else "not known",
        sources=len(kept), smallest_group=smallest_group,
    )  # fmt: skip


def adoption_number(table: pd.DataFrame, platform: str, window: str) -> Number:
    """Show the newest adoption of a platform beside its first."""
    platform = platform_name(platform)
    label = f"Active on {platform}"
    known = table[table["value"].notna()]
    explained = (
        f"People who used {platform} at least once in the {window}, out of all who had a licence "
        f"then. Only complete {window}s count; a licensed person who did nothing counts as 0."
    )
    if known.empty:
        return unknown_adoption(platform, "no usage loaded")
    first, last = known.iloc[0], known.iloc[-1]
    moved = 100 * (last["value"] - first["value"])
    under = f"{number(moved, 0, signed=True)}{SPACE}points since {period(str(first['period']))}"
    people = count(int(last["denominator"]), "licensed person", "licensed people")
    return Number(
        "active", label, percent(last["value"]), under,
        f"{explained} Newest {window}: {period(str(last['period']))}, {people}.",
        float(last["value"]), None, None, "share",
    )  # fmt: skip


def platform_name(platform: str) -> str:
    """Write a platform's id as people call it."""
    return PLATFORMS.get(platform.lower(), platform[:1].upper() + platform[1:])


def unknown_adoption(platform: str, why: str) -> Number:
    """Say that there is no adoption figure, and why."""
    label = f"Active on {platform_name(platform)}"
    return Number("active", label, "not known", "no usage", why)
