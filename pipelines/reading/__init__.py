"""How rows are read: formats of a locale, typed scans, rejected and skipped rows."""
