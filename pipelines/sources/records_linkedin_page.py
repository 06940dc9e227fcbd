"""LinkedIn page: impressions, clicks and reactions by day, from the page's content analytics.

Columns: sheet Metrics of the page's export (a line of description above the header), as
open-source readers of it keep them.
"""

from signpost.pipelines.model.audience import ASKS, RUN_BY, audience_columns
from signpost.pipelines.model.cells import day_cell, number_cell
from signpost.pipelines.model.source import HowToGet, Source

_PARTS = ("reactions", "comments", "reposts")

SOURCE = Source(
    id="linkedin_page",
    label="LinkedIn: a page's content metrics per day",
    table="record",
    fields={
        "day": day_cell("Date"),
        "group": RUN_BY,
        "views": number_cell("Impressions (total)", at_least=0),
        "organic": number_cell("Impressions (organic)", optional=True, at_least=0),
        "clicks": number_cell("Clicks (total)", at_least=0),
        "reactions": number_cell("Reactions (total)", at_least=0),
        "comments": number_cell("Comments (total)", at_least=0),
        "reposts": number_cell("Reposts (total)", "Shares (total)", at_least=0),
    },
    asks=ASKS,
    columns=audience_columns("linkedin", "day"),
    measures={
        "views": "views",
        "clicks": "clicks",
        "engagements": f"clicks + {' + '.join(f'coalesce({name}, 0)' for name in _PARTS)}",
    },
    dates="mdy",
    documented_at="https://www.linkedin.com/help/linkedin/answer/a551206",
    how_to_get=HowToGet(
        role="administrator or analyst of the LinkedIn page",
        steps="The page > Analytics > Content > Export > up to a year; the sheet Metrics as CSV or "
        "the workbook as it is.",
        filename="contoso_content_1782000000.xls",
        request="Please export the content analytics of our LinkedIn page for the last twelve "
        "months and tell me which team runs the page.",
    ),
)
