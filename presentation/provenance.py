"""Provenance of a number: definition, window, formula, files, SQL and assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from signpost.answers.answer import Answer
from signpost.metrics.causal.verdict import ANSWERS, Rule
from signpost.metrics.interventions.barriers import SCORES
from signpost.metrics.model.adoption_metrics import metric_named
from signpost.metrics.model.sql_files import statements
from signpost.metrics.model.types import MoneyEstimate, Panel, Refusal
from signpost.metrics.value.costs import COST
from signpost.metrics.value.factors import TAIL
from signpost.metrics.value.pricing import MONEY_DRAWS
from signpost.presentation.data_coverage import subject_name
from signpost.presentation.formats import count, day, listed, period
from signpost.presentation.provenance_text import ABOUTS
from signpost.presentation.rounded_account import RoundedAccount
from signpost.presentation.theme import GRADES
from signpost.presentation.words.methods import assumption, starts
from signpost.presentation.words.money import factor_value, factor_words, source_words
from signpost.presentation.words.verdicts import lower_first
from signpost.warehouse import Reader

FILES = """
    select u.filename, u.rows_loaded, u.loaded_at, min(t.first_day), max(t.last_day)
    from truth t join upload u on u.upload_no = t.upload_no
    where u.undone_at is null and (t.subject = ? or starts_with(t.subject, ? || ':'))
    group by u.upload_no, u.filename, u.rows_loaded, u.loaded_at
    order by u.upload_no desc
"""
_MAX_FILE_NAMES = 4
_MEANS = {
    "good": "the range leaves out no change, the change is worth having and no check failed",
    "bad": "the same, in the bad direction",
    "small": "the range leaves out every change worth having",
}
"""What each rule of the verdict asks that ends in an answer."""
NO_FILE = "no file"
OriginLines = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Origin:
    """Origin of one number; `lines` are label and text, `sql` is the statement."""

    lines: OriginLines
    sql: str = ""


def files_text(reader: Reader, subject: str) -> str:
    """Return the files in force with a subject, their rows and load times, in words."""
    rows = reader.rows(FILES, [subject, subject])
    if not rows:
        return NO_FILE
    total = sum(loaded for _, loaded, *_ in rows)
    newest = max(at for _, _, at, *_ in rows)
    first, last = min(row[3] for row in rows), max(row[4] for row in rows)
    names = listed([name for name, *_ in rows], most=_MAX_FILE_NAMES)
    return (
        f"{count(len(rows), 'file')} with {count(total, 'row')} in all, about {day(first)} to "
        f"{day(last)}, last loaded {day(newest)}: {names}"
    )


def panel_span(panel: Panel | None) -> str:
    """Return the periods of an answer in words."""
    if panel is None:
        return "none"
    first, last = period(panel.periods[0]), period(panel.periods[-1])
    kind = panel.question.window
    return f"{count(len(panel.periods), kind)}: {first} to {last}"


def subject_of(answer: Answer) -> str:
    """Return the subject of a use case's KPI in the files."""
    if answer.kpi is not None and answer.kpi.records is not None:
        return f"record:{answer.kpi.records.kind}"
    return f"outcome:{answer.use_case.kpi}"


def case_lines(answer: Answer) -> OriginLines:
    """Return what a picture of one use case rests on: KPI, periods, what its method assumes."""
    kpi, head = answer.kpi, next(iter(answer.evidence.estimates), None)
    return (
        ("KPI", f"{kpi.label}, version {kpi.version}. {kpi.definition}" if kpi else ""),
        ("Periods", panel_span(answer.panel)),
        ("Method assumes", assumption(head.method) if head else ""),
    )


def effect_origin(reader: Reader, answer: Answer) -> Origin:
    """Return the origin of the effect of a use case."""
    kpi, evidence = answer.kpi, answer.evidence
    subject = subject_of(answer)
    lines = [
        ("KPI", f"{kpi.label}, version {kpi.version}. {kpi.definition}" if kpi else "no card"),
        ("Window", panel_span(answer.panel)),
        ("Formula", f"numerator / denominator x {kpi.per:g} {kpi.unit}" if kpi else ""),
        ("Files", files_text(reader, subject)),
    ]
    if evidence.estimates:
        head = evidence.estimates[0]
        lines.append(
            ("Method", f"{head.method}: {count(head.n_groups, 'group')}{starts(head.n_starts)}")
        )
        lines.append(("Assumes", assumption(head.method)))
    lines.append(("Questions asked", f"{evidence.looks}; the interval is widened for them"))
    return Origin(_non_empty(lines), statements("panel/panel.sql")["outcome"])


def adoption_origin(reader: Reader, metric: str, platform: str, window: str) -> Origin:
    """Return the origin of an adoption figure."""
    card = metric_named(metric)
    lines = [("Files", files_text(reader, f"usage:{platform}"))]
    if card is not None:
        lines = [
            ("Measure", f"{card.label}, version {card.version}. {card.meaning}"),
            ("Formula", f"{card.numerator}, divided by: {card.denominator}"),
            ("Window", f"complete {window}s only"),
            *lines,
        ]
    names = (
        ("used", "member", "did", metric)
        if card and card.from_facts
        else ("used", "member", metric)
    )
    return Origin(_non_empty(lines), _sql("adoption/adoption.sql", *names) if card else "")


