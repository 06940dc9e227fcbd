"""Segments of everybody over time: rungs of a ladder, moves between rungs, steps since last period.

Of everybody together only. Who is counted in a group that the tables show as nobody, or everybody,
is counted here as it is shown there; parts that are about a few are not shown, and what was shown
once stays (metrics/disclosure/whole_counts.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from signpost.metrics.adoption.coded_groups import CodedGroups, PartNames, coded_groups, relabelled
from signpost.metrics.adoption.published_totals import long_parts, published_totals
from signpost.metrics.adoption.table import resolve_platform
from signpost.metrics.disclosure.cells import FEW_PEOPLE
from signpost.metrics.disclosure.whole_counts import is_about_few, merged_few, protected_pairs
from signpost.metrics.model.findings import as_plain
from signpost.metrics.model.ladder import DEFAULT, RUNGS, TOO_NEW, Ladder, ladder_placing
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import Refusal, Window
from signpost.metrics.panel.adoption_counts import UsagePeriods, person_sql, usage_periods
from signpost.warehouse import Reader, Warehouse, WarehouseError

_SQL = statements("adoption/adoption.sql")
ADOPTION_STEPS = ("retained", "began", "lapsed", "idle", "newly licensed")
"""What became of a licensed member since the period before; each is one of these. Newly licensed
are those of them who did not use it yet."""
_NEW_USER = "newly active"
"""Newly licensed and active: they began."""
WEEKS_BETWEEN_MOVES = 12
"""Weeks between the two weeks that rung moves compare."""
_EVERYBODY = "all"


@dataclass(frozen=True)
class _Link:
    """A metric of the tables of groups that a ladder is about too, and the rungs it is of."""

    metric: str = ""
    names: PartNames = field(default_factory=dict)
    sides: tuple[tuple[int, ...], ...] = (tuple(range(len(RUNGS))),)
    """Numbers of the rungs that may be counted as each other."""
    has_new: bool = False
    """The metric counts those as well who are too new for a rung: the rest of it is theirs."""


_HABIT = {
    False: dict.fromkeys(("power", "habitual"), "novice"),
    True: dict.fromkeys(("novice", "low", "non_user"), "habitual"),
}
_USE = {
    False: dict.fromkeys(("power", "habitual", "novice", "low"), "non_user"),
    True: {"non_user": "low"},
}
_LINKS = {
    "12-week": _Link("habitual", _HABIT, ((0, 1), (2, 3, 4))),
    "4-week": _Link("active_28_days", _USE, ((0, 1, 2, 3), (4,)), has_new=True),
    "mature": _Link("active"),
}
_BEFORE = {
    False: {"retained": "began", "lapsed": "idle"},
    True: {"began": "retained", "idle": "lapsed"},
}
_NOW = {
    False: {"retained": "lapsed", "began": "idle", _NEW_USER: "newly licensed"},
    True: {"lapsed": "retained", "idle": "began", "newly licensed": _NEW_USER},
}


@dataclass(frozen=True)
class SegmentRequest:
    """One platform at one window, on its delivered periods."""

    warehouse: Warehouse
    reader: Reader
    programme: Programme
    platform: str
    line: UsagePeriods

    def count(self, statement: str) -> pd.DataFrame:
        """Run a statement after `member`; group_id becomes the column group."""
        sql = person_sql(self.line, "as-was") + statement
        counts = self.reader.frame(sql, {"platform": self.platform})
        return counts.rename(columns={"group_id": "group"})

    def over_time(self, statement: str, history: int) -> pd.DataFrame:
        """Count in the periods that have so many delivered before them; period is a label."""
        counts = self.count(statement)
        counts = counts[counts["period"].isin(self.line.numbers(history))]
        return counts.assign(period=counts["period"].map(self.label))

    def label(self, number: int) -> str:
        """Return the label of a period."""
        return self.line.every[number].label

    def coded(self, metric: str, window: Window = "week") -> CodedGroups:
        """Return the groups that the tables of a metric show as nobody or everybody."""
        if not metric:
            return CodedGroups({})
        root = self.warehouse.root
        return coded_groups(root, self.reader, self.programme, metric, self.platform, window)

    def published(self, name: str, fresh: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table that are shown: those given, where none was shown before."""
        name, minimum = f"{name} {self.platform}", self.programme.minimum_group_size
        return published_totals(self.warehouse.root, self.reader, name, fresh, minimum)


def segment_request(
    warehouse: Warehouse, programme: Programme, platform: str, window: Window
) -> SegmentRequest:
    """Return the request; WarehouseError carries what is unknown and the remedy."""
    reader = warehouse.read()
    chosen = resolve_platform(reader, platform)
    line = usage_periods(reader, chosen, window)
    if isinstance(line, Refusal):
        raise WarehouseError(as_plain(line.reason), as_plain(line.remedy))
    return SegmentRequest(warehouse, reader, programme, chosen, line)


