"""Words of the check `scale`."""

from __future__ import annotations

WORDS = {
    "check.scale.label": "By amount or by share",
    "check.scale.remedy": (
        "Compare groups of about the same level, or ask about the outcome as a share of what it "
        "was before."
    ),
    "scale.no_shares": "The outcome is not above zero throughout, so shares of it mean nothing.",
    "scale.agrees": (
        "Measured against each group's own level before, the effect is {effect:+} ({low} to "
        "{high}): the same answer."
    ),
    "scale.by_amount": (
        "Measured against each group's own level before, the effect is {effect:+} ({low} to "
        "{high}); but groups of other levels were seen to move by the same amount, not share."
    ),
    "scale.decides": (
        "Whether groups move by the same amount or by the same share decides the answer: measured "
        "against each group's own level before, the effect is {effect:+} ({low} to {high})."
    ),
}
