"""What a path holds: one text, one JSON, one workbook, or several of them in an archive."""

from __future__ import annotations

import errno
import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.parquet_table import ENCRYPTED_MAGIC, MAGIC, member_table
from signpost.pipelines.model import limits

_Kind = Literal["text", "json", "workbook", "programme", "parquet"]

_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"SQLite": "a database",
}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
)
_GIVEN_AWAY_BY = (
    (
        frozenset(("users.json", "channels.json")),
        "a Slack export of whole conversations",
        "Use Analytics > Members > Export CSV in Slack",
    ),
    (
        frozenset(("users.csv", "messages.csv", "networks.csv")),
        "a network data export of Viva Engage (Yammer)",
        "Use the report Viva Engage (Yammer) > activity in the Microsoft 365 admin centre",
    ),
)
"""Files of an archive that holds what people wrote, what it is, what to take instead."""
_NEST = 3
"""Archives in archives."""


@dataclass(frozen=True)
class UnpackedFile:
    """One file to read. `name` is what the user knows it by: 'export.zip/Users.csv'."""

    name: str
    path: Path
    kind: _Kind


def unpack(path: Path, work: Path, name: str = "", depth: int = 0) -> Iterator[UnpackedFile]:
    """Yield what can be read in `path`; archives are unpacked below `work`, within the limits."""
    name = name or path.name
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise UnreadableFile("empty_file", f"{name} is empty (0 bytes).", "Export it again.")
    if head.startswith(b"\x1f\x8b"):
        yield from _gzip(path, work, name, depth)
    elif head.startswith(b"PK\x03\x04"):
        yield from _zip(path, work, name, depth)
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        yield UnpackedFile(name, path, "workbook")
    else:
        yield UnpackedFile(name, path, _kind(head, name))


def _kind(head: bytes, name: str) -> _Kind:
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise UnreadableFile(
                "not_a_table",
                f"{name} is {what}, not a table.",
                "Export the data as CSV, JSON or XLSX.",
            )
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if text[:1] in (b"{", b"["):
        return "json"
    if text[:9].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise UnreadableFile(
            "not_a_table",
            f"{name} is a web page or XML, whatever its ending says.",
            "Open it in a spreadsheet and save it as CSV or XLSX.",
        )
    if head.startswith((MAGIC, ENCRYPTED_MAGIC)):
        return "parquet"
    if PurePosixPath(name).suffix.lower() in (".yaml", ".yml"):
        return "programme"
    return "text"


def _gzip(path: Path, work: Path, name: str, depth: int) -> Iterator[UnpackedFile]:
    target = _place(work)
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, path.stat().st_size, name)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(name) from error
    yield from _inside(target, work, name, depth)


