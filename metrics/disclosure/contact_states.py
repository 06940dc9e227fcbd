"""Contacts between groups by window, as they were shown: a correction about few people waits.

A window of contacts that files tell of persons stays as it was shown until, in each pair of groups,
nobody's or at least the minimum of people's contacts are others, on both sides, than in each state
that was ever shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from signpost.metrics.disclosure.marks import changed_people, person_marks_by_group
from signpost.metrics.disclosure.publication import rows_at

_SIDES = ("from", "to")
_PAIR = ["from_group", "to_group"]
_COLUMNS = ["period", "row", *_PAIR, "kind", "value", "since", "until"]
_KINDS = {"value": float, "since": int, "until": int}
_Marks = Mapping[tuple[str, str, str], "Counter[int]"]


def contact_states(
    before: pd.DataFrame | None, contacts: pd.DataFrame, *, version: int, minimum: int
) -> pd.DataFrame:
    """Return the states that were ever shown, with those that are shown from this version on.

    `contacts` has period (a label), from_group, to_group, kind, from_person, to_person and times.
    """
    every = pd.DataFrame(columns=_COLUMNS).astype(_KINDS) if before is None else before.copy()
    parts = [every] if len(every) else []
    known = dict(iter(every.groupby("period")))
    for period, own in contacts.groupby("period", sort=True):
        state = pd.DataFrame(list(_state(own)), columns=_COLUMNS[1:6])
        if period in known:
            if not _is_replaced(known[period], state, minimum):
                continue
            is_gone = (every["period"] == period) & (every["until"] == 0)
            every.loc[is_gone, "until"] = version
        parts.append(state.assign(period=str(period), since=version, until=0)[_COLUMNS])
    return pd.concat(parts, ignore_index=True).astype(_KINDS) if parts else every


def contacts_at(states: pd.DataFrame, version: int, periods: set[str]) -> pd.DataFrame:
    """Return period, from_group, to_group, kind and times that are shown at a version.

    Of a period that was shown at a newer version only, its first state.
    """
    shown = rows_at(states, version)
    later = states[~states["period"].isin(set(shown["period"]))]
    first = later[later["since"] == later.groupby("period")["since"].transform("min")]
    rows = pd.concat([shown, first[list(shown.columns)]], ignore_index=True)
    rows = rows[(rows["row"] == "times") & rows["period"].isin(periods)]
    return rows.rename(columns={"value": "times"})[["period", *_PAIR, "kind", "times"]]


def _state(own: pd.DataFrame) -> Iterator[tuple[str, str, str, str, float]]:
    """Yield the sums of a window, and the marks of who made them, pair by pair."""
    sums = own.groupby([*_PAIR, "kind"], sort=True)["times"].sum().reset_index()
    columns = [sums[name] for name in (*_PAIR, "kind", "times")]
    for here, there, kind, times in zip(*columns, strict=True):
        yield "times", str(here), str(there), str(kind), float(times)
    for side in _SIDES:
        who = f"{side}_person"
        each = own.groupby([*_PAIR, who, "kind"], sort=True)["times"].sum().reset_index()
        texts = each["kind"] + "|" + each["times"].map("{:.6f}".format)
        groups = [each[name] for name in _PAIR]
        for (here, there), mark in person_marks_by_group(groups, each[who], texts):
            yield side, here, there, "", float(mark)


def _is_replaced(known: pd.DataFrame, state: pd.DataFrame, minimum: int) -> bool:
    now, sums = _marks(state), _sums(state)
    shown = known[known["until"] == 0]
    if now == _marks(shown) and sums == _sums(shown):
        return False
    return all(
        _is_about_enough(_marks(then), now, _changed_pairs(_sums(then), sums), minimum)
        for _, then in known.groupby("since")
    )


def _is_about_enough(
    then: _Marks, now: _Marks, changed: set[tuple[str, str]], minimum: int
) -> bool:
    """Return whether each pair of groups has others' contacts of nobody, or of enough people."""
    pairs = {(here, there) for _, here, there in {*then, *now}} | changed
    none: Counter[int] = Counter()
    for pair in pairs:
        keys = [(side, *pair) for side in _SIDES]
        many = [changed_people(then.get(key, none), now.get(key, none)) for key in keys]
        if (any(many) or pair in changed) and min(many) < minimum:
            return False
    return True


def _marks(state: pd.DataFrame) -> _Marks:
    marks = state[state["row"].isin(_SIDES)]
    return {
        (str(row), str(here), str(there)): Counter(own["value"].astype(int))
        for (row, here, there), own in marks.groupby(["row", *_PAIR])
    }


def _sums(state: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    sums = state[state["row"] == "times"]
    keys = zip(sums["from_group"], sums["to_group"], sums["kind"], strict=True)
    return dict(zip(keys, sums["value"].astype(float), strict=True))


def _changed_pairs(
    then: Mapping[tuple[str, str, str], float], now: Mapping[tuple[str, str, str], float]
) -> set[tuple[str, str]]:
    return {key[:2] for key in {*then, *now} if then.get(key, 0.0) != now.get(key, 0.0)}
