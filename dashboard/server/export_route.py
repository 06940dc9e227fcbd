"""Published tables by address, for Power BI and others: what this reader may see, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, cast

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from signpost.answers.access import Access, AccessError, Denied
from signpost.dashboard.server.token_readers import READER
from signpost.presentation.json_values import json_text
from signpost.warehouse import WarehouseError
from signpost.workspace.export.files import (
    EXPORT_TABLES,
    SCHEMA_FILE,
    ExportKind,
    download_table,
    export_schema,
)
from signpost.workspace.open_versions import data_folder
from signpost.workspace.results import Results

EXPORT_PATH: Final = "/export/"
_TYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


async def serve_export(request: Request) -> Response:
    """Return `schema.json`, or one table as `<name>.parquet` or `<name>.csv`.

    At most two at once: what else asks waits without a thread, which others need.
    """
    return await to_thread.run_sync(_served, request, limiter=_limiter())


@cache
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(2)


def _served(request: Request) -> Response:
    try:
        return _file(request.path_params["name"], _results(request.scope[READER]))
    except Denied as denied:
        return JSONResponse({"error": denied.message}, status_code=403)
    except (WarehouseError, AccessError) as trouble:
        return JSONResponse({"error": str(trouble)}, status_code=503)


def _results(access: Access) -> Results:
    """Return the version readers see: the newest that is worked out."""
    return Results.open(data_folder(), access).worked_out()


def _file(name: str, results: Results) -> Response:
    table, _, kind = name.rpartition(".")
    if name == SCHEMA_FILE and results.version:
        return Response(json_text(export_schema(results)), media_type="application/json")
    if table not in EXPORT_TABLES or kind not in _TYPES or not results.version:
        return JSONResponse({"error": "not found", "tables": [*EXPORT_TABLES]}, status_code=404)
    content = download_table(table, results, cast("ExportKind", kind))
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)
