"""Answers to any survey, one row per answer."""

from signpost.pipelines.model.cells import group_cell, moment_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.model.surveys import NO_SCORE, SCORE
from signpost.pipelines.text.column_synonyms import GROUP

_NO_SCORE = {why: sql.replace("x_value", "value") for why, sql in NO_SCORE.items()}

SOURCE = Source(
    id="answers",
    label="Survey answers: one row per answer",
    table="response",
    generic=True,
    fields={
        "answer_id": text_cell(
            *("response id", "answer id", "survey id", "submission id", "antwort-id"),
            *("respondent id", "respondent"),
            blank=False,
        ),
        "answered": moment_cell(
            *("response date", "answered", "answered on", "completed", "submitted", "end date"),
            *("submission date", "date", "datum", "beantwortet am", "created at", "responded at"),
        ),
        "question": text_cell("question", "item", "frage", "pregunta", blank=False),
        "value": text_cell(
            *("score", "answer", "rating", "value", "antwort", "note", "puntuación", "nps"),
            *("likelihood to recommend", "overall satisfaction", "csat", "nps score", "csat score"),
        ),
        "group": group_cell(*GROUP, "unit", optional=True),
        "person": person_cell("respondent", "email", "e-mail", optional=True),
        "survey_name": text_cell("survey", "survey name", "umfrage", optional=True),
    },
    asks={"question": "What was asked (such as likelihood to recommend)?"},
    columns={
        "survey": "coalesce(survey_name, 'survey')",
        "day": "answered",
        "score": SCORE,
        "answer_id": "concat_ws('/', answer_id, question)",
    },
    skip=_NO_SCORE,
    documented_at="docs/exports/answers.md",
    how_to_get=HowToGet(
        role="the owner of the survey",
        steps="A table with one row per answer: response id, date, team, question, score.",
        filename="answers.csv",
        request="Please send me the answers of the survey, one row each: response id, date, team, "
        "question, score. No names, no comments.",
    ),
)
