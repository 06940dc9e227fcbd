"""The catalogue of adoption metrics, each counted by the statement of its name in adoption.sql."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.metrics.model.types import Window

WEEKLY_AND_MONTHLY: tuple[Window, ...] = ("week", "month")


@dataclass(frozen=True)
class AdoptionMetric:
    """One way to count adoption; the value is numerator / denominator."""

    id: str
    label: str
    unit: str
    meaning: str
    version: int
    numerator: str
    denominator: str
    share: bool = True
    """The value lies between 0 and 1."""
    history: int = 0
    """How many periods before a period it looks back; they must be covered too."""
    windows: tuple[Window, ...] = WEEKLY_AND_MONTHLY
    from_facts: bool = False
    """Counted from actions, not from the stored rollup: slower on large data."""


_LICENSED = "members on the period's last day who were licensed then"
_ACTIVE = "active members"
_USERS = "share of active members"

CATALOGUE: tuple[AdoptionMetric, ...] = (
    AdoptionMetric(
        "active",
        "Active",
        "share of licensed members",
        "Used the platform at least once in the period: the adoption rate over who was licensed "
        "then.",
        1,
        _ACTIVE,
        _LICENSED,
    ),
    AdoptionMetric(
        "active_28_days",
        "Active in 28 days",
        "share of licensed members",
        "Used the platform at least once in the four weeks that end with the period.",
        1,
        "members active in at least one of the last four weeks",
        _LICENSED,
        history=3,
        windows=("week",),
    ),
    AdoptionMetric(
        "licensed",
        "Licensed",
        "share of members",
        "Could have used the platform. Shows whether a rate rose because licences were withdrawn.",
        1,
        "members licensed on the period's last day",
        "members on the period's last day",
    ),
    AdoptionMetric(
        "ever",
        "Ever used",
        "share of licensed members",
        "Has used the platform in this period or in an earlier one that was loaded: the diffusion "
        "curve.",
        1,
        "members active in any period so far",
        _LICENSED,
    ),
    AdoptionMetric(
        "returning",
        "Returning",
        _USERS,
        "Active in this period and in the one before.",
        1,
        "members also active in the period before",
        "licensed members active in the period",
        history=1,
    ),
    AdoptionMetric(
        "retention",
        "Retention",
        "share of the period before's active members",
        "Active in the period before, still licensed members, and active again. Who left is in "
        "neither number.",
        1,
        "members active again in the period",
        "licensed members who were active in the period before",
        history=1,
    ),
    AdoptionMetric(
        "stickiness",
        "Stickiness",
        "share of days",
        "How many of the period's days an active member uses the platform on.",
        1,
        "days on which active members used the platform",
        "active members times days of the period",
    ),
    AdoptionMetric(
        "depth",
        "Depth",
        "actions per active member",
        "How much an active member does in the period.",
        1,
        "actions of active members",
        "licensed members active in the period",
        share=False,
    ),
    AdoptionMetric(
        "breadth",
        "Breadth",
        "kinds of action per active member",
        "How many different things an active member does: messages, meetings, files, ...",
        1,
        "kinds of action, counted once per member",
        "licensed members with any action in the period",
        share=False,
        from_facts=True,
    ),
    AdoptionMetric(
        "contributors",
        "Contributors",
        _USERS,
        "Wrote, posted, shared, called or reacted at least once; the others only read.",
        1,
        "members who did more than read",
        "licensed members with any action in the period",
        from_facts=True,
    ),
    AdoptionMetric(
        "readers",
        "Readers",
        _USERS,
        "Read, viewed or listened and contributed nothing in the period.",
        1,
        "members who only read",
        "licensed members with any action in the period",
        from_facts=True,
    ),
    AdoptionMetric(
        "habitual",
        "Habitual",
        "share of classified members",
        "Power or habitual users on the 12-week ladder: active in at least 9 of the last 12 weeks.",
        1,
        "power or habitual users",
        "members licensed in at least 9 of the last 12 weeks",
        history=11,
        windows=("week",),
    ),
)
READING_ACTIONS = (
    *("read", "reads", "view", "views", "viewed", "visit", "visits", "visited", "open", "opened"),
    *("receive", "received", "attend", "attended", "watch", "watched", "listen", "listened"),
    *("search", "searches", "searched"),
)
"""Words in the name of an action that is not a contribution."""


def metric_named(metric: str) -> AdoptionMetric | None:
    """Return one metric of the catalogue; None where there is none of that id."""
    return next((card for card in CATALOGUE if card.id == metric), None)
