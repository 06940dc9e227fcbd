"""Stops of machines, devices or systems, one row each: from maintenance or device management."""

from signpost.pipelines.model.cells import group_cell, moment_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP

SOURCE = Source(
    id="downtime",
    label="Downtime: one row per stop",
    table="record",
    generic=True,
    fields={
        "asset": text_cell(
            *("asset", "asset id", "machine", "machine id", "equipment", "equipment id", "device"),
            *("device id", "anlage", "maschine", "equipement", "équipement", "máquina", "impianto"),
            blank=False,
        ),
        "began": moment_cell(
            *("downtime start", "stop start", "outage start", "breakdown start", "down since"),
            *("malfunction start", "störungsbeginn", "stillstand von", "début de panne"),
        ),
        "ended": moment_cell(
            *("downtime end", "stop end", "outage end", "breakdown end", "up since"),
            *("malfunction end", "störungsende", "stillstand bis", "fin de panne"),
            blank=True,
        ),
        "group": group_cell(*GROUP, "plant", "line", "site", "werk", "linie", "ligne", "planta"),
        "cause": text_cell("cause", "reason", "cause code", "ursache", "motif", optional=True),
    },
    columns={
        "kind": "'downtime'",
        "record_id": "concat_ws('/', 'downtime', asset, cast(began as varchar))",
        "opened": "began",
        "closed": "ended",
        "status": "lower(cause)",
    },
    reject={"ended before it began": "ended < began"},
    documented_at="docs/exports/downtime.md",
    how_to_get=HowToGet(
        role="maintenance planning, plant control or device management",
        steps="A report with one row per stop: asset, downtime start, downtime end, team or line.",
        filename="downtime.csv",
        request="Please send me the stops of the last 18 months, one row each: asset, downtime "
        "start, downtime end, the team or line it belongs to, and the cause if it is recorded.",
    ),
)
