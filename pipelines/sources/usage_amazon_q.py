"""Amazon Q Developer: counters of use per person and day (by_user_analytic).

Header: docs.aws.amazon.com/amazonq, user activity reports; days are written month first.
"""

from signpost.pipelines.model.cells import count_cell, day_cell, person_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="amazon_q_users",
    label="Amazon Q Developer: user activity report",
    table="usage",
    platform="amazon_q",
    fields={
        "person": person_cell("UserId"),
        "day": day_cell("Date"),
        "chats": count_cell("Chat_MessagesSent"),
        "interactions": count_cell("Chat_MessagesInteracted"),
        "acceptances": count_cell("Inline_AcceptanceCount"),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={name: name for name in ("chats", "interactions", "acceptances")},
    grows=r"\w+(?<!Rejection)(EventCount|AcceptanceCount|MessagesSent)",
    no_use=("CodeReview_FailedEventCount", "InlineChat_DismissalEventCount"),
    dates="mdy",
    documented_at="https://docs.aws.amazon.com/amazonq/latest/qdeveloper-ug/user-activity.html",
    how_to_get=HowToGet(
        role="AWS administrator of Amazon Q Developer",
        steps="Amazon Q console > Settings > User activity reports > the S3 bucket; take the files "
        "of by_user_analytic.",
        filename="by_user_analytic_20260629.csv",
        request="Please send me the user activity reports (by_user_analytic) of Amazon Q Developer "
        "of the last half-year from the S3 bucket, with a list that joins user ids to work "
        "e-mails.",
    ),
)
