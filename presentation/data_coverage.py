"""Coverage of the data: subjects, their days, rejected rows, unmatched names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from signpost.metrics.model.keys import group_key, platform_name
from signpost.pipelines.facts.group_warnings import unmatched_in_file
from signpost.pipelines.model.receipt import UNDATED
from signpost.presentation.formats import SPACE, count, day, percent
from signpost.presentation.memo import memoised_by_content, memoised_by_identity
from signpost.warehouse import Reader

COVERED = """
    select t.subject, min(t.first_day) as first_day,
           greatest(max(t.last_day), case when t.subject = 'roster' then
                    (select max(from_day) from roster_now) end) as last_day,
           count(distinct t.upload_no) as files
    from truth t join upload_now n on n.subject = t.subject and n.upload_no = t.upload_no
    group by t.subject order by t.subject
"""
_MONTHS = """
    select t.subject, strftime(t.first_day, '%Y-%m') as first, strftime(t.last_day, '%Y-%m') as last
    from truth t join upload_now n on n.subject = t.subject and n.upload_no = t.upload_no
"""
REJECTED_UPLOADS = """
    select u.upload_no, u.filename, u.rows_read, u.rows_loaded, u.rows_rejected, u.loaded_at
    from upload_in_force u where u.rows_rejected > 0 order by u.rows_rejected desc
"""
UNMATCHED_GROUPS = """
    select distinct o.group_id, 'KPI ' || o.kpi as found_in from outcome_now o
    where o.group_id not in (select group_id from roster_now)
    union
    select distinct r.group_id, r.kind || ' records' from record_now r
    where r.group_id is not null and r.group_id not in (select group_id from roster_now)
    union
    select distinct g.group_id, 'usage of ' || g.platform from group_usage_now g
    where g.group_id not in (select group_id from roster_now)
    and g.group_id <> 'whole organisation'
    union
    select distinct a.group_id, 'answers to ' || a.survey from response_now a
    where a.group_id is not null and a.group_id not in (select group_id from roster_now)
    union
    select distinct i.group_id, 'what was done (' || i.kind || ')' from intervention_now i
    where i.group_id is not null and i.group_id not in (select group_id from roster_now)
    order by 1, 2
"""
REGULAR_SUBJECTS = ("usage", "group_usage", "outcome", "record", "interaction")
"""Kinds of data that come every week or month; the others come when something happens."""
_KINDS = {
    "usage": "Usage of {}", "group_usage": "Usage of {} by group", "licence": "Licences of {}",
    "interaction": "Who works with whom on {}",
    "spend": "Bills and metered use of {}",
}  # fmt: skip
_ALONE = {
    "barrier": "Survey of barriers", "cost": "Cost", "intervention": "What was done",
    "roster": "Roster",
}  # fmt: skip
Labels = Mapping[str, str]


@dataclass(frozen=True)
class Subject:
    """One thing files have data of: a platform's usage, a KPI, the roster."""

    name: str
    first_day: date
    last_day: date
    files: int
    regular: bool


def covered_subjects(reader: Reader, labels: Labels | None = None) -> tuple[Subject, ...]:
    """Return what is covered, joined over groups, from when until when; `labels`: of KPIs."""
    by_name: dict[str, Subject] = {}
    for subject, first, last, files in reader.rows(COVERED):
        name = subject_name(subject, labels)
        old = by_name.get(name)
        if old is None:
            by_name[name] = Subject(
                name, first, last, files, subject.split(":")[0] in REGULAR_SUBJECTS
            )
        else:
            by_name[name] = Subject(
                name,
                min(first, old.first_day),
                max(last, old.last_day),
                max(files, old.files),
                old.regular,
            )
    return tuple(sorted(by_name.values(), key=lambda item: item.name))


def subject_name(subject: str, labels: Labels | None = None) -> str:
    """Return the display name of a subject: 'usage:teams' -> 'Usage of Teams'."""
    kind, _, rest = subject.partition(":")
    what = rest.split(":")[0]
    if kind in _KINDS and what:
        return _KINDS[kind].format(platform_name(what))
    if kind == "outcome":
        return f"KPI: {(labels or {}).get(what, what)}"
    if kind == "record" and what == "person":
        return f"KPI per person: {(labels or {}).get(rest, rest.partition(':')[2])}"
    if kind == "record":
        return f"Records: {what.replace('_', ' ')}s"
    return _ALONE.get(kind, f"{kind} {what}".strip().capitalize())


