"""Microsoft 365 'Yammer activity user detail' (Viva Engage), one D30 export a month.

Header as printed on the Microsoft Graph page of reportRoot: getYammerActivityUserDetail; the admin
centre says Viva Engage, the file still says Yammer.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from signpost.sample_data.exports.csv_file import M365, texts, write_csv
from signpost.sample_data.scenario import next_month, stream
from signpost.sample_data.world import World

_HEADER = (
    "Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,"
    "Last Activity Date,Posted Count,Read Count,Liked Count,Assigned Products,Report Period"
)


def export_engage(world: World, out: Path) -> list[Path]:
    """Write one file per whole month, refreshed on its last day."""
    rng = stream(world.seed, "engage export")
    people = world.people
    last_seen = np.full(len(people), "", dtype=object)
    paths = []
    for month, first in enumerate(world.plan.months):
        day = next_month(first) - timedelta(days=1)
        rows = np.flatnonzero(world.engage.member[:, month] >= 0)
        active = world.engage.active[rows, month]
        read = np.where(active, 1 + rng.poisson(14, len(rows)), 0)
        post = rng.poisson(0.8, len(rows)) * active
        like = rng.poisson(3.0, len(rows)) * active
        ago = rng.integers(0, 25, len(rows)).tolist()
        seen = [(day - timedelta(days=back)).isoformat() for back in ago]
        last_seen[rows[active]] = np.array(seen, dtype=object)[active]
        columns = [
            [day.isoformat()] * len(rows),
            [people.email[row] for row in rows],
            [f"{people.given[row]} {people.family[row]}" for row in rows],
            ["Active"] * len(rows),
            [people.hired[row].isoformat() for row in rows],
            last_seen[rows].tolist(),
            texts(post),
            texts(read),
            texts(like),
            ["MICROSOFT 365 E5"] * len(rows),
            ["30"] * len(rows),
        ]
        name = f"YammerActivityUserDetail_D30_{day.isoformat()}.csv"
        paths.append(write_csv(out / name, _HEADER, columns, M365))
    return paths
