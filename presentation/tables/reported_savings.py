"""Hours people say they save, beside what the KPI did in the same groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.metrics.interventions.reported_savings import Band, ReportedAndMeasured
from signpost.metrics.model.schema import FactorInput
from signpost.presentation.formats import number, percent
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.words.catalogue import Names
from signpost.presentation.words.effects import signed_ends

ALL_GROUPS = "all its groups"
NOT_ADDED_UP = (
    "These hours enter no sum, and there is no such share of the whole programme: it would price "
    "use cases whose owner has said nothing about what becomes of the time."
)


@memoised_by_identity
def reported_table(
    rows: Sequence[ReportedAndMeasured], cases: Mapping[str, str], names: Names
) -> pd.DataFrame:
    """Return one line per use case and group: what is said, measured, and found again."""
    return pd.DataFrame(
        [
            (
                cases.get(one.use_case, one.use_case),
                ALL_GROUPS if one.group is None else names.get(one.group, one.group),
                _reported(one),
                _measured(one, names),
                _found_again(one),
            )
            for one in rows
        ],
        columns=[
            "Use case",
            "Where",
            "Hours said to be saved",
            "What the KPI did",
            "How much of it becomes money",
        ],
    )


def _reported(row: ReportedAndMeasured) -> str:
    by = f"{row.answers} answers" if row.by == "people" else "the assistant's own estimate"
    return f"{number(row.reported, 1)} hours a person and week ({by})"


def _measured(row: ReportedAndMeasured, names: Names) -> str:
    kpi = names.get(f"kpi:{row.kpi}", row.kpi)
    if row.measured is None:
        return f"{kpi}: no answer yet"
    low, point, high = row.measured
    ends = " to ".join(signed_ends(low, high))
    return f"{kpi}: {number(point, signed=True)} {row.unit} ({ends})"


def _found_again(row: ReportedAndMeasured) -> str:
    if row.found_again is not None:
        low, point, high = (percent(end) for end in row.found_again)
        return f"{point} of the hours said show in the KPI ({low} to {high})"
    return f"not measured; {_assumed(row.recapture)}"


def _assumed(recapture: FactorInput) -> str:
    who = recapture.owner or recapture.source
    share = percent(recapture.value)
    if not who:
        return f"{share} is taken, and nobody has said who answers for it"
    ends: Band = (
        recapture.value if recapture.low is None else recapture.low,
        recapture.value,
        recapture.value if recapture.high is None else recapture.high,
    )
    span = f" ({percent(ends[0])} to {percent(ends[2])})" if ends[0] < ends[2] else ""
    return f"{share}{span} is assumed by {who}"
