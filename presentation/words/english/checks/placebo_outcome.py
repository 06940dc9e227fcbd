"""Words of the check `placebo_outcome`."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording
from signpost.presentation.words.english.verdicts import measured


def _stood_still(said: Wording) -> str:
    return f"The change of the outcome that must not move is {measured(said)}."


WORDS = {
    "check.placebo_outcome.label": "What must not move did not",
    "check.placebo_outcome.remedy": "Find out what else changed in these groups at that time.",
    "check.placebo_outcome.needs": "Name a KPI that this could not move, as a control.",
    "placebo_outcome.none_named": "No outcome was named that this could not have moved.",
    "placebo_outcome.too_patchy": "The outcome that must not move is too patchy.",
    "placebo_outcome.stood_still": _stood_still,
    "placebo_outcome.moved": (
        "An outcome that this could not have moved changed too, by {effect:+}: something else "
        "is going on."
    ),
}
