"""BoardReport: the content of the Answer page, the deck, the HTML and the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from signpost.answers.answer import Answer
from signpost.metrics.causal.multiplicity import adjust_p_values
from signpost.metrics.model.types import Grade, Refusal
from signpost.metrics.value.portfolio import NotCounted, Portfolio
from signpost.metrics.value.pricing import MoneyBand
from signpost.metrics.value.tool_costs import PlatformCost
from signpost.presentation.formats import count, listed, number
from signpost.presentation.reports.case import CaseBrief, case_brief
from signpost.presentation.reports.number import Number
from signpost.presentation.rounded_account import ALL, RoundedAccount, RoundedMoney, round_account
from signpost.presentation.tables.tool_costs import price_frame
from signpost.presentation.theme import GRADES
from signpost.presentation.words import verdicts
from signpost.presentation.words.catalogue import Names, say

_ORDER: tuple[Grade, ...] = ("works", "harmful", "no_worthwhile_effect", "cannot_tell")


@dataclass(frozen=True)
class Stamp:
    """Version and age of the data of a report."""

    version: int
    organisation: str
    data_until: str
    loaded: str
    sources: int
    smallest_group: int
    data_from: str = ""

    @property
    def period(self) -> str:
        """Return from when until when there is data."""
        return f"data from {self.data_from} to {self.data_until}" if self.data_from else "no data"

    @property
    def line(self) -> str:
        """Return the stamp in one line."""
        return (
            f"Data until {self.data_until} · last loaded {self.loaded} · "
            f"{count(self.sources, 'file')} in force · groups under {self.smallest_group} people "
            f"are not shown · version {self.version}"
        )


@dataclass(frozen=True)
class BoardReport:
    """The programme on one page."""

    title: str
    below: str
    sure: str
    because: tuple[str, ...]
    net: Number
    working: Number
    cases: tuple[CaseBrief, ...]
    caveats: tuple[str, ...]
    portfolio: Portfolio
    account: RoundedAccount
    stamp: Stamp
    costs: tuple[PlatformCost, ...] = ()
    """What each platform costs; empty on pages, which have one of their own."""
    seat_prices: Mapping[str, MoneyBand | Refusal] = field(default_factory=dict)
    """Use case -> the price of a seat and month at which it breaks even; as `costs`."""

    @property
    def total(self) -> RoundedMoney | None:
        """The sums over all use cases as they are shown."""
        return self.account.money(ALL, self.portfolio)

    @property
    def price_table(self) -> pd.DataFrame:
        """Return one line per use case: what a seat may cost a month."""
        labels = {case.id: case.label for case in self.cases}
        return price_frame(self.seat_prices, labels, self.account.currency)

    @property
    def by_grade(self) -> str:
        """The use cases of each verdict in one line, and what got worse by those that work."""
        parts = []
        for grade in _ORDER:
            labels = [case.label for case in self.cases if case.grade == grade]
            if labels:
                parts.append(f"{GRADES[grade].word}: {listed(labels, most=4)}.")
        return " ".join((*parts, *worsened_guardrails(self.cases)))

    @property
    def first_case(self) -> CaseBrief | None:
        """The use case that pages open with and reports picture; None where there is none."""
        return most_at_stake(self.cases) if self.cases else None

    def numbers(self) -> tuple[Number, ...]:
        """Return the numbers on top of a report, the last two about its first use case."""
        first = self.first_case
        return (self.net, self.working, *((first.active, first.effect) if first else ()))

    def programme_numbers(self) -> tuple[Number, ...]:
        """Return the numbers of the whole programme: net value, its chance, verdicts."""
        odds = money_parts(self.portfolio, self.total)[-1:]
        return (self.net, *odds, self.working)

    def by_money(self) -> tuple[CaseBrief, ...]:
        """Return the use cases by the yearly value of their next step, the most first."""
        return tuple(sorted(self.cases, key=lambda case: -case.next.worth))

    def money_numbers(self) -> tuple[Number, ...]:
        """Return net value, benefit, cost and the chance of paying back."""
        return (self.net, *money_parts(self.portfolio, self.total))

    @property
    def kpi_names(self) -> Names:
        """Return the labels of groups and KPIs that findings name."""
        return self.cases[0].labels if self.cases else {}

    def label(self, use_case: str) -> str:
        """Return a use case's name."""
        return next((case.label for case in self.cases if case.id == use_case), use_case)


