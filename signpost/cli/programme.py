"""The programme from the terminal: register, portfolio, stop list, and what else its pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import click

from signpost.answers.answer import Answer
from signpost.answers.collaboration_premium import collaboration_premium
from signpost.answers.decisions import decisions, lessons_library, recheck
from signpost.answers.redaction import redacted_diffusion
from signpost.answers.stop_list import stop_list_of
from signpost.cli._plain_text import plain_text
from signpost.cli._shared import data_option, json_option, open_data, print_json, programme_of
from signpost.cli._terminal import print_result
from signpost.metrics.adoption.targets import target_statuses
from signpost.metrics.collaboration.channels import channel_table, channels
from signpost.metrics.collaboration.network import network, network_roles
from signpost.metrics.interventions.barriers import (
    barrier_movements,
    barrier_scores,
    unaddressed_barriers,
)
from signpost.metrics.interventions.effects import intervention_effects
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.recorded_events import with_recorded
from signpost.metrics.register.versions import programme_history, promise_edits, promise_review
from signpost.metrics.value.portfolio import portfolio_summary
from signpost.presentation.json_values import to_json_value
from signpost.warehouse import Warehouse
from signpost.workspace.answer_store import stored_answers

_Part = Callable[[Warehouse, Programme], object]


def register_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return each use case's promise and the verdict against it, and what was edited later."""
    found = {one.use_case.id: one for one in stored_answers(warehouse, programme)}
    history = promise_edits(programme_history(warehouse.read()))
    return [
        {
            "use_case": case.id,
            "area": case.area,
            "stage": case.stage,
            "owner": case.owner,
            "locked_at": case.locked_at,
            "review_date": case.review_date,
            "review": promise_review(
                programme, case, found[case.id].verdict, datetime.now(UTC).date()
            ),
            "edits_after_lock": [e for e in history if e.after_lock and e.use_case == case.id],
        }
        for case in programme.use_cases
    ]


def white_glove_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return per use case what white-glove added, whether it lasted, what each kind moved.

    Over who was a member when it began, where the roster says who that was.
    """
    recorded = with_recorded(warehouse.read(), programme)
    if isinstance(recorded, Refusal):
        return recorded
    return {
        one.use_case.id: intervention_effects(warehouse, recorded, one.use_case, one.panel)
        for one in stored_answers(warehouse, programme)
        if one.panel is not None
    }


def spread_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return per use case whether its platform spread along who works with whom."""
    cases = programme.use_cases
    return {case.id: redacted_diffusion(warehouse, programme, case) for case in cases}


def contacts_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return who works with whom by group, and each group's place."""
    found = network(warehouse, programme)
    return (
        found if isinstance(found, Refusal) else {"network": found, "roles": network_roles(found)}
    )


def channels_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return what each channel was asked and answered."""
    table = channel_table(warehouse, programme)
    return table if isinstance(table, Refusal) else channels(table)


def barriers_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return every barrier's scores, the strong ones nobody works on, and what moved them."""
    recorded = with_recorded(warehouse.read(), programme)
    full = programme if isinstance(recorded, Refusal) else recorded
    found = barrier_scores(warehouse.read(), programme.minimum_group_size)
    return {
        "scores": found,
        "unanswered": unaddressed_barriers(found, full),
        "movements": barrier_movements(found, full.interventions),
    }


def decisions_part(warehouse: Warehouse, programme: Programme) -> object:
    """Return every decision with what was expected and what happened."""
    taken = decisions(warehouse.read())
    found = {one.use_case.id: one for one in stored_answers(warehouse, programme)} if taken else {}
    return [recheck(one, found[one.use_case]) if one.use_case in found else one for one in taken]


def _answered(ask: Callable[[Sequence[Answer], Programme], object]) -> _Part:
    return lambda warehouse, programme: ask(stored_answers(warehouse, programme), programme)


PARTS: Mapping[str, _Part] = MappingProxyType(
    {
        "register": register_part,
        "portfolio": _answered(lambda found, _: portfolio_summary(found)),
        "advice": _answered(lambda found, _: {one.use_case.id: one.advice for one in found}),
        "premium": _answered(
            lambda found, it: {one.use_case.id: collaboration_premium(one, it) for one in found}
        ),
        "stop-list": lambda house, it: stop_list_of(house, it, stored_answers(house, it)),
        "white-glove": white_glove_part,
        "spread": spread_part,
        "contacts": contacts_part,
        "channels": channels_part,
        "barriers": barriers_part,
        "targets": target_statuses,
        "decisions": decisions_part,
        "learnt": _answered(lambda found, _: lessons_library(found)),
    }
)


@click.command("programme")
@click.argument("part", type=click.Choice(list(PARTS)))
@data_option
@json_option
@click.pass_context
def programme_command(context: click.Context, part: str, data: Path, as_json: bool) -> None:
    """One part of the programme: what its page shows, small groups withheld alike."""
    warehouse = open_data(data)
    found = PARTS[part](warehouse, programme_of(warehouse))
    if as_json:
        print_json(found)
    else:
        print_result("\n".join(plain_text(to_json_value(found))) or "Nothing here yet.")
    if isinstance(found, Refusal):
        context.exit(1)


COMMANDS = (programme_command,)
