"""A KPI whose level jumps against what is known: by 100, 60, 24 or 1,000 it is asked first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from signpost.pipelines.errors import UnreadableFile, open_question
from signpost.pipelines.reading.plan import Replies
from signpost.warehouse.connection import Reader, parquet, sql_text

_FACTORS = {100.0: "percent and shares", 60.0: "minutes and hours", 24.0: "hours and days",
            1000.0: "units and thousands"}  # fmt: skip
_NEAR = 1.25
"""How far from the factor a group's level may be."""
_MOST = 0.8
"""Share of the groups whose level must have jumped."""
Levels = dict[tuple[str, str], float]
"""(KPI, group) -> median of its values."""


def levels_in_force(reader: Reader) -> Levels:
    """Return the level of each KPI and group that is loaded."""
    rows = reader.rows(
        "select kpi, group_id, median(abs(numerator / denominator)) from outcome_now "
        "group by kpi, group_id"
    )
    return {(kpi, group): float(level) for kpi, group, level in rows}


def check_levels(
    con: duckdb.DuckDBPyConnection, folder: Path, known: Levels, answers: Replies, name: str
) -> Levels:
    """Return the levels of one draft, and bring it to the known scale where that was answered.

    Raises UnreadableFile with a question where a KPI jumps by a factor of units.
    """
    found = _levels(con, folder)
    jumps = {kpi: factor for kpi in {k for k, _ in found} if (factor := _jump(kpi, found, known))}
    if not jumps:
        return found
    said = answers.get("level", "").strip().casefold()
    if said not in ("as_is", "rescale"):
        raise _asked(jumps, found, known, name)
    if said == "rescale":
        _rescale(con, folder, jumps)
        found = _levels(con, folder)
    return found


def _levels(con: duckdb.DuckDBPyConnection, folder: Path) -> Levels:
    rows = con.execute(
        "select kpi, group_id, median(abs(numerator / denominator)) from "
        f"{parquet(folder / 'outcome.parquet')} group by kpi, group_id"
    ).fetchall()
    return {(kpi, group): float(level) for kpi, group, level in rows}


def _jump(kpi: str, found: Levels, known: Levels) -> float:
    """Return the factor by which most groups of a KPI jump; 0 if there is none."""
    shared = [key for key in found if key[0] == kpi and known.get(key)]
    ratios = [found[key] / known[key] for key in shared if found[key]]
    for factor in (f for one in _FACTORS for f in (one, 1 / one)):
        near = [ratio for ratio in ratios if factor / _NEAR <= ratio <= factor * _NEAR]
        if near and len(near) >= _MOST * len(shared):
            return factor
    return 0.0


def _asked(jumps: Mapping[str, float], found: Levels, known: Levels, name: str) -> UnreadableFile:
    kpi, factor = next(iter(jumps.items()))
    key = next(key for key in found if key[0] == kpi and known.get(key))
    times = f"{factor:.0f} times" if factor > 1 else f"1/{1 / factor:.0f} of"
    units = _FACTORS[max(round(factor), round(1 / factor))]
    more = f" and {len(jumps) - 1} more KPIs" if len(jumps) > 1 else ""
    return open_question(
        "level",
        f"{name}: {kpi}{more} is about {times} what is loaded (about {found[key]:.4g} against "
        f"{known[key]:.4g}), as between {units}.",
        "Is it to be brought to the scale of what is loaded, or is it right as it is?",
        ("rescale", "as_is"),
    )


def _rescale(con: duckdb.DuckDBPyConnection, folder: Path, jumps: Mapping[str, float]) -> None:
    place = folder / "outcome.parquet"
    cases = " ".join(f"when {sql_text(kpi)} then {factor!r}" for kpi, factor in jumps.items())
    con.execute(
        "create or replace temp table rescaled as select * replace (numerator / "
        f"(case kpi {cases} else 1 end) as numerator) from {parquet(place)}"
    )
    con.execute(f"copy rescaled to {sql_text(str(place))} (format parquet)")
    con.execute("drop table rescaled")
