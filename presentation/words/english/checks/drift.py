"""Words of the check `drift`."""

from __future__ import annotations

WORDS = {
    "check.drift.label": "Not mere slow drift",
    "check.drift.remedy": (
        "Load a longer history before the start, or wait: drift goes on, an effect levels off."
    ),
    "drift.too_short": "The history is too short to allow for slow drift.",
    "drift.changes_nothing": "Allowing for slow drift changes nothing.",
    "drift.effect_remains": (
        "The effect is there also when each group may drift along its own line."
    ),
    "drift.could_explain": (
        "The effect does not hold when each group may drift along its own line: slow drift "
        "that was under way anyway could explain it."
    ),
    "drift.may_hide": (
        "When each group may drift along its own line there is an effect of {effect:+}: slow "
        "drift may hide it."
    ),
}
