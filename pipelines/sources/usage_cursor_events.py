"""Cursor: usage events of a team, with what each cost.

Header: dashboard > Usage > Export CSV of a team, as open-source readers of these files keep it
(Date, User, Kind, Model, Max Mode, tokens, Cost). `Included` in Cost is paid for by the seat.
"""

from signpost.pipelines.model.cells import day_cell, number_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

_AMOUNT = "try_cast(replace(replace(cost, '$', ''), ',', '') as double)"
_FREE = (
    "(lower(coalesce(event_kind, '')) like '%included%' "
    "or lower(coalesce(event_kind, '')) like '%free%' "
    "or lower(coalesce(event_kind, '')) like '%not charged%')"
)
"""Kinds of events that nobody is charged for beyond the seat."""

SOURCE = Source(
    id="cursor_events",
    label="Cursor: usage events (cost)",
    table="usage",
    platform="cursor",
    part="events",
    formerly=("cursor_events",),
    fields={
        "person": person_cell("User"),
        "day": day_cell("Date"),
        "event_kind": text_cell("Kind"),
        "model": text_cell("Model"),
        "tokens": number_cell("Total Tokens", at_least=0),
        "cost": text_cell("Cost"),
    },
    beside=("Max Mode",),
    columns={"first_day": "day", "last_day": "day"},
    actions={"events": "if(lower(coalesce(event_kind, '')) like '%error%', 0, 1)"},
    spend=(
        Spend(
            basis="bill",
            unit="'tokens'",
            quantity="tokens",
            list_amount=_AMOUNT,
            net_amount=f"if({_FREE} or lower(cost) = 'included', 0, {_AMOUNT})",
        ),
    ),
    repeats="add",
    documented_at="https://cursor.com/docs/account/teams/dashboard",
    how_to_get=HowToGet(
        role="team admin of Cursor",
        steps="cursor.com > Dashboard > Usage > choose the whole team and a month > Export CSV.",
        filename="team-usage-events-2026-06.csv",
        request="Please export Cursor's usage events of the whole team as CSV, one file per month, "
        "for the last half-year.",
    ),
)
