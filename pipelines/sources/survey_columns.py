"""Survey answers of any form tool, one row per person and one column per question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from signpost.pipelines.model.cells import group_cell, moment_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.model.surveys import NO_SCORE, SCORE, is_score
from signpost.pipelines.text.column_synonyms import GROUP
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import has_pattern

_ASKS = re.compile(r"\?|^(how|what|which|do|does|did|are|is|i|my|wie|was|comment|cómo|qué)\b", re.I)
_LONG = 4
"""Words from which a name reads like a question."""
_KNOWN = 0.6
"""Share of the answers that must be scores or words of a scale."""
_ANSWERED = (
    *("completion time", "timestamp", "submitted at", "submitted on", "submission time"),
    *("zeitstempel", "fertigstellungszeit", "abschlusszeit", "horodateur", "heure de fin"),
    *("marca temporal", "hora de finalización", "tijdstempel", "informazioni cronologiche"),
    *("submit date (utc)", "submit date", "submission date", "date submitted", "response date"),
    *(
        "carimbo de data/hora",
        "sygnatura czasowa",
        "date de soumission",
        "タイムスタンプ",
        "回答日時",
    ),
)


def question_columns(
    headers: Sequence[str], below: Sequence[Sequence[str]]
) -> Mapping[int, Mapping[str, str]]:
    """Return the columns that are named like a question and hold answers on a scale."""
    found = {}
    for at, header in enumerate(headers):
        plain = normalise(header)
        asks = _ASKS.search(plain) or len(plain.split()) >= _LONG
        values = has_pattern(row[at] for row in below if at < len(row))
        scores = sum(is_score(value) for value in values)
        if asks and plain not in _ANSWERED and values and scores >= _KNOWN * len(values):
            found[at] = {"question": " ".join(header.split()).capitalize()}
    return found


SOURCE = Source(
    id="survey_columns",
    label="Survey answers: one column per question",
    table="response",
    generic=True,
    spread=question_columns,
    fields={
        "answered": moment_cell(*_ANSWERED),
        "answer_id": text_cell(
            *("id", "response id", "submission id", "respondent id", "response #", "#"),
            optional=True,
        ),
        "person": person_cell(
            *("email", "e-mail", "email address", "username", "user", "e-mail-adresse"),
            optional=True,
        ),
        "group": group_cell(
            *GROUP,
            *("your department", "your team", "which department are you in?"),
            *("which team are you in?", "in welcher abteilung arbeiten sie?"),
            optional=True,
        ),
        "value": text_cell(optional=True),
        "question": text_cell(optional=True),
    },
    columns={
        "survey": "'survey'",
        "day": "answered",
        "score": SCORE,
        # the forms of two months number their answers alike
        "answer_id": "concat_ws('/', coalesce(answer_id, cast(row as varchar)), "
        "cast(answered as varchar), question)",
    },
    skip=NO_SCORE,
    documented_at="docs/exports/survey_columns.md",
    how_to_get=HowToGet(
        role="the owner of the survey",
        steps="Export the answers of the form as CSV or XLSX: one row per person, one column per "
        "question, with the time and the department.",
        filename="survey.csv",
        request="Please export all answers of the survey as CSV: one row per person, one column "
        "per question, with the time and the department. Names and e-mails may be left out.",
    ),
)
