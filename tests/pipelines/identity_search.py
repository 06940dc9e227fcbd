"""Identifiers that stand in files, and whether any of them lies readable in a data folder."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from signpost.pipelines.files.staging import Table
from signpost.pipelines.recognition.column_mapping import Mapping
from signpost.warehouse.store import Warehouse

_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LOGIN = re.compile(r'"(?:user_)?(?:login|username|userPrincipalName)"\s*:\s*"([^"]{4,})"')
_PERSON = re.compile(r"([a-z]{2,})[._-]([a-z]{3,})", re.I)
_CODECS = ("utf-8-sig", "utf-16", "cp1252", "cp932", "cp1250")
SHORTEST = 6
"""Letters of an identifier that is looked for: shorter ones stand in other words."""
PIECE = 1 << 14
WRONG = (
    ("usage_table", ("person", "period", "times", "platform"), {}),
    ("usage_table", ("platform", "period", "times", "person"), {}),
    ("kpi_long", ("group", "period", "value"), {"measure": "calls"}),
    ("kpi_long", ("measure", "period", "value"), {"group": "Sales"}),
    ("kpi_long", ("unit", "period", "value", "group"), {"measure": "calls"}),
    ("group_adoption", ("group", "period", "active", "licensed"), {"platform": "made_up"}),
    ("group_adoption", ("platform", "period", "active", "group"), {"licensed": "10"}),
    ("costs", ("item", "period", "amount"), {}),
    ("tickets", ("state", "opened", "record_id"), {}),
    ("expenses", ("type", "opened", "amount", "record_id"), {}),
    ("interventions", ("name", "from_day", "kind"), {"group": "Sales"}),
    ("barriers", ("barrier", "day", "group"), {"number_of": "5", "score": "3"}),
    ("roster", ("group", "person", "location"), {}),
    ("answers", ("question", "answered", "value", "answer_id"), {}),
)
"""What a file is read as, the fields of which the first is filled with people, what is constant."""


def texts_of(path: Path) -> Iterator[str]:
    """Yield what a file says in each encoding that fits."""
    content = path.read_bytes()
    for codec in _CODECS:
        try:
            yield content.decode(codec)
        except UnicodeError:
            continue


def identifiers(paths: Iterable[Path]) -> set[str]:
    """Return the addresses and logins of files, and the names that addresses are made of."""
    found: set[str] = set()
    for path in paths:
        for text in texts_of(path):
            found |= {mail.casefold().strip("'.-") for mail in _MAIL.findall(text)}
            found |= {login.casefold() for login in _LOGIN.findall(text)}
    people = {m.groups() for one in found if (m := _PERSON.fullmatch(one.partition("@")[0]))}
    return found | {mark.join(names) for names in people for mark in (" ", ".", "-")}


def readable(warehouse: Warehouse) -> Iterator[str]:
    """Yield every text of the warehouse as one, then every file of its folder."""
    reader = warehouse.read()
    columns = reader.rows(
        "select table_name, column_name from duckdb_columns() where data_type like '%VARCHAR%' "
        "and not internal and table_name not in (select view_name from duckdb_views())"
    )
    yield "\n".join(
        str(text)
        for table, column in columns
        for (text,) in reader.rows(f'select distinct "{column}" from {table}')
    )
    for path in warehouse.root.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("latin-1")


class Search:
    """Looks for identifiers in data folders; what held none of them is not read again."""

    def __init__(self, people: Iterable[str]) -> None:
        self.people = {one.casefold() for one in people}
        self._long = [one for one in self.people if len(one) >= SHORTEST]
        self._overlap = max(map(len, self._long), default=0)
        self._clean: set[bytes] = set()

    def found(self, warehouse: Warehouse) -> list[str]:
        """Return the identifiers that lie readable in a data folder."""
        found: set[str] = set()
        for piece in self._pieces(warehouse):
            content = sha256(piece.encode("utf-8", "surrogatepass")).digest()
            if content not in self._clean:
                folded = piece.casefold()
                here = {one for one in self._long if one in folded}
                found |= here
                self._clean |= set() if here else {content}
        return sorted(found)

    def _pieces(self, warehouse: Warehouse) -> Iterator[str]:
        """Yield all texts in pieces: most of a version's file is as in the version before."""
        for text in readable(warehouse):
            for at in range(0, len(text), PIECE):
                yield text[at : at + PIECE + self._overlap]


def wrong_mappings(
    table: Table, people: set[str], draw: random.Random, most: int
) -> Iterator[Mapping]:
    """Yield mappings with a column of people where none are named, the others as they would fit."""
    headers = [name for name in dict.fromkeys(table.layouts[0].headers) if name.strip()]
    cells = {name: _cells(table, name) for name in headers}
    named = [name for name in headers if any(cell.casefold() in people for cell in cells[name])]
    for read_as, (first, *fields), constants in draw.sample(WRONG, most) if named else ():
        columns = {first: draw.choice(named)}
        for name in fields:
            fits = [one for one in headers if _fits(name, cells[one])] or headers
            columns[name] = draw.choice(fits)
        yield Mapping(read_as, columns, constants)


_DAYS = ("period", "opened", "answered", "from_day", "day")
_NUMBERS = ("times", "value", "active", "licensed", "amount")


def _fits(name: str, cells: list[str]) -> bool:
    if name in _DAYS:
        return bool(cells) and all(re.match(r"\d{4}-\d{2}", cell) for cell in cells)
    if name in _NUMBERS:
        return bool(cells) and all(re.fullmatch(r"\d+(\.\d+)?", cell) for cell in cells)
    return True


def _cells(table: Table, name: str) -> list[str]:
    layout = table.layouts[0]
    at = layout.headers.index(name)
    return [row[at].strip() for row in layout.below if at < len(row) and row[at].strip()]
