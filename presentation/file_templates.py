"""Templates of files to fill in, and request letters to owners of data, from the sources."""

from __future__ import annotations

import io
import zipfile

from signpost.pipelines.model.source import Source
from signpost.pipelines.recognition.identify import all_sources


def header(source: Source) -> str:
    """Return the header line of a file this source recognises, needed columns first."""
    cells = sorted(source.fields.items(), key=lambda item: item[1].optional)
    names = dict.fromkeys(cell.headers[0] for name, cell in cells if name not in source.aliases)
    return ",".join(names) + "\n"


def fillable_sources() -> tuple[Source, ...]:
    """Return the sources that are no system's export: tables a person fills in."""
    wanted = {"roster", "outcome", "intervention", "cost", "barrier", "interaction", "group_usage"}
    return tuple(
        source
        for source in all_sources()
        if source.generic and not source.spread and source.table in wanted
    )


def request_letters() -> str:
    """Return, for every export, its role, steps and a request text."""
    parts = [
        f"{source.label}\n{'-' * len(source.label)}\nWho has it: {source.how_to_get.role}\n"
        f"How: {source.how_to_get.steps}\nAsk: {source.how_to_get.request}\n"
        for source in all_sources()
    ]
    return "\n".join(parts)


def templates_zip() -> bytes:
    """Return a ZIP of one CSV per kind of table and the letters."""
    archive_bytes = io.BytesIO()
    with zipfile.ZipFile(archive_bytes, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in fillable_sources():
            archive.writestr(f"{source.id}.csv", header(source))
        archive.writestr("how to get each export.txt", request_letters())
    return archive_bytes.getvalue()
