"""Who works with whom: person to person, from any tool."""

from signpost.pipelines.model.cells import person_cell
from signpost.pipelines.model.generic import PAIR, PAIR_COLUMNS, pair_period
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="interactions_people",
    label="Interactions: person to person per period",
    table="interaction",
    generic=True,
    fields={
        "from_person": person_cell(
            "from person", "from email", "sender", "from user", "source person"
        ),
        "to_person": person_cell("to person", "to email", "recipient", "to user", "target person"),
        "period": pair_period("day"),
        **PAIR,
    },
    columns=PAIR_COLUMNS,
    documented_at="docs/exports/interactions_people.md",
    how_to_get=HowToGet(
        role="the administrator of the platform",
        steps="A table with from person, to person, period and times. No contents.",
        filename="who-works-with-whom.csv",
        request="Please send me how often pairs of people interact per month: from e-mail, to "
        "e-mail, month, times. E-mails become pseudonyms when loaded; only groups are shown.",
    ),
)
