"""Words of the check `weights`."""

from __future__ import annotations

WORDS = {
    "check.weights.label": "Large and small groups agree",
    "check.weights.remedy": "Ask the question for large and for small groups separately.",
    "weights.equal": "All groups count alike.",
    "weights.not_estimated": "{reason}",
    "weights.disagree": (
        "When every group counts alike the effect is {alike:+} instead of {effect:+}: large "
        "and small groups disagree."
    ),
    "weights.agree": (
        "When every group counts alike the effect is {effect:+} ({low} to {high}): large and small "
        "groups agree."
    ),
}
