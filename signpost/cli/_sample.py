"""The sample organisations: their exports, and how an analyst would have loaded them."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Literal

from signpost.metrics.model.keys import group_key
from signpost.metrics.model.schema import parse
from signpost.metrics.panel.people.people_frame import arms_digest
from signpost.metrics.register.draws import LotteryArm, record_lottery
from signpost.pipelines.facts.pseudonyms import key_of, pseudonym
from signpost.pipelines.ingest import Report, ingest
from signpost.pipelines.progress import Tell
from signpost.warehouse.store import Warehouse

SAMPLE_LABELS = {
    "nordwind": "Nordwind Energy, 2,400 people, 18 months",
    "assistant": "Kestrel Insurance, an AI assistant for 1,200 people, 18 months",
}
SAMPLES = tuple(SAMPLE_LABELS)


def write_sample(out: Path, sample: str, size: Literal["tiny", "full"] = "full") -> Path:
    """Write the exports of one sample organisation and return their folder."""
    from signpost import sample_data

    if sample == "assistant":
        return sample_data.build_assistant(out)
    return sample_data.build(out, size=size)


def load_sample_exports(
    warehouse: Warehouse,
    exports: Path,
    sample: str,
    *,
    who: str,
    with_helper: bool = False,
    progress: Tell | None = None,
) -> Report:
    """Load the promise, record the draw of places where there is one, then load what came of it."""
    ingest(warehouse, [exports / "programme.yaml"], who=who, validate_programme=parse)
    if sample == "assistant":
        _record_places(warehouse, who)
    return ingest(
        warehouse,
        [exports],
        who=who,
        validate_programme=parse,
        with_helper=with_helper,
        progress=progress,
    )


def _record_places(warehouse: Warehouse, who: str) -> None:
    """Record the licence lottery on the day it was drawn in the story, as `lottery` would have."""
    from signpost.sample_data.assistant import plan
    from signpost.sample_data.assistant.staff import lottery_places

    people, groups, arms = zip(*lottery_places(), strict=True)
    key = key_of(warehouse, warehouse.read(), create=True)
    hashed = tuple(
        LotteryArm(pseudonym(key, person), group_key(group, {}), arm)
        for person, group, arm in zip(people, groups, arms, strict=True)
    )
    record_lottery(
        warehouse,
        plan.LOTTERY_CASE,
        plan.LOTTERY_SEED,
        plan.LOTTERY_SHARE,
        arms_digest(people, groups, arms),
        who=who,
        arms=hashed,
        at=datetime.combine(plan.LOTTERY_DRAWN, time(9)),
    )
