"""A KPI whose level or unit is another than before, in its file or beside it: asked first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from signpost.pipelines.errors import UnreadableFile, open_question
from signpost.pipelines.facts.level_shifts import (
    MOST_GROUPS,
    NEAR_FACTOR,
    UNIT_FACTORS,
    LevelShift,
    level_shift,
)
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.reading.units import unit_factor
from signpost.warehouse.connection import Reader, parquet, sql_text

_ANSWERS = ("rescale", "as_is")
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
    _one_scale(con, folder, answers, name)
    found = _levels(con, folder)
    jumps = {kpi: factor for kpi in {k for k, _ in found} if (factor := _jump(kpi, found, known))}
    if not jumps:
        return found
    said = answers.get("level", "").strip().casefold()
    if said not in _ANSWERS:
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
    for factor in (f for one in UNIT_FACTORS for f in (one, 1 / one)):
        near = [ratio for ratio in ratios if factor / NEAR_FACTOR <= ratio <= factor * NEAR_FACTOR]
        if near and len(near) >= MOST_GROUPS * len(shared):
            return factor
    return 0.0


def _asked(jumps: Mapping[str, float], found: Levels, known: Levels, name: str) -> UnreadableFile:
    kpi, factor = next(iter(jumps.items()))
    key = next(key for key in found if key[0] == kpi and known.get(key))
    times = f"{factor:.0f} times" if factor > 1 else f"1/{1 / factor:.0f} of"
    units = UNIT_FACTORS[max(round(factor), round(1 / factor))]
    more = f" and {len(jumps) - 1} more KPIs" if len(jumps) > 1 else ""
    return open_question(
        "level",
        f"{name}: {kpi}{more} is about {times} what is loaded (about {found[key]:.4g} against "
        f"{known[key]:.4g}), as between {units}.",
        "Is it to be brought to the scale of what is loaded, or is it right as it is?",
        _ANSWERS,
    )


def check_units(
    con: duckdb.DuckDBPyConnection, folder: Path, known: Units, answers: Replies, name: str
) -> Units:
    """Return the unit of each KPI of one draft, and bring it to the known unit where it can be.

    Raises UnreadableFile with a question where a KPI comes in another unit or currency.
    """
    found = _units(con.execute(f"{_UNITS} {parquet(folder / 'outcome.parquet')} {_BY_KPI}"))
    others = {k: (u, known[k]) for k, u in found.items() if k in known and known[k] != u}
    factors = {k: unit_factor(unit, before) for k, (unit, before) in others.items()}
    said = answers.get("level", "").strip().casefold()
    if others and said not in _ANSWERS:
        kpi, (unit, before) = next(iter(others.items()))
        choices = _ANSWERS if all(factors.values()) else ("as_is",)
        raise open_question(
            "level",
            f"{name}: {kpi} is in {unit}; what is loaded is in {before}.",
            "Is it to be brought to the unit of what is loaded, or are the figures in that unit "
            "as they are?"
            if all(factors.values())
            else "Figures in two units are never compared. Give the KPI another name, or say that "
            "they are in the unit of what is loaded as they are.",
            choices,
        )
    if said == "rescale":
        _rescale(con, folder, {kpi: factor for kpi, factor in factors.items() if factor})
    return found


Units = dict[str, str]
"""KPI -> the one unit its figures are said to be in."""
_UNITS = "select kpi, min(lower(trim(unit))) from"
_BY_KPI = "where unit is not null group by kpi having count(distinct lower(trim(unit))) = 1"


def units_in_force(reader: Reader) -> Units:
    """Return the unit of each KPI that is loaded and says it."""
    return dict(reader.rows(f"{_UNITS} outcome_now {_BY_KPI}"))


def _units(rows: duckdb.DuckDBPyConnection) -> Units:
    return dict(rows.fetchall())


def _one_scale(con: duckdb.DuckDBPyConnection, folder: Path, answers: Replies, name: str) -> None:
    """Ask about figures of one KPI on two scales; bring them to one where that was answered."""
    shifts = {kpi: found for kpi, s in _series(con, folder).items() if (found := level_shift(s))}
    said = answers.get("shift", "").strip().casefold()
    if not shifts or said == "as_is":
        return
    if said not in _SCALES:
        kpi, found = next(iter(shifts.items()))
        raise open_question(
            "shift",
            f"{name}: some figures of {kpi} are about {found.factor:.0f} times the others (about "
            f"{found.high:.4g} and {found.low:.4g}), as between {UNIT_FACTORS[found.factor]}.",
            "Are they to be brought to the scale of the lower or the higher figures, or are they "
            "right as they are?",
            (*_SCALES, "as_is"),
        )
    _bring_to_one(con, folder, shifts, said)


_SCALES = ("lower", "higher")


def _series(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, dict[str, list[float]]]:
    rows = con.execute(
        "select kpi, group_id, list(numerator / denominator order by first_day) from "
        f"{parquet(folder / 'outcome.parquet')} where numerator <> 0 group by all order by all"
    ).fetchall()
    found: dict[str, dict[str, list[float]]] = {}
    for kpi, group, values in rows:
        found.setdefault(kpi, {})[group] = values
    return found


def _bring_to_one(
    con: duckdb.DuckDBPyConnection, folder: Path, shifts: Mapping[str, LevelShift], said: str
) -> None:
    parts = [
        f"when kpi = {sql_text(kpi)} and group_id = {sql_text(group)} and numerator / denominator "
        f"{'>' if said == 'lower' else '<'} {over!r} then {factor!r}"
        for kpi, one in shifts.items()
        for factor in [one.factor if said == "lower" else 1 / one.factor]
        for group, over in one.over.items()
    ]
    _rewrite(con, folder, f"case {' '.join(parts)} else 1 end")


def _rescale(con: duckdb.DuckDBPyConnection, folder: Path, jumps: Mapping[str, float]) -> None:
    if not jumps:
        return
    cases = " ".join(f"when {sql_text(kpi)} then {factor!r}" for kpi, factor in jumps.items())
    _rewrite(con, folder, f"case kpi {cases} else 1 end")


def _rewrite(con: duckdb.DuckDBPyConnection, folder: Path, divisor: str) -> None:
    place = folder / "outcome.parquet"
    con.execute(
        "create or replace temp table rescaled as select * replace (numerator / "
        f"({divisor}) as numerator) from {parquet(place)}"
    )
    con.execute(f"copy rescaled to {sql_text(str(place))} (format parquet)")
    con.execute("drop table rescaled")
