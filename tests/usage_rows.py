"""Facts of small organisations, written as frames; usage a row per action, as its view has it."""

import pandas as pd

from signpost.warehouse import Writer
from signpost.warehouse.usage_tables import insert_by_action


def insert_frame(writer: Writer, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a table, or to the tables of usage."""
    if table != "usage":
        writer.insert(table, frame)
        return
    if frame.empty or "platform" not in frame:
        return
    writer.connection.register("usage_rows", frame)
    insert_by_action(
        writer.connection,
        "(select platform, person_id, cast(first_day as date) as first_day, "
        "cast(last_day as date) as last_day, action, cast(times as double) as times, "
        "upload_no from usage_rows)",
    )
    writer.connection.unregister("usage_rows")
    writer.usage_actions = None
