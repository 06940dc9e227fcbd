"""What the cells of one measure mean: scale, unit, currency, duration, decided from all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from signpost.pipelines.errors import open_question
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.reading.units import (
    PERCENT_WORDS,
    SECONDS,
    currency_and_factor,
    length_in_name,
    scale_factor,
    whole_duration,
)
from signpost.pipelines.text.patterns import MINUS_SIGNS

_SPACE = re.compile(r"[\s\u00a0\u2007\u202f\u2009]+")
_WORDS = r"[^\W\d_.]*\.?\s?(?:[^\W\d_]+|[€£$¥₹₺₩₪฿])?"
_NAME = rf"[^\d\s.,'’()+\-{MINUS_SIGNS}]*"
_CELL = re.compile(
    rf"(?P<before>{_NAME})\s*(?P<sign>[-+{MINUS_SIGNS}]?)\s*(?P<before2>{_NAME})\s*"
    rf"(?P<figure>\d[\d.,'’ ]*|[.,]\d+)(?P<dash>--?)?\s*(?P<after>[%‰]|{_WORDS})\.?"
)
_PART_OF = re.compile(r"(\d+(?:[.,]\d+)?) ?/ ?(\d+)")
"""42/50, and 4.5 / 5."""
_MOST_MARKS = 10
_CLOCK = re.compile(r"(-?)(\d{1,4}):(\d{2})(?::(\d{2}(?:\.\d+)?))?")


@dataclass(frozen=True)
class CellReading:
    """One text taken apart."""

    number: float | None
    percent: bool = False
    currency: str = ""
    unit: str = ""
    clock: int = 0
    """Parts of a clock: 2 of 04:35, 3 of 0:04:35."""


@dataclass(frozen=True)
class NumberReading:
    """The value of each odd text of one measure; None: rejected. And what decided it."""

    numbers: dict[str, float | None]
    reading: str = ""
    notes: tuple[str, ...] = field(default=())
    unit: str = ""


def read_numbers(
    name: str, texts: Mapping[str, int], point: str, answers: Replies | None = None
) -> NumberReading:
    """Read all cells of one measure, each with how often it occurs, on one scale and in one unit.

    Raises UnreadableFile with a question where the cells fit two readings.
    """
    said = answers or {}
    if parts := _parts_of(name, texts):
        return parts
    cells = {text: read_cell(text, point) for text in texts}
    currencies = _count(cells, texts, "currency")
    if len(currencies) > 1:
        return _one_currency(name, cells, currencies, said)
    if any(cell.clock for cell in cells.values()):
        return _clocks(name, cells, said)
    units = _count(cells, texts, "unit")
    if units and (len(units) > 1 or sum(units.values()) < _numbers(cells, texts)):
        return _one_unit(name, cells, units)
    if any(cell.percent for cell in cells.values()):
        return _percent(name, cells, texts, said)
    unit = next(iter(units), "") or next(iter(currencies), "")
    return NumberReading(
        {t: c.number for t, c in cells.items()}, f"in {unit}" if unit else "", (), unit
    )


def _parts_of(name: str, texts: Mapping[str, int]) -> NumberReading | None:
    """Read '42/50' as a share, and '4.5 / 5' as marks on a scale of 5; None of other columns."""
    found = {text: m for text in texts if (m := _PART_OF.fullmatch(text.strip()))}
    if not found or len(found) < len(texts):
        return None
    pairs = {text: (float(m[1].replace(",", ".")), int(m[2])) for text, m in found.items()}
    whole = {total for _, total in pairs.values()}
    example = repr(next(iter(texts)))
    if any(part > total or not total for part, total in pairs.values()):
        return None
    if len(whole) == 1 and max(whole) <= _MOST_MARKS:
        note = f"{name}: {example} and the like are marks on a scale of {max(whole)}."
        return NumberReading({t: part for t, (part, _) in pairs.items()}, "marks", (note,))
    note = f"{name}: {example} and the like are shares, the first number of the second."
    return NumberReading({t: p / n for t, (p, n) in pairs.items()}, "shares of 1", (note,), "share")


def _count(cells: Mapping[str, CellReading], texts: Mapping[str, int], what: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, cell in cells.items():
        if value := getattr(cell, what):
            found[value] += texts[text]
    return found


def _numbers(cells: Mapping[str, CellReading], texts: Mapping[str, int]) -> int:
    return sum(texts[text] for text, cell in cells.items() if cell.number is not None)


def read_cell(text: str, point: str) -> CellReading:
    """Return the parts of one text; a number of None is none."""
    plain = _SPACE.sub(" ", text.strip().removeprefix("'"))
    if clock := _CLOCK.fullmatch(plain):
        return _clock(clock)
    if (seconds := whole_duration(plain)) is not None:
        return CellReading(seconds, unit="s")
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain.strip("()").strip() if negative else plain
    found = _CELL.fullmatch(plain)
    if not found:
        return CellReading(None)
    figure = _figure(found["figure"].strip(), point)
    sign = -1 if negative or found["sign"] in ("-", *MINUS_SIGNS) or found["dash"] == "-" else 1
    before = found["before"] or found["before2"]
    after = found["after"] or ""
    cell = _with_words(figure, before, after)
    return cell if cell.number is None else _signed(cell, sign)


def _signed(cell: CellReading, sign: int) -> CellReading:
    number = None if cell.number is None else sign * cell.number
    return CellReading(number, cell.percent, cell.currency, cell.unit, cell.clock)


def _clock(found: re.Match[str]) -> CellReading:
    first, second = int(found[2]), int(found[3])
    sign = -1 if found[1] else 1
    if found[4] is None:
        return CellReading(sign * (first * 60.0 + second), clock=2)
    return CellReading(sign * (first * 3600.0 + second * 60.0 + float(found[4])), clock=3)


def _with_words(figure: float | None, before: str, after: str) -> CellReading:
    if figure is None:
        return CellReading(None)
    if after == "%" or before == "%":
        return CellReading(figure / 100, percent=True)
    if after == "‰":
        return CellReading(figure / 1000, percent=True)
    money = currency_and_factor(before) if before else None
    if before and money is None:
        return CellReading(None, unit=before)
    currency, factor = money or ("", 1.0)
    word = after.rstrip(".")
    if not word:
        return CellReading(figure * factor, currency=currency)
    if known := currency_and_factor(word):
        return CellReading(figure * known[1], currency=known[0])
    if word.casefold() in PERCENT_WORDS:
        return CellReading(figure / 100, percent=True)
    if scale := scale_factor(word) or (1e6 if currency and word == "m" else None):
        return CellReading(figure * scale * factor, currency=currency)
    return CellReading(figure, currency=currency, unit=word.casefold())


def _figure(text: str, point: str) -> float | None:
    plain = text.replace("'", "").replace("’", "").replace(" ", "").rstrip(".") or text
    other = "," if point == "." else "."
    whole, mark, rest = plain.partition(point)
    groups = whole.split(other)
    if mark and (other in rest or point in rest):
        return None
    if len(groups) > 1 and not (
        all(len(part) in (2, 3) for part in groups[1:])
        and len(groups[-1]) == 3
        and 1 <= len(groups[0]) <= 3
    ):
        return None
    try:
        return float("".join(groups) + ("." + rest if rest else ""))
    except ValueError:
        return None


def _one_currency(
    name: str, cells: Mapping[str, CellReading], found: Counter[str], answers: Replies
) -> NumberReading:
    chosen = answers.get("currency", "").strip().upper()
    if chosen not in found:
        listed = ", ".join(f"{code} ({times})" for code, times in found.most_common())
        raise open_question(
            "currency",
            f"{name} holds amounts in several currencies: {listed}.",
            "Which is meant? Cells in the others are rejected.",
            tuple(found),
        )
    values = {t: c.number if c.currency in ("", chosen) else None for t, c in cells.items()}
    gone = sum(times for code, times in found.items() if code != chosen)
    note = f"{name}: only amounts in {chosen} were taken; {gone} in other currencies are rejected."
    return NumberReading(values, f"amounts in {chosen}", (note,), chosen)


def _clocks(name: str, cells: Mapping[str, CellReading], answers: Replies) -> NumberReading:
    short = [text for text, cell in cells.items() if cell.clock == 2]
    seconds = {text: cell.number for text, cell in cells.items() if cell.clock}
    if not short:
        values = {text: seconds.get(text, cell.number) for text, cell in cells.items()}
        return _beside_clocks(name, cells, values, "durations h:mm:ss, in seconds")
    meant = answers.get("duration", "").strip().casefold() or _clock_in_name(name)
    if meant not in ("mm:ss", "h:mm"):
        raise open_question(
            "duration",
            f"{short[0]!r} ({name}) can be minutes and seconds or hours and minutes.",
            "Which is it?",
            ("mm:ss", "h:mm"),
        )
    factor = 1 if meant == "mm:ss" else 60
    values = {
        text: (cell.number or 0) * (factor if cell.clock == 2 else 1) if cell.clock else cell.number
        for text, cell in cells.items()
    }
    return _beside_clocks(name, cells, values, f"durations {meant}, in seconds")


def _beside_clocks(
    name: str, cells: Mapping[str, CellReading], values: Mapping[str, float | None], reading: str
) -> NumberReading:
    """Bring bare numbers beside clocks to seconds, as the column's name says; else reject them."""
    bare = {t: c for t, c in cells.items() if not c.clock and not c.unit and c.number}
    if not bare:
        return NumberReading(dict(values), reading, (), "s")
    length = length_in_name(name)
    made = {t: None if length is None else (c.number or 0) * length for t, c in bare.items()}
    did = "were turned into seconds" if length else "are rejected: nothing says their unit"
    note = f"{name} has durations and bare numbers, such as {next(iter(bare))!r}, which {did}."
    return NumberReading({**values, **made}, reading, (note,), "s")


