"""Words of the check `second_opinion`."""

from __future__ import annotations

WORDS = {
    "check.second_opinion.label": "A second method agrees",
    "check.second_opinion.remedy": (
        "See on the evidence page from which periods the two methods differ, and find out why."
    ),
    "second_opinion.none_usable": "No second method can be used on this panel.",
    "second_opinion.agrees": (
        "A second method, which starts from other periods, agrees: {effect:+} ({low} to {high})."
    ),
    "second_opinion.differs": "A second method finds {other:+} instead of {effect:+}.",
}
