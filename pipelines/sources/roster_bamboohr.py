"""BambooHR report with its usual field labels."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import month_or_day

SOURCE = Source(
    id="bamboohr_employees",
    label="BambooHR: employees report",
    table="roster",
    beside=("Job Title", "Division"),
    fields={
        "person": person_cell("Work Email"),
        "number": person_cell("Employee #"),
        "group": group_cell("Department"),
        "hired": day_cell("Hire Date", blank=True),
        "leaves": day_cell("Termination Date", optional=True),
        "location": text_cell("Location", optional=True),
        "level": text_cell("Job Title", optional=True),
        "manager": person_cell("Reporting to", optional=True),
        "status": text_cell("Status", "Employment Status", optional=True),
    },
    aliases=("number",),
    skip={
        "left before the report": "lower(status) in ('inactive', 'terminated') and leaves is null"
    },
    window_in_name=month_or_day,
    documented_at="https://documentation.bamboohr.com (report fields)",
    how_to_get=HowToGet(
        role="BambooHR administrator",
        steps="Reports > new report with Employee #, Work Email, Hire Date, Department, Division, "
        "Location, Job Title, Reporting to, Status > Export > CSV.",
        filename="bamboohr-2026-07-01.csv",
        request="Please export the employees report from BambooHR as CSV (employee number, work "
        "e-mail, hire date, department, division, location, job title, reporting to, status), one "
        "per month, with the day in its name.",
    ),
)
