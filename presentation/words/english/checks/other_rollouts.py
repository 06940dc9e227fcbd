"""Words of the check `other_rollouts`."""

from __future__ import annotations

WORDS = {
    "check.other_rollouts.label": "Nothing else started with it",
    "check.other_rollouts.remedy": (
        "Ask about both together, or let some groups start with one of them only."
    ),
    "other_rollouts.none": "No other roll-out is recorded.",
    "other_rollouts.apart": "Other roll-outs came at other times, or in other groups.",
    "other_rollouts.told_apart": (
        "{what:platform} started at about the same time; before it did, the effect was "
        "{effect:+} ({low} to {high})."
    ),
    "other_rollouts.together": (
        "{what:platform} started within a quarter of it in {starters:%} of the groups that "
        "started: the two cannot be told apart."
    ),
}
