"""Words of the check `placebo_start`."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording
from signpost.presentation.words.english.verdicts import measured


def _no_effect(said: Wording) -> str:
    return f"The effect of a start invented half-way through the history is {measured(said)}."


WORDS = {
    "check.placebo_start.label": "No effect of an invented start",
    "check.placebo_start.remedy": (
        "Find what moved these groups before the start, and compare with groups it moved too."
    ),
    "placebo_start.too_short": "The history is too short for an invented start.",
    "placebo_start.no_effect": _no_effect,
    "placebo_start.effect": (
        "A start invented half-way through the history shows an effect of {effect:+}."
    ),
}
