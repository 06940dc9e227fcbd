"""GitHub Copilot activity report: the last activity of every seat, kept for 90 days.

Who was active in the 28 days up to the report follows from the last activity day.
"""

from signpost.pipelines.model.cells import day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="github_copilot_activity",
    label="GitHub Copilot: activity report",
    table="usage",
    platform="github_copilot",
    fields={
        "reported": day_cell("Report Time"),
        "person": person_cell("Login"),
        "last": day_cell("Last Activity At", blank=True),
        "surface": text_cell("Last Surface Used"),
    },
    columns={"first_day": "reported - 27", "last_day": "reported"},
    actions={"active": "if(last between reported - 27 and reported, 1, 0)"},
    documented_at="https://docs.github.com/copilot/reference/metrics-data",
    how_to_get=HowToGet(
        role="organisation or enterprise owner",
        steps="Organisation settings > Copilot > Access > Get report.",
        filename="copilot_activity_report.csv",
        request="Please download the Copilot activity report (Get report) once a month and send me "
        "the CSV, with a list that joins GitHub logins to work e-mails.",
    ),
)
