"""Words of the check `ceiling`."""

from __future__ import annotations

WORDS = {
    "check.ceiling.label": "Room to move on both sides",
    "check.ceiling.remedy": "Ask about an outcome that is not at its best value already.",
    "ceiling.none": "The outcome was not at its best possible value.",
    "ceiling.alike": (
        "{starters:%} of the starters' values before and {others:%} of the others' later on were "
        "the best there is."
    ),
    "ceiling.reached": (
        "{starters:%} of the starters' values before the start and {others:%} of the others' "
        "later on were the best there is: one side had no room left to move."
    ),
}
