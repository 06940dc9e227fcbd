"""Words of the check `composition`."""

from __future__ import annotations

WORDS = {
    "check.composition.label": "Still the same people",
    "check.composition.remedy": (
        "Load the outcome by person, so that people who stayed can be followed."
    ),
    "check.composition.needs": (
        "Load the roster, so that a reorganisation can be told from an effect."
    ),
    "composition.not_known": (
        "Who moved between groups is not known, so a reorganisation at the start cannot be "
        "told from an effect of it."
    ),
    "composition.same_people": "The groups kept their people.",
    "composition.same_among_stayers": (
        "People moved between groups, but those who stayed show the same effect."
    ),
    "composition.moved": (
        "In one period {moved:%} more people than usual moved into or out of the groups that "
        "started: different people, not a different way of working, could explain the change."
    ),
    "composition.grown": (
        "The groups that started grew by {grown:%} more than the others from before to after the "
        "start: newcomers, not a different way of working, could explain the change."
    ),
    "composition.headcount": (
        "The headcount of the groups that started changed by {headcount:%} around the start, "
        "unlike that of the others."
    ),
}
