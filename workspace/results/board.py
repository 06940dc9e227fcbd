"""The board report of a data folder, for the terminal: the same facts as the Answer page."""

from __future__ import annotations

from signpost.metrics.adoption.table import adoption_table
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.panel.group_hierarchy import group_labels
from signpost.metrics.value.portfolio import portfolio_summary
from signpost.pipelines.history import uploads
from signpost.presentation.data_coverage import subjects
from signpost.presentation.reports.board import BoardReport, build_board
from signpost.presentation.reports.facts import adoption_number, stamp_of, unknown_adoption
from signpost.presentation.reports.number import Number
from signpost.warehouse import Warehouse, WarehouseError
from signpost.workspace.answer_store import answers_of


def board_of(warehouse: Warehouse, programme: Programme) -> BoardReport:
    """Put everything the newest version says into one BoardReport."""
    found = answers_of(warehouse, programme)
    reader, version = warehouse.read(), warehouse.version()
    stamp = stamp_of(uploads(warehouse), subjects(reader), version, programme)
    active = {one.use_case.id: _active(warehouse, programme, one.use_case) for one in found}
    return build_board(found, portfolio_summary(found), stamp, group_labels(reader), active)


def _active(warehouse: Warehouse, programme: Programme, case: UseCase) -> Number:
    try:
        table = adoption_table(
            warehouse, programme, platform=case.platform, window=case.window, by="all"
        )
    except WarehouseError as trouble:
        return unknown_adoption(case.platform, str(trouble))
    return adoption_number(table, case.platform, case.window)
