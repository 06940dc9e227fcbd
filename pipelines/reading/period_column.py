"""Which periods a column of labels stands for, decided once from its name and all its labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from signpost.pipelines.errors import open_question
from signpost.pipelines.reading.financial_years import (
    first_month,
    part_of_year,
    read_financial_years,
)
from signpost.pipelines.reading.numbered_periods import (
    matches_of_all,
    month_span,
    read_intervals,
    read_numbered_periods,
    week_span,
    week_words,
)
from signpost.pipelines.reading.plan import PeriodReading, Replies
from signpost.pipelines.text.dates import Order, decide_order, order_evidence, read_day, serial_day
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.month_names import month_number
from signpost.pipelines.text.period_words import DAY_WORDS, MONTH_WORDS, WEEK_WORDS
from signpost.pipelines.text.periods import named_span, period_spans

_Span = tuple[date, date]
_DAY = timedelta(days=1)
_BARE_PERIOD = re.compile(r"(?:P|Period)\s?(\d{1,2})", re.I)
_BARE_WEEK = re.compile(r"(?:W|KW|CW|WK|Week|Woche)\s?\.?(\d{1,2})", re.I)
_YEAR_TO_DATE = re.compile(r"(?:YTD|year to date)[ :-]+(.+)", re.I)
_EPOCH = re.compile(r"\d{10}|\d{13}|\d{16}|\d{19}")
_EPOCH_UNITS = {10: "seconds", 13: "milliseconds", 16: "microseconds", 19: "nanoseconds"}
_RANGE = re.compile(
    r"\s+(?:-|to|bis|until|au|a|al|t/m|do|till?)\s+|\s*[–—]\s*|\s*/\s*(?=\d{4}-)|"
    r"(?<=\.)\s*-\s*(?=\d)|(?<=[./]\d{4})\s*-\s*(?=\d{1,2}[./])",
    re.I,
)
_NOTE = re.compile(r"\s*[(\[][^)\]\d]*[)\]]\s*\*?$|\s*\*+$")
_ENDING_LABEL = re.compile(r"^(?:w/?e|week ending|week ended|wk ending|we)[ .:-]+", re.I)
_BEGIN_LABEL = re.compile(
    r"^(?:w/?c|week of|week commencing|week starting|week beginning|wc)[ .:-]+", re.I
)
_CLOCK = re.compile(
    r"^(.*?)[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s?([AaPp]\.?[Mm]\.?)?"
    r"\s*(Z|UTC|GMT|[-+]\d\d(?::?\d\d)?)?$"
)
_SECONDS = re.compile(r":\d{2}:(?!00(?:\.0+)?(?!\.?\d))\d{2}|:\d{2}\.0*[1-9]")
_NUMBER_MONTH = re.compile(r"(\d{2})[- ]([^\W\d_]{3,})\.?")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,})\.?[- ](\d{1,2})")


def read_periods(
    texts: Iterable[str], header: str = "", order: Order = "dmy", answers: Replies | None = None
) -> PeriodReading:
    """Read all labels of one column in one way; UnreadableFile asks what they cannot say."""
    labels = list(dict.fromkeys(texts))
    plain = {label: _without_note(label) for label in labels}
    notes = _notes(labels, plain)
    distinct = [text for text in dict.fromkeys(plain.values()) if text]
    found = _read(distinct, normalise(header), order, answers or {})
    spans = {label: found.spans[text] for label, text in plain.items() if text in found.spans}
    return PeriodReading(spans, found.reading, found.certainty, (*found.notes, *notes))


def _without_note(label: str) -> str:
    """Return a label without a note behind it: '(prelim.)', or its days where it names a period."""
    plain = _NOTE.sub("", label.strip().removeprefix("'")).strip()
    named, bracket, _ = plain.partition(" (")
    return named if bracket and plain.endswith(")") and named_span(named) else plain


def _notes(labels: Sequence[str], plain: dict[str, str]) -> tuple[str, ...]:
    marked = [label for label in labels if plain[label] != label.strip()]
    if not marked:
        return ()
    listed = ", ".join(repr(label.strip()) for label in marked[:4])
    return (f"{len(marked)} periods carry a note, which is left out: {listed}.",)


def _read(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading:
    readers: tuple[Callable[[list[str], str, Order, Replies], PeriodReading | None], ...] = (
        _serials, _to_date, _numbered, _fiscal, _ranges, _epochs, _labelled_weeks,
        _bare_weeks, _short_months, _shifted,
    )  # fmt: skip
    if intervals := read_intervals(texts):
        return intervals
    for reader in readers:
        found = reader(texts, hint, order, answers)
        if found is not None:
            return found
    return _named(texts, hint, order)


def _numbered(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    del order
    return read_numbered_periods(texts, hint, answers)


def _fiscal(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    del order
    spans = read_financial_years(texts, hint, answers)
    if spans is None:
        return None
    pattern = answers.get("pattern", "months")
    weeks = f" of {pattern} weeks" if pattern != "months" else ""
    begins = answers.get("fiscal_year", "").rstrip("s")
    return PeriodReading(spans, f"periods{weeks} of financial years that begin in month {begins}")


def _serials(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    """Read 46023, 46054: days as a spreadsheet counts them, where a CSV lost their format."""
    days = {text: day for text in texts if (day := serial_day(text))}
    if not texts or len(days) < len(texts):
        return None
    del answers
    inner = _named([day.isoformat() for day in days.values()], hint, order, days)
    note = f"{texts[0]!r} and the like are days as a spreadsheet counts them: {days[texts[0]]}."
    return PeriodReading(inner.spans, inner.reading, "assumed", (note,))


def _to_date(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    """Read 'YTD Mar 2026' as the year up to the end of March."""
    bare = {text: rest[1] for text in texts if (rest := _YEAR_TO_DATE.fullmatch(text))}
    if not bare or len(bare) < len(texts):
        return None
    inner = _read(list(dict.fromkeys(bare.values())), hint, order, answers)
    ends = {text: inner.spans[rest][1] for text, rest in bare.items() if rest in inner.spans}
    spans = {text: (date(last.year, 1, 1), last) for text, last in ends.items()}
    note = (
        f"{texts[0]!r} and the like are sums from the start of the year (YTD): each stands for all "
        "its months together, and is no month of its own."
    )
    return PeriodReading(spans, "the year to date", "assumed", (note,))


def _ranges(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    del hint, answers
    spans = {text: span for text in texts if (span := _range(text, order))}
    if not spans or len(spans) < 0.5 * len(texts):
        return None
    return PeriodReading(spans, "first and last day")


def _range(text: str, order: Order) -> _Span | None:
    parts = _RANGE.split(_BEGIN_LABEL.sub("", text))
    if len(parts) != 2:
        return None
    last = _read_day(parts[1], order)
    first = _read_day(parts[0], order)
    if last and not first:
        year = f" {last.year}"
        first = _read_day(parts[0].strip() + year, order) or _read_day(
            parts[0].strip() + "," + year, order
        )
        start = parts[0].strip(" .")
        first = first or _read_day(f"{start}.{last.year}", "dmy")
        first = first or _read_day(f"{start}.{last.month}.{last.year}", "dmy")
        if first and first > last:
            first = first.replace(year=first.year - 1)
    elif first and not last and (m := re.fullmatch(r"(\d{1,2}),? (\d{4})", parts[1].strip())):
        last = _day(int(m[2]), first.month, int(m[1]))
    elif not first and not last:
        m = re.fullmatch(r"([^\W\d_]{3,})\.? (\d{1,2})", parts[0].strip())
        end = re.fullmatch(r"(\d{1,2}),? (\d{4})", parts[1].strip())
        if m and end and (month := month_number(m[1])):
            first, last = _day(int(end[2]), month, int(m[2])), _day(int(end[2]), month, int(end[1]))
    return (first, last) if first and last and first <= last else None


def _epochs(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    found = matches_of_all(texts, _EPOCH)
    if not found:
        return None
    moments = {}
    for match in found:
        seconds = int(match[0]) / 10 ** (len(match[0]) - 10)
        if not 631152000 <= seconds < 4102444800:  # 1990 to 2100
            return None
        moments[match[0]] = datetime.fromtimestamp(seconds, UTC).isoformat()
    inner = _read(list(moments.values()), hint, order, answers)
    unit = _EPOCH_UNITS[len(found[0][0])]
    spans = {text: inner.spans[iso] for text, iso in moments.items() if iso in inner.spans}
    return PeriodReading(spans, f"{unit} since 1970, UTC", "assumed", inner.notes)


def _labelled_weeks(
    texts: list[str], hint: str, order: Order, answers: Replies
) -> PeriodReading | None:
    """Read 'W/E 10-Jan-26' and 'Week of 5 January 2026'."""
    for pattern, back, word in ((_ENDING_LABEL, 6, "end"), (_BEGIN_LABEL, 0, "begin")):
        bare = {text: pattern.sub("", text) for text in texts if pattern.match(text)}
        if bare and len(bare) >= 0.8 * len(texts):
            if all(_MONTH_DAY.fullmatch(rest.strip()) for rest in bare.values()):
                year = _year_of(answers, next(iter(bare)), hint)
                bare = {text: f"{rest.strip()}, {year}" for text, rest in bare.items()}
            days = {text: day for text, rest in bare.items() if (day := _read_day(rest, order))}
            spans = {t: (d - back * _DAY, d + (6 - back) * _DAY) for t, d in days.items()}
            if spans:
                return PeriodReading(spans, f"weeks by the day they {word}")
    return None


def _bare_weeks(
    texts: list[str], hint: str, order: Order, answers: Replies
) -> PeriodReading | None:
    """Read 'KW 01', 'Week 7', 'P03' and 'January' without a year, which is asked."""
    del order
    weeks, periods = matches_of_all(texts, _BARE_WEEK), matches_of_all(texts, _BARE_PERIOD)
    months = {text: number for text in texts if (number := month_number(text))}
    quarters = matches_of_all(texts, re.compile(r"Q([1-4])", re.I))
    if weeks and not (len(weeks) == 1 and "/" in weeks[0][0]):
        year = _year_of(answers, weeks[0][0], hint)
        spans = {m[0]: span for m in weeks if (span := week_span(year, int(m[1]), answers))}
        return PeriodReading(spans, f"{week_words(answers)} of {year}")
    if periods:
        year = _year_of(answers, periods[0][0], hint)
        begins, same = first_month(answers, periods[0][0], hint)
        start = date(year if same or begins == 1 else year - 1, begins, 1)
        numbered = {m[0]: part_of_year(start, "P", int(m[1]), answers) for m in periods}
        return PeriodReading({t: s for t, s in numbered.items() if s}, f"periods of {year}")
    if quarters:
        year = _year_of(answers, quarters[0][0], hint)
        numbered = {m[0]: part_of_year(date(year, 1, 1), "Q", int(m[1])) for m in quarters}
        return PeriodReading({t: s for t, s in numbered.items() if s}, f"quarters of {year}")
    if months and len(months) >= 0.8 * len(texts):
        year = _year_of(answers, next(iter(months)), hint)
        named = {t: s for t, n in months.items() if (s := month_span(year, n))}
        return PeriodReading(named, f"months of {year}")
    return None


def _year_of(answers: Replies, example: str, hint: str) -> int:
    said = answers.get("year", "").strip()
    if re.fullmatch(r"(19|20|21)\d{2}", said):
        return int(said)
    where = f" (column {hint})" if hint else ""
    raise open_question(
        "year", f"{example!r}{where} does not say its year.", "Which year is it (such as 2026)?"
    )


def _short_months(
    texts: list[str], hint: str, order: Order, answers: Replies
) -> PeriodReading | None:
    """Read '26-Jan', '26-Feb': the year and the month, if all have one number; 'Dec 31' asks."""
    del order
    found = matches_of_all(texts, _NUMBER_MONTH)
    pairs = {m[0]: (int(m[1]), month_number(m[2])) for m in found or ()}
    named = {text: (n, month) for text, (n, month) in pairs.items() if month}
    if named and len(named) >= 0.8 * len(texts):
        numbers = {number for number, _ in named.values()}
        distinct = len({month for _, month in named.values()}) == len(named)
        if (
            len(named) > 1
            and len(numbers) <= max(1, len(named) // 2)
            and distinct | (len(numbers) > 1)
        ):
            spans = {t: s for t, (n, m) in named.items() if m and (s := month_span(2000 + n, m))}
            return PeriodReading(spans, "months, as year and month", "assumed")
        year = _year_of(answers, next(iter(named)), hint)
        days = {t: d for t, (n, m) in named.items() if m and (d := _day(year, m, n))}
        return _named([day.isoformat() for day in days.values()], hint, "dmy", days)
    short = matches_of_all(texts, _MONTH_DAY)
    dated = {m[0]: (month_number(m[1]), int(m[2])) for m in short or ()}
    real = {t: (m, d) for t, (m, d) in dated.items() if m and d <= 31}
    ending = [d for m, d in real.values() if m and d >= 28]
    if real and len(real) >= 0.8 * len(texts) and len(ending) == len(real) and len(real) > 1:
        year = _year_of(answers, next(iter(real)), hint)
        return PeriodReading(
            {t: s for t, (m, _) in real.items() if m and (s := month_span(year, m))},
            f"months of {year}",
        )
    return None


def _shifted(texts: list[str], hint: str, order: Order, answers: Replies) -> PeriodReading | None:
    """Read 2025-12-31T23:00Z, 2026-01-31T23:00Z as midnights of a zone ahead of UTC."""
    del answers
    found = matches_of_all(texts, _CLOCK)
    if not found or len(found) < len(texts):
        return None
    days = {m[0]: _read_day(m[1], order) for m in found}
    hours = {
        int(m[2]) % 12
        + (12 if (m[4] or "p" if int(m[2]) >= 12 else m[4] or "").lower().startswith("p") else 0)
        for m in found
    }
    if not all(days.values()) or min(hours) < 12 or len(hours) > 2 or not all(m[5] for m in found):
        return None
    if any(int(m[3]) % 15 or _SECONDS.search(m[0]) for m in found):
        return None  # no zone's midnight, but times of something
    moved = {text: day + _DAY for text, day in days.items() if day}
    inner = _named([day.isoformat() for day in moved.values()], hint, order, moved)
    example = found[0][0]
    note = (
        f"{example!r} and the like are read as midnight of the next day in a time zone ahead of "
        "UTC."
    )
    return PeriodReading(inner.spans, inner.reading, "assumed", (note,))


def _named(
    texts: list[str], hint: str, order: Order, days: dict[str, date] | None = None
) -> PeriodReading:
    """Read names of periods and bare days, as `period_spans` does; weeks by the day they end."""
    if days is not None:
        inner = _named(list(dict.fromkeys(day.isoformat() for day in days.values())), hint, order)
        spans = {
            t: inner.spans[d.isoformat()] for t, d in days.items() if d.isoformat() in inner.spans
        }
        return PeriodReading(spans, inner.reading, inner.certainty, inner.notes)
    spans = period_spans(texts, order, hint)
    lengths = {(last - first).days + 1 for first, last in spans.values()}
    kind = _kind_of(lengths)
    bare = [text for text in spans if named_span(text) is None]
    assumed = bool(bare) and not any(p.search(hint) for p in (WEEK_WORDS, MONTH_WORDS, DAY_WORDS))
    notes: tuple[str, ...] = ()
    if assumed and len(set(bare)) == 1 and kind == "months":
        notes = (f"{bare[0]!r} alone was read as its whole month.",)
    return PeriodReading(spans, kind, "assumed" if assumed else "certain", notes)


def _kind_of(lengths: set[int]) -> str:
    if not lengths:
        return ""
    if lengths <= {1}:
        return "days"
    if lengths <= {7}:
        return "weeks"
    if lengths <= {28, 29, 30, 31}:
        return "months"
    return "quarters" if lengths <= {90, 91, 92} else "spans"


def _read_day(text: str, order: Order) -> date | None:
    plain = text.strip()
    clock = _CLOCK.fullmatch(plain)
    return read_day(clock[1] if clock else plain, order)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def header_periods(headers: Sequence[str], answers: Replies | None = None) -> dict[int, _Span]:
    """Return the columns whose names are periods, read together; none unless there are two.

    Plain names such as 2026-07 are read each by itself, so that sums of quarters stand beside them.
    UnreadableFile asks for a year that no name says.
    """
    likely = {at: text.strip() for at, text in enumerate(headers) if _maybe_period(text)}
    alone = {at: span for at, text in likely.items() if (span := named_span(_NOTE.sub("", text)))}
    rest = {at: text for at, text in likely.items() if at not in alone}
    if len(alone) < 2 and len(rest) > 1:
        proofs = order_evidence(dict.fromkeys(rest.values(), 1))
        order = decide_order({"the header": proofs}, _order(answers), None)
        read = read_periods(rest.values(), "", order, answers).spans
        found = {at: read[text] for at, text in rest.items() if text in read}
        if len(found) > 1:
            return found | alone
    return alone if len(alone) > 1 else {}


def _order(answers: Replies | None) -> Order | None:
    said = (answers or {}).get("dates")
    return "dmy" if said == "dmy" else "mdy" if said == "mdy" else None


def _maybe_period(text: str) -> bool:
    plain = text.strip()
    if not plain or len(plain) > 40:
        return False
    return any(c.isdigit() for c in plain) or month_number(_NOTE.sub("", plain)) is not None
