"""Words of the check `anticipation`."""

from __future__ import annotations

WORDS = {
    "check.anticipation.label": "Nothing unusual just before",
    "check.anticipation.remedy": (
        "Find out what happened just before the start, and look at groups that started calmly."
    ),
    "anticipation.too_little_known": "Too little is known before the start to say.",
    "anticipation.nothing_unusual": "Nothing unusual happened just before the start.",
    "anticipation.unusual": (
        "In the last {periods:period} before the start, the outcome of the groups that "
        "started was unusual by {gap:+}: part of the change after it may be a mere return to "
        "normal."
    ),
}
