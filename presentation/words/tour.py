"""The stops of the short tour: page and what is said there."""

from __future__ import annotations

STOPS = (
    (
        "answer",
        "The title is the answer, the box beside it says how sure it is. The figures below are "
        "those of the whole programme; further down you choose one use case. Every “Explain” opens "
        "what a figure counts and where it comes from.",
    ),
    (
        "use_cases",
        "Each use case starts from a problem and a KPI. The four verdicts have a shape, a colour "
        "and a word; reviews that are overdue stand on top.",
    ),
    (
        "evidence",
        "Why a verdict is what it is: what happened after the start, the checks that could have "
        "proved it wrong, and what would change our mind.",
    ),
    (
        "value",
        "One account: benefit, harm and cost of every use case add up to the net value, to the "
        "rounded unit.",
    ),
    (
        "adoption",
        "Who uses it, over time and inside any area. Letters on the time axis are what was done. "
        "That is all: “version” above every page shows it as of an earlier day.",
    ),
)
