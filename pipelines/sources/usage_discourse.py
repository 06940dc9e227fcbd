"""Discourse user list. Its counts are totals of a lifetime: only the last visit is usage.

Who was active in the 28 days up to the export follows from it; the day is in the file's name.
"""

from signpost.pipelines.model.cells import count_cell, day_cell, flag_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.file_name_dates import discourse_days

SOURCE = Source(
    id="discourse_users",
    label="Discourse: user list",
    table="usage",
    platform="discourse",
    fields={
        "person": person_cell("email"),
        "username": person_cell("username"),
        "seen": day_cell("last_seen_at", blank=True),
        "trust": count_cell("trust_level"),
        "reads": count_cell("posts_read_count"),
        "enabled": flag_cell("active", optional=True),
    },
    aliases=("username",),
    lifetime=True,
    actions={"active": "if(seen between first_day and last_day, 1, 0)"},
    skip={"account is not active": "enabled is false"},
    window_in_name=discourse_days,
    documented_at="https://github.com/discourse/discourse (app/jobs/regular/export_csv_file.rb)",
    how_to_get=HowToGet(
        role="Discourse administrator",
        steps="Admin > Users > Export > the file arrives as a message. Reports (columns date and "
        "value) do not say what they count: match them by hand (--mapping), group and measure "
        "given.",
        filename="user-list-260703-101500-1.csv.gz",
        request="Please export the user list of Discourse (Admin > Users > Export) once a month "
        "and send me the files under their own names, which hold the day.",
    ),
)
