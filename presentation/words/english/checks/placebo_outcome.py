"""Words of the check `placebo_outcome`."""

from __future__ import annotations

WORDS = {
    "check.placebo_outcome.label": "What must not move did not",
    "check.placebo_outcome.remedy": "Find out what else changed in these groups at that time.",
    "check.placebo_outcome.needs": "Name a KPI that this could not move, as a control.",
    "placebo_outcome.none_named": "No outcome was named that this could not have moved.",
    "placebo_outcome.too_patchy": "The outcome that must not move is too patchy.",
    "placebo_outcome.stood_still": "The outcome that must not move did not move.",
    "placebo_outcome.moved": (
        "An outcome that this could not have moved changed too, by {effect:+}: something else "
        "is going on."
    ),
}
