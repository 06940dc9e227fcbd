"""What was done for which group, and when."""

from signpost.pipelines.model.cells import day_cell, group_cell, number_cell, text_cell
from signpost.pipelines.model.generic import PLATFORM
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="interventions",
    label="Interventions: what was done for which group",
    table="intervention",
    generic=True,
    fields={
        "kind": text_cell(
            *("intervention", "kind", "measure taken", "type", "massnahme"),
            *("what", "what was done"),
            blank=False,
        ),
        "group": group_cell(*GROUP),
        "from_day": day_cell(
            "from", "from day", "start", "start date", "started", "date", "beginn"
        ),
        "until_day": day_cell(
            "until", "until day", "end", "end date", "ended", "ende", optional=True
        ),
        "name": text_cell("id", "intervention id", optional=True),
        "platform": text_cell("platform", "tool", "plattform", optional=True),
        "hours": number_cell("hours", "effort hours", "stunden", optional=True, at_least=0),
        "cost": number_cell("cost", "kosten", optional=True, at_least=0),
        "owner": text_cell("owner", "responsible", optional=True),
        "barrier": text_cell("barrier", optional=True),
    },
    columns={
        "kind": "lower(trim(kind))",
        "intervention_id": "coalesce(name, concat_ws('-', replace(lower(trim(kind)), ' ', '-'), "
        f"{PLATFORM}, cast(from_day as varchar)))",
        "platform": PLATFORM,
        "owner": "masked(owner)",
    },
    reject={"ends before it begins": "until_day < from_day"},
    documented_at="docs/exports/interventions.md",
    how_to_get=HowToGet(
        role="the programme team",
        steps="A table with one row per group and intervention: group, intervention (roll-out, "
        "white-glove, training, launch tour, champion, channel), from, until, hours, cost.",
        filename="interventions.csv",
        request="Please send me the list of what was done for which department: kind (roll-out, "
        "white-glove, training, …), department, first day, last day, hours spent, cost.",
    ),
)
