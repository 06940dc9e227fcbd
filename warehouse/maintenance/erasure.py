"""Erasure of one person from everything, with proof."""

import contextlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from signpost.warehouse.connection import Reader
from signpost.warehouse.errors import UnreadableError, WarehouseError
from signpost.warehouse.exports import backups_made, exports_file
from signpost.warehouse.maintenance.erased_rows import (
    SHORTEST_TEXT,
    count_rows,
    identifier_hashes,
    is_named_as_user,
)
from signpost.warehouse.maintenance.journal import Job
from signpost.warehouse.store import Warehouse

_CHUNK = 1 << 20
_LARGEST_BESIDE = 50_000_000
"""Bytes; larger files beside the data are none of ours."""
_PACKED = {".zip", ".xlsx", ".xlsb", ".gz", ".parquet"}
"""Files in which a name does not stand as its bytes."""


@dataclass(frozen=True)
class Proof:
    """Rows of the person per table and column in every version on disk: before, and after.

    ``files``: files of the data folder of which a byte still names the person. ``beside``: places
    that are not erased, each with a sentence: backups, and the record of who works with Signpost.
    """

    before: dict[int, dict[str, int]]
    after: dict[int, dict[str, int]]
    files: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Return whether no version and no file of the folder has the person any more."""
        left = any(count for tables in self.after.values() for count in tables.values())
        return not left and not self.files


def erase(warehouse: Warehouse, alias_hash: str, who: str, forms: Iterable[str] = ()) -> Proof:
    """Erase the person behind one identifier's hash, under all their identifiers.

    ``forms`` are the spellings in which the identifier may stand in texts. Usage, licences, roster
    rows, interactions and whatever is named after the person go; records and answers stay with
    their group and lose the person; totals are computed again. All older versions, and damaged ones
    that were renamed, are deleted and the new one is written afresh. An erasure that is broken
    off is finished at the next start. Raises WarehouseError if no version knows that identifier.
    """
    opened, texts = list(_readable(warehouse)), _long_enough(forms)
    known = (identifier_hashes(reader, alias_hash) for _, reader in opened)
    hashes = sorted({alias_hash}.union(*known))
    before, found = _looked_at(opened, hashes, texts)
    if not any(count for tables in before.values() for count in tables.values()):
        raise WarehouseError(
            "Nobody in this data folder has that identifier.",
            "Check its spelling, and that the key is the one the data was loaded with.",
        )
    for draft in _beside_naming(readers_folder(warehouse.root), texts):
        draft.unlink(missing_ok=True)  # before the job: killed here, the person is still known
    warehouse.run_job(Job("erase", who, {"hashes": hashes, "forms": sorted(found)}))
    is_user = bool(texts) and is_named_as_user(warehouse.read(), texts)
    return Proof(
        before,
        _looked_at(list(_readable(warehouse)), hashes, texts)[0],
        _files_naming(warehouse.root, hashes if is_user else [*hashes, *texts]),
        _beside(warehouse, texts, is_user=is_user),
    )


def readers_folder(root: Path) -> Path:
    """Return where readers' drafts lie, beside the data."""
    return root.with_name(f"{root.name}.readers")


def _readable(warehouse: Warehouse) -> Iterator[tuple[int, Reader]]:
    """Yield every version that opens; a damaged one is deleted with the others."""
    for version in warehouse.versions():
        with contextlib.suppress(UnreadableError):
            yield version.number, warehouse.at(version)


def _looked_at(
    opened: list[tuple[int, Reader]], hashes: list[str], texts: list[str]
) -> tuple[dict[int, dict[str, int]], set[str]]:
    """Return the rows of the person per version, and which texts stand anywhere; closes each."""
    counts: dict[int, dict[str, int]] = {}
    found: set[str] = set()
    while opened:  # read through, several would take the memory of several
        number, reader = opened.pop(0)
        counts[number] = count_rows(reader, hashes, texts)
        found |= {text for text in texts if any(count_rows(reader, [], [text]).values())}
    return counts, found


def _long_enough(forms: Iterable[str]) -> list[str]:
    return sorted({form.strip().lower() for form in forms if len(form.strip()) >= SHORTEST_TEXT})


def _files_naming(root: Path, names: list[str]) -> tuple[str, ...]:
    """Return the files of the data folder with the bytes of any of the names, in any case."""
    needles = [name.encode() for name in names]
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return tuple(str(path.relative_to(root)) for path in files if _has_any(path, needles))


def _has_any(path: Path, needles: list[bytes]) -> bool:
    overlap, tail = max(map(len, needles), default=1), b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            seen = tail + chunk.lower()
            if any(needle in seen for needle in needles):
                return True
            tail = seen[-overlap:]
    return False


def _beside_naming(place: Path, texts: list[str]) -> list[Path]:
    """Return the text files at a place beside the data that name the person."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    return [
        path
        for path in files
        if path.is_file()
        and path.stat().st_size <= _LARGEST_BESIDE
        and any(text in _read(path) for text in texts)
    ]


def _read(path: Path) -> str:
    """Return the text of a file, lowered; of JSON with its signs as they are meant."""
    text = path.read_text("utf-8", errors="replace")
    with contextlib.suppress(ValueError):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return text.lower()


def _beside(warehouse: Warehouse, texts: list[str], *, is_user: bool) -> tuple[str, ...]:
    """Return what is not erased and may name the person."""
    found = [f"{path}: a backup made before." for path in backups_made(warehouse.root)]
    root, exports = warehouse.root, exports_file(warehouse.root)
    others = {exports, *_inboxes(root)}
    ours = [place for place in sorted(root.parent.glob(f"{root.name}.*")) if place not in others]
    found += [
        f"{path}: names the person; settings and notes beside the data are not erased."
        for place in ours
        for path in _beside_naming(place, texts)
        if path.resolve() not in backups_made(root)
    ]
    found += [
        f"{path}: a file as it was fetched or delivered; such are not erased."
        for path in _delivered(root, texts)
    ]
    if exports.is_file() and _has_any(exports, [text.encode() for text in texts]):
        found.append(f"{exports}: names the person as one who works with Signpost.")
    if is_user:
        found.append("The audit trail names the person as one who works with Signpost.")
    return tuple(found)


def _delivered(root: Path, texts: list[str]) -> Iterator[Path]:
    """Yield the files of inboxes that name the person, or are packed and may."""
    needles = [text.encode() for text in texts]
    for inbox in _inboxes(root):
        for path in sorted(inbox.rglob("*")) if inbox.is_dir() else ():
            if path.is_file() and (path.suffix in _PACKED or _has_any(path, needles)):
                yield path


def _inboxes(root: Path) -> list[Path]:
    """Return the folders that settings beside the data name, and the usual one."""
    found = {root.with_name("inbox"), root.with_name(f"{root.name}.inbox")}
    for name in ("fetch", "digest"):
        with contextlib.suppress(OSError, ValueError):  # none, or none that can be read
            settings = tomllib.loads(root.with_name(f"{root.name}.{name}.toml").read_text("utf-8"))
            found.add(root.parent / str(settings.get("inbox", "inbox")))
    return sorted(found)
