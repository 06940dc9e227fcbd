"""GitLab merge requests, as its API lists them.

Names: docs.gitlab.com/api/merge_requests (iid, project_id, created_at, merged_at, author.username,
user_notes_count). Titles are read for "Revert" and not kept.
"""

from signpost.pipelines.model.cells import count_cell, moment_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="gitlab_merge_requests",
    label="GitLab: merge requests",
    table="record",
    fields={
        "number": text_cell("iid", blank=False),
        "project": text_cell("project_id", blank=False),
        "title": text_cell("title"),
        "person": person_cell("author.username", blank=True),
        "opened": moment_cell("created_at"),
        "merged": moment_cell("merged_at", blank=True),
        "ended": moment_cell("closed_at", optional=True, blank=True),
        "comments": count_cell("user_notes_count", optional=True),
    },
    columns={
        "kind": "'pull_request'",
        "record_id": "concat_ws('!', 'gitlab', project, number)",
        "closed": "coalesce(merged, ended)",
    },
    flags={"merged": "merged is not null", "revert": "merged is not null and title like 'Revert%'"},
    measures={"review_comments": "comments"},
    reject={"merged before it was opened": "merged < opened"},
    documented_at="https://docs.gitlab.com/api/merge_requests/",
    how_to_get=HowToGet(
        role="reporter in the GitLab group",
        steps="GET /groups/{id}/merge_requests?state=all&scope=all&per_page=100, every page.",
        filename="merge_requests_2026.json",
        request="Please export the merge requests of the last 18 months of your group as JSON "
        "(GitLab API), with a list that joins GitLab user names to work e-mails.",
    ),
)
