"""Words of the check `comparability`."""

from __future__ import annotations

WORDS = {
    "check.comparability.label": "Measured alike throughout",
    "check.comparability.remedy": (
        "Load the outcome by one definition throughout, or judge only one side of the change."
    ),
    "comparability.one_definition": "The outcome is defined alike throughout.",
    "comparability.changed": (
        "From {period} on, {change:clause}; the answer cannot be told from that change."
    ),
    "comparability.same_either_side": (
        "{change:clause}, but either side of it gives the same answer."
    ),
}
