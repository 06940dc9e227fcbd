"""Commands that maintain a data folder: doctor, backup, restore, purge, erase."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from signpost.cli._shared import data_option, json_option, open_data, print_json, print_status, user
from signpost.cli._terminal import print_result
from signpost.pipelines.errors import UnreadableFile
from signpost.pipelines.facts.former_platforms import former_platforms
from signpost.pipelines.facts.pseudonyms import canonical, key_of, pseudonym
from signpost.presentation.formats import count
from signpost.presentation.json_values import to_json_value
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.maintenance.backup import backup, restore
from signpost.warehouse.maintenance.doctor import FolderFinding, diagnose, repair
from signpost.warehouse.maintenance.erasure import erase
from signpost.warehouse.maintenance.retention import purge
from signpost.warehouse.store import Warehouse


@click.command("doctor")
@click.option("--repair", "mend", is_flag=True, help="Put right what can be without loss.")
@data_option
@json_option
@click.pass_context
def doctor_command(context: click.Context, mend: bool, data: Path, as_json: bool) -> None:
    """Check this data folder and, asked to, repair it."""
    done = repair(data, user()) if mend else ()
    findings = (*diagnose(data), *_key_findings(data), *_former_names(data), *_fetch_findings(data))
    if as_json:
        python = ".".join(map(str, sys.version_info[:3]))
        print_json({"python": python, "repaired": done, "findings": findings})
    else:
        for line in done:
            print_result(line)
        for finding in findings:
            print_result(f"{finding.message} {finding.remedy}")
        if not findings:
            print_result("All is well.")
    if findings:
        context.exit(1)


def _key_findings(data: Path) -> tuple[FolderFinding, ...]:
    """Return faults of the key; none where the data does not open."""
    warehouse = Warehouse(data)
    try:
        if warehouse.version():
            key_of(warehouse, warehouse.read())
    except WarehouseError:
        return ()
    except UnreadableFile as error:
        trouble = error.trouble
        return (FolderFinding(trouble.code, trouble.message, trouble.remedy),)
    return ()


def _former_names(data: Path) -> tuple[FolderFinding, ...]:
    """Return the platforms whose name changed since they were loaded."""
    warehouse = Warehouse(data)
    try:
        return former_platforms(warehouse.read()) if warehouse.version() else ()
    except WarehouseError:
        return ()


def _fetch_findings(data: Path) -> tuple[FolderFinding, ...]:
    """Return what a service is about to forget."""
    # not at the top: the server loads every command, and must not load what connects outwards
    from signpost.connectors.retention import retention_warnings

    return tuple(
        FolderFinding(one.code, one.message, one.remedy) for one in retention_warnings(data)
    )


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@data_option
@json_option
def backup_command(target: Path, data: Path, as_json: bool) -> None:
    """Copy the newest version to a file or into a folder; loads and readers go on."""
    written = backup(open_data(data), target, user())
    if as_json:
        print_json({"file": written})
    else:
        print_result(
            f"Wrote {written}. The key is not in it: keep a copy of the key apart from it."
        )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@json_option
def restore_command(file: Path, data: Path, as_json: bool) -> None:
    """Make a backup the newest version; what was there stays as an older one."""
    version = restore(Warehouse(data), file, user())
    if as_json:
        print_json({"version": version})
    else:
        print_result(f"Restored {file.name} as version {version}.")


@click.command("purge")
@click.option("--days", type=click.IntRange(min=0), default=90, show_default=True)
@data_option
@json_option
def purge_command(days: int, data: Path, as_json: bool) -> None:
    """Delete replaced and undone facts older than so many days; they cannot be undone then."""
    deleted = purge(open_data(data), days, user())
    if as_json:
        print_json(deleted)
    else:
        print_result(f"Deleted {count(sum(deleted.values()), 'row')} out of force.")


@click.command("erase")
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_option
@json_option
@click.pass_context
def erase_command(context: click.Context, yes: bool, data: Path, as_json: bool) -> None:
    """Erase one person on request; asks for the identifier, so that no shell history keeps it."""
    warehouse = open_data(data)
    who = click.prompt("E-mail, login or employee number", err=True)
    if not yes and not click.confirm("Erase this person from every kept version?", err=True):
        context.exit(1)
    key = key_of(warehouse, warehouse.read())
    proof = erase(warehouse, pseudonym(key, who), user(), forms=(who, canonical(who)))
    if as_json:
        print_json(
            {
                "complete": proof.complete,
                "before": to_json_value(proof.before),
                "after": proof.after,
                "files": proof.files,
                "beside": proof.beside,
            }
        )
    else:
        rows = sum(sum(tables.values()) for tables in proof.before.values())
        print_status("Backups and the platforms' own exports are not reached: erase there too.")
        for line in proof.beside:
            print_status(f"Not erased: {line}")
        if proof.complete:
            print_result(
                f"Erased {count(rows, 'row')}; nothing is left in any file of the data folder."
            )
    if not proof.complete:
        where = ", ".join(proof.files) or "kept versions"
        raise WarehouseError(f"This person is still in: {where}.", "Run `signpost doctor`.")


COMMANDS = (doctor_command, backup_command, restore_command, purge_command, erase_command)
