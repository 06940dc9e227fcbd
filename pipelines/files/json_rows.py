"""JSON in any of its wrappings to one object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.files.dialect import Layout
from signpost.pipelines.files.encoding import EncodingSurvey, clean_text
from signpost.pipelines.model import limits

_SPACE = " \t\r\n"
_SAMPLE = 200
"""Objects whose values are looked at."""
_KEYED = 20_000
"""Objects looked at to learn the keys: a new one may begin late in a file."""
_DEEP = 6
"""Objects in objects that are looked into."""
_NEXT_PAGE = ("@odata.nextLink", "next_page_token", "next_page", "nextPageToken")
Object = dict[str, Any]
Steps = tuple[str, ...]
"""The keys that lead to a value."""


def is_ndjson(text: str) -> bool:
    """One object per line: the first non-empty line is an object by itself, and more follow."""
    lines = [line for line in text.split("\n", 20)[:20] if line.strip()]
    whole = [line for line in lines[: max(1, len(lines) - 1)] if isinstance(_loads(line), dict)]
    return len(lines) > 1 and 2 * len(whole) >= len(lines) - 1 and bool(whole)


def write_lines(path: Path, found: EncodingSurvey, target: Path, name: str) -> bool:
    """Rewrite an array, an envelope or concatenated objects as one object per line.

    Tells whether the last document says that another page follows.
    """
    if found.size > limits.JSON_BYTES:
        raise UnreadableFile(
            "too_large",
            f"{name} is one JSON document of {found.size // limits.MEGABYTE} MB; it may have "
            f"{limits.JSON_BYTES // limits.MEGABYTE} MB.",
            "Export one JSON object per line (NDJSON), which may have any size, or CSV.",
        )
    text = b"".join(clean_text(path, found)).decode("utf-8")
    document: Any = None
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for document in _documents(text, name):
            for row in _rows(document):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return isinstance(document, dict) and any(document.get(key) for key in _NEXT_PAGE)


def json_layout(path: Path) -> Layout:
    """Return where the values of the first objects of an NDJSON file are, and what they are."""
    seen: dict[Steps, None] = {}
    rows: list[Object] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for row in map(_loads, islice(lines, _KEYED)):
            if not isinstance(row, dict):
                continue
            new = [steps for steps in _places(row) if steps not in seen]
            seen.update(dict.fromkeys(new))
            if new or len(rows) < _SAMPLE:
                rows.append(row)
    paths = tuple(seen)
    below = tuple(tuple(_text(row, steps) for steps in paths) for row in rows)
    names = tuple(".".join(steps) for steps in paths)
    return Layout("", names, 0, 0, 0, below=below, paths=paths)


def _text(value: Any, steps: Steps) -> str:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return "" if value is None else str(value)


def _places(value: Object, above: Steps = ()) -> Iterator[Steps]:
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and len(above) < _DEEP:
            yield from _places(inner, (*above, key))
        else:
            yield (*above, key)


def _rows(document: Any) -> Iterator[Object]:
    yield from (_flat(row) for member in _members(document) for row in _by_period(member))


def _documents(text: str, name: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(text) and text[at] in _SPACE:
            at += 1
        if at == len(text):
            return
        try:
            document, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            raise UnreadableFile(
                "damaged",
                f"{name} is not valid JSON at line {line}: {error}.",
                "It may have been cut short: download it again.",
            ) from error
        yield document


def _members(document: Any) -> Iterator[Object]:
    """Return the rows of a document: an array's objects, or the one list of objects in an envelope.

    An envelope's own values (a date, a period) come with each row.
    """
    if columns := _columnar(document):
        yield from columns
    elif isinstance(document, list):
        for entry in document:
            yield from _members(entry)
    elif isinstance(document, dict):
        lists = [key for key, value in document.items() if _is_table(value)]
        inner = [value for value in document.values() if isinstance(value, dict)]
        if not lists and len(inner) == 1 and any(map(_is_table, inner[0].values())):
            yield from _members(inner[0])
            return
        if len(lists) != 1 or _own(document):
            yield document
            return
        around = {k: v for k, v in document.items() if not isinstance(v, list | dict)}
        for entry in document[lists[0]]:
            yield {**around, **entry}


def _columnar(document: Any) -> list[Object]:
    """Return the rows of a table that is no list of objects, as pandas, R and interfaces write it.

    Names beside lists of cells, a list of cells for each column, or a first list with the names.
    """
    if isinstance(document, list):
        names, rows = (document[0], document[1:]) if document else (None, [])
    elif isinstance(document, dict):
        names = next((document[key] for key in _NAMES if key in document), None)
        rows = next((document[key] for key in _ROWS if key in document), [])
    else:
        return []
    if names and _are_names(names) and rows and all(_is_row(row, len(names)) for row in rows):
        return [dict(zip(names, row, strict=True)) for row in rows]
    return _by_column(document) if isinstance(document, dict) else []


_NAMES = ("columns", "fields", "headers", "header", "column_names")
_ROWS = ("data", "rows", "values", "records")


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(v, str) for v in value)


def _is_row(value: object, width: int) -> bool:
    return isinstance(value, list) and len(value) == width and not any(map(_nested, value))


def _nested(value: object) -> bool:
    return isinstance(value, list | dict)


def _by_column(document: Object) -> list[Object]:
    """Return the rows of {name: [cells]} or {name: {"0": cell}}, none of other objects."""
    keyed = all(isinstance(v, dict) and all(map(str.isdigit, v)) for v in document.values())
    columns = [list(v.values()) if keyed else v for v in document.values()]
    lengths = {len(column) if isinstance(column, list) else -1 for column in columns}
    if len(columns) < 2 or len(lengths) != 1 or not lengths.isdisjoint((-1, 0)):
        return []
    if any(map(_nested, (cell for column in columns for cell in column))):
        return []
    if keyed and len({tuple(v) for v in document.values()}) > 1:
        return []
    return [dict(zip(document, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _by_period(row: Object) -> Iterator[Object]:
    """Return A Graph row that lists its periods becomes one row per period."""
    listed = [
        k
        for k, v in row.items()
        if _is_table(v) and all("reportPeriod" in e or "reportDate" in e for e in v)
    ]
    if len(listed) != 1:
        yield row
        return
    rest = {key: value for key, value in row.items() if key != listed[0]}
    for entry in row[listed[0]]:
        yield {**rest, **entry}


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _own(document: Object) -> bool:
    """Return whether an object with a list is a row: unlike an envelope it names person or day."""
    names = {"user_login", "user_id", "login", "entity", "id", "username", "email", "date", "day"}
    return bool(names & set(document)) and not {"schemas", "data"} & set(document)


def _flat(row: Object) -> Object:
    """Return lists of {name, value} as an object: Google's parameters, SCIM's e-mails."""
    return {key: _named(value) if _is_table(value) else value for key, value in row.items()}


def _named(entries: list[Object]) -> Any:
    if all("name" in entry and len(entry) == 2 for entry in entries):
        return {e["name"]: next(v for k, v in e.items() if k != "name") for e in entries}
    if all("value" in entry for entry in entries):
        first = next((e for e in entries if e.get("primary")), entries[0])
        return first["value"]
    return entries


def _loads(line: str) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None
