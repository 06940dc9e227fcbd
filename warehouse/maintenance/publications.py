"""Figures as they were published, kept beside the data: what a correction is compared with.

One file per name in `published/` of the data folder: a line of JSON with the texts, readable, then
the numbers. Counts of groups, and marks of 16 bits by which corrections of few people are noticed;
thousands of persons and amounts share a mark.
"""

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from filelock import FileLock

from signpost.warehouse.durable import replace_durably
from signpost.warehouse.errors import WarehouseError, engine_errors_explained

VERSION = "version"


def publications_folder(root: Path) -> Path:
    """Return where the published figures of a data folder lie."""
    return root / "published"


def update_publication(
    root: Path, name: str, version: int, work: Callable[[pd.DataFrame | None], pd.DataFrame]
) -> pd.DataFrame:
    """Return the published rows of a name at a version, worked out by the first who asks.

    `work` gets the rows published before, or None. An older version, and one that was worked out,
    changes nothing. Where the folder cannot be written the rows are given and not kept: nobody can
    publish a newer version there either. Raises WarehouseError for a file nobody wrote.
    """
    file = _file(root, name)
    if not root.is_dir() or not version:
        return work(None)
    try:
        file.parent.mkdir(exist_ok=True)
        lock = FileLock(file.with_suffix(".lock"))
        lock.acquire()
    except OSError:
        before = _loaded(file)
        is_known = before is not None and before.attrs[VERSION] >= version
        return before if before is not None and is_known else work(before)
    with lock:
        before = _loaded(file)
        if before is not None and before.attrs[VERSION] >= version:
            return before
        rows = work(before)
        with engine_errors_explained(root):
            replace_durably(file, _written(rows, version))
    return rows


def newest_published_version(root: Path) -> int:
    """Return the newest version that any published figures are of, 0 if there are none."""
    return max(map(_version_of, publications_folder(root).glob("*.cells")), default=0)


def _version_of(file: Path) -> int:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError), file.open("rb") as stream:
        return int(json.loads(stream.readline())[VERSION])
    return 0  # nobody wrote it, which is said where its figures are asked for


def erase_from_publications(root: Path, forms: Iterable[str]) -> None:
    """Remove the rows of groups that are named after a person. Raises OSError, WarehouseError."""
    needles = [form.lower() for form in forms]
    for file in sorted(publications_folder(root).glob("*.cells")):
        rows = _loaded(file)
        if rows is None:
            continue
        named = rows[_texts_of(rows)].apply(
            lambda column: column.map(lambda text: _has_any(text, needles))
        )
        if named.to_numpy().any():
            kept = rows[~named.any(axis=1)]
            replace_durably(file, _written(kept, rows.attrs[VERSION]))


def copy_publications(source: Path, target: Path) -> None:
    """Copy the published figures there, to stay; what lies there is kept. Raises OSError."""
    for file in sorted(source.glob("*.cells")):
        target.mkdir(parents=True, exist_ok=True)
        if not (target / file.name).exists():
            replace_durably(target / file.name, file.read_bytes())


def _texts_of(rows: pd.DataFrame) -> list[str]:
    return [str(name) for name, kind in rows.dtypes.items() if kind.kind == "O"]


def _has_any(text: object, needles: list[str]) -> bool:
    return any(needle in str(text).lower() for needle in needles)


def _file(root: Path, name: str) -> Path:
    letters = hashlib.sha256(name.encode()).hexdigest()[:24].translate(_LETTERS)
    return publications_folder(root) / f"{letters}.cells"


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A name without digits: eight of them in a row would be taken for a version."""


def _written(rows: pd.DataFrame, version: int) -> bytes:
    head: dict[str, object] = {VERSION: version, "texts": {}, "columns": list(rows.columns)}
    texts, arrays = {}, {}
    for column in rows.columns:
        if column in _texts_of(rows):
            arrays[column], names = pd.factorize(rows[column])
            texts[column] = list(map(str, names))
        else:
            arrays[column] = rows[column].to_numpy()
    body = io.BytesIO()
    np.savez_compressed(body, allow_pickle=False, **arrays)
    text = json.dumps(head | {"texts": texts}, ensure_ascii=False)
    return text.encode() + b"\n" + body.getvalue()


def _loaded(file: Path) -> pd.DataFrame | None:
    try:
        line, _, body = file.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    try:
        head = json.loads(line)
        with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
            columns = {name: arrays[name] for name in head["columns"]}
        for name, texts in head["texts"].items():
            columns[name] = np.array(texts, dtype=object)[columns[name]]
        rows = pd.DataFrame(columns)
    except (ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise WarehouseError(
            f"{file} holds the figures that were published, and cannot be read.",
            "Take it from a backup. Deleted, corrections about few people show at once.",
        ) from error
    rows.attrs[VERSION] = head[VERSION]
    return rows
