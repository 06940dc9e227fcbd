"""Facebook page: reach, views and interactions of each post, from Meta Business Suite.

Columns: content export of a page, as open-source readers of it keep them. They are totals of a
post's lifetime: a newer export replaces a post's figures. Titles and texts are not read.
"""

from signpost.pipelines.model.audience import ASKS, POST_MEASURES, audience_columns, post_fields
from signpost.pipelines.model.cells import number_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="facebook_posts",
    label="Facebook: posts of a page (Meta Business Suite)",
    table="record",
    fields={
        **post_fields("page", "Page ID"),
        "engagements": number_cell("Reactions, Comments and Shares", at_least=0),
        "clicks": number_cell("Total clicks", optional=True, at_least=0),
    },
    asks=ASKS,
    columns=audience_columns("facebook", "published", post="post"),
    measures={
        **POST_MEASURES,
        "engagements": "engagements + coalesce(clicks, 0)",
        "clicks": "clicks",
    },
    dates="mdy",
    documented_at="https://www.facebook.com/business/help/2056246574541103",
    how_to_get=HowToGet(
        role="whoever manages the page in Meta Business Suite",
        steps="Meta Business Suite > Insights > Content > the range > Export data > CSV.",
        filename="Jun-01-2026_Jun-30-2026_1039829308656930.csv",
        request="Please export the content of our Facebook page from Meta Business Suite, month by "
        "month for the last year, and tell me which team runs the page.",
    ),
)
