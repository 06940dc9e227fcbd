"""Words of the check `coverage`."""

from __future__ import annotations

WORDS = {
    "check.coverage.label": "No gaps that matter",
    "check.coverage.remedy": (
        "Fill the gaps: load the missing periods of the groups the evidence page names."
    ),
    "coverage.much_unknown": (
        "{unknown:%} of the outcome is unknown between first and last reports."
    ),
    "coverage.lopsided": (
        "In the groups that started, {before:%} of the outcome is unknown before the start "
        "and {after:%} after it: what is missing may be what matters."
    ),
    "coverage.no_gaps": "There are no gaps.",
    "coverage.evenly_spread": "{unknown:%} is unknown, evenly spread.",
}
