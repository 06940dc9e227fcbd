"""What all Microsoft 365 usage reports share: a refresh day, a period in days, deleted people."""

from __future__ import annotations

from signpost.pipelines.model.cells import Cell, day_cell, flag_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet

REFRESHED = day_cell("Report Refresh Date", "reportRefreshDate")
REPORT_PERIOD = text_cell("Report Period", "reportPeriod", blank=False)

WHOLE_PERIOD = "'whole organisation'"
"""The group of reports that know no groups."""
PERSON: dict[str, Cell] = {
    "refreshed": REFRESHED,
    "person": person_cell("User Principal Name", "userPrincipalName"),
    "period": REPORT_PERIOD,
}
DELETED: dict[str, Cell] = {
    "deleted": flag_cell("Is Deleted", "isDeleted", optional=True),
    "deleted_on": day_cell("Deleted Date", "deletedDate", optional=True),
}

DAYS = "try_cast(if(period < 'A', period, ltrim(period, 'Dd')) as integer)"
WINDOW = {"first_day": f"refreshed - {DAYS} + 1", "last_day": "refreshed"}
"""A report is one snapshot: totals over the days up to its refresh."""
NO_PERIOD = {"Report Period is no number of days": f"coalesce({DAYS}, 0) < 1"}
LEFT_BEFORE = {"deleted before the period": f"deleted and deleted_on < refreshed - {DAYS} + 1"}


def active_in_window(last_activity: str) -> str:
    """Return SQL: 1 if that day, the last ever of the person, lies in the report's window."""
    return (
        f"case when {last_activity} between refreshed - {DAYS} + 1 and refreshed then 1 else 0 end"
    )


def how_to_get(report: str, call: str) -> HowToGet:
    """Return where an administrator finds a usage report."""
    return HowToGet(
        role="Reports Reader (or Global Reader) in Microsoft 365",
        steps=f"Microsoft 365 admin centre > Reports > Usage > {report} > Export, "
        f"or Microsoft Graph: GET /reports/{call}(period='D30').",
        filename=f"{call}.csv",
        request=f"Please send me the usage report '{report}' ({call}) as CSV, one file per week "
        "with "
        "period D7 for the past and each coming week. Names must not be concealed: Settings > Org "
        "settings > Services > Reports > clear 'Display concealed user, group and site names'. "
        "We replace every name by a pseudonym when the file is loaded, and look at groups only.",
    )
