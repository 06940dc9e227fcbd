"""Production by group and day or shift: from plant control or an ERP system."""

from signpost.pipelines.model.cells import day_cell, group_cell, number_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="production",
    label="Production: units per line and day",
    table="record",
    generic=True,
    fields={
        "day": day_cell("production date", "production day", "posting date", "fertigungsdatum"),
        "group": group_cell(*GROUP, "plant", "line", "site", "work center", "werk", "linie"),
        "good": number_cell(
            *("good units", "good quantity", "yield quantity", "confirmed yield", "gutmenge"),
            at_least=0,
            blank=False,
        ),
        "scrap": number_cell(
            *("scrap", "scrap units", "scrap quantity", "rejected units", "ausschuss"),
            at_least=0,
            optional=True,
        ),
        "shift": text_cell("shift", "schicht", "order", "production order", optional=True),
    },
    columns={
        "kind": "'production'",
        "record_id": "concat_ws('/', 'production', \"group\", cast(day as varchar), shift)",
        "opened": "day",
        "closed": "day",
    },
    measures={"good_units": "good", "scrap_units": "scrap"},
    documented_at="docs/exports/production.md",
    how_to_get=HowToGet(
        role="plant control, production planning or the owner of the ERP system",
        steps="A report with one row per line and day (or shift): production date, good units, "
        "scrap.",
        filename="production.csv",
        request="Please send me what was produced in the last 18 months, one row per line and day: "
        "production date, line or team, good units, scrap units.",
    ),
)