def coverage_by_month(reader: Reader, labels: Labels | None = None) -> pd.DataFrame:
    """Return one row per regular subject, one column per month: covered, missing or outside.

    Missing is a month inside the time a subject is loaded for; before and after are outside.
    """
    spans: dict[str, list[tuple[str, str]]] = {}
    for subject, first, last in reader.rows(_MONTHS):
        if subject.split(":")[0] in REGULAR_SUBJECTS:
            spans.setdefault(subject_name(subject, labels), []).append((first, last))
    every = [end for pairs in spans.values() for pair in pairs for end in pair]
    if not every:
        return pd.DataFrame()
    months = [str(label) for label in pd.period_range(min(every), max(every), freq="M")]
    cells = [[_state(month, pairs) for month in months] for pairs in spans.values()]
    return pd.DataFrame(cells, index=list(spans), columns=months).sort_index()


def _state(month: str, spans: list[tuple[str, str]]) -> str:
    if any(first <= month <= last for first, last in spans):
        return "covered"
    inside = min(first for first, _ in spans) < month < max(last for _, last in spans)
    return "missing" if inside else "outside"


def uploads_with_rejected_rows(reader: Reader) -> pd.DataFrame:
    """Return the uploads in force with rows that could not be used, the most first."""
    return reader.frame(REJECTED_UPLOADS)


def unmatched_group_names(reader: Reader) -> pd.DataFrame:
    """Return group names in any kind of data that no roster has, with the nearest known one.

    `files` are those to load once more after a spelling was given.
    """
    table = reader.frame(UNMATCHED_GROUPS)
    found = {group_key(one.label): (one, uploads) for one, uploads in unmatched_in_file(reader)}
    names = dict(reader.rows("select upload_no, filename from upload_in_force"))
    labels, near, files = [], [], []
    for group in table["group_id"]:
        one, uploads = found.get(group, (None, []))
        labels.append(one.label if one else group)
        near.append((one.nearest if one else None) or "")
        files.append(", ".join(str(names[number]) for number in uploads if number in names))
    return table.assign(label=labels, nearest=near, files=files)


@memoised_by_identity
def freshness_table(covered: tuple[Subject, ...], today: date) -> pd.DataFrame:
    """Return one line per subject: from, until, how old, how many files."""
    return pd.DataFrame(
        [(subject.name, *_covered(subject, today), subject.files) for subject in covered],
        columns=["What", "From", "Until", "Age", "Files"],
    )


def _covered(subject: Subject, today: date) -> tuple[str, str, str]:
    if subject.last_day == UNDATED:
        return "names no day", "", ""
    return day(subject.first_day), day(subject.last_day), age(subject.last_day, today)


def age(until: date, today: date) -> str:
    """Return the age of the newest day in words."""
    days = (today - until).days
    return "up to date" if days <= 0 else f"{count(days, 'day')} old".replace(" ", SPACE)


def health_title(covered: tuple[Subject, ...], today: date) -> str:
    """Return how fresh the data is, as a title."""
    regular = [subject for subject in covered if subject.regular]
    if not regular:
        return "No usage and no KPI is loaded"
    oldest = min(regular, key=lambda subject: subject.last_day)
    newest = max(subject.last_day for subject in regular)
    text = f"The newest day is {day(newest)}, {age(newest, today)}"
    if oldest.last_day == newest:
        return text
    return f"{text}; {oldest.name} until {day(oldest.last_day)}"


@memoised_by_content
def coverage_title(table: pd.DataFrame) -> str:
    """Return how many months are missing in a table of `coverage_by_month`."""
    missing = int((table == "missing").to_numpy().sum()) if len(table) else 0
    title = f"{count(missing, 'month')} missing inside what is loaded"
    return f"{title[:1].upper()}{title[1:]}"


def rejected_title(table: pd.DataFrame) -> str:
    """Return how many rows were rejected in how many files."""
    rows = int(table["rows_rejected"].sum())
    verb = "was" if rows == 1 else "were"
    return f"{count(rows, 'row')} {verb} rejected in {count(len(table), 'file')}"


def rejected_table(files: pd.DataFrame) -> pd.DataFrame:
    """Return one line per file: how many of its rows were rejected."""
    return pd.DataFrame(
        [
            (
                row["filename"],
                int(row["rows_read"]),
                int(row["rows_rejected"]),
                percent(row["rows_rejected"] / max(row["rows_read"], 1)),
                day(row["loaded_at"]),
            )
            for row in files.to_dict("records")
        ],
        columns=["File", "Rows", "Rejected", "Share", "Loaded"],
    )
