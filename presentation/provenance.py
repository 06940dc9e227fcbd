"""Provenance of a number: definition, window, formula, files, SQL and assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from signpost.answers.answer import Answer
from signpost.metrics.causal.verdict import ANSWERS, Rule
from signpost.metrics.interventions.barriers import SURVEY_ANSWERS
from signpost.metrics.model.adoption_metrics import metric_named
from signpost.metrics.model.schema import Kpi
from signpost.metrics.model.sql_files import sql_literal, statements
from signpost.metrics.model.types import MoneyEstimate, Panel, Refusal
from signpost.metrics.value.account import AccountLine
from signpost.metrics.value.costs import COST, GUARDRAIL
from signpost.metrics.value.factors import TAIL
from signpost.metrics.value.pricing import MONEY_DRAWS
from signpost.presentation.data_coverage import subject_name
from signpost.presentation.formats import count, listed, period
from signpost.presentation.loaded_files import NO_FILE, LoadedFile, files_text, loaded_files
from signpost.presentation.provenance_text import ABOUTS
from signpost.presentation.rounded_account import RoundedAccount, side_of
from signpost.presentation.theme import GRADES
from signpost.presentation.words.methods import assumption, short_name, starts
from signpost.presentation.words.money import factor_value, factor_words, source_words
from signpost.presentation.words.verdicts import lower_first
from signpost.warehouse import Reader

_MEANS = {
    "good": "the range leaves out no change, the change is worth having and no check failed",
    "bad": "the same, in the bad direction",
    "small": "the range leaves out every change worth having",
}
"""What each rule of the verdict asks that ends in an answer."""
OriginLines = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FigureRows:
    """Statements and rows of a figure, worked out when somebody looks."""

    statements: Callable[[], tuple[str, ...]]
    """Each with its values, to be run as it stands on the data file of this version."""
    table: Callable[[], pd.DataFrame] | None = None
    """What the statements give, as it may be shown."""


@dataclass(frozen=True)
class Origin:
    """Origin of one number; `lines` are label and text, `sql` is the statement without values."""

    lines: OriginLines
    sql: str = ""
    files: tuple[LoadedFile, ...] = ()
    rows: FigureRows | None = field(default=None, compare=False)


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
        ("Window", "" if answer.panel is None else panel_span(answer.panel)),
        ("Formula", _ratio(kpi) if kpi else ""),
        ("Files", files_text(reader, subject)),
    ]
    if evidence.estimates:
        head = evidence.estimates[0]
        lines.append(
            (
                "Method",
                f"{short_name(head.method)}: {count(head.n_groups, 'group')}"
                f"{starts(head.n_starts)}",
            )
        )
        lines.append(("Assumes", assumption(head.method)))
    lines.append(("Questions asked", f"{evidence.looks}; the interval is widened for them"))
    files = loaded_files(reader, [subject])
    return Origin(_non_empty(lines), statements("panel/panel.sql")["outcome"], files)


def _ratio(kpi: Kpi) -> str:
    if kpi.per == 1:
        return f"numerator / denominator, in {kpi.unit}"
    return f"numerator / denominator × {kpi.per:,.0f}, in {kpi.unit}"


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
            (
                "Coded",
                "where an exact count could tell of a few people, a range is published in its "
                "place: the statement gives the exact count, the table the published one",
            ),
        ]
    names = (
        ("used", "member", "did", metric)
        if card and card.from_facts
        else ("used", "member", metric)
    )
    sql = _sql("adoption/adoption.sql", *names) if card else ""
    return Origin(_non_empty(lines), sql, loaded_files(reader, [f"usage:{platform}"]))


def verdicts_origin(answers: tuple[Answer, ...]) -> Origin:
    """Return the origin of the count of use cases that work: the rule, each verdict."""
    lines = [
        ("Rule", "; ".join(map(_rule_text, ANSWERS)) + "; else cannot tell yet"),
        *(
            (
                answer.use_case.label,
                "; ".join(
                    (GRADES[answer.verdict.grade].word.lower(), panel_span(answer.panel))
                    if answer.panel
                    else (GRADES[answer.verdict.grade].word.lower(),)
                ),
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
        ("Use cases with a verdict", listed(decidable, most=12) or "none"),
        (
            "Share that worked",
            "those that work / those with a verdict; the range holds nine times in ten (Jeffreys)",
        ),
        (
            "Shrinkage-adjusted",
            "each benefit drawn towards zero by the share of its square that "
            "its own uncertainty explains (James and Stein), then added up",
        ),
        ("Assumes", "what was tried so far is like what will be tried"),
    ]
    return Origin(_non_empty(lines))


MONEY_PARTS = {
    "net": "Benefit less harm of the effects that may be claimed, each counted once, less all that "
    "was spent from the first month recorded.",
    "benefit": "Effects that may be claimed and are a gain, each counted once, and working time "
    "that was saved.",
    "harm": "Effects that may be claimed and are a loss, and priced guardrails that got worse.",
    "cost": "All that was spent from the first month recorded, whether it worked or not, and the "
    "working time it took.",
    "chance": "In how many draws benefit exceeds harm and cost together.",
}
_EFFECT = (
    "effect × volume exposed × worth of one unit × share due to it × share that turns into money"
)
_FORMULAS = {
    "net": f"for each use case: {_EFFECT}, less its cost; added up",
    "benefit": f"for each use case with a gain: {_EFFECT}; added up",
    "harm": f"for each use case with a loss: {_EFFECT}, and guardrails that got worse; added up",
    "cost": "own cost + share of common cost + extra working time × hourly rate; added up",
    "chance": "draws with a net value above 0 / all draws",
}


def money_origin(
    reader: Reader, answers: tuple[Answer, ...], account: RoundedAccount, part: str = "net"
) -> Origin:
    """Return the origin of one amount of the account: its assumptions, with source and owner.

    `part`: net, benefit, harm, cost or chance.
    """
    priced = [answer for answer in answers if isinstance(answer.money, MoneyEstimate)]
    ends = f"{100 * TAIL:.0f}th and {100 * (1 - TAIL):.0f}th"
    looks = (
        f"{account.currency}; expected values over {MONEY_DRAWS:,} draws, which add up, with the "
        f"{ends} percentile; ranges in parentheses hold nine times in ten"
    )
    windows = [("Window", panel_span(answer.panel)) for answer in priced[:1]]
    read: dict[str, list[str]] = {}
    if part not in ("benefit", "harm"):
        read[files_text(reader, "cost")] = ["cost"]
    for answer in priced if part != "cost" else ():
        read.setdefault(files_text(reader, subject_of(answer)), []).append(answer.use_case.label)
    sources = [(f"Files of {listed(names)}", text) for text, names in read.items()]
    lines = [
        (answer.use_case.label, listed(_factors(answer, account, part), most=12))
        for answer in priced
    ]
    shows = f"{MONEY_PARTS[part]} To date. Version 2."
    head = [("Shows", shows), ("Formula", _FORMULAS[part]), ("In", looks)]
    subjects = ["cost"] if part == "cost" else ["cost", *map(subject_of, priced)]
    return Origin(
        _non_empty([*head, *windows, *sources, *lines]),
        statements("panel/panel.sql")["outcome"],
        loaded_files(reader, subjects),
    )


def account_statement(lines: Sequence[AccountLine]) -> str:
    """Return the lines of the account that are counted as a statement that adds them up.

    Forecast lines are added up by use case.
    """
    forecast = [line for line in lines if line.status == "forecast"]
    shown = forecast or [line for line in lines if line.counted]
    if not shown:
        return ""
    rows = ",\n".join(
        f"  ({sql_literal(line.use_case)}, {sql_literal(line.kind)}, "
        f"{sql_literal(side_of(line))}, {line.amount[1]:.2f})"
        for line in shown
    )
    source = f"from (values\n{rows}\n) as line(use_case, kind, side, amount)"
    if forecast:
        return (
            "-- a year of each next step: expected values over all draws\n"
            f"select use_case, sum(amount) as a_year\n{source}\ngroup by use_case;"
        )
    return f"-- the lines that are counted: expected values over all draws\n{_SUMS}{source};"


_SUMS = """select sum(amount) as net,
       coalesce(sum(amount) filter (side = 'benefit'), 0) as benefit,
       coalesce(-sum(amount) filter (side = 'harm'), 0) as harm,
       coalesce(-sum(amount) filter (side = 'cost'), 0) as cost
