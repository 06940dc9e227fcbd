"""Usage of a platform that has no reader of its own: people, days, and every counter of use.

What the columns are is decided by names and values together; the platform, and the days where no
column and no name tells them, are asked before anything is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from signpost.pipelines.errors import open_question
from signpost.pipelines.model.cells import Cell, day_cell, period_cell, person_cell
from signpost.pipelines.model.generic import SPREAD_VALUE
from signpost.pipelines.model.source import Source
from signpost.pipelines.reading.plan import Replies
from signpost.pipelines.recognition.column_mapping import Mapping
from signpost.pipelines.recognition.identify import Match, source_named
from signpost.pipelines.text.column_synonyms import ANSWER
from signpost.pipelines.text.dates import read_day
from signpost.pipelines.text.file_name_dates import date_range_from_file_name, days_until, iso_range
from signpost.pipelines.text.headers import normalise
from signpost.pipelines.text.patterns import has_pattern
from signpost.pipelines.text.periods import named_span
from signpost.pipelines.text.usage_words import may_mean_use, means_no_use, names_or_orders

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PEOPLE = re.compile(
    r"(.*[ .])?(e-?mail( address)?|user ?(name|id|email|login|principal ?name)?|login|upn|actor|"
    r"samaccountname|benutzer(name)?|benutzerprinzipalname|nom d['’]utilisateur|utilisateur|"
    r"usuario|nombre de usuario|gebruiker(snaam)?|nome utente|utente|użytkownik|användarnamn|"
    r"usuário|ユーザー(名|id)?|利用者|メールアドレス|用户(名)?|사용자)"
)
_DAYS = re.compile(
    r"(.*[ .])?(date|day|datum|time|timestamp|creation ?date|created( at)?|period|month|week|"
    r"activity date|usage date|event date|report ?refresh ?date|fecha.*|date .*|\w*datum|data|dia|"
    r"(week|month) (of|starting|beginning|commencing|ending)|"
    r"woche|monat|kw|giorno|jour|dzień|mês|mes|mois|mese|semana|semaine|settimana|\w*(日付|日時|年月日|利用日|日期))"
    r"( ?\(utc\))?"
)
_LAST = re.compile(
    r"last|letzt|últim|últ|derni|laatst|ultim|ostatni|senast|最終|最後|最近|последн|posledn|deleted|"
    r"regist|\bjoin|enrol|sign(ed)? ?up|member since|beitritt|inscri|iscri|rejestr|"
    r"birth|geburt|naissance|nacimiento|nascita|nascimento|urodzenia|生年|入社|hired|assign|expir|start|end|updated",
    re.I,
)
_LAST_USE = re.compile(
    r"\b(last|most recent) ?(seen|active|activity|log ?-?in|sign ?-?in|signed in|access(ed)?|"
    r"used?|usage)\b|letzte[rs]? (aktivität|anmeldung|nutzung|zugriff|login)|zuletzt|"
    r"derni[eè]re? (connexion|activité|utilisation|accès)|"
    r"últim[oa] (acceso|actividad|conexión|acesso|atividade|login)|"
    r"ultim[oa] (accesso|attività|login)|laatste (activiteit|aanmelding|login)|"
    r"ostatni[ae]? (aktywność|logowanie)|senaste (aktivitet|inloggning)|"
    r"最終(ログイン|アクセス|利用|アクティビティ)"
)
_RECORDS = re.compile(
    r"\b(deal|ticket|case|incident|issue|order|invoice|call|opportunity|transaction)"
    r"( ?-? ?(id|number|key|no\.?))$"
)
"""One of the first columns of a list of records, which is no usage."""
_YES_NO = frozenset(
    ("true", "false", "yes", "no", "ja", "nein", "oui", "non", "sí", "si", "não", "sim", "nee", "x")
)
_USED = re.compile(
    r"active|used|has .*activity|aktiv|genutzt|actif|utilis[ée]|activo|usado|attiv|usato|ativo|"
    r"gebruikt|używ|利用|使用"
)
"""How a column of yes and no is called that says who used it."""
_MOSTLY = 0.5
_FEW = 5
"""Rows from which a column without a repeated value numbers them."""
_EPOCH = re.compile(r"\d{10}|\d{13}")
_MOST = 40


@dataclass(frozen=True)
class _Found:
    """Roles of the columns."""

    person: int
    day: int | None
    counters: tuple[int, ...]
    lasts: tuple[int, ...] = ()
    """Columns with the day of the last use, where nothing counts it."""


def match_usage(
    headers: Sequence[str], below: Sequence[Sequence[str]], name: str, answers: Replies
) -> Match | None:
    """Return how an unknown table is read as usage; None if it is none.

    Raises UnreadableFile with the question that is open.
    """
    found = _columns(headers, below)
    if found is None or _lists_records(headers):
        return None
    told = _platform_column(headers, below) is not None and not answers.get("platform")
    platform = "" if told else _platform(headers, found, answers)
    cell = source_named("usage_table").fields["platform"]
    named = replace(cell, headers=(), constant=platform) if platform else cell
    fields: dict[str, Cell] = {
        "person": person_cell(headers[found.person].strip()),
        "platform": named,
    }
    columns = {"person": found.person}
    if not platform:
        columns["platform"] = _platform_column(headers, below) or 0
    if spans := _spans(headers, found):
        return Match(_by_period(fields, spans), columns)
    first, last = _window(headers, found, name, answers, fields, columns)
    actions = {"actions": "1"} if not found.counters else {}
    reject: dict[str, str] = {}
    if found.lasts:
        actions, reject = _last_use(headers, found, platform, (first, last), fields, columns)
    for at in found.counters:
        header = headers[at].strip()
        point = _decimal_mark(_cells(below, at))
        fields[f"use_{at}"] = Cell("text", (header,), optional=True, blank=True)
        columns[f"use_{at}"] = at
        slug = re.sub(r"[\W_]+", "_", header.casefold()).strip("_")
        x = f"use_{at}"
        number = f"number_of({x}, '{point}')"
        used = f"coalesce(count_of({x}), {number}, cast(flag_of({x}) as integer))"
        actions[slug] = f"coalesce({used}, 0)"
        reject[f"{header} is no number, 0 or more"] = (
            f"{x} is not null and coalesce({used}, -1) < 0"
        )
    source = replace(
        source_named("usage_table"),
        fields=fields,
        columns={"first_day": first, "last_day": last},
        actions=actions,
        reject=reject,
        generic=False,
        repeats="add",
    )
    return Match(source, columns)


def _lists_records(headers: Sequence[str]) -> bool:
    return any(_RECORDS.search(normalise(header)) for header in headers[:3])


def usage_mapping(headers: Sequence[str], below: Sequence[Sequence[str]]) -> Mapping | None:
    """Return a mapping of an unknown table that looks like usage; its first counter counts."""
    found = _columns(headers, below)
    if found is None or not found.counters or _lists_records(headers):
        return None
    at = {"person": found.person, "period": found.day, "times": found.counters[0]}
    at["platform"] = _platform_column(headers, below)
    named = {name: headers[n].strip() for name, n in at.items() if n is not None}
    return Mapping("usage_table", named)


def _spans(headers: Sequence[str], found: _Found) -> dict[int, tuple[date, date]]:
    """Return the counters whose names are periods, where nothing else says the days."""
    named = {at: span for at in found.counters if (span := _span_of(headers[at].strip()))}
    return named if found.day is None and len(named) > 1 else {}


def _span_of(header: str) -> tuple[date, date] | None:
    """Return the days of a header that names a period, or is an ISO day."""
    if span := named_span(header):
        return span
    day = read_day(header, "dmy") if re.fullmatch(r"\d{4}-\d\d-\d\d", header) else None
    return (day, day) if day else None


def _by_period(fields: Mapped[str, Cell], spans: Mapped[int, tuple[date, date]]) -> Source:
    """Return the source of a table of people with a column of counts per week or month."""
    told = {
        at: {"first_day": first.isoformat(), "last_day": last.isoformat()}
        for at, (first, last) in spans.items()
    }
    return replace(
        source_named("usage_table"),
        fields={**fields, **{name: SPREAD_VALUE[name] for name in ("value", *_DAY_FIELDS)}},
        spread=lambda *_: told,
        columns={},
        actions={"actions": "greatest(value, 0)"},
        generic=False,
        repeats="add",
    )


_DAY_FIELDS = ("first_day", "last_day")


def _columns(headers: Sequence[str], below: Sequence[Sequence[str]]) -> _Found | None:
    values = {at: has_pattern(_cells(below, at)) for at, h in enumerate(headers) if h.strip()}
    plain = {at: normalise(_spaced(headers[at])) for at in values}
    mails = [at for at in values if _share(values[at], _is_mail) >= 0.8]
    logins = [at for at in values if _is_login(plain[at], values[at])]
    people = mails or logins
    if not people:
        return None
    days = _days(plain, values)
    at_day = min(days, key=lambda at: (not re.search("day|date", plain[at]), at), default=None)
    counters = [at for at in values if _is_counter(plain[at], values[at])]
    if at_day is None or not _is_log(values[at_day], values):  # of a log each row is one use
        counters = counters or [at for at in values if _may_count(plain[at], values[at])]
    real = [at for at in counters if not re.search("suggest|lines", plain[at])] or counters
    if not real and any(ANSWER.fullmatch(name) for name in plain.values()):
        return None
    flags = all(set(map(str.casefold, values[at])) <= _YES_NO | {"0", "1"} for at in real)
    lasts = [at for at in values if _LAST_USE.search(plain[at]) and _is_last(values[at])]
    if lasts and at_day is None and (flags or not real):
        return _Found(people[0], None, (), tuple(lasts))
    if real and flags and at_day is None:
        return None
    if not real and not (at_day is not None and _is_log(values[at_day], values)):
        return None
    return _Found(people[0], at_day, tuple(real[:_MOST]))


def _days(plain: Mapped[int, str], values: Mapped[int, list[str]]) -> list[int]:
    """Return the columns of days of use: beside a last use, the day of creation is an account's."""
    accounts = any(_LAST_USE.search(name) for name in plain.values())
    return [
        at for at, name in plain.items()
        if _DAYS.fullmatch(name) and not _LAST.search(name) and _is_dated(values[at])
        and not (accounts and re.search(r"\bcreat", name))
    ]  # fmt: skip


