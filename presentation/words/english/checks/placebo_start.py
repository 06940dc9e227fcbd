"""Words of the check `placebo_start`."""

from __future__ import annotations

WORDS = {
    "check.placebo_start.label": "No effect of an invented start",
    "check.placebo_start.remedy": (
        "Find what moved these groups before the start, and compare with groups it moved too."
    ),
    "placebo_start.too_short": "The history is too short for an invented start.",
    "placebo_start.no_effect": (
        "A start invented half-way through the history shows no effect, as it should."
    ),
    "placebo_start.effect": (
        "A start invented half-way through the history shows an effect of {effect:+}."
    ),
}
