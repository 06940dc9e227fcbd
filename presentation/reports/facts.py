"""What the report says about the data itself: how fresh it is, how many people are active."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.model.schema import Programme
from signpost.presentation.data_coverage import Subject
from signpost.presentation.formats import SPACE, count, day, number, percent, period, platform_name
from signpost.presentation.reports.board import Stamp
from signpost.presentation.reports.number import Number


def stamp_of(
    history: pd.DataFrame, found: Sequence[Subject], version: int, programme: Programme
) -> Stamp:
    """Say which data a report rests on: the newest day of what comes regularly, files in force."""
    kept = history[history["undone_at"].isna()]
    ends = [one.last_day for one in found if one.regular]
    loaded = kept["loaded_at"].dropna()
    return Stamp(
        version=version,
        organisation=programme.organisation or "Signpost",
        data_until=day(max(ends)) if ends else "not known",
        loaded=day(loaded.max()) if len(loaded) else "not known",
        sources=len(kept),
        smallest_group=programme.minimum_group_size,
    )


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
        "active",
        label,
        percent(last["value"]),
        under,
        f"{explained} Newest {window}: {period(str(last['period']))}, {people}.",
        float(last["value"]),
        None,
        None,
        "share",
    )


def unknown_adoption(platform: str, why: str) -> Number:
    """Say that there is no adoption figure, and why."""
    label = f"Active on {platform_name(platform)}"
    return Number("active", label, "not known", "no usage", why)