def build_board(
    answers: Sequence[Answer],
    portfolio: Portfolio,
    stamp: Stamp,
    names: Mapping[str, str],
    active: Mapping[str, Number],
) -> BoardReport:
    """Return the report of all answers; use cases that work come first, then harmful ones.

    `names`: group id -> the label people know. `active`: use case -> adoption of its platform.
    """
    account = round_account(portfolio)
    money = {
        one.use_case: account.money(one.use_case, one) for one in portfolio.use_cases if one.told
    }
    briefs = (
        case_brief(one, names, active[one.use_case.id], money.get(one.use_case.id))
        for one in answers
    )
    cases = tuple(sorted(briefs, key=_rank))
    return BoardReport(
        title=_headline(portfolio),
        below=claim_words(most_at_stake(cases)) if cases else "",
        sure=_sureness(portfolio),
        because=reasons(portfolio, cases),
        net=net_number(portfolio, account.money(ALL, portfolio)),
        working=working_number(portfolio),
        cases=cases,
        caveats=caveats(portfolio, cases, account),
        portfolio=portfolio,
        account=account,
        stamp=stamp,
    )


def most_at_stake(cases: Sequence[CaseBrief]) -> CaseBrief:
    """Return the use case whose net value to date is farthest from zero; there must be one."""
    return max(cases, key=lambda case: case.stake)


def claim_words(case: CaseBrief) -> str:
    """Return a use case and its claim."""
    return f"{case.label}: {verdicts.lower_first(case.claim)}"


def _rank(case: CaseBrief) -> tuple[int, int, str]:
    strength = ("strong", "moderate", "suggestive", None).index(case.strength)
    return _ORDER.index(case.grade), strength, case.label


def _headline(portfolio: Portfolio) -> str:
    """Return the answer to the sponsor's question in one sentence."""
    if not sum(portfolio.grades.values()):
        return "No use case is written down yet"
    tail = working_words(portfolio)
    if isinstance(portfolio.net, Refusal) or not portfolio.counted:
        return f"Not known yet whether it pays back: {tail}"
    low, point, high = portfolio.net
    if low > 0:
        return f"Yes, it is paying back: {tail}"
    if high < 0:
        return f"No, it costs more than it brings so far: {tail}"
    side = "Probably paying back" if point > 0 else "Probably not paying back yet"
    return f"{side}, but not for certain: {tail}"


def working_words(portfolio: Portfolio) -> str:
    """Return how many use cases work, and how many do harm, in words."""
    grades, total = portfolio.grades, sum(portfolio.grades.values())
    works, harms = grades["works"], grades["harmful"]
    text = f"{works} of {count(total, 'use case')} {'works' if 1 in (works, total) else 'work'}"
    return f"{text} and {harms} {'does' if harms == 1 else 'do'} harm" if harms else text


def _sureness(portfolio: Portfolio) -> str:
    """Return how sure the answer is, as a chance."""
    if portfolio.chance_pays_back is None:
        return "not known"
    return f"{verdicts.chance(portfolio.chance_pays_back)} that it pays back"


def reasons(portfolio: Portfolio, cases: Sequence[CaseBrief]) -> tuple[str, ...]:
    """Return what the sureness rests on."""
    sentences = [f"{case.label}: {verdicts.lower_first(case.short)}." for case in cases]
    return (*sentences, *worsened_guardrails(cases), *by_chance(portfolio, cases))


def worsened_guardrails(cases: Sequence[CaseBrief]) -> tuple[str, ...]:
    """Return which use cases work at the expense of something that must not get worse."""
    return tuple(
        f"{case.label} makes a guardrail worse: {listed(list(case.worsened), most=4)}."
        for case in cases
        if case.grade == "works" and case.worsened
    )