def _is_last(values: Sequence[str]) -> bool:
    """Return whether a column holds days, or words for never."""
    days = [value for value in values if any(c.isdigit() for c in value)]
    return bool(days) and _share(days, lambda v: _day_of(v) or read_day(v, "dmy")) >= 0.8


def _last_use(
    headers: Sequence[str],
    found: _Found,
    platform: str,
    window: tuple[str, str],
    fields: dict[str, Cell],
    columns: dict[str, int],
) -> tuple[dict[str, str], dict[str, str]]:
    """Return actions and refused rows of a list of last use: active is who was seen in the period.

    Columns that name the platform are taken alone. Who was last seen after the period may have been
    there in it or not: the row is rejected.
    """
    own = [at for at in found.lasts if platform.casefold() in headers[at].casefold()]
    names = []
    for at in own or found.lasts:
        names.append(f"last_{at}")
        fields[names[-1]] = day_cell(headers[at].strip(), optional=True)
        columns[names[-1]] = at
    seen = " or ".join(
        f"coalesce({name} between {window[0]} and {window[1]}, false)" for name in names
    )
    after = " or ".join(f"coalesce({name} > {window[1]}, false)" for name in names)
    return {"active": f"if({seen}, 1, 0)"}, {
        "last used after the period that was named: name the days up to the export": after
    }


