"""What we know: the data model and its only door."""

from warehouse.connection import Reader, Writer, ident
from warehouse.store import Warehouse
from warehouse.trouble import WarehouseError
from warehouse.versions import Version

__all__ = ["Reader", "Version", "Warehouse", "WarehouseError", "Writer", "ident"]
