"""Rights of a reader whom a command speaks to, by the access file of the dashboard."""

from __future__ import annotations

from pathlib import Path

from signpost.answers.access import LOCAL, Access, AccessError, folded_email
from signpost.answers.access_file import access_path, read_table


def reader_access(address: str, data: Path) -> Access:
    """Return the rights a reader has; nobody named and no access file: those of who runs this."""
    table = read_table(access_path(data))
    if not table and not address:
        return LOCAL
    for entry in table:
        if entry.email and entry.email == folded_email(address):
            return Access(address, entry.role, entry.scope)
    raise AccessError(
        f"{address or 'Nobody'} has no role in the access file.",
        "Name a person of the access file as reader, or give that person a role.",
    )
