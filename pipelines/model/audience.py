"""Fields and columns that exports of external channels share: one record a day or a post.

None of them names people of one's own. The group is the one that runs the page: no export says it.
"""

from __future__ import annotations

from collections.abc import Mapping

from signpost.pipelines.model.cells import Cell, group_cell, moment_cell, number_cell, text_cell
from signpost.pipelines.text.column_synonyms import GROUP

RUN_BY: Cell = group_cell(*GROUP)
ASKS = {"group": "Which group runs this channel (as the roster writes it)?"}


def kind_of(channel: str) -> str:
    """Return the kind of a channel's records: each is loaded for its own time."""
    return f"audience_{channel}"


POST_MEASURES = {"views": "coalesce(views, reach)", "reach": "reach"}
"""What Meta Business Suite tells of a post of either service."""


def post_fields(owner: str, header: str) -> Mapping[str, Cell]:
    """Return the fields that Meta's exports of posts share; `owner`: whose posts they are."""
    return {
        "post": text_cell("Post ID", blank=False),
        owner: text_cell(header),
        "published": moment_cell("Publish time"),
        "group": RUN_BY,
        "views": number_cell("Views", "Impressions", optional=True, at_least=0),
        "reach": number_cell("Reach", at_least=0),
    }


def audience_columns(channel: str, day: str, *, post: str = "") -> Mapping[str, str]:
    """Return the columns of a record of one channel; `post`: SQL for the id of a post."""
    what = post or f"cast(cast({day} as date) as varchar)"
    return {
        "kind": f"'{kind_of(channel)}'",
        "record_id": f"concat_ws('/', '{channel}', \"group\", {what})",
        "opened": day,
        "closed": day,
        "status": f"'{channel}'",
    }
