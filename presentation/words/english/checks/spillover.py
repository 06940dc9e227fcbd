"""Words of the check `spillover`."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording
from signpost.presentation.words.english.verdicts import measured


def _untouched(said: Wording) -> str:
    return f"What dealing with started groups alone did to comparison groups is {measured(said)}."


WORDS = {
    "check.spillover.label": "Comparison groups untouched",
    "check.spillover.remedy": (
        "Compare with groups that hardly deal with those that started, or start whole areas."
    ),
    "check.spillover.needs": "Load who works with whom, so that spillover can be seen.",
    "spillover.not_known": (
        "Who works with whom is not known, so it cannot be seen whether the comparison groups "
        "were touched as well."
    ),
    "spillover.no_contact": "No comparison group deals with groups that started.",
    "spillover.untouched": _untouched,
    "spillover.looks_smaller": (
        "Comparison groups that deal with started ones changed too, which makes the plain "
        "comparison look smaller than it is."
    ),
    "spillover.looks_larger": (
        "Comparison groups that deal with started ones changed too, which makes the plain "
        "comparison look larger than it is."
    ),
}
