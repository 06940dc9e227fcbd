"""Instagram account: views, reach and interactions of each post, from Meta Business Suite.

Columns: content export of an account, as open-source readers of it keep them; totals of a post's
lifetime. Captions and the account's name are not read.
"""

from signpost.pipelines.model.audience import ASKS, POST_MEASURES, audience_columns, post_fields
from signpost.pipelines.model.cells import number_cell
from signpost.pipelines.model.source import HowToGet, Source

_PARTS = ("likes", "comments", "shares", "saves")

SOURCE = Source(
    id="instagram_posts",
    label="Instagram: posts of an account (Meta Business Suite)",
    table="record",
    fields={
        **post_fields("account", "Account ID"),
        "likes": number_cell("Likes", at_least=0),
        "comments": number_cell("Comments", at_least=0),
        "shares": number_cell("Shares", at_least=0),
        "saves": number_cell("Saves", at_least=0),
        "follows": number_cell("Follows", optional=True, at_least=0),
    },
    asks=ASKS,
    columns=audience_columns("instagram", "published", post="post"),
    measures={
        **POST_MEASURES,
        "engagements": " + ".join(f"coalesce({name}, 0)" for name in _PARTS),
        "follows": "follows",
    },
    dates="mdy",
    documented_at="https://www.facebook.com/business/help/2056246574541103",
    how_to_get=HowToGet(
        role="whoever manages the account in Meta Business Suite",
        steps="Meta Business Suite > Insights > Content > Instagram > the range > Export data.",
        filename="Jun-01-2026_Jun-30-2026_1079717864577655.csv",
        request="Please export the content of our Instagram account from Meta Business Suite, "
        "month by month for the last year, and tell me which team runs the account.",
    ),
)