def ladder_table(
    warehouse: Warehouse, programme: Programme, *, on: Ladder = DEFAULT, platform: str = ""
) -> pd.DataFrame:
    """Return the people on each rung per week, of everybody, disclosure rules applied.

    Columns group, period, rung, numerator, denominator, value, withheld, group_id. The denominator
    is who is on a rung; who is too new for one is in neither. Only weeks whose window is delivered.
    """
    request = segment_request(warehouse, programme, platform, "week")
    counts, names, coded = _rungs(request, on)
    wide = _wide(counts.assign(rung=names.of(counts["rung"], counts)), "rung", RUNGS)
    wide[:] = merged_few(wide.to_numpy(), _link(on).sides).count
    shown = _without_few(wide, coded.open_periods | names.few_new)
    return _long(request, f"ladder {on.id}", "rung", wide.index, shown)


@dataclass(frozen=True)
class _RungNames:
    """The rung that each rung of a group and week is counted as."""

    by_group: Mapping[tuple[str, str], Mapping[str, str]]
    few_new: frozenset[str] = frozenset()
    """Labels of periods in which what fewer than the minimum of too new ones did would follow."""

    def of(self, rungs: pd.Series, where: pd.DataFrame) -> pd.Series:
        """Return the rungs as they are shown; `where` has the group and the period of each."""
        keys = zip(rungs, where["group"], where["period"], strict=True)
        found = [self.by_group.get((group, week), {}).get(rung, rung) for rung, group, week in keys]
        return pd.Series(found, rungs.index, dtype=object)