def _clock_in_name(name: str) -> str:
    plain = name.casefold()
    if "mm:ss" in plain or "m:ss" in plain:
        return "mm:ss"
    if "h:mm" in plain or "hh:mm" in plain:
        return "h:mm"
    return {3600.0: "h:mm", 60.0: "mm:ss"}.get(length_in_name(name) or 0.0, "")


def _one_unit(name: str, cells: Mapping[str, CellReading], units: Counter[str]) -> NumberReading:
    lengths = {**SECONDS, "m": 60.0}
    if set(units) <= set(lengths) and len(units) > 1:
        values = {
            t: c.number * lengths[c.unit] if c.number is not None and c.unit else None
            for t, c in cells.items()
        }
        listed = ", ".join(units)
        note = f"{name} is written in {listed}: all were turned into seconds."
        return NumberReading(values, "durations, in seconds", (note,), "s")
    values = {t: None if c.unit else c.number for t, c in cells.items()}
    listed = ", ".join(f"{unit!r} ({times})" for unit, times in units.most_common(5))
    note = f"{name} has cells with another unit than the rest, which are rejected: {listed}."
    return NumberReading(values, "", (note,))


def _percent(
    name: str, cells: Mapping[str, CellReading], texts: Mapping[str, int], answers: Replies
) -> NumberReading:
    signed = [c.number for c in cells.values() if c.percent and c.number is not None]
    plain = {t: c.number for t, c in cells.items() if not c.percent and c.number is not None}
    values = {t: c.number for t, c in cells.items()}
    if not plain:
        return NumberReading(values, "percent, as shares of 1", (), "share")
    big = {t for t, n in plain.items() if abs(n) > 1.5}
    usual = sorted(map(abs, signed))[len(signed) // 2] if signed else 0.0
    shares = set(plain) - big
    unclear = shares and (usual < 0.05 or any(0 < abs(plain[t]) < 0.05 * usual for t in shares))
    chosen = answers.get("scale", "").strip().casefold()
    if unclear and chosen not in ("percent", "share"):
        raise open_question(
            "scale",
            f"{name} has cells with a percent sign and cells without, such as {min(shares)!r}.",
            "Are those without percent, too, or shares of 1?",
            ("percent", "share"),
        )
    down = set(plain) if chosen == "percent" else big
    values |= {text: plain[text] / 100 for text in down}
    with_sign = sum(times for text, times in texts.items() if cells[text].percent)
    listed = ", ".join(sorted(down | shares)[:4])
    note = (
        f"{name} mixes scales: {with_sign} cells have a percent sign, "
        f"{sum(texts[t] for t in plain)} have none ({listed}). All were brought to shares of 1: "
        "above 1.5 a number without the sign is percent."
    )
    return NumberReading(values, "percent, as shares of 1", (note,), "share")


_SIGNS = {"%": "percent", "#": "count", "+": "plus", "/": "per", "&": "and", "Ø": "average",
          "€": "eur", "$": "usd", "£": "gbp", "<": "under", ">": "over"}  # fmt: skip


def odd_names(names: Sequence[str]) -> dict[str, str]:
    """Return a name of its own for each that would become the same KPI as another.

    'Escalations' and 'Escalations %' differ in a sign only: the sign becomes a word.
    """
    ids: dict[str, set[str]] = {}
    for name in names:
        ids.setdefault(kpi_id(name), set()).add(" ".join(name.split()).casefold())
    clashing = {found for found, spelled in ids.items() if len(spelled) > 1}
    made = {}
    for name in names:
        worded = _signs_as_words(name)
        if kpi_id(name) in clashing and kpi_id(worded) != kpi_id(name):
            made[name] = worded
    return made


def _signs_as_words(name: str) -> str:
    text = re.sub(r"[(\[]\s*([%#+€$£-])\s*[)\]]", r" \1 ", name)
    text = re.sub(rf"(?<=\s)[-{MINUS_SIGNS}](?=\s|$)", "minus", text)
    return " ".join("".join(f" {_SIGNS[c]} " if c in _SIGNS else c for c in text).split())


def kpi_id(name: str) -> str:
    """Return the id of a KPI, as the sources make it in SQL."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
