"""An organisation of 300 groups, counted per group: the pages must hold it too."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

GROUPS, WEEKS, STARTED, START = 300, 60, 120, 30
FIRST = date(2025, 1, 6)
PROGRAMME = """
organisation: Wide Holding
kpis:
- {id: handling, label: Handling time, unit: minutes per case, better: lower, worthwhile_change: 1,
   money_per_unit: {value: 0.7, low: 0.5, high: 0.9, source: Cost study, owner: Finance}}
use_cases:
- {id: ask, label: Ask before you dig, area: operational, problem: Cases take too long.,
   mechanism: Asking is quicker than searching., platform: teams, kpi: handling, owner: Ann,
   stage: pilot, locked_at: 2025-01-02, review_date: 2026-02-01, decision_rule: Scale if it works.}
interventions:
"""


def write_wide(out: Path) -> Path:
    """Write roster-free exports: adoption and one KPI per group and week, and the programme."""
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(3)
    weeks = [(FIRST + timedelta(weeks=at)).isoformat() for at in range(WEEKS)]
    names = [f"Department {number:03} of the Region" for number in range(GROUPS)]
    use, kpi = ["week,group,active,licensed,platform"], ["period,group,kpi,numerator,denominator"]
    for row, name in enumerate(names):
        size, level = int(rng.integers(12, 60)), rng.normal(30, 3)
        for at, week in enumerate(weeks):
            begun = row < STARTED and at >= START
            active = rng.binomial(size, 0.7 if begun else 0.15)
            minutes = level - 3.0 * begun + rng.normal(0, 1.5)
            use.append(f"{week},{name},{active},{size},teams")
            kpi.append(f"{week},{name},handling,{minutes * size:.1f},{size}")
    (out / "adoption.csv").write_text("\n".join(use), "utf-8")
    (out / "kpi.csv").write_text("\n".join(kpi), "utf-8")
    starts = "\n".join(
        f"- {{id: start_{row}, kind: roll-out, groups: [{name}], platform: teams, "
        f"from_day: {weeks[START]}}}"
        for row, name in enumerate(names[:STARTED])
    )
    (out / "programme.yaml").write_text(f"{PROGRAMME}{starts}\n", "utf-8")
    return out