def verdicts_origin(answers: tuple[Answer, ...]) -> Origin:
    """Return the origin of the count of use cases that work: the rule, each verdict."""
    lines = [
        ("Rule", "; ".join(map(_rule_text, ANSWERS)) + "; else cannot tell yet"),
        *(
            (
                answer.use_case.label,
                f"{answer.verdict.grade.replace('_', ' ')}; {panel_span(answer.panel)}",
            )
            for answer in answers
        ),
    ]
    return Origin(_non_empty(lines), statements("panel/panel.sql")["outcome"])


def _rule_text(rule: Rule) -> str:
    return f"{GRADES[rule.grade].word.lower()}: {_MEANS[rule.name]}"


def lessons_origin(answers: tuple[Answer, ...]) -> Origin:
    """Return the origin of the lessons: the use cases with a verdict, and the formulas."""
    decidable = [
        answer.use_case.label for answer in answers if answer.verdict.grade != "cannot_tell"
    ]
    lines = [
        ("Use cases that can be told", listed(decidable, most=12) or "none"),
        (
            "Share that worked",
            "those that work / those that can be told; the range holds nine "
            "times in ten (Jeffreys)",
        ),
        (
            "Shrinkage-adjusted",
            "each benefit drawn towards zero by the share of its square that "
            "its own uncertainty explains (James and Stein), then added up",
        ),
        ("Assumes", "what was tried so far is like what will be tried"),
    ]
    return Origin(_non_empty(lines))


def money_origin(reader: Reader, answers: tuple[Answer, ...], account: RoundedAccount) -> Origin:
    """Return the origin of the net value: each assumption, with source and owner."""
    lines = [
        (answer.use_case.label, listed(_factors(answer, account), most=12))
        for answer in answers
        if isinstance(answer.money, MoneyEstimate)
    ]
    formula = (
        "for each use case: effect x volume exposed x worth of one unit x share due to it x "
        "share that turns into money, less its cost; added up over "
        f"{MONEY_DRAWS:,} draws"
    )
    ends = f"{100 * TAIL:.0f}th and {100 * (1 - TAIL):.0f}th"
    looks = f"{account.currency}; expected values, which add up, with the {ends} percentile"
    priced = [answer for answer in answers if isinstance(answer.money, MoneyEstimate)]
    windows = [("Window", panel_span(answer.panel)) for answer in priced[:1]]
    read: dict[str, list[str]] = {files_text(reader, "cost"): ["cost"]}
    for answer in priced:
        read.setdefault(files_text(reader, subject_of(answer)), []).append(answer.use_case.label)
    sources = [(f"Files of {listed(names)}", text) for text, names in read.items()]
    sql = statements("panel/panel.sql")["outcome"]
    shows = (
        "Benefit less harm of the effects that may be claimed, each counted once, less all that "
        "was spent from the first month recorded. To date. Version 2."
    )
    return Origin(
        _non_empty(
            [("Shows", shows), ("Formula", formula), ("In", looks), *windows, *sources, *lines]
        ),
        sql,
    )


def figure_origin(
    reader: Reader, key: str, *, platform: str = "", kpi: str = "", beside: OriginLines = ()
) -> Origin:
    """Return the origin of a picture or table of ABOUTS; `beside` are lines of this very one.

    `kpi` is a subject as `subject_of` gives it.
    """
    about = ABOUTS[key]
    subjects_read = {
        subject.format(platform=platform, kpi=kpi)
        for subject in about.reads
        if subject != "{kpi}" or kpi
    }
    read = {subject: files_text(reader, subject) for subject in sorted(subjects_read)}
    lines = [
        ("Shows", f"{about.what} Version {about.version}."),
        ("Formula", about.formula),
        ("Window", about.window),
        *beside,
        ("Assumes", about.assumes),
        *(
            (f"Files of {_kind(subject)}", text)
            for subject, text in read.items()
            if text != NO_FILE
        ),
    ]
    return Origin(_non_empty(lines), _sql(*about.sql) if about.sql else SCORES)


def _kind(subject: str) -> str:
    """Return a subject as a noun inside a line: 'usage of Teams', 'the KPI', 'cost'."""
    names = {"outcome": "KPIs", "record": "records", "interaction": "who works with whom"}
    if subject.startswith(("outcome:", "record:")):
        return "the KPI"
    return names.get(subject) or lower_first(subject_name(subject))


def _sql(file: str, *names: str) -> str:
    return "\n".join(statements(file)[name] for name in names)


def _factors(answer: Answer, account: RoundedAccount) -> list[str]:
    money, case = answer.money, answer.use_case.id
    return [
        f"{factor_words(one.name).lower()} "
        f"{factor_value(one, account.currency, account.cost_words(case, one.name))}"
        + ("" if one.name.startswith(COST) else f" ({source_words(one)})")
        for one in (() if isinstance(money, Refusal) else money.factors)
    ]


def _non_empty(lines: list[tuple[str, str]]) -> OriginLines:
    return tuple((name, text) for name, text in lines if text)


Origins = Mapping[str, Origin]
