"""Who works with whom: group to group, from any tool."""

from signpost.pipelines.model.cells import group_cell
from signpost.pipelines.model.generic import PAIR, PAIR_COLUMNS, pair_period
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="interactions",
    label="Interactions: group to group per period",
    table="interaction",
    generic=True,
    fields={
        "from_group": group_cell(
            "from group", "from department", "from", "source group", "from team"
        ),
        "to_group": group_cell("to group", "to department", "to", "target group", "to team"),
        "period": pair_period("quarter"),
        **PAIR,
    },
    columns=PAIR_COLUMNS,
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
