"""What an upload means beside everything else that is loaded."""

from __future__ import annotations

from signpost.metrics.model.keys import group_key
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.facts.group_names import UnmatchedGroup, unmatched_groups
from signpost.pipelines.model.receipt import IN_NO_ROSTER
from signpost.warehouse.connection import Reader, Writer

_LISTED = 5
_IDS = "select group_id from roster_now"


def group_warnings(writer: Writer, number: int) -> list[str]:
    """Sentences about the groups of upload `number` that no roster names."""
    labels = dict(
        writer.rows("select group_id, label from org_group where upload_no = ?", [number])
    )
    if not labels or writer.rows("select 1 from roster where upload_no = ? limit 1", [number]):
        writer.temporary.discard("listed_group")
        return []
    if labels.keys() <= _ids(writer):
        return []
    known = listed_groups(writer)
    if not known:
        groups = "group" if len(labels) == 1 else f"{len(labels)} groups"
        return [f"No roster is loaded yet, so its {groups} could not be checked."]
    missing = unmatched_groups(labels, known)
    if not missing:
        return []
    named = [
        f"{label!r} (did you mean {near!r}?)" if near else f"{label!r}" for label, near in missing
    ]
    more = f" and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
    return [
        f"{len(missing)} of {len(labels)} groups {IN_NO_ROSTER}: "
        f"{', '.join(named[:_LISTED])}{more}. Their rows are kept, but stand alone until the "
        "names match."
    ]


def _ids(writer: Writer) -> set[str]:
    """Return the ids of the groups in force, worked out once for all files between two rosters."""
    if "listed_group" not in writer.temporary:
        writer.execute(
            f"create or replace temp table listed_group as select distinct group_id from ({_IDS})"
        )
        writer.temporary.add("listed_group")
    return {name for (name,) in writer.rows("from listed_group")}


def listed_groups(reader: Reader) -> dict[str, str]:
    """Return the groups of the rosters in force: id -> label."""
    return dict(
        reader.rows(f"select group_id, label from org_group_now where group_id in ({_IDS})")
    )


def unmatched_in_file(reader: Reader) -> list[tuple[UnmatchedGroup, list[int]]]:
    """Return the group names in force that no roster has, and the uploads that brought each."""
    brought = reader.rows(
        "select group_id, list(distinct upload_no order by upload_no) from org_group join "
        "upload_in_force using (upload_no) group by group_id"
    )
    uploads = dict(brought)
    labels = {
        group: label
        for group, label in reader.rows("select group_id, label from org_group_now")
        if group in uploads
    }
    found = unmatched_groups(labels, listed_groups(reader))
    return [(one, uploads.get(group_key(one.label), [])) for one in found]


def known_group(reader: Reader, name: str) -> str:
    """Return the id of a group the roster names. Raises UnreadableFile."""
    known = listed_groups(reader)
    key = group_key(name)
    if key in known:
        return key
    nearest = [one.nearest for one in unmatched_groups({key: name}, known) if one.nearest]
    remedy = f"Did you mean {nearest[0]!r}?" if nearest else "Load a roster that names it first."
    raise UnreadableFile("unknown_group", f"No roster in force names the group {name!r}.", remedy)
