"""programme.yaml comes through the same door as any export."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from signpost.pipelines.publish import add_upload, next_upload
from signpost.pipelines.receipt import Receipt
from signpost.pipelines.trouble import UnreadableFile
from signpost.pipelines.unpack import Loose
from signpost.warehouse import audit
from signpost.warehouse.connection import Writer


@dataclass(frozen=True)
class ProgrammeText:
    """The text of one programme file, found valid."""

    name: str
    upload_id: str
    text: str


def read_programme(file: Loose, validate: Callable[[str], object] | None) -> ProgrammeText:
    """Read and validate a programme file. Raises UnreadableFile."""
    raw = file.path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        if validate is not None:
            validate(text)
    except ValueError as error:
        raise UnreadableFile(
            "invalid_programme",
            f"{file.name} is not a valid programme: {error}.",
            "Correct it where the message points and load it again; the earlier version stays.",
        ) from error
    return ProgrammeText(file.name, hashlib.sha256(raw).hexdigest(), text)


def publish_programme(writer: Writer, programme: ProgrammeText, who: str) -> Receipt:
    """Keep the text as the next version of the programme."""
    number = next_upload(writer)
    add_upload(
        writer,
        number,
        (programme.upload_id, "programme", programme.name, who, 1, 1, 0, 0, None, None),
    )
    writer.execute("update upload set facts_written = 1 where upload_no = ?", [number])
    writer.execute(
        "insert into programme select coalesce(max(version_no), 0) + 1, ?, ?, ?, ? from programme",
        [programme.text, writer.began, who, number],
    )
    audit.record(writer, who, "define", programme.name, number)
    return Receipt(
        programme.upload_id,
        "programme",
        programme.name,
        1,
        1,
        0,
        0,
        1,
        0,
        None,
        None,
        upload_no=number,
    )
