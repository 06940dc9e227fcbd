"""SurveyMonkey, all individual responses: two header rows, then the answers."""

from signpost.pipelines.model.cells import group_cell, moment_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.model.surveys import NO_SCORE, SCORE, options_below

SOURCE = Source(
    id="surveymonkey_responses",
    label="SurveyMonkey: all responses",
    table="response",
    header_rows=2,
    spread=options_below,
    fields={
        "answer_id": text_cell("Respondent ID", blank=False),
        "collector": text_cell("Collector ID"),
        "ended": moment_cell("End Date"),
        "person": person_cell("Email Address", optional=True),
        "group": group_cell(
            "Which department are you in?",
            "Department",
            "Which team are you in?",
            "Team",
            "Custom Data 1",
            optional=True,
        ),
        "value": text_cell(optional=True),
        "question": text_cell(optional=True),
    },
    columns={"survey": "concat_ws('/', 'surveymonkey', collector)", "day": "ended", "score": SCORE},
    skip=NO_SCORE,
    dates="mdy",
    documented_at="https://help.surveymonkey.com/en/surveymonkey/analyze/exports/",
    how_to_get=HowToGet(
        role="owner of the survey",
        steps="Analyze results > Save as > Export file > All individual responses > CSV.",
        filename="survey.csv",
        request="Please export all individual responses of the survey as CSV (actual answer text, "
        "condensed columns off). Names and e-mails may be left out.",
    ),
)
