"""Kiro: messages and credits per person, client and day, from the user report.

Header: kiro.dev/docs/enterprise (user activity report in S3), as open-source readers of these
files keep it. Credits are counted, not priced: what a credit costs is in the contract.
"""

from signpost.pipelines.model.cells import count_cell, day_cell, number_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend

SOURCE = Source(
    id="kiro_users",
    label="Kiro: user activity report (credits)",
    table="usage",
    platform="kiro",
    fields={
        "person": person_cell("User_Email", "Email", "UserId"),
        "day": day_cell("Date"),
        "messages": count_cell("Total_Messages"),
        "conversations": count_cell("Chat_Conversations"),
        "credits": number_cell("Credits_Used", at_least=0),
        "overage": number_cell("Overage_Credits_Used", optional=True, at_least=0),
    },
    beside=("Subscription_Tier",),
    columns={"first_day": "day", "last_day": "day"},
    actions={
        "messages": "messages",
        "conversations": "conversations",
        "other": "if(coalesce(messages, 0) = 0 and credits > 0, 1, 0)",
    },
    spend=(
        Spend(basis="report", unit="'credits'", quantity="credits", currency="NULL"),
        Spend(basis="report", unit="'overage-credits'", quantity="overage", currency="NULL"),
    ),
    repeats="add",
    documented_at="https://kiro.dev/docs/enterprise/monitor-and-track/user-activity",
    how_to_get=HowToGet(
        role="AWS administrator of Kiro",
        steps="Kiro console > Settings > User activity report > the S3 bucket; take the files of "
        "user_report.",
        filename="kiro_user_report_20260629.csv",
        request="Please send me Kiro's user activity reports (user_report) of the last half-year "
        "from the S3 bucket, with a list that joins user ids to work e-mails if they have none.",
    ),
)
