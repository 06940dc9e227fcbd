"""Exchange e-mail activity, one row per person."""

from signpost.pipelines.model.cells import count_cell
from signpost.pipelines.model.m365 import (
    DELETED,
    LEFT_BEFORE,
    NO_PERIOD,
    PERSON,
    WINDOW,
    how_to_get,
)
from signpost.pipelines.model.source import Source

SOURCE = Source(
    id="m365_email_user",
    label="Microsoft 365: e-mail activity",
    table="usage",
    platform="email",
    fields={
        **PERSON,
        **DELETED,
        "sent": count_cell("Send Count", "sendCount"),
        "received": count_cell("Receive Count", "receiveCount"),
        "read": count_cell("Read Count", "readCount"),
    },
    columns=WINDOW,
    actions={"sent": "sent", "read": "read"},
    no_use=("Meeting Created Count", "Meeting Interacted Count"),  # the calendar, not mail
    skip=LEFT_BEFORE,
    reject=NO_PERIOD,
    concealable=True,
    documented_at="https://learn.microsoft.com/graph/api/reportroot-getemailactivityuserdetail",
    how_to_get=how_to_get("Email activity", "getEmailActivityUserDetail"),
)
