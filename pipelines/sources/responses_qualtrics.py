"""Qualtrics survey responses: three header rows, then the answers."""

from signpost.pipelines.model.cells import (
    flag_cell,
    group_cell,
    moment_cell,
    number_cell,
    person_cell,
    text_cell,
)
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.model.surveys import NO_SCORE, SCORE, nps_and_scales

SOURCE = Source(
    id="qualtrics_responses",
    label="Qualtrics: survey responses",
    table="response",
    header_rows=3,
    beside=("RecordedDate", "DistributionChannel"),
    spread=nps_and_scales,
    fields={
        "answer_id": text_cell("ResponseId", blank=False),
        "ended": moment_cell("EndDate"),
        "status": text_cell("Status"),
        "finished": flag_cell("Finished"),
        "person": person_cell("RecipientEmail", optional=True),
        "group": group_cell("Department", "Team", "Group", optional=True),
        "value": text_cell(optional=True),
        "question": text_cell(optional=True),
        "low": number_cell(optional=True),
        "high": number_cell(optional=True),
    },
    columns={
        "survey": "'qualtrics'",
        "day": "ended",
        "score": SCORE,
        "scale_low": "low",
        "scale_high": "high",
    },
    skip={
        "preview or spam": "lower(status) in ('survey preview', 'survey test', 'spam', '1', '8')",
        "not finished": "finished is false",
        **NO_SCORE,
    },
    documented_at="https://www.qualtrics.com/support/survey-platform/data-and-analysis-module/data/"
    "download-data/export-data-overview/",
    how_to_get=HowToGet(
        role="owner of the survey, or a collaborator who may view responses",
        steps="Data & Analysis > Export & Import > Export data > CSV > numeric values.",
        filename="survey.csv",
        request="Please export the responses of the survey as CSV with numeric values, including "
        "the department as embedded data. No names, no free text.",
    ),
)
