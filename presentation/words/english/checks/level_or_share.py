"""Words of the check `level_or_share`."""

from __future__ import annotations

WORDS = {
    "check.level_or_share.label": "By amount or by share",
    "check.level_or_share.remedy": (
        "Compare groups of about the same level, or ask about the outcome as a share of what it "
        "was before."
    ),
    "level_or_share.no_shares": (
        "The outcome is not above zero throughout, so shares of it mean nothing."
    ),
    "level_or_share.agrees": (
        "Measured against each group's own level before, the effect is {effect:+} ({low} to "
        "{high}): the same answer."
    ),
    "level_or_share.by_amount": (
        "Measured against each group's own level before, the effect is {effect:+} ({low} to "
        "{high}); but groups of other levels were seen to move by the same amount, not share."
    ),
    "level_or_share.decides": (
        "Whether groups move by the same amount or by the same share decides the answer: measured "
        "against each group's own level before, the effect is {effect:+} ({low} to {high})."
    ),
}
