"""Programme pages as tables and grids."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from signpost.answers.collaboration_premium import CollaborationPremium
from signpost.answers.stop_list import StopItem
from signpost.metrics.collaboration.diffusion import Diffusion
from signpost.metrics.interventions.barriers import STRONG_SCORE, BarrierMovement, BarrierScore
from signpost.metrics.interventions.by_kind import KindEffect
from signpost.metrics.interventions.effects import InterventionEffects
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.planning.opportunities import Opportunity, PilotProposal
from signpost.metrics.value.pricing import MoneyBand
from signpost.presentation.chart_data import ForestRow, HeatmapGrid
from signpost.presentation.formats import coarse, count, day, listed, money, money_range, number
from signpost.presentation.memo import memoised_by_identity
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.theme import CLAIMS, Mark
from signpost.presentation.words.catalogue import say
from signpost.presentation.words.effects import effect_change
from signpost.presentation.words.programme import (
    SURE,
    barrier_words,
    clear,
    kind_words,
    kinds_title,
    movement_words,
    spread_title,
    vague,
)
from signpost.presentation.words.verdicts import AREAS, chance, lower_first

_Names = Mapping[str, str]
NO_STRONG_BARRIER = f"Nothing: each barrier of {STRONG_SCORE:g} or more is being worked on."
ROOM = Mark("Opportunity, not an effect", "▲", "triangle-up", "green")
FREED = Mark("Freed a year", "◆", "diamond", "vermillion")


def band_words(band: MoneyBand | None, currency: str) -> str:
    """Return a band of money in words, '' where there is none."""
    if band is None:
        return ""
    if band[0] == band[2]:
        return money(band[1], currency)
    return f"{money(band[1], currency)} ({money_range(band[0], band[2], currency)})"


def rooms_table(rooms: Sequence[Opportunity], programme: Programme, names: _Names) -> pd.DataFrame:
    """Return one line per group and KPI with room, the most worth first."""
    cards = {card.id: card for card in programme.kpis}
    return pd.DataFrame(
        [
            (
                cards[room.kpi].label,
                names.get(room.group, room.group),
                AREAS.get(room.area, room.area),
                number(room.level),
                number(room.best),
                effect_change(room.room, cards[room.kpi].unit)
                if cards[room.kpi].better == "higher"
                else effect_change(-room.room, cards[room.kpi].unit),
                band_words(room.worth, programme.currency),
                room.readiness,
            )
            for room in rooms
        ],
        columns=[
            "KPI",
            "Group",
            "Area",
            "Now",
            "Best of its kind",
            "Room",
            "Worth a year if closed",
            "Ready?",
        ],
    )


def pilots_table(
    pilots: Sequence[PilotProposal], programme: Programme, names: _Names
) -> pd.DataFrame:
    """Return one line per pilot that could show whether the room can be closed."""
    cards = {card.id: card for card in programme.kpis}
    return pd.DataFrame(
        [
            (
                cards[pilot.kpi].label,
                ", ".join(names.get(g, g) for g in pilot.focus),
                f"{number(pilot.room)} {cards[pilot.kpi].unit}",
                f"{number(pilot.detectable)} {cards[pilot.kpi].unit}",
                "yes, if the checks pass" if pilot.provable else "no: too small to be seen",
                band_words(pilot.worth, programme.currency),
            )
            for pilot in pilots
        ],
        columns=[
            "KPI",
            "Begin with",
            "Room to the best of its kind",
            "Smallest change that half a year could show",
            "Would it show?",
            "Worth a year if closed",
        ],
    )


def barrier_grid(scores: Sequence[BarrierScore], names: _Names) -> HeatmapGrid:
    """Return the mean score per group and barrier; None where too few answered."""
    groups = sorted({score.group for score in scores}, key=lambda g: names.get(g, g))
    kinds = sorted({score.barrier for score in scores})
    cell = {(score.group, score.barrier): score.mean for score in scores}
    return HeatmapGrid(
        [names.get(g, g) for g in groups],
        [k.replace("_", " ") for k in kinds],
        [[cell.get((g, k)) for k in kinds] for g in groups],
    )


@memoised_by_identity
def strong_table(scores: Sequence[BarrierScore], names: _Names) -> pd.DataFrame:
    """Return one line per strong barrier without an intervention."""
    return pd.DataFrame(
        [
            (
                names.get(score.group, score.group),
                barrier_words(score.barrier),
                number(score.mean or 0.0, 1),
                score.answers,
                day(score.day),
            )
            for score in scores
        ],
        columns=["Group", "Barrier", "Score (1 to 5)", "Answers", "Asked"],
    )


@memoised_by_identity
def movement_table(movements: Sequence[BarrierMovement]) -> pd.DataFrame:
    """Return one line per barrier and kind of intervention meant for it."""
    return pd.DataFrame(
        [
            (
                barrier_words(movement.barrier),
                movement.kind.capitalize(),
                movement_words(movement),
                movement.groups,
            )
            for movement in movements
        ],
        columns=["Barrier", "What was done about it", "How it moved", "Groups"],
    )


def kinds_rows(effects: Sequence[KindEffect]) -> list[ForestRow]:
    """Return one forest row per kind with a bounded range, in points of adoption."""
    return [
        ForestRow(
            effect.kind.capitalize(),
            100 * effect.change.point,
            100 * effect.change.low,
            100 * effect.change.high,
            CLAIMS[_effect(effect)],
            note=count(effect.groups, "group"),
        )
        for effect in effects
        if effect.change is not None and not vague(effect)
    ]


def _effect(effect: KindEffect) -> str:
    if not clear(effect) or effect.change is None:
        return "unclear"
    return "better" if effect.change.low > 0 else "worse"


@memoised_by_identity
def kinds_table(effects: Sequence[KindEffect]) -> pd.DataFrame:
    """Return one line per kind of intervention: its effect."""
    return pd.DataFrame(
        [
            (effect.kind.capitalize(), kind_words(effect), effect.groups, effect.crowded)
            for effect in effects
        ],
        columns=[
            "What was done",
            "Adoption, beyond groups left alone",
            "Groups",
            "Groups where something else began too",
        ],
    )


def stop_name(item: StopItem, report: BoardReport, names: _Names) -> str:
    """Return the name of what to stop: the use case, the group, or both."""
    parts = (report.label(item.use_case), names.get(item.group or "", ""))
    return ": ".join(part for part in parts if part)


def stops_table(items: Sequence[StopItem], report: BoardReport, names: _Names) -> pd.DataFrame:
    """Return one line per thing to stop: reason, amount freed, sureness."""
    currency = report.portfolio.currency
    return pd.DataFrame(
        [
            (
                _stop_text(item, report, names),
                say(item.why, names),
                band_words(item.money, currency),
                hours_words(item.hours),
                _so_far(item, report),
                SURE[item.sure],
            )
            for item in items
        ],
        columns=[
            "What",
            "Why",
            "Money freed a year",
            "Hours freed a year",
            "Net value to date",
            "How sure",
        ],
    )


def _so_far(item: StopItem, report: BoardReport) -> str:
    """Return what the account has of a use case that is to be stopped."""
    if item.what != "use case":
        return ""
    return report.account.words(report.account.point(item.use_case, "net"))


def _stop_text(item: StopItem, report: BoardReport, names: _Names) -> str:
    kind = "" if item.use_case else f"{item.what.capitalize()}: "
    return f"{kind}{stop_name(item, report, names)}"


def hours_words(band: MoneyBand | None) -> str:
    """Return hours with their range in words; counted hours have none."""
    if band is None:
        return ""
    if band[0] == band[2]:
        return number(band[1], 0)
    low, point, high = (number(coarse(end), 0) for end in band)
    return f"{point} ({low} to {high})"


@memoised_by_identity
def premium_gaps(
    premiums: Sequence[tuple[str, CollaborationPremium | Refusal]], report: BoardReport
) -> tuple[str, ...]:
    """Return the use cases without a premium, by reason, in words."""
    why: dict[str, list[str]] = {}
    for use_case, item in premiums:
        if isinstance(item, Refusal):
            why.setdefault(say(item.reason, report.kpi_names), []).append(report.label(use_case))
    return tuple(f"{listed(names, most=8)}: {lower_first(reason)}" for reason, names in why.items())


def premium_table(
    premiums: Sequence[tuple[str, CollaborationPremium | Refusal]], report: BoardReport
) -> pd.DataFrame:
    """Return one line per use case: return, cost, time, the rest."""
    account, currency = report.account, report.account.currency
    rows = []
    for use_case, item in premiums:
        if isinstance(item, Refusal):
            continue
        time = -account.point(use_case, "working time")
        left = account.point(use_case, "net")
        spent = account.point(use_case, "cost") - max(time, 0.0)
        bands = {
            "left": (left, item.premium),
            "return": (left + spent + time, item.returns),
            "spent": (spent, item.opportunity),
            "time": (time, item.collaboration),
        }
        words = {
            name: _with_range(account.words(point), band, currency)
            for name, (point, band) in bands.items()
        }
        odds = f"chance that anything is left {chance(item.chance)}"
        low, hours, high = item.hours
        span = f"{number(coarse(low), 0)} to {number(coarse(high), 0)}"
        time_words = f"{words['time']}; {number(hours, 0)} hours ({span})"
        rows.append(
            (
                report.label(use_case),
                f"{words['left']}; {odds}",
                words["return"],
                words["spent"],
                time_words,
            )
        )
    return pd.DataFrame(
        rows, columns=["To date", "What is left", "Return", "Money it takes", "Time it takes"]
    )


def _with_range(words: str, band: MoneyBand, currency: str) -> str:
    if math.isclose(band[0], band[2]):
        return words
    return f"{words} ({money_range(band[0], band[2], currency)})"


def helped_title(
    effects: InterventionEffects | Refusal, spread: Diffusion | Refusal, platform: str
) -> str:
    """Return what raised adoption; where nothing clearly did, whether it spreads."""
    if not isinstance(effects, Refusal) and not isinstance(effects.by_kind, Refusal):
        title = kinds_title(effects.by_kind, platform)
        if title:
            return title
    if isinstance(spread, Refusal):
        return "What helped people to use it"
    return spread_title(spread, platform)


def room_rows(
    rooms: Sequence[Opportunity], programme: Programme, names: _Names, most: int = 12
) -> list[ForestRow]:
    """Return the rooms that are priced, the most worth first, as rows of a forest."""
    cards = {card.id: card.label for card in programme.kpis}
    return [
        ForestRow(
            names.get(room.group, room.group),
            room.worth[1],
            room.worth[0],
            room.worth[2],
            ROOM,
            note=cards[room.kpi].lower(),
            value_text=money(room.worth[1], programme.currency),
        )
        for room in [room for room in rooms if room.worth is not None][:most]
        if room.worth is not None
    ]


def freed_rows(items: Sequence[StopItem], report: BoardReport, names: _Names) -> list[ForestRow]:
    """Return what stopping each item frees a year, in the order of the list, as rows."""
    currency = report.portfolio.currency
    return [
        ForestRow(
            _stop_text(item, report, names),
            item.money[1],
            item.money[0],
            item.money[2],
            FREED,
            value_text=money(item.money[1], currency),
        )
        for item in items
        if item.money is not None
    ]
