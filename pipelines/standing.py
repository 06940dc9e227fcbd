"""What an upload means beside everything else that is loaded."""

from __future__ import annotations

from pipelines.groups import unknown_groups
from warehouse.connection import Reader

_LISTED = 5


def group_warnings(reader: Reader, number: int) -> list[str]:
    """Sentences about the groups of upload `number` that no roster names."""
    labels = dict(
        reader.rows("select group_id, label from org_group where upload_no = ?", [number])
    )
    own = reader.rows("select 1 from roster where upload_no = ? limit 1", [number])
    if not labels or own:
        return []
    known = dict(
        reader.rows(
            "select distinct r.group_id, g.label from roster as r join upload as u using "
            "(upload_no) "
            "join org_group_now as g on g.group_id = r.group_id where u.undone_at is null"
        )
    )
    if not known:
        groups = "group" if len(labels) == 1 else f"{len(labels)} groups"
        return [f"No roster is loaded yet, so its {groups} could not be checked."]
    missing = unknown_groups(labels, known)
    if not missing:
        return []
    named = [
        f"{label!r} (did you mean {near!r}?)" if near else f"{label!r}" for label, near in missing
    ]
    more = f" and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
    return [
        f"{len(missing)} of {len(labels)} groups are in no roster: "
        f"{', '.join(named[:_LISTED])}{more}. Their rows are kept, but stand alone until the "
        "names match."
    ]
