"""Who works with whom: group to group, from any tool."""

from signpost.pipelines.model.cells import group, number, period, text
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="interactions",
    label="Interactions: group to group per period",
    table="interaction",
    generic=True,
    fields={
        "from_group": group("from group", "from department", "from", "source group", "from team"),
        "to_group": group("to group", "to department", "to", "target group", "to team"),
        "period": period("period", "month", "week", "date", "quarter"),
        "count": number(
            "times",
            "count",
            "interactions",
            "messages",
            "meetings",
            "minutes",
            "weight",
            blank=False,
            at_least=0,
        ),
        "kind": text("kind", "type", "channel", optional=True),
        "platform": text("platform", "tool", optional=True),
    },
    columns={
        "platform": "lower(coalesce(platform, 'any'))",
        "kind": "lower(coalesce(kind, 'interaction'))",
        "first_day": "period",
        "last_day": "period_until",
        "times": "count",
    },
    documented_at="docs/exports/interactions.md",
    how_to_get=HowToGet(
        role="the administrator of the platform, or whoever does network analysis",
        steps="A table with from group, to group, period and times (messages, meetings or "
        "minutes).",
        filename="interactions.csv",
        request="Please send me how often departments interact per month: from group, to "
        "group, month, "
        "times. No names and no contents.",
    ),
)
