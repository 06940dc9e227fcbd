"""Programme command: register, portfolio, stop list, and the other parts of its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import click

from signpost import clock
from signpost.answers.decisions import recheck
from signpost.cli._plain_text import indented_lines
from signpost.cli._shared import data_option, json_option, open_results, print_json
from signpost.cli._terminal import print_result
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.spend_costs import ADDABLE
from signpost.metrics.register.versions import promise_review
from signpost.presentation.json_values import to_json_value
from signpost.presentation.tables.tool_costs import platform_cost_object
from signpost.workspace.results import Results

_Part = Callable[[Results], object]


def register_part(results: Results) -> object:
    """Return each use case's promise, the verdict against it, and later edits."""
    answer_of = {answer.use_case.id: answer for answer in results.answers()}
    programme, edits = results.programme, results.promise_edits()
    return [
        {
            "use_case": case.id,
            "area": case.area,
            "stage": case.stage,
            "owner": case.owner,
            "locked_at": case.locked_at,
            "review_date": case.review_date,
            "review": promise_review(programme, case, answer_of[case.id].verdict, clock.today()),
            "edits_after_lock": [e for e in edits if e.after_lock and e.use_case == case.id],
        }
        for case in programme.use_cases
    ]


def portfolio_part(results: Results) -> object:
    """Return the account, its lines and sums, and the hours that collaborating takes in all."""
    return replace(results.portfolio(), working_time=results.working_time())


def white_glove_part(results: Results) -> object:
    """Return per use case the effects of white-glove, their persistence, and each kind's effect.

    Over who was a member when it began, where the roster says who that was.
    """
    recorded = results.recorded_programme()
    if isinstance(recorded, Refusal):
        return recorded
    return {
        answer.use_case.id: results.intervention_effects(answer.use_case.id)
        for answer in results.answers()
        if answer.panel is not None
    }


def contacts_part(results: Results) -> object:
    """Return the network of groups, and each group's role."""
    contacts = results.network()
    if isinstance(contacts, Refusal):
        return contacts
    return {"network": contacts, "roles": results.network_roles()}


def channels_part(results: Results) -> object:
    """Return questions and replies of each channel."""
    table = results.channels()
    return table if isinstance(table, Refusal) else results.channel_findings()


def costs_part(results: Results) -> object:
    """Return what platforms cost by month and group, what may be added, and break-even prices."""
    found = results.tool_costs()
    if isinstance(found, Refusal):
        return found
    prices = results.break_even_prices()
    return {
        "platforms": [platform_cost_object(cost) for cost in found],
        "may_be_added": sorted(sorted(pair) for pair in ADDABLE),
        "break_even_price_per_seat_and_month": prices,
        "charged_of_no_platform": results.costs_of_no_platform(),
    }


def decisions_part(results: Results) -> object:
    """Return every decision with its expected and seen value."""
    taken = results.decisions()
    answer_of = {answer.use_case.id: answer for answer in results.answers()} if taken else {}
    return [
        recheck(decision, answer_of[decision.use_case])
        if decision.use_case in answer_of
        else decision
        for decision in taken
    ]


def _by_use_case(ask: Callable[[Results, str], object]) -> _Part:
    return lambda results: {case.id: ask(results, case.id) for case in results.programme.use_cases}


PROGRAMME_PARTS: Mapping[str, _Part] = MappingProxyType(
    {
        "register": register_part,
        "portfolio": portfolio_part,
        "advice": lambda results: {one.use_case.id: one.advice for one in results.answers()},
        "premium": lambda results: dict(results.premiums()),
        "stop-list": Results.stop_list,
        "white-glove": white_glove_part,
        "spread": _by_use_case(Results.diffusion),
        "contacts": contacts_part,
        "channels": channels_part,
        "barriers": Results.barriers,
        "targets": Results.targets,
        "costs": costs_part,
        "goals": Results.purpose,
        "savings": Results.reported_savings,
        "decisions": decisions_part,
        "learnt": Results.lessons,
    }
)


@click.command("programme")
@click.argument("part", type=click.Choice(list(PROGRAMME_PARTS)))
@data_option
@json_option
@click.pass_context
def programme_command(context: click.Context, part: str, data: Path, as_json: bool) -> None:
    """One part of the programme: what its page shows, small groups withheld alike."""
    results = open_results(data)
    result, names = PROGRAMME_PARTS[part](results), results.group_names()
    if as_json:
        print_json(to_json_value(result, names))
    else:
        lines = indented_lines(to_json_value(result, names, data=False))
        print_result("\n".join(lines) or "Nothing here yet.")
    if isinstance(result, Refusal):
        context.exit(1)


COMMANDS = (programme_command,)
