"""Names of KPIs: those that differ in a unit only, and the cards that count KPIs per person."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from signpost.warehouse.connection import Reader, parquet

_UNIT = re.compile(
    r"_(k?eur|k?usd|k?gbp|k?chf|teur|tusd|meur|mio|mn|k|t|pct|percent|share|h|hrs?|hours?|std|min|"
    r"minutes?|minuten|s|sec|seconds?|sek|days?|tage)(_.*)?$"
)


def unit_named_apart(reader: Reader, number: int) -> list[str]:
    """Return warnings: KPIs that upload `number` brings and that stand beside one without a unit.

    'travel_cost_keur' and 'travel_cost' are two KPIs; figures of one never continue the other.
    """
    ids = dict(reader.rows("select kpi, min(upload_no) from outcome group by kpi"))
    pairs = [
        (kpi, other)
        for kpi, first in sorted(ids.items())
        for other in sorted(ids)
        if first == number and other != kpi and _bare(kpi) == _bare(other)
    ]
    return [
        f"KPI {kpi} is not {other}, which is loaded: their names differ in a unit, and figures in "
        "two units are never one series. Give both the same unit and name if they are one."
        for kpi, other in pairs
    ]


def person_kpi_cards(
    con: duckdb.DuckDBPyConnection, tables: tuple[str, ...], folder: Path
) -> list[str]:
    """Return the card that counts each KPI per person of a file, for who writes the programme."""
    if "record" not in tables:
        return []
    place = parquet(folder / "record.parquet")
    kinds = con.execute(
        f"select distinct kind from {place} where starts_with(kind, 'person:') order by 1"
    ).fetchall()
    return [
        f"{kind}: a KPI card counts it with records: {{kind: {kind}, numerator: sum:amount, "
        "denominator: count:amount} (the mean of those who have a value)."
        for (kind,) in kinds
    ]


def running_kpis(
    con: duckdb.DuckDBPyConnection, tables: tuple[str, ...], folder: Path
) -> list[str]:
    """Return a warning of KPIs whose names say that their figures are of more than their period.

    A sum since January rises in every group, and of a window of thirty days half is of before.
    """
    if "outcome" not in tables:
        return []
    place = parquet(folder / "outcome.parquet")
    ids = [kpi for (kpi,) in con.execute(f"select distinct kpi from {place} order by 1").fetchall()]
    running = [kpi for kpi in ids if _RUNNING.search(kpi)]
    if not running:
        return []
    return [
        f"By its name the KPI {', '.join(running)} is a running sum or a rolling window: its "
        "figures are kept as they are, but are not those of their period alone. To compare before "
        "and after, load the figures of each period."
    ]


_RUNNING = re.compile(
    r"(?:^|_)(?:ytd|qtd|mtd|year_to_date|cumulative|cumulated|cumul|cumulé|cumulée|kumuliert\w*|"
    r"kumulativ|aufgelaufen\w*|acumulad[oa]|cumulativo|cumulata|cumulatief|narastająco|running_total|"
    r"rolling|gleitend\w*|moving_average|trailing|ttm|r12m?|l12m|"
    r"(?:last|past|prior|previous|letzte|derniers|últimos|ultimi|laatste)_\d+_"
    r"(?:days?|weeks?|months?|tage|wochen|monate|jours|mois|días|meses|giorni|mesi|dagen|maanden))"
    r"(?:_|$)"
)


def _bare(kpi: str) -> str:
    return _UNIT.sub("", kpi)
