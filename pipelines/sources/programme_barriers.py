"""Answers to the barrier questions, added up per group."""

from signpost.pipelines.model.cells import count_cell, day_cell, group_cell, number_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="barriers",
    label="Barriers: group, day, barrier, score",
    table="barrier",
    generic=True,
    fields={
        "group": group_cell(*GROUP),
        "day": day_cell("day", "date", "survey date", "datum"),
        "barrier": text_cell("barrier", "hindernis", blank=False),
        "score": number_cell("score", "mean score", "average", blank=False, at_least=1),
        "number_of": count_cell("answers", "n", "responses", blank=False),
    },
    columns={
        "barrier": "replace(replace(lower(trim(barrier)), '-', '_'), ' ', '_')",
        "score_sum": "score * number_of",
        "answers": "number_of",
    },
    reject={
        "the score must lie between 1 (no barrier) and 5 (strong)": "score > 5",
        "the barrier is none of not_invented_here, hoarding, search, transfer, tool, time, trust": (
            "replace(replace(lower(trim(barrier)), '-', '_'), ' ', '_') not in "
            "('not_invented_here', "
            "'hoarding', 'search', 'transfer', 'tool', 'time', 'trust')"
        ),
    },
    documented_at="docs/exports/barriers.md",
    how_to_get=HowToGet(
        role="whoever runs the survey",
        steps="A table per group: day, barrier, mean score from 1 (no barrier) to 5 (strong), "
        "answers.",
        filename="barriers.csv",
        request="Please send me the survey results per department: day, barrier (not invented "
        "here, "
        "hoarding, search, transfer, tool, time, trust), mean score 1 to 5, number of answers.",
    ),
)
