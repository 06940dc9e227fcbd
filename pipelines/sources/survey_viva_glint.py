"""Viva Glint raw survey export: four columns per question; comments are never kept."""

from collections.abc import Mapping, Sequence

from signpost.pipelines.model.cells import moment_cell, number_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.headers import normalise

_BESIDE = ("comment", "comment topics", "sensitive comment flag")


def questions(
    headers: Sequence[str], below: Sequence[Sequence[str]] = ()
) -> Mapping[int, Mapping[str, str]]:
    """Return the columns of scores: those with columns for comments beside them."""
    del below  # the questions stand in the header
    names = {normalise(header) for header in headers}
    return {
        index: {"question": normalise(header).capitalize()}
        for index, header in enumerate(headers)
        if header.strip() and all(f"{normalise(header)} {word}" in names for word in _BESIDE)
    }


SOURCE = Source(
    id="viva_glint",
    label="Viva Glint: survey responses",
    table="response",
    spread=questions,
    fields={
        "person": person_cell("Email", "Employee ID", "Emp ID"),
        "answered": moment_cell("Survey Cycle Completion Date", blank=True),
        "sent": moment_cell("Survey Cycle Sent Date"),
        "question": text_cell(optional=True),
        "value": number_cell(optional=True),
    },
    columns={
        "survey": "'viva_glint'",
        "answer_id": "concat_ws('/', cast(cast(sent as date) as varchar), person_hash, question)",
        "day": "cast(answered as date)",
    },
    skip={"not answered": "answered is null"},
    dates="dmy",
    documented_at="https://github.com/microsoft/vivaglint_py",
    how_to_get=HowToGet(
        role="Viva Glint company administrator with access to raw data",
        steps="Viva Glint > Reports > Raw survey data export > the cycle > CSV.",
        filename="survey_raw_export.csv",
        request="Please export the raw survey responses of each cycle from Viva Glint as CSV. "
        "Comments are not read; we replace every name by a pseudonym and look at groups only.",
    ),
)