def by_chance(portfolio: Portfolio, cases: Sequence[CaseBrief]) -> tuple[str, ...]:
    """Return how many findings chance alone would give, and how many stand after adjustment."""
    if portfolio.looks < 2:
        return ()
    questions = (
        f"{portfolio.looks} questions are asked of this data; with nothing behind them, about "
        f"{number(portfolio.by_chance, 1)} would look like a finding by chance. Each range is "
        "widened for all of them; that of a draft for one more, its own."
    )
    adjusted = adjust_p_values(tuple(case.answer.evidence for case in cases))
    if not adjusted.found:
        return (questions,)
    return (
        questions,
        f"Of {count(adjusted.found, 'finding')} looked at alone, {sum(adjusted.stands)} "
        f"{'stands' if sum(adjusted.stands) == 1 else 'stand'} when all are looked at together.",
    )


COUNTED = (
    "Counted to date: the effect of each use case whose verdict may claim it, once; harm; and all "
    "that was spent, whether it worked or not, from the first month recorded."
)
"""The rule of the account: what is in the net value."""
FORECAST = (
    "Not in the account to date: what each step should bring, or stopping free, in a year. Steps "
    "are decided one by one, so they are not added up."
)


def net_number(portfolio: Portfolio, shown: RoundedMoney | None) -> Number:
    """Return the net value over all use cases."""
    explained = (
        f"Benefit less harm less cost. {COUNTED} The range holds the true value nine times in "
        "ten, if the assumptions under Value hold."
    )
    label = "Net value to date"
    if isinstance(portfolio.net, Refusal) or shown is None:
        reason = say(portfolio.net.reason) if isinstance(portfolio.net, Refusal) else ""
        return Number("net", label, "not known", reason, explained)
    return _money_number("net", label, shown, explained)


def _money_number(key: str, label: str, shown: RoundedMoney, explained: str) -> Number:
    low, point, high = shown.bands[key]
    words, span = shown.words(key), shown.span(key)
    return Number(key, label, words, span, explained, point, low, high, shown.currency)


def money_parts(portfolio: Portfolio, shown: RoundedMoney | None) -> tuple[Number, ...]:
    """Return benefit, harm, cost and the chance that the first exceeds the others."""
    if shown is None:
        return ()
    why = {
        "benefit": "What may be claimed, once each.",
        "harm": "What use cases that do harm cost, and guardrails that got worse.",
        "cost": "All that was spent, working time included.",
    }
    held = "The range holds the true value nine times in ten."
    bands = [
        _money_number(key, f"{key.capitalize()} to date", shown, f"{why[key]} {held}")
        for key in why
    ]
    share = portfolio.chance_pays_back
    odds = Number(
        "chance",
        "Chance that it pays back",
        verdicts.chance(share),
        "so far, all together",
        "In how many of 50,000 draws of all effects and assumptions benefit exceeds harm and cost.",
        share,
    )
    return (*bands, odds)


def working_number(portfolio: Portfolio) -> Number:
    """Return how many use cases work, and the grades of the others."""
    grades, total = portfolio.grades, sum(portfolio.grades.values())
    others = [
        f"{grades[grade]} {GRADES[grade].word.lower()}" for grade in _ORDER[1:] if grades[grade]
    ]
    return Number(
        "working",
        "Use cases that work",
        f"{grades['works']} of {total}",
        listed(others),
        "A use case works when its interval excludes no change, the change is worth having, and "
        "no check failed. Evidence shows each of them.",
        float(grades["works"]),
        None,
        None,
        "use cases",
    )


def caveats(
    portfolio: Portfolio, cases: Sequence[CaseBrief], account: RoundedAccount
) -> tuple[str, ...]:
    """List what the answer does not cover."""
    known = {case.id: case for case in cases}
    left = [
        f"{known[one.use_case].label}: {not_counted_words(one, known[one.use_case], account)}"
        for one in portfolio.not_counted
    ]
    gaps = [
        f"{verdicts.AREAS[area.area]}: {verdicts.lower_first(area.gap)}"
        for area in portfolio.areas
        if area.gap
    ]
    return tuple(verdicts.sentence(text) for text in (*left, *gaps))


def not_counted_words(one: NotCounted, case: CaseBrief, account: RoundedAccount) -> str:
    """Return why a use case's benefit is not counted, and what it cost, which is."""
    spent = account.point(case.id, "cost")
    cost = f" Its cost of {account.words(spent)} is counted." if spent else ""
    reason = verdicts.lower_first(case.say(one.reason)).rstrip(".")
    return f"benefit not counted ({reason}).{cost}"