def _decimal_mark(values: Sequence[str]) -> str:
    """Return the mark before the decimals: a comma that cannot part thousands is one."""
    return "," if any(re.fullmatch(r"\d+,\d{1,2}", value.strip()) for value in values) else "."


def _cells(below: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at] for row in below if at < len(row)]


def _spaced(header: str) -> str:
    """Return 'chat Requests' of chatRequests, so that words can be told apart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header.replace(":", " ").replace(".", " . "))


def _share(values: Sequence[str], test: object) -> float:
    return sum(bool(test(v)) for v in values) / len(values) if values and callable(test) else 0.0


def _is_mail(text: str) -> bool:
    return _MAIL.fullmatch(text) is not None


def _is_login(name: str, values: Sequence[str]) -> bool:
    """Return whether a column names people; figures per user are called after them, too."""
    figures = _share(values, lambda v: re.fullmatch(r"\d+[.,]\d+", v) or re.fullmatch(r"\d", v))
    named = _PEOPLE.fullmatch(name) is not None and " per " not in f" {name} "
    return named and figures < _MOSTLY and _distinct(values)


def _distinct(values: Sequence[str]) -> bool:
    return len(set(values)) > 1 and not any(" " in value for value in values)


def _is_counter(name: str, values: Sequence[str]) -> bool:
    words = {value.casefold() for value in values}
    numeric = bool(values) and all(re.fullmatch(r"\d[\d,.]*", value) for value in values)
    telling = may_mean_use(name)
    flags = bool(words) and words <= _YES_NO and _USED.search(name)
    return bool((numeric and telling) or flags)


def _may_count(name: str, values: Sequence[str]) -> bool:
    """Return whether a column of whole numbers may be use, in a language that is not known here."""
    whole = bool(values) and all(re.fullmatch(r"\d{1,7}", value) for value in values)
    numbers_rows = len(values) >= _FEW and len(set(values)) == len(values)
    return whole and not numbers_rows and not means_no_use(name) and not names_or_orders(name)


def _is_dated(values: Sequence[str]) -> bool:
    known = _share(values, lambda v: _day_of(v) or named_span(v) or _EPOCH.fullmatch(v))
    return known >= 0.8 or _share(values, _is_range) >= 0.8


def _is_range(text: str) -> bool:
    """Return whether a text has a first and a last day, such as 29 Jun 2026 - 5 Jul 2026."""
    parts = re.split(r"\s+(?:-|–|to|bis|au|al|a)\s+|\s*–\s*", text)
    return len(parts) == 2 and _day_of(parts[1]) is not None


def _day_of(text: str) -> date | None:
    plain = re.split(r"[T ]", text.strip())[0]
    return read_day(plain, "dmy") or read_day(plain, "mdy") or read_day(text, "mdy")


def _is_log(days: Sequence[str], values: dict[int, list[str]]) -> bool:
    """Return whether a table is a log: a time of day, and more than people and times."""
    return len(values) > 2 and _share(days, lambda v: re.search(r"\d:\d{2}", v)) >= 0.8


def _platform_column(headers: Sequence[str], below: Sequence[Sequence[str]]) -> int | None:
    """Return the column that is named as one of platforms, and filled in every row."""
    names = source_named("usage_table").fields["platform"].names
    at = next((n for n, header in enumerate(headers) if normalise(header) in names), None)
    return at if at is not None and at > 0 and all(_cells(below, at)) else None


def _platform(headers: Sequence[str], found: _Found, answers: Replies) -> str:
    said = answers.get("platform", "").strip()
    if said:
        return said
    counted = found.counters or found.lasts
    counters = ", ".join(headers[at].strip() for at in counted[:6]) or "one use per row"
    days = headers[found.day].strip() if found.day is not None else "not in a column"
    raise open_question(
        "platform",
        f"It is no export known, and looks like usage: person = {headers[found.person].strip()}, "
        f"day = {days}, use = {counters}.",
        "Of which platform (a short name such as cursor)? If it is something else, "
        "`signpost match FILE` suggests a mapping.",
    )


def _window(
    headers: Sequence[str],
    found: _Found,
    name: str,
    answers: Replies,
    fields: dict[str, Cell],
    columns: dict[str, int],
) -> tuple[str, str]:
    """Return SQL for first and last day, and add the column that holds them."""
    name_of_day = normalise(headers[found.day]) if found.day is not None else ""
    refreshed = re.search("refresh|aktualisier|actuali[zs]", name_of_day) is not None
    if found.day is not None and not refreshed:
        fields["period"] = period_cell(headers[found.day].strip(), width="day")
        columns["period"] = found.day
        return "period", "period_until"
    said = answers.get("period", "").strip()
    if found.day is not None and said.isdigit():
        fields["refreshed"] = day_cell(headers[found.day].strip())
        columns["refreshed"] = found.day
        return f"refreshed - {int(said) - 1}", "refreshed"
    window = _in_name(name) if found.day is None else None
    if window is None and "/" in said:
        first, _, last = said.partition("/")
        days = read_day(first, "dmy"), read_day(last, "dmy")
        window = (days[0], days[1]) if days[0] and days[1] and days[0] <= days[1] else None
    if window is not None:
        return f"date '{window[0]}'", f"date '{window[1]}'"
    what = (
        "How many days does the report cover (7, 30, 90, 180)?"
        if refreshed
        else ("Which days does it cover (first/last, such as 2026-06-29/2026-07-05)?")
    )
    raise open_question(
        "period",
        "Neither its rows nor its name say which days it covers.",
        what,
        ("7", "30", "90", "180") if refreshed else (),
    )


def _in_name(name: str) -> tuple[date, date] | None:
    file = PurePosixPath(name.split(", sheet ")[0]).name
    return days_until(file) or date_range_from_file_name(file) or iso_range(file)