def _zip(path: Path, work: Path, name: str, depth: int) -> Iterator[UnpackedFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [m for m in archive.infolist() if not m.is_dir()]
            members = [m for m in listed if (m.file_size or m.CRC) and not _hidden(m.filename)]
            if not members:
                raise _nothing(name)
            if "[Content_Types].xml" in archive.namelist():
                _check_workbook(archive, members, name)
                yield UnpackedFile(name, path, "workbook")
                return
            _refuse_conversations((member.filename for member in members), name)
            _check_archive(members, name, path.stat().st_size)
            yield from _members(archive, members, path.stat().st_size, work, (name, depth))
    except _BROKEN as error:
        raise _damaged(name) from error
    except OSError as error:  # a place outside the file, or bzip2's word for nonsense
        if error.errno not in (None, errno.EINVAL):
            raise
        raise _damaged(name) from error
    except RuntimeError as error:  # zipfile's word for "encrypted"
        raise UnreadableFile(
            "encrypted", f"{name} is protected by a password.", "Unpack it first."
        ) from error


def _members(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    packed: int,
    work: Path,
    at: tuple[str, int],
) -> Iterator[UnpackedFile]:
    """Yield what the members of an archive hold; the parts of one table come as its folder."""
    name, depth = at
    folders: dict[str, Path] = {}
    for member in members:
        target = _place(work)
        with archive.open(member) as file:
            _copy(file, target, packed, name)
        root = member_table(member.filename)
        if root is None:
            yield from _inside(target, work, f"{name}/{member.filename}", depth)
            continue
        if root not in folders:
            folders[root] = Path(tempfile.mkdtemp(dir=work))
        part = folders[root] / PurePosixPath(member.filename).relative_to(root)
        part.parent.mkdir(parents=True, exist_ok=True)
        target.rename(part)
    for root, folder in folders.items():
        yield UnpackedFile(f"{name}/{root}" if root else name, folder, "parquet")


def _inside(target: Path, work: Path, name: str, depth: int) -> Iterator[UnpackedFile]:
    if depth >= _NEST:
        raise UnreadableFile(
            "too_large",
            f"{name} holds archives in archives, more than {_NEST} deep.",
            "Unpack it first.",
        )
    if not target.stat().st_size:
        raise _nothing(name)
    yield from unpack(target, work, name, depth + 1)


def _check_workbook(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str) -> None:
    names = archive.namelist()
    if not any(n.startswith("xl/") for n in names):
        raise UnreadableFile(
            "not_a_table", f"{name} is an Office file without sheets.", "Save the table as XLSX."
        )
    size = sum(member.file_size for member in members)
    if size > limits.WORKBOOK_BYTES:
        limit = limits.WORKBOOK_BYTES // limits.MEGABYTE
        raise UnreadableFile(
            "too_large",
            f"{name} unpacks to {size // limits.MEGABYTE} MB; a workbook may have {limit} MB.",
            "Save the sheet as CSV: a CSV may have any size.",
        )


def _check_archive(members: list[zipfile.ZipInfo], name: str, packed: int) -> None:
    if len(members) > limits.ARCHIVE_FILES:
        raise UnreadableFile(
            "too_large",
            f"{name} holds {len(members)} files; an archive may hold {limits.ARCHIVE_FILES}.",
            "Unpack it and load the folder.",
        )
    _check_size(sum(member.file_size for member in members), packed, name)


def _check_size(unpacked: int, packed: int, name: str) -> None:
    bomb = unpacked > limits.RATIO_FROM and unpacked > limits.ARCHIVE_RATIO * max(packed, 1)
    if bomb or unpacked > limits.ARCHIVE_BYTES:
        raise UnreadableFile(
            "too_large",
            f"{name} unpacks to more than {unpacked // limits.MEGABYTE} MB from "
            f"{packed // limits.MEGABYTE} MB; an archive may unpack to "
            f"{limits.ARCHIVE_BYTES // limits.MEGABYTE} MB and {limits.ARCHIVE_RATIO} times its "
            "size.",
            "If it is genuine, unpack it yourself and load the file.",
        )


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, size: int, name: str) -> None:
    """Unpack while counting: the sizes an archive states about itself may be false."""
    done = 0
    with target.open("wb") as out:
        while chunk := packed.read(limits.MEGABYTE):
            done += len(chunk)
            _check_size(done, size, name)
            out.write(chunk)


def _place(work: Path) -> Path:
    """Return a new name of ours below `work`; names inside an archive are never used as paths."""
    folder = work / "unpacked"
    folder.mkdir(exist_ok=True)
    return folder / f"{len(list(folder.iterdir())):05d}"


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)


def _nothing(name: str) -> UnreadableFile:
    return UnreadableFile("empty_file", f"There is nothing in {name}.", "Export it again.")


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        "damaged", f"{name} is damaged or cut short: it cannot be unpacked.", "Download it again."
    )


def _refuse_conversations(inside: Iterable[str], name: str) -> None:
    """Raise UnreadableFile if the names of the files in an archive tell that it holds messages."""
    names = {PurePosixPath(one).name.lower() for one in inside}
    for told, what, instead in _GIVEN_AWAY_BY:
        if told <= names:
            raise UnreadableFile(
                "messages",
                f"{name} is {what}: it holds what people wrote, which Signpost never reads.",
                f"{instead}: it counts messages and holds none.",
            )
