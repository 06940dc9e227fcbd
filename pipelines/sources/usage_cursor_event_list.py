"""Cursor: usage events of a team from its Admin API, with what each cost.

Fields: cursor.com/docs/account/teams/admin-api, filtered-usage-events (usageEvents: timestamp,
userEmail, kind, tokenUsage.totalCents, chargedCents). Amounts are cents.
"""

from signpost.pipelines.model.cells import number_cell, period_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

_FREE = (
    "(lower(event_kind) like '%included%' or lower(event_kind) like '%free%' "
    "or lower(event_kind) like '%not charged%' or lower(event_kind) like '%errored%')"
)

SOURCE = Source(
    id="cursor_event_list",
    label="Cursor: usage events (Admin API)",
    table="usage",
    platform="cursor",
    part="events",
    formerly=("cursor_events",),
    fields={
        "person": person_cell("userEmail"),
        "day": period_cell("timestamp", width="day"),
        "event_kind": text_cell("kind", blank=False),
        "model": text_cell("model"),
        "cents": number_cell("tokenUsage.totalCents", optional=True, at_least=0),
        "charged": number_cell("chargedCents", optional=True, at_least=0),
        "requests": number_cell("requestsCosts", optional=True, at_least=0),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={"events": "if(lower(event_kind) like '%error%', 0, 1)"},
    spend=(
        Spend(
            basis="bill",
            unit="'requests'",
            quantity="requests",
            list_amount="cents / 100",
            net_amount=f"if({_FREE}, 0, coalesce(charged, cents) / 100)",
        ),
    ),
    repeats="add",
    documented_at="https://cursor.com/docs/account/teams/admin-api",
    how_to_get=HowToGet(
        role="team admin of Cursor, with an Admin API key",
        steps="POST /teams/filtered-usage-events with startDate and endDate, every page.",
        filename="cursor_usage_events_2026-06.json",
        request="Please fetch Cursor's usage events (Admin API, /teams/filtered-usage-events) for "
        "each month of the last half-year, all pages of a month in one file.",
    ),
)
