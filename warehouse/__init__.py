"""What we know: the data model and its only door."""

from signpost.warehouse.connection import Reader, Writer, ident
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.store import Warehouse
from signpost.warehouse.versions import Version

__all__ = ["Reader", "Version", "Warehouse", "WarehouseError", "Writer", "ident"]
