"""Claude Code: sessions per person and day, with the cost of tokens as the platform estimates it.

Fields: platform.claude.com, Claude Code Analytics API (usage_report/claude_code). Estimated cost is
in cents, per model; on a subscription it is no bill.
"""

from signpost.pipelines.model.cells import count_cell, day_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source, Spend


def _of_models(value: str) -> str:
    """Return SQL for the sum of a value over the models of a row."""
    return f"list_sum(cast(json_extract(models, '$[*].{value}') as double[]))"


_TOKENS = " + ".join(
    f"coalesce({_of_models(f'tokens.{kind}')}, 0)"
    for kind in ("input", "output", "cache_read", "cache_creation")
)

SOURCE = Source(
    id="claude_code",
    label="Claude Code: usage and estimated cost per user",
    table="usage",
    platform="claude_code",
    fields={
        "person": person_cell("actor.email_address", "actor.api_key_name"),
        "day": day_cell("date"),
        "sessions": count_cell("core_metrics.num_sessions"),
        "commits": count_cell("core_metrics.commits_by_claude_code", optional=True),
        "pull_requests": count_cell("core_metrics.pull_requests_by_claude_code", optional=True),
        "edits": count_cell("tool_actions.edit_tool.accepted", optional=True),
        "models": text_cell("model_breakdown", optional=True),
    },
    columns={"first_day": "day", "last_day": "day"},
    actions={name: name for name in ("sessions", "commits", "pull_requests", "edits")},
    spend=(
        Spend(
            basis="report",
            unit="'tokens'",
            quantity=_TOKENS,
            list_amount=f"{_of_models('estimated_cost.amount')} / 100",
            where="models is not null",
        ),
    ),
    repeats="add",
    documented_at="https://platform.claude.com/docs/en/build-with-claude/claude-code-analytics-api",
    how_to_get=HowToGet(
        role="organisation admin with an Admin API key",
        steps="GET /v1/organizations/usage_report/claude_code?starting_at=2026-06-29 for each day, "
        "every page.",
        filename="claude_code_2026-06-29.json",
        request="Please fetch the Claude Code usage report for each day of the last half-year "
        "(Admin API, usage_report/claude_code), all pages of a day in one file.",
    ),
)
