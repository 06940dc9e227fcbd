"""Adoption that is already counted per group: active and licensed people per period."""

from signpost.pipelines.model.cells import (
    count_cell,
    group_cell,
    number_cell,
    period_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP, PERIOD

SOURCE = Source(
    id="group_adoption",
    label="Adoption per group: period, group, active, licensed",
    table="group_usage",
    generic=True,
    fields={
        "period": period_cell(*PERIOD),
        "group": group_cell(*GROUP),
        "active": count_cell(
            *("active", "active users", "active people", "active members", "aktive"), blank=False
        ),
        "licensed": count_cell(
            *("licensed", "licenced", "licensed users", "licenced users", "licensed people"),
            *("licences", "licenses", "licence holders", "seats", "lizenziert", "lizenzen"),
            *("enabled users", "members", "headcount"),
        ),
        "messages": number_cell("messages", "times", "actions", optional=True, at_least=0),
        "platform": text_cell("platform", "tool", "plattform", blank=False),
    },
    asks={"platform": "Adoption of which platform is it (a short name such as teams)?"},
    columns={"first_day": "period", "last_day": "period_until"},
    actions={"active": "active", "messages": "messages"},
    denominators={"active": "licensed", "messages": "licensed"},
    reject={"more active than licensed people": "active > licensed"},
    documented_at="docs/exports/group_adoption.md",
    how_to_get=HowToGet(
        role="the administrator of the platform",
        steps="A table with period, group, active, licensed and platform; no names are needed.",
        filename="adoption-per-group.csv",
        request="Please send me per department and week how many people were active on the "
        "platform "
        "and how many have a licence. No names are needed.",
    ),
)
