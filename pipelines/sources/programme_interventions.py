"""What was done for which group, and when."""

from signpost.pipelines.model.cells import day, group, number, text
from signpost.pipelines.model.generic import PLATFORM
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="interventions",
    label="Interventions: what was done for which group",
    table="intervention",
    generic=True,
    fields={
        "kind": text("intervention", "kind", "measure taken", "type", "massnahme", blank=False),
        "group": group(*GROUP),
        "from_day": day("from", "from day", "start", "start date", "started", "date", "beginn"),
        "until_day": day("until", "until day", "end", "end date", "ended", "ende", optional=True),
        "name": text("id", "intervention id", optional=True),
        "platform": text("platform", optional=True),
        "hours": number("hours", "effort hours", "stunden", optional=True, at_least=0),
        "cost": number("cost", "kosten", optional=True, at_least=0),
        "owner": text("owner", "responsible", optional=True),
        "barrier": text("barrier", optional=True),
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
