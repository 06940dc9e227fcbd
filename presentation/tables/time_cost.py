"""Time cost of collaboration as titles, tables and series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.answers.stop_list import priced_hours
from signpost.metrics.collaboration.channels import Channel
from signpost.metrics.collaboration.overload import Overload
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.value.pricing import MoneyBand
from signpost.presentation.chart_data import Series
from signpost.presentation.formats import count, money, number, percent, period
from signpost.presentation.memo import memoised_by_content
from signpost.presentation.tables.programme import band_words, hours_words

_PACE = {
    "unanswered": "Most is left unanswered", "slow": "Answered, but slowly",
    "keeps up": "Keeps up", "too few to tell": "Too few questions to tell",
}  # fmt: skip


def time_title(overloaded: Sequence[Overload] | Refusal, channels: Sequence[Channel]) -> str:
    """Return overloaded groups and unanswered channels, as a title."""
    parts = []
    if isinstance(overloaded, Refusal):
        parts.append("The hours that collaborating takes are not measured")
    elif overloaded:
        first = overloaded[0]
        parts.append(
            f"{first.label} spends {first.per_head / first.usual:.1f} times the usual "
            "hours collaborating"
        )
    else:
        parts.append("No group spends far more hours collaborating than the others")
    quiet = sum(channel.pace == "unanswered" for channel in channels)
    if channels:
        leaves = "leaves" if quiet == 1 else "leave"
        parts.append(f"{quiet} of {count(len(channels), 'channel')} {leaves} most questions open")
    return "; ".join(parts)


@memoised_by_content
def overload_table(overloads: Sequence[Overload], currency: str) -> pd.DataFrame:
    """Return one line per group with unusual hours."""
    return pd.DataFrame(
        [
            (
                overload.label,
                number(overload.per_head, 1),
                number(overload.before, 1),
                number(overload.usual, 1),
                number(overload.extra_hours, 0),
                band_words(overload.money, currency),
            )
            for overload in overloads
        ],
        columns=[
            "Group",
            "Hours per head now",
            "Before it started",
            "Usual group",
            "More hours a year than before",
            "What they are worth a year",
        ],
    )


@memoised_by_content
def channel_frame(channels: Sequence[Channel]) -> pd.DataFrame:
    """Return one line per channel: questions, share answered, speed, reading."""
    return pd.DataFrame(
        [
            (
                channel.label,
                number(channel.asked, 0),
                percent(channel.answered),
                number(channel.median_hours, 0),
                f"{number(channel.first_asked, 0)} → {number(channel.last_asked, 0)}",
                _PACE[channel.pace],
            )
            for channel in channels
        ],
        columns=[
            "Group",
            "Questions",
            "Answered",
            "Median hours to a first answer",
            "Questions a month, first → last",
            "Reading",
        ],
    )


def since_first_question(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without the months before the first question."""
    return table[table["period"] >= table.loc[table["asked"] > 0, "period"].min()]


@memoised_by_content
def answered_series(table: pd.DataFrame, most: int = 4) -> tuple[Series, ...]:
    """Return the share answered by month, of the channels with the most questions."""
    whole = since_first_question(table[~table["withheld"]])
    order = whole.groupby("group")["asked"].sum().sort_values(ascending=False).index[:most]
    return tuple(
        Series(str(name), part["period"].tolist(), part["value"].tolist())
        for name in order
        for part in [whole[whole["group"] == name].sort_values("period")]
    )


def answered_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return one line per month and group: asked, answered, their ratio, hours to first answer."""
    table = since_first_question(table)
    return pd.DataFrame(
        {
            "Month": table["period"].map(period),
            "Group": table["group"],
            "Asked": table["asked"],
            "Answered": table["answered"],
            "Share answered": [
                "withheld: small group" if hidden else "" if pd.isna(share) else percent(share)
                for share, hidden in zip(table["value"], table["withheld"], strict=True)
            ],
            "Hours to a first answer": table["median_hours"].round(1),
        }
    )


@memoised_by_content
def hours_frame(
    platforms: Mapping[str, Mapping[str, MoneyBand]], programme: Programme
) -> pd.DataFrame:
    """Return one line per platform: hours a year in all published groups, and their worth."""
    rows = []
    for platform, groups in platforms.items():
        used = [band for band in groups.values() if band[1] > 0]
        year: MoneyBand = (
            sum(band[0] for band in used),
            sum(band[1] for band in used),
            sum(band[2] for band in used),
        )
        worth = priced_hours(year, programme.hourly_rate)
        rows.append(
            (
                platform_name(platform),
                len(used),
                hours_words(year),
                band_words(worth, programme.currency),
            )
        )
    return pd.DataFrame(
        rows, columns=["Platform", "Groups", "Hours a year (range)", "Worth a year (range)"]
    )


def group_hours_frame(
    groups: Mapping[str, MoneyBand], names: Mapping[str, str], programme: Programme
) -> pd.DataFrame:
    """Return one line per group on one platform, the most hours first."""
    order = sorted(groups.items(), key=lambda pair: -pair[1][1])
    return pd.DataFrame(
        [
            (names.get(group, group), hours_words(band), _worth(band, programme))
            for group, band in order
            if band[1] > 0
        ],
        columns=["Group", "Hours a year (range)", "Worth a year"],
    )


def _worth(band: MoneyBand, programme: Programme) -> str:
    worth = priced_hours(band, programme.hourly_rate)
    return "" if worth is None else money(worth[1], programme.currency)