def _rungs(request: SegmentRequest, on: Ladder) -> tuple[pd.DataFrame, _RungNames, CodedGroups]:
    """Return people by group, week and rung, and as what each rung is counted there.

    A cell that a table shows as nobody or everybody counts as that; a few of one cell count with
    the next rung.
    """
    link = _link(on)
    counts = request.over_time(ladder_placing(on) + _SQL["rungs"], on.window - 1)
    few_new = _few_new(counts, request.programme.minimum_group_size) if link.has_new else set()
    counts, coded = counts[counts["rung"] != TOO_NEW], request.coded(link.metric)
    keys = list(zip(counts["group"], counts["period"], strict=True))
    forced = [coded.names_at(key, link.names) for key in keys]
    rungs = [own.get(rung, rung) for rung, own in zip(counts["rung"], forced, strict=True)]
    cell = [str(coded.cell.get(key, key[0])) for key in keys]
    wide = counts.assign(rung=rungs, cell=cell).pivot_table(
        index=["period", "cell"], columns="rung", values="number", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(columns=list(RUNGS), fill_value=0).astype(float)
    merged = dict(zip(wide.index, merged_few(wide.to_numpy(), link.sides).part, strict=True))
    by_group = {}
    for key, own, unit in zip(keys, forced, cell, strict=True):
        part = merged[key[1], unit]
        by_group[key] = {r: RUNGS[part[RUNGS.index(own.get(r, r))]] for r in RUNGS}
    return counts, _RungNames(by_group, frozenset(few_new)), coded


def _few_new(counts: pd.DataFrame, minimum: int) -> set[str]:
    """Return the periods in which somebody is too new for a rung, but fewer than the minimum."""
    new = counts[counts["rung"] == TOO_NEW].groupby("period")["number"].sum()
    return set(new[new < minimum].index)


def step_table(
    warehouse: Warehouse, programme: Programme, *, platform: str = "", window: Window = "week"
) -> pd.DataFrame:
    """Return what became of licensed members since the period before, as `ladder_table`.

    The column is `step`, one of ADOPTION_STEPS. Who lost the licence or left is not among them.
    """
    request = segment_request(warehouse, programme, platform, window)
    counts, coded = request.over_time(_SQL["steps"], 1), request.coded("active", window)
    labels = [period.label for period in request.line.every]
    before = dict(zip(labels[1:], labels[:-1], strict=True))
    groups, now = counts["group"], counts["period"]
    step = relabelled(counts["step"], groups, now.map(before), coded, _BEFORE)
    counts = counts.assign(step=relabelled(step, groups, now, coded, _NOW))
    wide = _wide(counts, "step", (*ADOPTION_STEPS, _NEW_USER))
    wide = _steps_of_enough(wide, programme.minimum_group_size)
    is_open = {one for one in labels if {one, before.get(one, one)} & coded.open_periods}
    shown = _without_few(wide, is_open)
    return _long(request, f"steps {window}", "step", wide.index, shown)


def _steps_of_enough(wide: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Return ADOPTION_STEPS; new ones who are few, or alike but for a few, are told with others.

    Who is active less who stayed or began would else be the use of the few who have a licence now.
    """
    new, users = wide["newly licensed"], wide[_NEW_USER]
    is_enough = (new + users >= minimum) & (np.minimum(new, users) > FEW_PEOPLE)
    told = wide.assign(
        **{
            "began": wide["began"] + users,
            "idle": wide["idle"] + new.where(~is_enough, 0.0),
            "newly licensed": new.where(is_enough, 0.0),
        }
    )
    return told[list(ADOPTION_STEPS)]


def move_table(
    warehouse: Warehouse, programme: Programme, *, on: Ladder = DEFAULT, platform: str = ""
) -> pd.DataFrame:
    """Return how many people moved from which rung to which, in the last twelve weeks.

    Columns group, before, after, numerator, denominator, value, withheld, group_id; a number of a
    few, and what it would follow from, is NaN. Too new is a rung here. Who is licensed in one of
    the two weeks only is not among them.
    """
    request = segment_request(warehouse, programme, platform, "week")
    earlier, later = _two_weeks(request.line, on)
    statement = _SQL["rung_moves"].format(earlier=earlier, later=later)
    counts = request.count(ladder_placing(on) + statement)
    _, names, coded = _rungs(request, on)
    for column, group, number in (("before", "group_before", earlier), ("after", "group", later)):
        where = pd.DataFrame({"group": counts[group], "period": request.label(number)})
        counts[column] = names.of(counts[column], where)
    rungs = (*RUNGS, TOO_NEW)
    between = f"{request.label(earlier)}>{request.label(later)}"
    counts = counts.assign(period=between, move=counts["before"] + ">" + counts["after"])
    wide = _wide(counts, "move", [f"{a}>{b}" for a in rungs for b in rungs])
    square = protected_pairs(wide.to_numpy().reshape(-1, len(rungs), len(rungs)))
    shown = pd.DataFrame(square.reshape(len(wide), -1), wide.index, wide.columns)
    if {request.label(earlier), request.label(later)} & coded.open_periods:
        shown = shown.iloc[:0]
    table = _long(request, f"moves {on.id}", "move", wide.index, shown)
    ends = table["move"].str.split(">", expand=True)
    table = table.assign(before=ends[0], after=ends[1])
    columns = ["group", "before", "after", "numerator", "denominator", "value", "withheld"]
    return table[[*columns, "group_id"]]


def _link(on: Ladder) -> _Link:
    return _LINKS.get(on.id, _Link())


def _two_weeks(line: UsagePeriods, on: Ladder) -> tuple[int, int]:
    """Return the last week, and the one twelve weeks before it or the first there is."""
    whole = line.numbers(on.window - 1)
    if len(whole) < 2:
        raise WarehouseError(
            f"The {on.label} needs {on.window} weeks in a row, and later ones to compare with.",
            "Load more weeks of usage.",
        )
    earlier = [week for week in whole if week <= whole[-1] - WEEKS_BETWEEN_MOVES]
    return (earlier or whole)[-1 if earlier else 0], whole[-1]


def _wide(counts: pd.DataFrame, column: str, names: Sequence[str]) -> pd.DataFrame:
    """Return people of everybody by period and part."""
    wide = counts.pivot_table(
        index="period", columns=column, values="number", aggfunc="sum", fill_value=0
    )
    return wide.reindex(columns=list(names), fill_value=0).astype(float)


def _without_few(wide: pd.DataFrame, open_periods: frozenset[str] | set[str]) -> pd.DataFrame:
    """Return the periods in which no part is about a few."""
    few = is_about_few(wide.to_numpy()).any(axis=1)
    return wide[~few & ~wide.index.isin(list(open_periods))]


def _long(
    request: SegmentRequest, name: str, column: str, periods: pd.Index, shown: pd.DataFrame
) -> pd.DataFrame:
    """Return each period's parts as they are published; NaN in periods that are not shown."""
    kept = request.published(name, long_parts(shown))
    wide = kept.pivot_table(index="period", columns="part", values="number", dropna=False)
    wide = wide.reindex(index=periods, columns=list(shown.columns))
    people = wide.sum(axis=1, min_count=1)
    wide = wide.where(people >= request.programme.minimum_group_size)
    table = long_parts(wide, column, "numerator")
    denominator = table["period"].map(people)
    return table.assign(
        group=_EVERYBODY,
        denominator=denominator.where(table["numerator"].notna()),
        value=table["numerator"] / denominator,
        withheld=table["numerator"].isna(),
        group_id=_EVERYBODY,
    )[
        [
            *("group", "period", column, "numerator", "denominator", "value"),
            *("withheld", "group_id"),
        ]
    ]
