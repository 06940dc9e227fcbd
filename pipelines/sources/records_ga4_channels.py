"""Google Analytics 4: sessions of a site by channel and day.

Columns: traffic acquisition with the dimension Date (or date and hour), as published data sets and
open-source readers of these exports keep them; lines above begin with #.
"""

from signpost.pipelines.model.audience import ASKS, RUN_BY, audience_columns
from signpost.pipelines.model.cells import number_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

_DAY = "try_cast(try_strptime(left(day, 8), '%Y%m%d') as date)"

SOURCE = Source(
    id="ga4_channels",
    label="Google Analytics 4: sessions per channel and day",
    table="record",
    fields={
        "day": text_cell("Date", "Date + hour (YYYYMMDDHH)", blank=False),
        "channel": text_cell(
            "Session primary channel group (Default channel group)",
            "Session primary channel group",
            "Session default channel group",
            "Session default channel grouping",
        ),
        "group": RUN_BY,
        "sessions": number_cell("Sessions", at_least=0),
        "engaged": number_cell("Engaged sessions", at_least=0),
    },
    asks=ASKS,
    columns=audience_columns("website", _DAY, post="concat_ws('/', day, channel)"),
    measures={"sessions": "sessions", "views": "sessions", "engagements": "engaged"},
    skip={"a total": "channel is null or lower(channel) in ('total', 'grand total')"},
    reject={"names no day as 20260629": f"{_DAY} is null"},
    documented_at="https://support.google.com/analytics/answer/12923437",
    how_to_get=HowToGet(
        role="analyst of the Google Analytics property",
        steps="Explore > Free form: rows Date and Session primary channel group, values Sessions "
        "and Engaged sessions > Export > CSV.",
        filename="ga4_channels_2026-06.csv",
        request="Please export sessions and engaged sessions per day and session primary channel "
        "group from Google Analytics for the last twelve months, and tell me which team runs the "
        "site.",
    ),
)
