"""Files to fill in, and letters to send to those who have the data; made from the sources."""

from __future__ import annotations

import io
import zipfile

from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import all_sources


def header(source: Source) -> str:
    """Write the first line of a file this source recognises, needed columns first."""
    cells = sorted(source.fields.items(), key=lambda item: item[1].optional)
    names = dict.fromkeys(cell.headers[0] for name, cell in cells if name not in source.aliases)
    return ",".join(names) + "\n"


def fillable() -> tuple[Source, ...]:
    """Return the sources that are nobody's export: tables one writes oneself."""
    wanted = ("roster", "outcome", "intervention", "cost", "barrier", "interaction")
    return tuple(
        one for one in all_sources() if one.generic and not one.spread and one.table in wanted
    )


def letters() -> str:
    """Write, for every export, who has it, how it is made and a text to ask for it."""
    parts = [
        f"{one.label}\n{'-' * len(one.label)}\nWho has it: {one.how_to_get.role}\n"
        f"How: {one.how_to_get.steps}\nAsk: {one.how_to_get.request}\n"
        for one in all_sources()
    ]
    return "\n".join(parts)


def packed() -> bytes:
    """Pack one CSV per kind of table and the letters."""
    archive_bytes = io.BytesIO()
    with zipfile.ZipFile(archive_bytes, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in fillable():
            archive.writestr(f"{source.id}.csv", header(source))
        archive.writestr("how to get each export.txt", letters())
    return archive_bytes.getvalue()
