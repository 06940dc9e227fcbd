"""Words of the check `mechanism`."""

from __future__ import annotations

WORDS = {
    "check.mechanism.label": "The start raised adoption",
    "check.mechanism.remedy": "Look for what else happened at the start: adoption did not change.",
    "check.mechanism.needs": "Load usage, so that one sees whether the start raised adoption.",
    "mechanism.adoption_not_known": "Adoption is not known, only that the groups started.",
    "mechanism.adoption_before_not_known": "Adoption before the start is not known.",
    "mechanism.no_licence_before": (
        "Nobody held a licence before the start: there was no use before it, and none to load."
    ),
    "mechanism.not_raised": (
        "The start did not raise adoption (at most by {at_most:points} in a hundred), "
        "so a change of the outcome did not come through it."
    ),
    "mechanism.raised": "The start raised adoption by {change:points} in a hundred.",
    "mechanism.unclear": "Whether the start raised adoption is unclear.",
}
