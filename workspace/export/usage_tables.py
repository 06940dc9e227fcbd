"""Tables of groups and of use: adoption as it is published, targets, cost of platforms, ties."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.group_hierarchy import TABLES
from signpost.metrics.value.tool_costs import GroupCost, PlatformCost, PublishedCount
from signpost.presentation.words.catalogue import names_of, say
from signpost.warehouse import WarehouseError
from signpost.workspace.export.table import ExportTable, band_cells, cells_of, columns
from signpost.workspace.results import Results

_Rows = Iterator[Mapping[str, object]]


def _groups(results: Results) -> _Rows:
    for one in results.group_tree().positions:
        yield {"group_id": one.group, **cells_of(one)}


def _adoption(results: Results) -> _Rows:
    for platform, card, by in itertools.product(results.platforms(), CATALOGUE, TABLES):
        for window in card.windows:
            key = {"platform": platform, "metric": card.id, "window": window, "by": by}
            try:
                table = results.adoption(platform=platform, metric=card.id, window=window, by=by)
            except WarehouseError:
                continue  # the platform does not deliver what the metric counts
            for row in table.to_dict("records"):
                yield {**{str(name): value for name, value in row.items()}, **key}


def _targets(results: Results) -> _Rows:
    for one in results.targets():
        target = one.target
        yield {
            **cells_of(one),
            "group_id": group_key(target.group),
            "platform": target.platform,
            "metric": target.metric,
            "by": target.by,
            "owner": target.owner,
            "target": target.value,
        }


def _costs(results: Results) -> _Rows:
    found = results.tool_costs()
    if isinstance(found, Refusal):
        return
    for cost in found:
        for month, row in cost.rows:
            yield {**_cost_row(row, cost), "month": month}


def _cost_row(row: GroupCost, cost: PlatformCost) -> dict[str, object]:
    spent = row.metered
    return {
        "platform": cost.platform,
        "group_id": row.group_id,
        "group": row.group,
        **_people("seats", row.seats),
        **_people("active", row.active),
        "seat_money": row.seat_money[1] if row.seat_money else None,
        "idle_seat_money": row.idle_money[1] if row.idle_money else None,
        "currency": cost.currency,
        "metered_net": spent.net_amount if spent else None,
        "metered_list": spent.list_amount if spent else None,
        "metered_reported": spent.reported if spent else None,
        "metered_currency": spent.currency if spent else None,
    }


def _people(name: str, people: PublishedCount | None) -> dict[str, object]:
    if people is None:
        return {}
    return {name: people.shown, f"{name}_low": people.low, f"{name}_high": people.high}


def _ties(results: Results) -> _Rows:
    found = results.network() if results.sees_all_groups else None
    if found is None or isinstance(found, Refusal):
        return
    for (i, one), (j, other) in itertools.product(enumerate(found.groups), repeat=2):
        yield {"group_id": one, "with_group_id": other, "share": float(found.share[i, j])}


def _roles(results: Results) -> _Rows:
    if results.sees_all_groups:
        for role in results.network_roles():
            yield {**cells_of(role), "group_id": role.group}


def _barriers(results: Results) -> _Rows:
    if results.sees_all_groups:
        found = results.barriers()
        for score in found.scores:
            open_one = score in found.unanswered
            yield {**cells_of(score), "group_id": score.group, "unaddressed": open_one}


def _decisions(results: Results) -> _Rows:
    if results.sees_all_groups:
        for one in results.decisions():
            yield {**cells_of(one), "decision": one.number, "group_id": one.group}


def _stop_list(results: Results) -> _Rows:
    names = results.group_names()
    for item in results.stop_list():
        yield {
            **cells_of(item),
            **band_cells("money", item.money),
            **band_cells("hours", item.hours),
            "group_id": item.group,
            "why": say(item.why, names_of(results.programme, names)),
        }


USAGE_TABLES = (
    ExportTable(
        "groups",
        "The groups and the parts of the organisation they belong to.",
        ("group_id",),
        columns("""
            group_id text
            label text
            parent text id of the group above, or `none`
            area text
        """),
        _groups,
    ),
    ExportTable(
        "adoption",
        "Every adoption table, by group, parent, area and of all.",
        ("platform", "metric", "window", "by", "group_id", "period"),
        columns("""
            platform text
            metric text
            window text week, month
            by text group, parent, area, all
            group_id text
            group text its label
            period text
            numerator number
            denominator number
            value number numerator / denominator
            withheld boolean a small group, or one that would give a small one away
            coded text the range of the numerator where it is about nearly nobody or everybody
            denominator_coded text
            waits boolean a correction somewhere is about too few people so far
        """),
        _adoption,
    ),
    ExportTable(
        "targets",
        "Adoption targets and where they stand.",
        ("group_id", "platform", "metric", "by"),
        columns("""
            group_id text
            platform text
            metric text
            by text ISO day
            target number share 0-1
            owner text
            status text
            why text
            window text
            period text the newest complete one
            value number
            pace number share per period
            needed number share per period
        """),
        _targets,
    ),
    ExportTable(
        "costs",
        "What platforms cost by month and group; seats and metered use are two payments.",
        ("platform", "month", "group_id"),
        columns("""
            platform text
            month text
            group_id text empty: everybody
            group text
            seats number
            seats_low number
            seats_high number
            active number
            active_low number
            active_high number
            seat_money number
            idle_seat_money number
            currency text of seats
            metered_net number to be paid, by the bills
            metered_list number
            metered_reported number counted by the platform itself: no bill
            metered_currency text
        """),
        _costs,
    ),
    ExportTable(
        "ties",
        "The share of a group's work that is with another group, of the last three months.",
        ("group_id", "with_group_id"),
        columns("""
            group_id text
            with_group_id text
            share number 0-1; empty where none is known
        """),
        _ties,
    ),
    ExportTable(
        "network_roles",
        "Each group's place in the network.",
        ("group_id",),
        columns("""
            group_id text
            role text bridge, isolated, connected, not known
            outside number share of its work that is with other groups
            partners integer
            through number share of other pairs whose closest way leads through it
        """),
        _roles,
    ),
    ExportTable(
        "barriers",
        "Barriers by group and survey; empty where too few answered.",
        ("group_id", "barrier", "day"),
        columns("""
            group_id text
            barrier text
            day text ISO day
            mean number 1 (no barrier) to 5 (strong)
            answers integer
            unaddressed boolean strong, and nobody works on it
        """),
        _barriers,
    ),
    ExportTable(
        "decisions",
        "Decisions taken.",
        ("decision",),
        columns("""
            decision integer its number
            use_case text
            group_id text
            verdict text
            what text
            why text
            expected number money a year
            owner text
            decided_at text
            recheck text ISO day
        """),
        _decisions,
    ),
    ExportTable(
        "stop_list",
        "What to stop, or to have no more of.",
        ("what", "use_case", "group_id"),
        columns("""
            what text use case, group, more adoption, channel, meetings
            use_case text empty for a channel or a group's meetings
            group_id text
            why text
            money_low number freed a year, the hours at the hourly rate included
            money number
            money_high number
            hours_low number freed a year
            hours number
            hours_high number
            sure text strong, moderate, suggestive; observed: counted
        """),
        _stop_list,
    ),
)
