"""KPIs of an upload whose names differ from those loaded before in nothing but a unit."""

from __future__ import annotations

import re

from signpost.warehouse.connection import Reader

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


def _bare(kpi: str) -> str:
    return _UNIT.sub("", kpi)
