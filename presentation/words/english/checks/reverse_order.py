"""Words of the check `reverse_order`."""

from __future__ import annotations

WORDS = {
    "check.reverse_order.label": "Adoption comes first",
    "check.reverse_order.remedy": (
        "Give start dates that did not depend on the outcome, or let chance decide who is next."
    ),
    "reverse_order.no_adoption": "There is no adoption to look at.",
    "reverse_order.little_variation": "Adoption varies too little to say which is first.",
    "reverse_order.few_groups": "There are too few groups to say which is first.",
    "reverse_order.adoption_first": "Adoption does not follow the outcome.",
    "reverse_order.outcome_first": (
        "The outcome moves first and adoption follows it, so their moving together says "
        "little about what adoption does."
    ),
}
