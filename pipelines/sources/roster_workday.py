"""Workday custom report (RaaS) with its stable field names."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import month_or_day

SOURCE = Source(
    id="workday_workers",
    label="Workday: workers report",
    table="roster",
    fields={
        "person": person_cell("Email", "Employee_ID"),
        "number": person_cell("Employee_ID"),
        "name": person_cell("Full_Name", optional=True),
        "group": group_cell("Team_Name", strip=r"\s*\([^)]*\)\s*$"),
        "team": text_cell("Team_ID"),
        "hired": day_cell("Start_Date", blank=True),
        "leaves": day_cell("Termination_Date", blank=True),
        "location": text_cell("Location", optional=True),
        "manager": person_cell("Manager_ID", "Manager_Name", optional=True),
        "level": text_cell("Employee_Type", optional=True),
    },
    aliases=("number", "name"),
    window_in_name=month_or_day,
    documented_at="https://doc.workday.com (Report-as-a-Service)",
    how_to_get=HowToGet(
        role="Workday report writer",
        steps="A custom report on workers with Employee_ID, Full_Name, Email, Start_Date, "
        "Termination_Date, Location, Team_ID, Team_Name, Manager_ID > Export as CSV.",
        filename="workday_workers_2026-07-01.csv",
        request="Please export the workers report from Workday as CSV (employee id, e-mail, start "
        "and termination date, location, team, manager), one per month, with the day in its name.",
    ),
)
