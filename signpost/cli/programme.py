"""The programme from the terminal: register, portfolio, stop list, and what else its pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import click

from signpost.answers.decisions import recheck
from signpost.cli._plain_text import plain_text
from signpost.cli._shared import data_option, json_option, open_results, print_json
from signpost.cli._terminal import print_result
from signpost.metrics.model.types import Refusal
from signpost.metrics.register.versions import promise_edits, promise_review
from signpost.presentation.json_values import to_json_value
from signpost.workspace.results import Results

_Part = Callable[[Results], object]


def register_part(results: Results) -> object:
    """Return each use case's promise and the verdict against it, and what was edited later."""
    found = {answer.use_case.id: answer for answer in results.answers()}
    programme, edits = results.programme, promise_edits(results.programme_versions())
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
            "edits_after_lock": [e for e in edits if e.after_lock and e.use_case == case.id],
        }
        for case in programme.use_cases
    ]


def white_glove_part(results: Results) -> object:
    """Return per use case what white-glove added, whether it lasted, what each kind moved.

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
    """Return who works with whom by group, and each group's place."""
    found = results.network()
    if isinstance(found, Refusal):
        return found
    return {"network": found, "roles": results.network_roles()}


def channels_part(results: Results) -> object:
    """Return what each channel was asked and answered."""
    table = results.channels()
    return table if isinstance(table, Refusal) else results.channel_findings()


def decisions_part(results: Results) -> object:
    """Return every decision with what was expected and what happened."""
    taken = results.decisions()
    found = {answer.use_case.id: answer for answer in results.answers()} if taken else {}
    return [recheck(one, found[one.use_case]) if one.use_case in found else one for one in taken]


def _by_use_case(ask: Callable[[Results, str], object]) -> _Part:
    return lambda results: {case.id: ask(results, case.id) for case in results.programme.use_cases}


PARTS: Mapping[str, _Part] = MappingProxyType(
    {
        "register": register_part,
        "portfolio": Results.portfolio,
        "advice": lambda results: {one.use_case.id: one.advice for one in results.answers()},
        "premium": lambda results: dict(results.premiums()),
        "stop-list": Results.stop_list,
        "white-glove": white_glove_part,
        "spread": _by_use_case(Results.diffusion),
        "contacts": contacts_part,
        "channels": channels_part,
        "barriers": Results.barriers,
        "targets": Results.targets,
        "decisions": decisions_part,
        "learnt": Results.lessons,
    }
)


@click.command("programme")
@click.argument("part", type=click.Choice(list(PARTS)))
@data_option
@json_option
@click.pass_context
def programme_command(context: click.Context, part: str, data: Path, as_json: bool) -> None:
    """One part of the programme: what its page shows, small groups withheld alike."""
    found = PARTS[part](open_results(data))
    if as_json:
        print_json(found)
    else:
        print_result("\n".join(plain_text(to_json_value(found))) or "Nothing here yet.")
    if isinstance(found, Refusal):
        context.exit(1)


COMMANDS = (programme_command,)
