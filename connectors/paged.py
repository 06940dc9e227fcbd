"""Services that answer in pages of JSON: one file per day or month, all its pages in it."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signpost import clock
from signpost.connectors.model import FetchItem

Rows = Iterable[Mapping[str, object]]
Pages = Iterator[Sequence[Mapping[str, object]]]


@dataclass(frozen=True)
class PagedSession:
    """Files of one service, each of the pages that one period has."""

    items_known: tuple[FetchItem, ...]
    """Oldest first."""
    pages: Callable[[str], Pages]
    """From the key of an item to its pages."""
    write_rows: Callable[[Rows, Path], None]
    notes: tuple[str, ...] = ()

    def check(self) -> Iterator[str]:
        """Ask for the first page of the newest period; nothing of it is kept."""
        next(iter(self.pages(self.items_known[-1].key)), None)
        yield from self.notes

    def items(self) -> Iterator[FetchItem]:
        """Return the periods that the service still has."""
        yield from self.items_known

    def write(self, item: FetchItem, part: Path) -> None:
        """Write one period; a period without a row is an empty file, which is kept nowhere."""
        self.write_rows((row for page in self.pages(item.key) for row in page), part)


_Page = Mapping[str, Any]
"""One page as JSON."""


def pages_by_token(
    ask: Callable[[dict[str, str]], _Page],
    asked: Mapping[str, str],
    parameter: str,
    *,
    rows: Callable[[_Page], Sequence[Mapping[str, object]]],
    following: Callable[[_Page], object],
) -> Pages:
    """Yield the rows of each page; `following` tells the token of the next, sent as `parameter`."""
    given = dict(asked)
    while True:
        answer = ask(given)
        yield rows(answer)
        token = following(answer)
        if not token:
            return
        given[parameter] = str(token)


def daily_items(days: Iterable[str], file: str) -> tuple[FetchItem, ...]:
    """Return one item per day; `file` has a place for it: `x_{}.json`."""
    return tuple(FetchItem(day, file.format(day)) for day in days)


def monthly_items(
    count: int, file: str, *, changing: int = 0, late: int = 0, today: dt.date | None = None
) -> tuple[FetchItem, ...]:
    """Return one item per month, oldest first; the last `changing` ones are fetched each time.

    `late`: days after its end from which a month is there; 0: the running month, too.
    """
    now = today or clock.today()
    newest = (now if not late else now - dt.timedelta(late)).replace(day=1)
    if late:
        newest = (newest - dt.timedelta(1)).replace(day=1)
    months = [newest]
    while len(months) < count:
        months.insert(0, (months[0] - dt.timedelta(1)).replace(day=1))
    return tuple(
        FetchItem(f"{month:%Y-%m}", file.format(f"{month:%Y-%m}"), once=at < count - changing)
        for at, month in enumerate(months)
    )


def month_ends(month: str) -> tuple[dt.date, dt.date]:
    """Return the first day of a month and that of the next."""
    first = dt.date.fromisoformat(f"{month}-01")
    return first, (first + dt.timedelta(31)).replace(day=1)


def json_rows(rows: Rows, part: Path, key: str = "data") -> None:
    """Write rows as the list of a JSON object, one a line."""
    with part.open("w", encoding="utf-8") as out:
        count = 0
        for count, row in enumerate(rows, 1):
            out.write(f'{{"{key}": [\n' if count == 1 else ",\n")
            out.write(json.dumps(row, ensure_ascii=False))
        if count:
            out.write("\n]}\n")


def csv_rows(columns: Sequence[str]) -> Callable[[Rows, Path], None]:
    """Return a writer of rows as CSV with these columns."""

    def write(rows: Rows, part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, columns)
            for count, row in enumerate(rows):
                if not count:
                    table.writeheader()
                table.writerow(row)

    return write
