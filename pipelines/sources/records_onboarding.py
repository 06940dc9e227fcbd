"""Newcomers: from when on, and when they worked without help; from HR or a training system."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="onboarding",
    label="Onboarding: one row per newcomer",
    table="record",
    generic=True,
    fields={
        "person": person_cell("new hire", "newcomer", "new joiner", "neue mitarbeiter"),
        "group": group_cell(*GROUP, optional=True),
        "began": day_cell("first day", "start of onboarding", "onboarding start", "erster tag"),
        "reached": day_cell(
            *("productive since", "onboarding completed", "onboarding end", "signed off on"),
            *("ramped on", "eingearbeitet seit"),
            blank=True,
        ),
    },
    columns={
        "kind": "'onboarding'",
        "record_id": "concat_ws('/', 'onboarding', person_hash, cast(began as varchar))",
        "opened": "began",
        "closed": "reached",
    },
    reject={"productive before the first day": "reached < began"},
    documented_at="docs/exports/onboarding.md",
    how_to_get=HowToGet(
        role="HR, or the heads of the teams",
        steps="A table with one row per newcomer: e-mail, team, first day, productive since.",
        filename="onboarding.csv",
        request="Please send me the newcomers of the last 18 months, one row each: new hire (work "
        "e-mail), team, first day, and the day since which they work without help (productive "
        "since), empty where they do not yet. E-mails are replaced by pseudonyms.",
    ),
)
