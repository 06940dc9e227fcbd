"""Builder of the sample organisation's exports in a folder."""

from __future__ import annotations

import json
from pathlib import Path

from signpost.sample_data.exports.channels import export_channels
from signpost.sample_data.exports.engage import export_engage
from signpost.sample_data.exports.kpis import export_kpis
from signpost.sample_data.exports.programme import export_programme
from signpost.sample_data.exports.roster import export_roster
from signpost.sample_data.exports.slack import export_slack
from signpost.sample_data.exports.teams import export_teams
from signpost.sample_data.exports.tickets import export_tickets
from signpost.sample_data.truth import truth
from signpost.sample_data.world import Size, create

EXPORTS = (
    export_roster,
    export_teams,
    export_engage,
    export_slack,
    export_tickets,
    export_channels,
    export_kpis,
    export_programme,
)
HERE = Path(__file__).parent


def build(out: Path, *, seed: int = 7, size: Size = "full") -> Path:
    """Write every export and programme.yaml into `out` (made if missing) and return it.

    The same seed and size give the same bytes. Everything in the folder is meant to be loaded; the
    truth is not among it (see `write_truth`).
    """
    out.mkdir(parents=True, exist_ok=True)
    world = create(seed, size)
    for export in EXPORTS:
        export(world, out)
    source = HERE / ("programme.yaml" if size == "full" else "programme_tiny.yaml")
    (out / "programme.yaml").write_bytes(source.read_bytes())
    return out


def write_truth(path: Path, *, seed: int = 7, size: Size = "full") -> Path:
    """Write the planted numbers as JSON, for people and scripts that check Signpost."""
    text = json.dumps(truth(seed, size).as_dict(), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
