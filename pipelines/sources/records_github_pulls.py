"""GitHub pull requests, as the REST API lists them or `gh pr list --json` prints them.

Names: docs.github.com/rest/pulls (created_at, merged_at, user.login); gh writes them createdAt,
mergedAt, author.login. Titles are read for "Revert" and not kept.
"""

from signpost.pipelines.model.cells import moment_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source

SOURCE = Source(
    id="github_pull_requests",
    label="GitHub: pull requests",
    table="record",
    fields={
        "number": text_cell("number", blank=False),
        "repository": text_cell(
            *("base.repo.full_name", "repository.nameWithOwner", "headRepository.name"),
            optional=True,
        ),
        "url": text_cell("html_url", "url", optional=True),
        "title": text_cell("title"),
        "person": person_cell("user.login", "author.login", blank=True),
        "opened": moment_cell("created_at", "createdAt"),
        "merged": moment_cell("merged_at", "mergedAt", blank=True),
        "ended": moment_cell("closed_at", "closedAt", optional=True, blank=True),
    },
    columns={
        "kind": "'pull_request'",
        # gh lists one repository, which only the address names
        "record_id": "concat_ws('#', 'github', coalesce(repository, regexp_replace(url, "
        "'/pulls?/[0-9]+$', ''), ''), number)",
        "closed": "coalesce(merged, ended)",
    },
    flags={"merged": "merged is not null", "revert": "merged is not null and title like 'Revert%'"},
    reject={"merged before it was opened": "merged < opened"},
    without=("iid",),
    documented_at="https://docs.github.com/rest/pulls/pulls",
    how_to_get=HowToGet(
        role="reader of the repositories",
        steps="GET /repos/{owner}/{repo}/pulls?state=all&per_page=100 (all pages), or gh pr list "
        "--state all --limit 5000 --json number,title,author,createdAt,mergedAt,closedAt.",
        filename="pulls-app-2026.json",
        request="Please export the pull requests of the last 18 months of your repositories as "
        "JSON (number, title, author, created, merged, closed), with a list that joins GitHub "
        "logins to work e-mails. Titles are not kept.",
    ),
)
