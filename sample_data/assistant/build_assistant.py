"""Builder of the exports of Kestrel Insurance in a folder."""

from __future__ import annotations

from pathlib import Path

from signpost.sample_data.assistant.outcome_files import (
    export_cases,
    export_contacts,
    export_engineering,
    export_interventions,
    export_staff,
    export_survey,
    export_tables,
)
from signpost.sample_data.assistant.seats_and_meters import (
    export_chat,
    export_copilot,
    export_github,
    export_seats,
)
from signpost.sample_data.assistant.world import draw_assistant_world

ASSISTANT_SEED = 11
_HERE = Path(__file__).parent


def build_assistant(out: Path, *, seed: int = ASSISTANT_SEED) -> Path:
    """Write every export and programme.yaml into `out` (made if missing) and return it.

    The same seed gives the same bytes. The draw of the licence lottery is no export: it is recorded
    in the data folder beforehand (`lottery_places`).
    """
    out.mkdir(parents=True, exist_ok=True)
    world = draw_assistant_world(seed)
    export_staff(world, out)
    export_seats(world, out)
    export_copilot(world, out, seed)
    export_chat(world, out, seed)
    export_github(world, out, seed)
    export_cases(world, out)
    export_tables(world, out, seed)
    export_engineering(world, out, seed)
    export_contacts(world, out)
    export_interventions(out)
    export_survey(world, out, seed)
    (out / "programme.yaml").write_bytes((_HERE / "programme.yaml").read_bytes())
    return out
