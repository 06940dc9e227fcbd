"""Words of the check `leave_one_out`."""

from __future__ import annotations

WORDS = {
    "check.leave_one_out.label": "No single group decides",
    "check.leave_one_out.remedy": (
        "Find out what is special about the group that decides the result, and wait for more "
        "groups to start."
    ),
    "leave_one_out.many_groups": "There are too many groups for one to matter.",
    "leave_one_out.single_starter": "With a single group that started, none can be left out.",
    "leave_one_out.none_decides": "No single group decides.",
    "leave_one_out.group_decides": (
        "Without {group} the effect would be {without:+} instead of {effect:+}: a single "
        "group decides."
    ),
}
