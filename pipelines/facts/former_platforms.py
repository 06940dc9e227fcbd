"""Use that is stored under a name a platform had before its exports became one platform."""

from __future__ import annotations

from signpost.pipelines.recognition.identify import all_sources
from signpost.warehouse import Reader
from signpost.warehouse.maintenance.doctor import FolderFinding

_FILES = """
    select distinct u.upload_no, u.filename from upload_now as n join upload as u
    on u.upload_no = n.upload_no
    where n.subject in ('usage:' || $1, 'licence:' || $1) order by u.upload_no
"""
_LISTED = 3


def former_platforms(reader: Reader) -> tuple[FolderFinding, ...]:
    """Return the files in force whose platform has another name since, one finding per name."""
    found: dict[str, FolderFinding] = {}
    for source in all_sources():
        for former in source.formerly:
            files = [str(name) for _, name in reader.rows(_FILES, [former])]
            if files and former not in found:
                found[former] = _finding(former, source.platform, source.label, files)
    return tuple(found.values())


def _finding(former: str, platform: str, label: str, files: list[str]) -> FolderFinding:
    more = f" and {len(files) - _LISTED} more" if len(files) > _LISTED else ""
    named = ", ".join(files[:_LISTED]) + more
    return FolderFinding(
        "former_platform",
        f"{named}: loaded when this export was a platform of its own ({former!r}). It is a part "
        f"of {platform!r} now, so who is active only there is not counted with it.",
        f"Undo these files (History, or signpost undo) and load them again: {label}. In the "
        f"programme, {former!r} becomes {platform!r}.",
    )
