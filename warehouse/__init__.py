"""Warehouse: the data model and the only access to it."""

from signpost.warehouse.connection import Reader, Writer, ident
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.store import Warehouse
from signpost.warehouse.versions import DataVersion

__all__ = ["DataVersion", "Reader", "Warehouse", "WarehouseError", "Writer", "ident"]
