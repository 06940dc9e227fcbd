"""Facts about the data of a report: its stamp, the number of active people."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.schema import Programme
from signpost.presentation.data_coverage import Subject
from signpost.presentation.formats import SPACE, count, day, number, percent, period
from signpost.presentation.reports.board import Stamp
from signpost.presentation.reports.number import Number


def stamp_of(
    history: pd.DataFrame, covered: Sequence[Subject], version: int, programme: Programme
) -> Stamp:
    """Return the stamp of a report: the newest day of regular subjects, the files in force."""
    in_force = history[history["in_force"]]
    regular = [subject for subject in covered if subject.regular]
    loaded = in_force["loaded_at"].dropna()
    return Stamp(
        version=version,
        organisation=programme.organisation or "Signpost",
        data_until=day(max(one.last_day for one in regular)) if regular else "not known",
        loaded=day(loaded.max()) if len(loaded) else "not known",
        sources=len(in_force),
        smallest_group=programme.minimum_group_size,
        data_from=day(min(one.first_day for one in regular)) if regular else "",
    )


def adoption_number(table: pd.DataFrame, platform: str, window: str) -> Number:
    """Return the newest adoption of a platform with its change since the first."""
    platform = platform_name(platform)
    label = f"Active on {platform}"
    measured = table[table["value"].notna()]
    explained = (
        f"People who used {platform} at least once in the {window}, out of all who had a licence "
        f"then. Only complete {window}s count; a licensed person who did nothing counts as 0."
    )
    if measured.empty:
        return unknown_adoption(platform, "no usage loaded")
    first, last = measured.iloc[0], measured.iloc[-1]
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
    """Return a number without a figure, with the reason."""
    label = f"Active on {platform_name(platform)}"
    return Number("active", label, "not known", "no usage", why)
