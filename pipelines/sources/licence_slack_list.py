"""Slack, "Export member list": who may use Slack, without a day or what they did."""

from signpost.pipelines.model.cells import person_cell, text_cell
from signpost.pipelines.model.fact_columns import ALWAYS
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="slack_member_list",
    label="Slack: list of members",
    table="licence",
    platform="slack",
    fields={
        "person": person_cell("email"),
        "login": person_cell("username", optional=True),
        "status": text_cell("status"),
    },
    aliases=("login",),
    beside=("billing-active", "userid"),
    columns={"listed_on": ALWAYS},
    licences={"slack": f"if(lower(status) in ('deactivated', 'bot'), NULL, {ALWAYS})"},
    vocabulary={
        "status": (
            *("member", "admin", "owner", "primary owner", "deactivated", "bot", "guest"),
            *("multi-channel guest", "single-channel guest", "invited member"),
        )
    },
    documented_at="https://slack.com/help/articles/201314026 (Manage members, export)",
    how_to_get=HowToGet(
        role="workspace owner or admin of Slack",
        steps="Tools & settings > Manage members > Export member list.",
        filename="slack-members.csv",
        request="Please export the list of members of Slack (Manage members > Export member list) "
        "as CSV. Names and addresses are replaced by pseudonyms when the file is loaded.",
    ),
)
