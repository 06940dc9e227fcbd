"""Salesforce login history: who signed in to the CRM on which day.

Columns: developer.salesforce.com, field reference, LoginHistory (UserId, LoginTime, LoginType,
Status, Application); the download under Set-up has their labels, and Username for UserId.
"""

from signpost.pipelines.model.cells import day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="salesforce_logins",
    label="Salesforce: login history",
    table="usage",
    platform="salesforce",
    fields={
        "person": person_cell("Username", "UserId", "User ID"),
        "day": day_cell("LoginTime", "Login Time"),
        "kind": text_cell("LoginType", "Login Type"),
        "status": text_cell("Status"),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={"logins": "1"},
    skip={"the login failed": "lower(coalesce(status, 'success')) <> 'success'"},
    repeats="add",
    documented_at="https://developer.salesforce.com/docs/platform/field-reference/references/"
    "field-reference/salesforce-field-reference-loginhistory.html",
    how_to_get=HowToGet(
        role="Salesforce administrator with the right Manage Users or Monitor Login History",
        steps="Set-up > Login History > Download Now (the last six months), or query LoginHistory.",
        filename="LoginHistory.csv",
        request="Please download Salesforce's login history as CSV once a month, with username, "
        "login time, login type and status. Usernames are replaced by pseudonyms, and addresses "
        "and browsers are not read.",
    ),
)