"""


def account_frame(lines: Iterable[AccountLine], names: Mapping[str, str]) -> pd.DataFrame:
    """Return the lines of the account as a table of figures; `names`: use case -> its label."""
    rows = [
        (
            names.get(line.use_case, line.use_case),
            line.kind,
            line.status,
            line.counted,
            *(round(end, 2) for end in line.amount),
            line.per,
        )
        for line in lines
    ]
    columns = ["use_case", "kind", "status", "counted", "low", "expected", "high", "per"]
    return pd.DataFrame(rows, columns=columns)


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
    sql = _sql(*about.sql) if about.sql else SURVEY_ANSWERS
    return Origin(_non_empty(lines), sql, loaded_files(reader, sorted(subjects_read)))


def _kind(subject: str) -> str:
    """Return a subject as a noun inside a line: 'usage of Teams', 'the KPI', 'cost'."""
    names = {"outcome": "KPIs", "record": "records", "interaction": "who works with whom"}
    if subject.startswith(("outcome:", "record:")):
        return "the KPI"
    return names.get(subject) or lower_first(subject_name(subject))


def _sql(file: str, *names: str) -> str:
    return "\n".join(statements(file)[name] for name in names)


def _factors(answer: Answer, account: RoundedAccount, part: str = "net") -> list[str]:
    money, case = answer.money, answer.use_case.id
    if isinstance(money, Refusal):
        return []
    effect = [one for one in money.factors if not one.name.startswith(COST)]
    costs = [one for one in money.factors if one.name.startswith(COST)]
    worse = [one for one in costs if one.name.startswith(GUARDRAIL)]
    gains = account.point(case, "benefit line") > 0
    shown = {
        "benefit": effect if gains else [],
        "harm": [*([] if gains or not account.point(case, "harm line") else effect), *worse],
        "cost": [one for one in costs if one not in worse],
    }.get(part, [*effect, *costs])
    return [
        f"{factor_words(one.name).lower()} "
        f"{factor_value(one, account.currency, account.cost_words(case, one.name))}"
        + ("" if one.name.startswith(COST) else f" ({source_words(one)})")
        for one in shown
    ]


def _non_empty(lines: list[tuple[str, str]]) -> OriginLines:
    return tuple((name, text) for name, text in lines if text)


Origins = Mapping[str, Origin]
