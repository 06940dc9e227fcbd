"""Contact matrix: shares of a group's interactions with each group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from signpost.metrics.disclosure.contact_states import contact_states, contacts_at
from signpost.metrics.disclosure.suppression import allowed_minimum
from signpost.metrics.model.calendar import DaySpan
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Floats
from signpost.metrics.register.versions import newest_programme
from signpost.warehouse import Reader
from signpost.warehouse.maintenance.publications import update_publication

_SQL = statements("panel/panel.sql")
_TIME = ("minutes", "hours")
EARLIEST_DAY = date(1, 1, 1)


def contact_shares(reader: Reader, groups: Sequence[str], before: date) -> Floats | None:
    """Return (G, G) shares of the row group's interactions with the column group, with itself too.

    From windows that ended before a day; None where there are none. A group without any interaction
    has a row of NaN.
    """
    rows = interactions(reader, DaySpan(EARLIEST_DAY, before - timedelta(days=1)))
    shares = mean_shares(rows, groups)
    return shares if np.isfinite(shares).any() else None


def reporting_shares(reader: Reader, groups: Sequence[str], day: date) -> Floats | None:
    """Return (G, G) the share of the row group's people who report into the column group or back.

    What is left where nobody recorded who works with whom; None where no manager is known.
    """
    rows = reader.frame(_SQL["reporting_lines"], {"day": day})
    shares = mean_shares(rows, groups)
    return shares if np.isfinite(shares).any() else None


def interactions(reader: Reader, span: DaySpan) -> pd.DataFrame:
    """Return from_group, to_group, kind, times of the windows inside a span of days.

    What files tell of persons is as it was shown first, until a correction is about enough people;
    what they tell of groups is their own figure.
    """
    rows = reader.once(("contacts",), lambda: _shown_by_window(reader))
    first, last = pd.Timestamp(span.first), pd.Timestamp(span.last)
    inside = rows[(rows["first_day"] >= first) & (rows["last_day"] <= last)]
    keys = ["from_group", "to_group", "kind"]
    return inside.groupby(keys, sort=True)["times"].sum().reset_index()


def _shown_by_window(reader: Reader) -> pd.DataFrame:
    """Return first_day, last_day, from_group, to_group, kind, times of every window."""
    own, people = (
        _labelled(reader.frame(_SQL[name])) for name in ("contacts_of_groups", "contacts_of_people")
    )
    columns = ["first_day", "last_day", "from_group", "to_group", "kind", "times"]
    if people.empty:
        return own[columns]
    version, minimum = reader.version, allowed_minimum(newest_programme(reader).minimum_group_size)

    def work(before: pd.DataFrame | None) -> pd.DataFrame:
        return contact_states(before, people, version=version, minimum=minimum)

    states = update_publication(reader.folder, "contacts", version, work)
    shown = contacts_at(states, version, set(people["period"]))
    days = people.drop_duplicates("period").set_index("period")[["first_day", "last_day"]]
    return pd.concat([own[columns], shown.join(days, on="period")[columns]], ignore_index=True)


def _labelled(rows: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(rows[name]) for name in ("first_day", "last_day")}
    texts = [days[name].dt.strftime("%Y-%m-%d") for name in days]
    return rows.assign(**days, period=rows["platform"] + " " + texts[0] + " " + texts[1])


def mean_shares(rows: pd.DataFrame, groups: Sequence[str]) -> Floats:
    """Return (G, G) shares, both directions together, the mean over kinds of interaction.

    Each kind (message, meeting, ...) counts the same, so that a flood of messages does not drown
    the meetings; minutes and hours are left out where there is anything else.
    """
    every = list(rows["kind"].unique())
    kinds = [kind for kind in every if not str(kind).endswith(_TIME)] or every
    shares = [_shares(contact_matrix(rows[rows["kind"] == kind], groups)) for kind in kinds]
    stack = np.stack(shares) if shares else np.full((1, len(groups), len(groups)), np.nan)
    count = np.isfinite(stack).sum(axis=0)
    total = np.where(np.isfinite(stack), stack, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def contact_matrix(rows: pd.DataFrame, groups: Sequence[str]) -> Floats:
    """(G, G) times from row to column group; groups not named are left out."""
    position = {group: i for i, group in enumerate(groups)}
    between = rows[rows["from_group"].isin(position) & rows["to_group"].isin(position)]
    counts = np.zeros((len(groups), len(groups)))
    where = (
        between["from_group"].map(position).to_numpy(int),
        between["to_group"].map(position).to_numpy(int),
    )
    np.add.at(counts, where, between["times"].to_numpy(float))
    return counts


def _shares(directed: Floats) -> Floats:
    both = directed + directed.T
    total = both.sum(axis=1, keepdims=True)
    return np.divide(both, total, out=np.full_like(both, np.nan), where=total > 0)
