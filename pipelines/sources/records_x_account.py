"""X (Twitter): account overview by day.

Header: analytics > account overview > export, as open-source readers of it keep it. Replies,
reposts, likes and bookmarks are parts of `Engagements`.
"""

from signpost.pipelines.model.audience import ASKS, RUN_BY, audience_columns
from signpost.pipelines.model.cells import day_cell, number_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="x_account",
    label="X (Twitter): account overview per day",
    table="record",
    fields={
        "day": day_cell("Date"),
        "group": RUN_BY,
        "views": number_cell("Impressions", at_least=0),
        "engagements": number_cell("Engagements", at_least=0),
        "follows": number_cell("New follows", at_least=0),
        "unfollows": number_cell("Unfollows", optional=True, at_least=0),
        "visits": number_cell("Profile visits", at_least=0),
    },
    beside=("Reposts", "Bookmarks"),
    asks=ASKS,
    columns=audience_columns("x", "day"),
    measures={
        "views": "views",
        "engagements": "engagements",
        "follows": "follows - coalesce(unfollows, 0)",
        "visits": "visits",
    },
    documented_at="https://help.x.com/managing-your-account/using-the-post-activity-dashboard",
    how_to_get=HowToGet(
        role="whoever runs the X account (Premium)",
        steps="analytics > Account overview > the range > Export data.",
        filename="account_overview_analytics.csv",
        request="Please export the account overview of our X account for the last twelve months "
        "and tell me which team runs it.",
    ),
)
