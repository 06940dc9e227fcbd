"""Words of the check `pre_trend`."""

from __future__ import annotations

WORDS = {
    "check.pre_trend.label": "Moving alike before",
    "check.pre_trend.remedy": (
        "Compare with groups that moved alike before, or let chance decide who starts next."
    ),
    "pre_trend.too_little_known": "Too little is known before the start to say.",
    "pre_trend.drifting": (
        "Before the start, the groups that were to start were already moving away from the "
        "others by {per_period:2} per period."
    ),
    "pre_trend.apart": (
        "Before the start, the groups that were to start did not move like the others."
    ),
    "pre_trend.alike": "Before the start, the groups moved alike.",
    "pre_trend.alike_but_for": (
        "Before the start, the groups moved alike (difference {per_period:2} per period)."
    ),
    "pre_trend.alike_enough": (
        "Before the start, the groups moved alike (difference {per_period:2} per period; "
        "{enough:2} would explain the whole effect)."
    ),
}
