"""Words of the check `anticipation`."""

from __future__ import annotations

from signpost.presentation.words.catalogue import Wording
from signpost.presentation.words.english.verdicts import measured


def _unusual(said: Wording) -> str:
    stretch = said.stretch("periods", "period")
    return f"In the last {stretch} before the start, the outcome of the groups that " + said.fill(
        "started was unusual by {gap:+}: part of the change after it may be a mere return to "
        "normal."
    )


def _calm(said: Wording) -> str:
    return f"The gap to what was usual just before the start is {measured(said)}."


WORDS = {
    "check.anticipation.label": "Nothing unusual just before",
    "check.anticipation.remedy": (
        "Find out what happened just before the start, and look at groups that started calmly."
    ),
    "anticipation.too_little_known": "Too little is known before the start to say.",
    "anticipation.nothing_unusual": _calm,
    "anticipation.unusual": _unusual,
}
