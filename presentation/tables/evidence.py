"""Evidence as tables: the numbers of a picture, and its description for those who cannot see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.metrics.model.types import EventStudy, Finding, LeftOut
from signpost.presentation.chart_data import ForestRow
from signpost.presentation.formats import day, group_share, number, period
from signpost.presentation.memo import memoised_by_content, memoised_by_identity
from signpost.presentation.reports.case import CaseBrief
from signpost.presentation.theme import GRADES, Mark
from signpost.presentation.words.catalogue import Names, say
from signpost.presentation.words.effects import change_range, effect_change, phrase, signed_ends

_LATEST = "Active, mean of the last 4 periods"


def count_by_state(rows: Sequence[ForestRow]) -> Mapping[Mark, int]:
    """Return the number of rows of each state, in the order they first appear."""
    return Counter(row.mark for row in rows)


def forest_table(rows: Sequence[ForestRow], unit: str) -> pd.DataFrame:
    """Return one line per row: change, its interval, the verdict."""
    ends = [signed_ends(row.low, row.high) for row in rows]
    return pd.DataFrame(
        {
            "Group": [row.label for row in rows],
            _LATEST: [row.note for row in rows],
            f"Change in {unit}": [number(row.point, signed=True) for row in rows],
            "From": [low for low, _ in ends],
            "To": [high for _, high in ends],
            "Verdict": [f"{row.mark.glyph} {row.mark.word}" for row in rows],
        }
    )


def forest_alt(rows: Sequence[ForestRow], unit: str, by: str = "group") -> str:
    """Return the forest in words, first row first; `by`: what a row is."""
    lines = [
        f"{row.label}: {effect_change(row.point, unit)}, {row.mark.word.lower()}" for row in rows
    ]
    return f"Change per {by} with its interval. " + "; ".join(lines)


def event_table(study: EventStudy, period: str) -> pd.DataFrame:
    """Return one line per period since the start."""
    ends = [signed_ends(low, high) for low, high in zip(study.low, study.high, strict=True)]
    return pd.DataFrame(
        {
            f"{period.capitalize()} since the start": list(study.event_time),
            "Change": [number(value, signed=True) for value in study.point],
            "From": [low for low, _ in ends],
            "To": [high for _, high in ends],
        }
    )


def event_alt(study: EventStudy, period: str, unit: str) -> str:
    """Return the event study in words: the mean before, the last value after."""
    before = [p for t, p in zip(study.event_time, study.point, strict=True) if t < 0]
    start = effect_change(sum(before) / len(before), unit) if before else "not known"
    return (
        f"Change by {period} since the start: before it {start} on average; "
        f"{study.event_time[-1]} {period} after it {effect_change(study.point[-1], unit)}."
    )


def left_out_table(items: Sequence[LeftOut], names: Names) -> pd.DataFrame:
    """One line per group or period that could not be used."""
    hidden = say(Finding("groups.hidden"))
    return pd.DataFrame(
        [
            (names.get(one.what, period(one.what)) if one.what else hidden, say(one.reason, names))
            for one in items
        ],
        columns=["What", "Why"],
    )


def register_table(cases: Sequence[CaseBrief]) -> pd.DataFrame:
    """Return one line per use case: promise, owner, verdict."""
    return pd.DataFrame(
        [
            (
                c.label,
                f"{GRADES[c.grade].glyph} {c.short}",
                c.kpi,
                c.answer.use_case.owner,
                _promise(c),
                c.answer.use_case.decision_rule,
            )
            for c in cases
        ],
        columns=["Use case", "Verdict", "KPI", "Owner", "Promised, reviewed", "Decision rule"],
    )


def _promise(brief: CaseBrief) -> str:
    """Return when a use case was promised; a promise that came after its data is none."""
    case = brief.answer.use_case
    made = "not promised"
    if case.locked_at:
        on = day(case.locked_at)
        promised = brief.registered == "pre-registered"
        made = f"promised {on}" if promised else f"written down {on}, not promised beforehand"
    return f"{made}, review {day(case.review_date)}" if case.review_date else made


@memoised_by_identity
def group_table(cases: Sequence[CaseBrief], group: str) -> pd.DataFrame:
    """Return one line per use case: the change in one group."""
    lines = []
    for case in cases:
        row = next((row for row in case.rows if row.key == group), None)
        if row is None:
            status = "not started here" if group in case.groups else "not measured here"
            lines.append((case.label, status, "", ""))
        else:
            subject = "" if phrase(case.unit).counted else f"{case.kpi}: "
            lines.append(
                (
                    case.label,
                    f"{subject}{change_range(row.low, row.high, case.unit)}",
                    f"{row.mark.glyph} {row.mark.word}",
                    row.note,
                )
            )
    return pd.DataFrame(
        lines,
        columns=["Use case", "What changed here", "Verdict", "Active, mean of the last 4 periods"],
    )


@memoised_by_content
def adoption_title(name: str, table: pd.DataFrame, platform: str) -> str:
    """Return a group's latest adoption as a title."""
    measured = table[table["value"].notna()]
    if measured.empty:
        return f"{name}: too few people to show, or no usage of {platform}"
    last = measured.iloc[-1]
    share = group_share(last["value"])
    text = f"{share} of {name} were active on {platform}, {period(last['period'])}"
    return text[0].upper() + text[1:]


def trend_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one line per period, one column per series."""
    columns = {
        name: table.set_index("period")["value"].map(group_share) for name, table in tables.items()
    }
    joined = pd.DataFrame(columns, dtype=object).fillna("")
    joined.insert(0, "Period", [period(label) for label in joined.index])
    return joined
